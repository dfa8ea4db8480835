//! `credits award`, `purchase`, `deduct` and `set`.

use crate::app::{About, App, Consent, Effect};
use crate::cli::credits::{Add, Deduct, Details, Set};
use crate::cli::values::Users;
use crate::commands::shared::fingerprint::{Asked, sign};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::commands::shared::selection;
use crate::commands::user::edit as user_edit;
use crate::domain::{Amount, Bucket, Kind};
use crate::error::Result;
use crate::output::{counted, grouped};
use crate::store::{Header, Key, Selected, Source};

/// The same change of one balance for everybody of a selection.
struct Adjustment {
    about: About,
    users: Users,
    bucket: Bucket,
    kind: Kind,
    amount: Amount,
    reason: Option<String>,
    what: &'static str,
}

/// Adds to the awarded balance.
pub(crate) fn award(app: &mut App, arguments: Add) -> Result<()> {
    add(app, arguments, "credits award", Bucket::Awarded, "Awarded")
}

/// Adds to the purchased balance.
pub(crate) fn purchase(app: &mut App, arguments: Add) -> Result<()> {
    add(app, arguments, "credits purchase", Bucket::Purchased, "Purchased")
}

fn add(
    app: &mut App,
    arguments: Add,
    command: &'static str,
    bucket: Bucket,
    what: &'static str,
) -> Result<()> {
    let amount = Amount::from(arguments.amount);
    let kind = Kind::of_adjustment(bucket, amount);
    adjust(app, Adjustment::new(command, arguments.users, bucket, kind, amount, arguments.details, what))
}

/// Takes from a balance.
pub(crate) fn deduct(app: &mut App, arguments: Deduct) -> Result<()> {
    let amount = Amount::from(arguments.amount).negated();
    let (bucket, details) = (arguments.from, arguments.details);
    adjust(
        app,
        Adjustment::new("credits deduct", arguments.users, bucket, Kind::Deduct, amount, details, "Deducted"),
    )
}

impl Adjustment {
    fn new(
        command: &'static str,
        users: Users,
        bucket: Bucket,
        kind: Kind,
        amount: Amount,
        details: Details,
        what: &'static str,
    ) -> Self {
        let (about, reason) = about(command, details);
        Self { about, users, bucket, kind, amount, reason, what }
    }
}

pub(crate) fn about(command: &'static str, details: Details) -> (About, Option<String>) {
    // The fingerprint is filled in once it is known what is asked for.
    let key = details.key.map(|key| Key { key, fingerprint: [0; 32] });
    (About { command, reference: details.reference, key }, details.reason)
}

fn adjust(app: &mut App, mut adjustment: Adjustment) -> Result<()> {
    let selection = selection::resolve(app, &adjustment.users)?;
    sign(
        &mut adjustment.about,
        &Asked::Adjustment { bucket: adjustment.bucket, amount: adjustment.amount, users: &selection },
    );
    let (header, actor, dry_run) =
        (app.header(&adjustment.about, None), app.settings.actor.value.clone(), app.globals.dry_run);
    let mut left_out = false;
    let receipt = app.mutate(adjustment.reason.clone(), |writer, gate| {
        let header = Header { reason: gate.reason(), ..header.clone() };
        if let Some(receipt) = replayed(writer, &header, dry_run, adjustment.what)? {
            return Ok(receipt);
        }
        let selected = writer.select(&selection, Some(&actor))?;
        left_out = selected.actor_left_out;
        if selected.users == 0 {
            return Ok(CreditsReceipt::nothing(dry_run, adjustment.what));
        }
        let mut draft = writer.begin(header)?;
        draft.post(Source::EachSelected {
            bucket: adjustment.bucket,
            kind: adjustment.kind,
            amount: adjustment.amount,
        })?;
        let sealed = draft.seal()?;
        gate.require(Effect {
            summary: summary(&adjustment, &selected, sealed.total),
            needs: Consent::yes_or_total_if(selected.users > 1),
            total_credits: sealed.absolute_total.unsigned_abs(),
        })?;
        CreditsReceipt::of(writer, sealed, Outcome::done(sealed.operation, dry_run), adjustment.what)
    })?;
    if left_out {
        app.printer
            .remark(&format!("'{actor}' is the actor and was left out: nobody adjusts their own balance"));
    }
    app.printer.receipt(&receipt)
}

fn summary(adjustment: &Adjustment, selected: &Selected, total: i64) -> String {
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

/// Sets balances; the entries record the differences.
pub(crate) fn set(app: &mut App, arguments: Set) -> Result<()> {
    let (mut about, reason) = about("credits set", arguments.details);
    let (awarded, purchased) = (arguments.balances.awarded, arguments.balances.purchased);
    sign(&mut about, &Asked::Balances { user: &arguments.user, awarded, purchased });
    let (header, month, dry_run) = (app.header(&about, None), app.month()?, app.globals.dry_run);
    let receipt = app.mutate(reason, |writer, gate| {
        let header = Header { reason: gate.reason(), ..header.clone() };
        if let Some(receipt) = replayed(writer, &header, dry_run, "Set")? {
            return Ok(receipt);
        }
        let (id, user) = writer.user(&arguments.user, month)?;
        user_edit::check_version(&user, arguments.if_version)?;
        let requests = user_edit::set_requests(id, &user, awarded, purchased);
        if requests.is_empty() {
            return Ok(CreditsReceipt::nothing(dry_run, "Set"));
        }
        let mut draft = writer.begin(header)?;
        draft.post(Source::Requests(&requests))?;
        let sealed = draft.seal()?;
        let outcome = Outcome::done(sealed.operation, dry_run);
        let receipt = CreditsReceipt::of(writer, sealed, outcome, "Set the balance")?;
        gate.require(Effect {
            summary: user_edit::summary(&user, receipt.moved.balances()),
            needs: Consent::Unneeded,
            total_credits: sealed.absolute_total.unsigned_abs(),
        })?;
        Ok(receipt)
    })?;
    app.printer.receipt(&receipt)
}

/// Rule *Keys* (docs/rules.md): the receipt of the operation that has this key.
pub(crate) fn replayed(
    writer: &crate::store::Writer<'_>,
    header: &Header,
    dry_run: bool,
    what: &str,
) -> Result<Option<CreditsReceipt>> {
    let Some(sealed) = writer.replay(header)? else { return Ok(None) };
    let outcome = Outcome { changed: false, dry_run, operation: Some(sealed.operation) };
    CreditsReceipt::of(writer, sealed, outcome, what).map(Some)
}
