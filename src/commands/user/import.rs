//! `users import`: users from a file, as one operation.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::save::or_none;
use crate::app::{About, App, Consent, Effect, Gate};
use crate::cli::user::UserImport;
use crate::commands::shared::receipt::{MAX_SHOWN, Moved, Outcome};
use crate::commands::shared::table::{self, TableRows};
use crate::domain::{Email, Month};
use crate::error::Result;
use crate::input::{parse_user, user_columns};
use crate::output::{Document, Paper, counted, grouped};
use crate::store::{Change, Header, Imported, Store, UserColumnNames, Writer};

/// The receipt of `users import`.
#[derive(Debug, Serialize)]
struct ImportReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    created: u64,
    updated: u64,
    unchanged: u64,
    #[serde(flatten)]
    moved: Moved,
    /// The first users that were changed, each with what changed.
    #[serde(skip)]
    changed: Vec<(Email, String)>,
}

impl Document for ImportReceipt {
    fn human(&self, paper: &Paper) -> String {
        let created = counted(self.created, "user", "users");
        let [updated, unchanged] = [self.updated, self.unchanged].map(|count| paper.credits(count));
        let counts = format!("  {created} created, {updated} updated, {unchanged} unchanged\n");
        let mut text = self.outcome.headline("Imported");
        for (email, what) in self.changed.iter().take(MAX_SHOWN) {
            let _ = writeln!(text, "  {}  {}", paper.clean(email.as_str()), paper.clean(what));
        }
        if self.changed.len() > MAX_SHOWN {
            text += &self.outcome.rest("more");
        }
        text + &self.moved.lines(paper, self.outcome) + &counts
    }
}

/// The changes of each user, on one line. Those of one user follow each other.
fn by_user(changes: Vec<Change>) -> Vec<(Email, String)> {
    let mut users: Vec<(Email, String)> = Vec::new();
    for change in changes {
        let what = described(&change);
        match users.last_mut() {
            Some((email, all)) if *email == change.email => *all = format!("{all}; {what}"),
            _ => users.push((change.email, what)),
        }
    }
    users
}

fn described(change: &Change) -> String {
    let (before, after) = (shown(&change.before), shown(&change.after));
    match (change.field.as_str(), change.month) {
        (field, Some(month)) if change.after.is_null() => {
            format!("planned {field}: {before} from {month} on → none")
        }
        (field, Some(month)) => format!("{field}: {before} → {after} from {month} on"),
        (field, None) => format!("{field}: {before} → {after}"),
    }
}

fn shown(value: &Value) -> String {
    let names = |names: &Vec<Value>| names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",");
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(roles) => names(roles),
        other => other.as_i64().map(grouped).unwrap_or_default(),
    };
    or_none(&text).to_owned()
}

/// Makes the users of a file, and with `--update` changes those who are there already.
pub(crate) fn run(app: &mut App, arguments: &UserImport) -> Result<()> {
    let columns = user_columns(&arguments.table.column_options())?;
    let rows = table::open(&arguments.table, columns, &app.printer)?;
    let names = UserColumnNames {
        email: rows.column_name("email"),
        status: rows.column_name("status"),
        allowance: rows.column_name("allowance"),
    };
    let file = rows.name().to_owned();
    spool(app.ledger()?.0, rows)?;
    let (month, dry_run) = (app.month()?, app.globals.dry_run);
    let header = app.header(&About::plain("user import"), None);
    let receipt = app.mutate(arguments.reason.clone(), |writer, gate| {
        let header = Header { reason: gate.reason(), ..header.clone() };
        let importing = Importing { file: &file, names: &names, month, update: arguments.update, dry_run };
        import(writer, gate, header, &importing)
    })?;
    app.printer.receipt(&receipt)
}

/// Reads the file into the spool.
fn spool(store: &mut Store, mut rows: TableRows) -> Result<()> {
    store.spool(|spool| {
        while let Some(row) = rows.next_row()? {
            match parse_user(&row) {
                Ok(user) => spool.user(&user)?,
                Err(faults) => spool.malformed(row.line(), None, &faults)?,
            }
        }
        Ok(())
    })
}

/// All that the transaction needs to know.
struct Importing<'a> {
    file: &'a str,
    names: &'a UserColumnNames,
    month: Month,
    update: bool,
    dry_run: bool,
}

fn import(
    writer: &Writer<'_>,
    gate: &mut Gate,
    header: Header,
    importing: &Importing<'_>,
) -> Result<ImportReceipt> {
    let Importing { file, names, month, update, dry_run } = *importing;
    let next = writer.next_grant(month)?;
    let mut draft = writer.begin(header)?;
    let counts = draft.import_spooled(names, next, update)?;
    if writer.faulty_rows()? > 0 {
        let code = writer.faults_code()?;
        let finds_existing = !update && counts.updated + counts.unchanged > 0;
        let hint = finds_existing.then(|| "change users who are there already with --update".to_owned());
        return Err(table::faults_error(writer, file, code)?.maybe_hint(hint));
    }
    let total_credits = draft.adjusted_credits()?;
    let Imported { created, updated, unchanged, admins_changed, deactivated, changes } = counts;
    let changed = by_user(changes);
    let receipt = |outcome, moved| ImportReceipt { outcome, created, updated, unchanged, moved, changed };
    let Some(sealed) = draft.seal_if_changed()? else {
        return Ok(receipt(Outcome::nothing(dry_run), Moved::default()));
    };
    gate.require(Effect {
        summary: format!(
            "{} would be created and {updated} updated from {file}: {admins_changed} would gain or lose the admin role, \
             {deactivated} would be deactivated",
            counted(created, "user", "users")
        ),
        needs: Consent::yes_if(admins_changed + deactivated > 0),
        total_credits,
    })?;
    Ok(receipt(Outcome::done(sealed.operation, dry_run), Moved::of(writer, sealed)?))
}
