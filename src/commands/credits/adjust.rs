//! `credits award`, `purchase`, `deduct` and `spend`: one change for every user of a selection.

use crate::app::{App, Consent, Effect};
use crate::cli::credits::{CreditsAward, CreditsDeduct, CreditsSpend, Details};
use crate::cli::users::Whom;
use crate::commands::shared::fingerprint::KeyedRequest;
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::commands::shared::selection;
use crate::domain::{Amount, Bucket, Credits, Kind};
use crate::error::Result;
use crate::output::{counted, grouped};
use crate::store::{Draft, LeaveOut, Selected, Selection, Shortage, Source, Taking};

/// The change of each user's credits.
#[derive(Clone, Copy)]
enum Movement {
    /// Changes one balance.
    Change { bucket: Bucket, kind: Kind, amount: Amount },
    /// Takes credits, from both balances or as many as there are.
    Taking(Taking),
}

pub(crate) fn award(app: &mut App, arguments: CreditsAward) -> Result<()> {
    add(app, arguments, "credits award", Bucket::Awarded, "Awarded")
}

pub(crate) fn purchase(app: &mut App, arguments: CreditsAward) -> Result<()> {
    add(app, arguments, "credits purchase", Bucket::Purchased, "Purchased")
}

fn add(
    app: &mut App,
    arguments: CreditsAward,
    command: &'static str,
    bucket: Bucket,
    what: &'static str,
) -> Result<()> {
    let amount = Amount::from(arguments.amount);
    let movement = Movement::Change { bucket, kind: Kind::of_adjustment(bucket, amount), amount };
    adjust(app, command, &arguments.whom, movement, arguments.details, what)
}

pub(crate) fn deduct(app: &mut App, arguments: CreditsDeduct) -> Result<()> {
    let (bucket, kind) = (arguments.from, Kind::Deduct);
    let movement = if arguments.at_most {
        let (amount, only) = (arguments.amount, Some(bucket));
        Movement::Taking(Taking { kind, amount, only, leave: Credits::ZERO, at_most: true })
    } else {
        Movement::Change { bucket, kind, amount: Amount::from(arguments.amount).negated() }
    };
    adjust(app, "credits deduct", &arguments.whom, movement, arguments.details, "Deducted")
}

pub(crate) fn spend(app: &mut App, arguments: CreditsSpend) -> Result<()> {
    let movement = Movement::Taking(Taking {
        kind: Kind::Spend,
        amount: arguments.amount,
        only: arguments.only,
        leave: arguments.leave,
        at_most: arguments.at_most,
    });
    adjust(app, "credits spend", &arguments.whom, movement, arguments.details, "Spent")
}

fn adjust(
    app: &mut App,
    command: &'static str,
    whom: &Whom,
    movement: Movement,
    details: Details,
    what: &'static str,
) -> Result<()> {
    let selection = selection::resolve(app, &whom.users, &whom.narrowed.conditions)?;
    let include_inactive = whom.include_inactive;
    let request = movement.keyed_request(&selection, include_inactive);
    let (about, reason) = about(app, command, details, &request)?;
    let (header, dry_run) = (app.header(&about, None), app.globals.dry_run);
    let mut selected = None;
    let done = app.mutate(reason, |writer, gate| {
        let header = gate.header(&header);
        if let Some(receipt) = replayed(writer, &header, dry_run, what)? {
            return Ok(movement.with_shortage_of_repeat(receipt));
        }
        let leave_out = LeaveOut { actor: Some(&header.actor), inactive: !include_inactive };
        let selected = selected.insert(writer.select(&selection, leave_out)?);
        gate.note(selection::notes(selected));
        let mut draft = writer.begin(header)?;
        let shortage = movement.post(&mut draft)?;
        let receipt = match draft.seal_if_changed()? {
            None => CreditsReceipt::nothing(dry_run, what),
            Some(sealed) => {
                gate.require(Effect {
                    summary: movement.summary(selected, sealed.total),
                    needs: Consent::yes_or_total_if(selected.users > 1),
                    total_credits: sealed.absolute_total,
                })?;
                CreditsReceipt::of(writer, sealed, Outcome::of(sealed, dry_run), what)?
            }
        };
        Ok(match shortage {
            Some(shortage) => receipt.with_shortage(shortage),
            None => receipt,
        })
    });
    selection::warn_if_nobody_fits(app, selected.as_ref());
    let receipt = done?;
    app.printer.receipt(&receipt)
}

impl Movement {
    /// Returns the request for the fingerprint of an idempotency key.
    fn keyed_request<'a>(&'a self, users: &'a Selection, include_inactive: bool) -> KeyedRequest<'a> {
        match self {
            Self::Change { bucket, amount, .. } => {
                KeyedRequest::Adjustment { bucket: *bucket, amount: *amount, users, include_inactive }
            }
            Self::Taking(taking) => KeyedRequest::Taking { taking, users, include_inactive },
        }
    }

    /// Adds to the entries of a repeat's receipt what the first run could not take.
    fn with_shortage_of_repeat(&self, receipt: CreditsReceipt) -> CreditsReceipt {
        let Self::Taking(taking) = self else { return receipt };
        let entries = &receipt.moved.entries;
        let mut by_entry = Vec::with_capacity(entries.len());
        let mut missing = taking.amount.get();
        for (index, entry) in entries.iter().enumerate() {
            missing += entry.amount;
            let is_last = entries.get(index + 1).is_none_or(|next| next.email != entry.email);
            by_entry.push(Some(missing).filter(|missing| is_last && *missing > 0));
            missing = if is_last { taking.amount.get() } else { missing };
        }
        match receipt.short {
            Some(credits) => receipt.with_shortage(Shortage { credits, by_entry }),
            None => receipt,
        }
    }

    /// Posts the movement for the current selection. With `--at-most`, returns the shortage; otherwise a shortage is an error.
    fn post(&self, draft: &mut Draft<'_>) -> Result<Option<Shortage>> {
        match *self {
            Self::Change { bucket, kind, amount } => {
                draft.post(Source::EachSelected { bucket, kind, amount })?;
                Ok(None)
            }
            Self::Taking(taking) => {
                let shortage = draft.take(&taking)?;
                Ok(taking.at_most.then_some(shortage))
            }
        }
    }

    /// Describes the change, for the confirmation.
    fn summary(&self, selected: &Selected, total: i64) -> String {
        let (bucket, credits, done) = match self {
            Self::Change { bucket, amount, .. } => {
                let done = if amount.get() < 0 { "taken from" } else { "given to" };
                (Some(*bucket), amount.get().unsigned_abs(), done)
            }
            Self::Taking(taking) => (taking.only, taking.amount.get().unsigned_abs(), "taken from"),
        };
        let bucket = bucket.map(|bucket| format!("{} ", bucket.as_str())).unwrap_or_default();
        let at_most = matches!(self, Self::Taking(taking) if taking.at_most);
        let at_most = if at_most { "at most " } else { "" };
        let credits = counted(credits, &format!("{bucket}credit"), &format!("{bucket}credits"));
        let named = selected.named();
        if selected.users == 1 {
            return format!("{at_most}{credits} would be {done} {named}");
        }
        let (users, total) = (grouped(selected.users), grouped(total.unsigned_abs()));
        format!("{at_most}{credits} would be {done} each of {users} users ({named}), {total} in all")
    }
}
