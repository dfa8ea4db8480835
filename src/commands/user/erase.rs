//! `user erase`: removes a person's data from the ledger for good.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::erasable::{require_erasable, require_silent};
use super::erasure_list;
use crate::app::{About, App, Consent, Effect};
use crate::cli::user::UserErase;
use crate::commands::shared::receipt::{Moved, Outcome};
use crate::domain::{Bucket, Credits, Email, Kind, Month, Roles, Status, User, erased_number};
use crate::error::{Code, Error, MAX_NAMED, Result};
use crate::output::{Document, Formatter, counted};
use crate::store::{Draft, ErasedUser, Header, RemovedTexts, Request, Source, Traces, UserId};
use crate::text::{and_more, shell_word};

const COMMAND: &str = "user erase";

#[derive(Debug, Default, Serialize)]
struct EraseReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    #[serde(flatten)]
    moved: Moved,
    /// The addresses that replaced the erased ones.
    erased: Vec<String>,
    /// The number of removed values.
    redacted: u64,
    /// Whether no byte of the texts is left in the file and its log; `None` if nobody looked.
    scrubbed: Option<bool>,
    /// Who could not be erased, and why.
    refused: Vec<String>,
}

impl Document for EraseReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let what = match self.erased.as_slice() {
            [one] => format!("Erased {one}"),
            several => format!("Erased {}", counted(several.len() as u64, "user", "users")),
        };
        if let (false, [erased, ..]) = (self.outcome.changed, self.erased.as_slice()) {
            return format!("Nothing to change: {erased} was erased before.\n");
        }
        let mut text = self.outcome.headline(&what);
        text += &self.moved.lines(formatter, self.outcome);
        if self.outcome.changed {
            let values = counted(self.redacted, "value", "values");
            let _ = writeln!(text, "  {values} removed");
        }
        text
    }
}

/// Erases one user, or the users of a list.
pub(crate) fn run(app: &mut App, arguments: &UserErase) -> Result<()> {
    let (mut receipt, removed) = match (&arguments.user, &arguments.replay) {
        (Some(email), _) => match erased_before(app, email)? {
            Some(receipt) => (receipt, known_texts(email)),
            None => one(app, arguments, email)?,
        },
        (None, Some(list)) => replay(app, arguments, list)?,
        (None, None) => return Err(Error::usage("name the user to erase")),
    };
    if !receipt.erased.is_empty() && !receipt.outcome.dry_run {
        scrub(app, &mut receipt, &removed)?;
    }
    app.printer.receipt(&receipt)?;
    if receipt.refused.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::Partial, format!("not erased: {}", receipt.refused.join("; ")))
        .reason("not_erasable")
        .datum("count", receipt.refused.len())
        .datum("refused", receipt.refused.clone())
        .hint("repeat the list when that is done; who was erased already is passed over"))
}

/// Removes what is left of the texts in the file. Warns if something may be left, and says what to do about it.
fn scrub(app: &mut App, receipt: &mut EraseReceipt, removed: &RemovedTexts) -> Result<()> {
    let store = app.ledger()?.0;
    let (traces, on_server) = (store.scrub(receipt.outcome.operation, removed)?, store.is_on_server());
    receipt.scrubbed = Some(traces == Traces::None);
    if !receipt.outcome.changed {
        name_places(app, receipt)?;
    }
    let warning = match traces {
        Traces::None => return Ok(()),
        _ if on_server => {
            "no row holds the person's texts now; the server's old row versions (until VACUUM), its log, replicas and backups may"
                .to_owned()
        }
        Traces::Held => {
            let again = receipt.erased.first().map(String::as_str).unwrap_or_default();
            format!(
                "the file or its log may still hold texts of the person, because another process reads the ledger; when it has \
                 ended, finish it with: rad-admin user erase {} --reason TEXT", shell_word(again)
            )
        }
        Traces::OfOthers => "the ledger still holds the address, in a text about another user".to_owned(),
    };
    app.printer.warning(&warning);
    Ok(())
}

/// Looks, in a repeat, for texts that name the person and were written since, and warns of each.
fn name_places(app: &mut App, receipt: &mut EraseReceipt) -> Result<()> {
    let placeholder = receipt.erased.first().and_then(|placeholder| erased_number(placeholder));
    let Some(user) = placeholder.map(UserId) else { return Ok(()) };
    let places = app.ledger()?.0.read(|reader| reader.places_naming_erased(user))?;
    if !places.is_empty() {
        receipt.scrubbed = Some(false);
        app.printer.warning(&format!(
            "texts that an erasure does not remove still name the person: {}",
            and_more(places.iter().take(MAX_NAMED), places.len() as u64)
        ));
    }
    Ok(())
}

/// What is still known of somebody who was erased before.
fn known_texts(email: &Email) -> RemovedTexts {
    let addresses = if email.is_placeholder() { Vec::new() } else { vec![email.clone()] };
    RemovedTexts { addresses, ..RemovedTexts::default() }
}

/// The receipt of a repeat, for somebody who was erased already.
fn erased_before(app: &mut App, email: &Email) -> Result<Option<EraseReceipt>> {
    let (_, dry_run, _) = begin(app)?;
    let (store, _) = app.ledger()?;
    let Some(placeholder) = store.read(|reader| reader.placeholder_of(email))? else { return Ok(None) };
    store.require_here()?;
    let outcome = Outcome::nothing(dry_run);
    Ok(Some(EraseReceipt { outcome, erased: vec![placeholder], ..EraseReceipt::default() }))
}

fn one(app: &mut App, arguments: &UserErase, email: &Email) -> Result<(EraseReceipt, RemovedTexts)> {
    app.line.keep_secret("@");
    let (header, dry_run, month) = begin(app)?;
    let actor = header.actor.clone();
    app.mutate(arguments.reason.clone(), |writer, gate| {
        let (id, user) = writer.user(email, month)?;
        require_erasable(writer, id, &user, arguments.forfeit, &actor)?;
        require_silent(writer, gate.reason().as_deref(), id, &user)?;
        let mut draft = writer.begin(gate.header(&header))?;
        let gone = erase(&mut draft, id, &user, month)?;
        let sealed = draft.seal()?;
        gate.require(Effect {
            summary: summary(&user, sealed.absolute_total),
            needs: Consent::Address(email.clone()),
            total_credits: sealed.absolute_total,
        })?;
        let receipt = EraseReceipt {
            outcome: Outcome::done(sealed.operation, dry_run),
            // It also touches others whose former names contain the address.
            moved: Moved::of(writer, sealed)?.counting(1),
            erased: vec![gone.placeholder],
            redacted: gone.redacted,
            ..EraseReceipt::default()
        };
        Ok((receipt, gone.removed))
    })
}

fn begin(app: &mut App) -> Result<(Header, bool, Month)> {
    let header = app.header(&About::plain(COMMAND), None);
    Ok((header, app.globals.dry_run, app.month()?))
}

fn summary(user: &User, forfeited_credits: u64) -> String {
    let credits = match forfeited_credits {
        0 => String::new(),
        credits => format!(", and {} would be forfeited", counted(credits, "credit", "credits")),
    };
    format!("{} would be erased for good{credits}; an erasure cannot be undone", user.email)
}

/// Takes the remaining credits, ends roles and allowance, and erases the user.
fn erase(draft: &mut Draft<'_>, id: UserId, user: &User, month: Month) -> Result<ErasedUser> {
    let balances = [(Bucket::Awarded, user.awarded), (Bucket::Purchased, user.purchased)];
    let forfeits: Vec<Request> = balances
        .into_iter()
        .filter(|(_, credits)| *credits != Credits::ZERO)
        .map(|(bucket, credits)| Request {
            user: id,
            bucket,
            kind: Kind::Forfeit,
            amount: credits.difference_to(Credits::ZERO),
        })
        .collect();
    if !forfeits.is_empty() {
        draft.post(Source::Requests(&forfeits))?;
    }
    let next = draft.writer().next_grant(month)?;
    draft.set_allowance(id, next, Credits::ZERO)?;
    if user.roles.bits() != 0 {
        draft.set_roles(id, user.roles, Roles::from_bits(0))?;
    }
    draft.erase(id, user.status)
}

/// Repeats the erasures of a list, in one operation.
fn replay(app: &mut App, arguments: &UserErase, list: &Path) -> Result<(EraseReceipt, RemovedTexts)> {
    app.ledger()?;
    let erased = erasure_list::read(list)?;
    let (header, dry_run, month) = begin(app)?;
    let actor = header.actor.clone();
    let reason = arguments.reason.clone().unwrap_or_else(|| "erased again after a restore".to_owned());
    app.mutate(Some(reason), |writer, gate| {
        let found = writer.users_to_erase(&erased)?;
        let mut receipt = EraseReceipt { outcome: Outcome::nothing(dry_run), ..EraseReceipt::default() };
        let mut removed = RemovedTexts::default();
        let mut draft = writer.begin(gate.header(&header))?;
        for email in &found {
            let (id, user) = writer.user(email, month)?;
            let as_inactive = User { status: Status::Inactive, ..user.clone() };
            if let Err(error) = require_erasable(writer, id, &as_inactive, true, &actor) {
                receipt.refused.push(error.message());
                continue;
            }
            require_silent(writer, gate.reason().as_deref(), id, &user)?;
            let gone = erase(&mut draft, id, &user, month)?;
            receipt.redacted += gone.redacted;
            receipt.erased.push(gone.placeholder);
            removed.addresses.extend(gone.removed.addresses);
            removed.others.extend(gone.removed.others);
        }
        if let Some(sealed) = draft.seal_if_changed()? {
            receipt.outcome = Outcome::done(sealed.operation, dry_run);
            // An erasure also touches others whose former names contain the address.
            let users = receipt.erased.len() as u64;
            receipt.moved = Moved::of(writer, sealed)?.counting(users);
            gate.require(Effect {
                summary: format!(
                    "{} would be erased for good; an erasure cannot be undone",
                    counted(users, "user", "users")
                ),
                needs: Consent::Yes,
                total_credits: 0,
            })?;
        }
        Ok((receipt, removed))
    })
}
