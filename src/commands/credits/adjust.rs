//! `credits award`, `purchase` and `deduct`.

use crate::app::{About, App, Consent, Effect};
use crate::cli::credits::{CreditsAward, CreditsDeduct, Details};
use crate::cli::users::Whom;
use crate::commands::credits::spend;
use crate::commands::shared::fingerprint::{Asked, sign};
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::commands::shared::selection;
use crate::domain::{Amount, Bucket, Kind};
use crate::error::Result;
use crate::output::{counted, grouped};
use crate::store::{Header, LeaveOut, Selected, Source};

/// The same change of one balance for everybody of a selection.
struct GroupAdjustment {
    about: About,
    whom: Whom,
    bucket: Bucket,
    kind: Kind,
    amount: Amount,
    reason: Option<String>,
    what: &'static str,
}

/// Adds to the awarded balance.
pub(crate) fn award(app: &mut App, arguments: CreditsAward) -> Result<()> {
    add(app, arguments, "credits award", Bucket::Awarded, "Awarded")
}

/// Adds to the purchased balance.
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
    let kind = Kind::of_adjustment(bucket, amount);
    adjust(app, GroupAdjustment::new(command, arguments.whom, bucket, kind, amount, arguments.details, what))
}

/// Takes from a balance.
pub(crate) fn deduct(app: &mut App, arguments: CreditsDeduct) -> Result<()> {
    if arguments.at_most {
        return spend::deduct_at_most(app, arguments);
    }
    let amount = Amount::from(arguments.amount).negated();
    let (bucket, details) = (arguments.from, arguments.details);
    adjust(
        app,
        GroupAdjustment::new(
            "credits deduct",
            arguments.whom,
            bucket,
            Kind::Deduct,
            amount,
            details,
            "Deducted",
        ),
    )
}

impl GroupAdjustment {
    fn new(
        command: &'static str,
        whom: Whom,
        bucket: Bucket,
        kind: Kind,
        amount: Amount,
        details: Details,
        what: &'static str,
    ) -> Self {
        let (about, reason) = about(command, details);
        Self { about, whom, bucket, kind, amount, reason, what }
    }
}

fn adjust(app: &mut App, mut adjustment: GroupAdjustment) -> Result<()> {
    let selection = selection::resolve(app, &adjustment.whom.users)?;
    let include_inactive = adjustment.whom.include_inactive;
    let (bucket, amount) = (adjustment.bucket, adjustment.amount);
    sign(
        app,
        &mut adjustment.about,
        &Asked::Adjustment { bucket, amount, users: &selection, include_inactive },
    )?;
    let (header, dry_run) = (app.header(&adjustment.about, None), app.globals.dry_run);
    let mut selected = None;
    let receipt = app.mutate(adjustment.reason.clone(), |writer, gate| {
        let header = Header { reason: gate.reason(), ..header.clone() };
        if let Some(receipt) = replayed(writer, &header, dry_run, adjustment.what)? {
            return Ok(receipt);
        }
        let leave_out = LeaveOut { actor: Some(&header.actor), inactive: !include_inactive };
        let selected = selected.insert(writer.select(&selection, leave_out)?);
        let mut draft = writer.begin(header)?;
        draft.post(Source::EachSelected {
            bucket: adjustment.bucket,
            kind: adjustment.kind,
            amount: adjustment.amount,
        })?;
        let Some(sealed) = draft.seal_if_changed()? else {
            return Ok(CreditsReceipt::nothing(dry_run, adjustment.what));
        };
        gate.require(Effect {
            summary: summary(&adjustment, selected, sealed.total),
            needs: Consent::yes_or_total_if(selected.users > 1),
            total_credits: sealed.absolute_total.unsigned_abs(),
        })?;
        CreditsReceipt::of(writer, sealed, Outcome::of(sealed, dry_run), adjustment.what)
    })?;
    if let Some(selected) = &selected {
        selection::tell(app, selected);
    }
    app.printer.receipt(&receipt)
}

fn summary(adjustment: &GroupAdjustment, selected: &Selected, total: i64) -> String {
    let (bucket, amount) = (adjustment.bucket.as_str(), adjustment.amount.get());
    let done = if amount < 0 { "taken from" } else { "given to" };
    let credits = counted(amount.unsigned_abs(), &format!("{bucket} credit"), &format!("{bucket} credits"));
    let named = selected.named();
    if selected.users == 1 {
        return format!("{credits} would be {done} {named}");
    }
    let (users, total) = (grouped(selected.users), grouped(total.unsigned_abs()));
    format!("{credits} would be {done} each of {users} users ({named}), {total} in all")
}
