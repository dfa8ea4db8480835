//! `undo`: reverses an operation.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{App, Consent, Effect, typed};
use crate::cli::undo::Undo;
use crate::cli::users::Users;
use crate::cli::values::OperationTarget;
use crate::commands::ledger::grant::{command_for, span};
use crate::commands::shared::changes::ChangedFields;
use crate::commands::shared::fingerprint::KeyedRequest;
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, MAX_SHOWN, Outcome};
use crate::commands::shared::selection;
use crate::domain::{Month, OperationId};
use crate::error::{Code, Error, Result};
use crate::output::{Document, Formatter, counted};
use crate::store::{Header, LeaveOut, Reader, UndoConflict, UndoScope, Writer};

#[derive(Debug, Serialize)]
struct UndoReceipt {
    #[serde(flatten)]
    credits: CreditsReceipt,
    undoes: OperationId,
    #[serde(flatten)]
    changed: ChangedFields,
    /// The month that is open again.
    reopened: Option<Month>,
    /// What could not be undone because it has changed since.
    conflicts: Vec<UndoConflict>,
    /// The number of entries and changes that are not undone yet.
    rest: i64,
}

impl Document for UndoReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = self.credits.human(formatter) + &self.changed.lines(formatter, self.credits.outcome);
        if let Some(month) = self.reopened {
            let _ = writeln!(text, "  {month} is open again");
        }
        if self.rest > 0 {
            let left = counted(self.rest, "entry or change is", "entries and changes are");
            let _ = writeln!(text, "  {left} left to be undone");
        }
        text
    }
}

/// Undoes an operation, or as much of it as possible.
pub(crate) fn run(app: &mut App, arguments: Undo) -> Result<()> {
    let only = selection::maybe_resolve(app, arguments.only.as_ref(), &arguments.conditions)?;
    let as_far_as_possible = arguments.as_far_as_possible;
    let scope = UndoScope { selected_only: only.is_some(), as_far_as_possible };
    // The key stands for the word 'last': in a repeat, the newest operation is the undo itself.
    let named = match arguments.operation {
        OperationTarget::Number(number) => Some(number),
        OperationTarget::Last => None,
    };
    let request = KeyedRequest::Undo { operation: named, as_far_as_possible, only: only.as_ref() };
    let (about, reason) = about(app, "undo", arguments.details, &request)?;
    let (header, dry_run) = (app.header(&about, None), app.globals.dry_run);
    let limits = limits(arguments.only.as_ref(), &arguments.conditions);
    let (mut still_closed, mut granted_without) = (None, Vec::new());
    let receipt = app.mutate(reason, |writer, gate| {
        let header = gate.header(&header);
        let undoes = target(writer, &header, named)?;
        let what = format!("Undid operation {undoes}");
        let mut receipt = UndoReceipt {
            credits: CreditsReceipt::nothing(dry_run, what.as_str()),
            undoes,
            changed: ChangedFields::default(),
            reopened: None,
            conflicts: Vec::new(),
            rest: 0,
        };
        if let Some(credits) = replayed(writer, &header, dry_run, &what)? {
            receipt.credits = credits;
            return Ok(receipt);
        }
        if let Some(only) = &only {
            writer.select(only, LeaveOut::default())?;
        }
        let undone =
            writer.undo(header, undoes, scope).map_err(|error| hinted(error, undoes, scope, &limits))?;
        still_closed = undone.still_closed;
        (receipt.reopened, receipt.rest, receipt.conflicts) =
            (undone.reopened, undone.rest, undone.conflicts);
        let Some(sealed) = undone.sealed else { return Ok(receipt) };
        receipt.changed = ChangedFields::of(undone.changes);
        granted_without = granted_from(writer, receipt.changed.first_month_back())?;
        receipt.credits =
            CreditsReceipt::of(writer, sealed, Outcome::done(sealed.operation, dry_run), what.as_str())?;
        gate.require(Effect {
            summary: summary(&receipt, sealed.users, sealed.total),
            needs: if undone.needs_yes { Consent::Yes } else { Consent::yes_or_total_if(sealed.users > 1) },
            total_credits: sealed.absolute_total,
        })?;
        Ok(receipt)
    })?;
    if let Some((month, by)) = still_closed {
        app.printer.remark(&format!(
            "{month} stays closed, by operation {by}; pay users what they did not get with: \
             rad-admin grant-monthly --month {month} --user USERS"
        ));
    }
    if let Some(command) = command_for(&granted_without) {
        let were = if granted_without.len() == 1 { "was" } else { "were" };
        app.printer.remark(&format!(
            "{} {were} granted meanwhile; pay users whose allowance is back with: {command} --user USERS",
            span(&granted_without)
        ));
    }
    app.printer.receipt(&receipt)?;
    if receipt.conflicts.is_empty() { Ok(()) } else { Err(in_part(&receipt)) }
}

/// Returns the granted months from this one on, oldest first.
fn granted_from(reader: &Reader<'_>, first: Option<Month>) -> Result<Vec<Month>> {
    let Some(first) = first else { return Ok(Vec::new()) };
    let mut months = reader.months()?.granted();
    months.retain(|month| *month >= first);
    Ok(months)
}

/// Returns the operation to undo: what a repeat of the command undid, else the one that is named, else the newest.
fn target(writer: &Writer<'_>, header: &Header, named: Option<OperationId>) -> Result<OperationId> {
    let repeated = writer.replay(header)?.map(|sealed| writer.operation(sealed.operation)).transpose()?;
    match repeated.and_then(|operation| operation.undoes).or(named) {
        Some(undoes) => Ok(undoes),
        None => writer.newest_operation(),
    }
}

/// The error of an undo that left something as it is.
fn in_part(receipt: &UndoReceipt) -> Error {
    let cases = counted(receipt.conflicts.len() as u64, "case", "cases");
    let named: Vec<_> = receipt.conflicts.iter().take(MAX_SHOWN).map(UndoConflict::text).collect();
    Error::new(Code::Partial, format!("{cases} could not be undone: {}", named.join("; ")))
        .reason("changed_since")
        .datum("operation", receipt.undoes)
        .datum("count", receipt.conflicts.len())
        .datum("conflicts", serde_json::to_value(&receipt.conflicts).unwrap_or_default())
        .hint(format!(
            "the rest can be undone once this is different; see what it did with: rad-admin log show {}",
            receipt.undoes
        ))
}

/// Returns the flags that limit an undo to users, with a space before each word.
fn limits(only: Option<&Users>, conditions: &[String]) -> String {
    let only = only.map(|users| ["--only".to_owned(), users.to_string()]);
    let conditions = conditions.iter().map(|condition| ["--where".to_owned(), condition.clone()]);
    let words: Vec<_> = only.into_iter().chain(conditions).flatten().collect();
    if words.is_empty() { String::new() } else { format!(" {}", typed(&words)) }
}

/// Adds what can be done for the same users if something stands in the way.
fn hinted(error: Error, undoes: OperationId, scope: UndoScope, limits: &str) -> Error {
    if scope.as_far_as_possible || !error.has_reason("changed_since") {
        return error;
    }
    error.hint(format!("undo the rest with: rad-admin undo {undoes}{limits} --as-far-as-possible"))
}

/// Describes what would be undone, for the confirmation.
fn summary(receipt: &UndoReceipt, users: u64, total: i64) -> String {
    let mut lines = vec![format!(
        "operation {} would be undone: {}, {} in all",
        receipt.undoes,
        counted(users, "user", "users"),
        counted(total, "credit", "credits")
    )];
    let changed = receipt.changed.by_user();
    lines.extend(changed.iter().take(MAX_SHOWN).map(|(email, what)| format!("  {email}  {what}")));
    lines.extend(receipt.reopened.map(|month| format!("  {month} would be open again")));
    lines.join("\n")
}
