//! `credits spend`, and `credits deduct --at-most`: the same amount, taken from everybody of a selection.

use crate::app::{About, App, Consent, Effect};
use crate::cli::credits::{CreditsDeduct, CreditsSpend, Details};
use crate::cli::users::Whom;
use crate::commands::shared::fingerprint::{Asked, sign};
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::commands::shared::selection;
use crate::domain::{Credits, Kind};
use crate::error::Result;
use crate::output::{counted, grouped};
use crate::store::{Header, LeaveOut, Selected, Taking};

/// Takes awarded credits first, then purchased ones.
pub(crate) fn spend(app: &mut App, arguments: CreditsSpend) -> Result<()> {
    let taking = Taking {
        kind: Kind::Spend,
        amount: arguments.amount,
        only: arguments.only,
        leave: arguments.leave,
        at_most: arguments.at_most,
    };
    take(app, "credits spend", &arguments.whom, &taking, arguments.details, "Spent")
}

/// Takes from a balance what is there.
pub(crate) fn deduct_at_most(app: &mut App, arguments: CreditsDeduct) -> Result<()> {
    let taking = Taking {
        kind: Kind::Deduct,
        amount: arguments.amount,
        only: Some(arguments.from),
        leave: Credits::ZERO,
        at_most: true,
    };
    take(app, "credits deduct", &arguments.whom, &taking, arguments.details, "Deducted")
}

fn take(
    app: &mut App,
    command: &'static str,
    whom: &Whom,
    taking: &Taking,
    details: Details,
    what: &'static str,
) -> Result<()> {
    let selection = selection::resolve(app, &whom.users)?;
    let include_inactive = whom.include_inactive;
    let (mut about, reason): (About, _) = about(command, details);
    sign(app, &mut about, &Asked::Taking { taking, users: &selection, include_inactive })?;
    let (header, dry_run) = (app.header(&about, None), app.globals.dry_run);
    let mut selected = None;
    let receipt = app.mutate(reason, |writer, gate| {
        let header = Header { reason: gate.reason(), ..header.clone() };
        if let Some(receipt) = replayed(writer, &header, dry_run, what)? {
            return Ok(receipt);
        }
        let leave_out = LeaveOut { actor: Some(&header.actor), inactive: !include_inactive };
        let selected = selected.insert(writer.select(&selection, leave_out)?);
        let mut draft = writer.begin(header)?;
        let shortage = draft.take(taking)?;
        let receipt = match draft.seal_if_changed()? {
            None => CreditsReceipt::nothing(dry_run, what),
            Some(sealed) => {
                gate.require(Effect {
                    summary: summary(taking, selected, sealed.total),
                    needs: Consent::yes_or_total_if(selected.users > 1),
                    total_credits: sealed.absolute_total.unsigned_abs(),
                })?;
                CreditsReceipt::of(writer, sealed, Outcome::of(sealed, dry_run), what)?
            }
        };
        Ok(if taking.at_most { receipt.with_shortage(shortage) } else { receipt })
    })?;
    if let Some(selected) = &selected {
        selection::tell(app, selected);
    }
    app.printer.receipt(&receipt)
}

fn summary(taking: &Taking, selected: &Selected, total: i64) -> String {
    let bucket = taking.only.map(|bucket| format!("{} ", bucket.as_str())).unwrap_or_default();
    let credits = counted(taking.amount.get(), &format!("{bucket}credit"), &format!("{bucket}credits"));
    let at_most = if taking.at_most { "at most " } else { "" };
    let (named, total) = (selected.named(), grouped(total.unsigned_abs()));
    if selected.users == 1 {
        return format!("{at_most}{credits} would be taken from {named}");
    }
    let users = grouped(selected.users);
    format!("{at_most}{credits} would be taken from each of {users} users ({named}), {total} in all")
}
