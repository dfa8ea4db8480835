//! `user import`: users from a file, as one operation.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{About, App, Consent, Effect, Gate};
use crate::cli::user::UserImport;
use crate::commands::shared::changes::ChangedFields;
use crate::commands::shared::receipt::{Moved, Outcome};
use crate::commands::shared::selection;
use crate::commands::shared::table::{self, TableRows};
use crate::domain::Month;
use crate::error::Result;
use crate::input::{has_policy, parse_user, user_columns};
use crate::output::{Document, Formatter, counted};
use crate::store::{Header, Imported, Store, UserColumnNames, Writer};

#[derive(Debug, Serialize)]
struct ImportReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    created: u64,
    updated: u64,
    unchanged: u64,
    #[serde(flatten)]
    moved: Moved,
    #[serde(flatten)]
    changed: ChangedFields,
}

impl Document for ImportReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let created = counted(self.created, "user", "users");
        let [updated, unchanged] = [self.updated, self.unchanged].map(|count| formatter.credits(count));
        let counts = format!("  {created} created, {updated} updated, {unchanged} unchanged\n");
        let mut text = self.outcome.headline("Imported");
        text += &self.changed.lines(formatter, self.outcome);
        text + &self.moved.lines(formatter, self.outcome) + &counts
    }
}

/// Creates the users of a file and, with `--update`, changes those who already exist.
pub(crate) fn run(app: &mut App, arguments: &UserImport) -> Result<()> {
    app.ledger()?;
    let columns = user_columns(&arguments.table.column_options())?;
    let rows = table::open(&arguments.table, columns, &app.printer)?;
    let names = UserColumnNames {
        email: rows.column_name("email"),
        status: rows.column_name("status"),
        allowance: rows.column_name("allowance"),
    };
    let file = rows.name().to_owned();
    let policies = spool(app.ledger()?.0, rows)?;
    let (month, dry_run) = (app.month()?, app.globals.dry_run);
    let header = app.header(&About::plain("user import"), None);
    let receipt = app.mutate(arguments.reason.clone(), |writer, gate| {
        let header = gate.header(&header);
        let importing = Importing { file: &file, names: &names, month, update: arguments.update, dry_run };
        import(writer, gate, header, &importing)
    })?;
    app.printer.receipt(&receipt)?;
    if policies > 0 {
        app.printer.warning(&format!(
            "{file} has {} with a cap or a reset, but an import sets plain allowances: set theirs with \
             'rad-admin partner set', --cap N or --reset",
            counted(policies, "allowance", "allowances")
        ));
    }
    Ok(())
}

/// Reads the file into the spool. Returns how many rows have an allowance with a cap or a reset.
fn spool(store: &mut Store, mut rows: TableRows) -> Result<u64> {
    let mut policies = 0;
    store.spool(|spool| {
        while let Some(row) = rows.next_row()? {
            policies += u64::from(has_policy(&row));
            match parse_user(&row) {
                Ok(user) => spool.user(&user)?,
                Err(faults) => spool.malformed(row.line(), None, &faults)?,
            }
        }
        Ok(())
    })?;
    Ok(policies)
}

/// The plan of the transaction.
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
    if counts.updated > 0 {
        gate.note(selection::inactive(&draft.inactive_users()?));
    }
    let moves_several = draft.moves_several_users()?;
    let Some(sealed) = draft.seal_if_changed()? else {
        gate.require(Effect::NO_ADJUSTMENT)?;
        return Ok(receipt(Outcome::nothing(dry_run), counts, Moved::default()));
    };
    gate.require(Effect {
        summary: summary(file, &counts, sealed.absolute_total),
        needs: match counts.admins_changed + counts.deactivated {
            0 => Consent::yes_or_total_if(moves_several),
            _ => Consent::Yes,
        },
        total_credits: sealed.absolute_total,
    })?;
    Ok(receipt(Outcome::done(sealed.operation, dry_run), counts, Moved::of(writer, sealed)?))
}

fn receipt(outcome: Outcome, counts: Imported, moved: Moved) -> ImportReceipt {
    let Imported { created, updated, unchanged, changes, .. } = counts;
    ImportReceipt { outcome, created, updated, unchanged, moved, changed: ChangedFields::of(changes) }
}

/// Describes the change, for the confirmation.
fn summary(file: &str, counts: &Imported, credits: u64) -> String {
    let users = counted(counts.created, "user", "users");
    let mut text = format!("{users} would be created and {} updated from {file}", counts.updated);
    if counts.admins_changed > 0 {
        let _ = write!(text, "; {} would gain or lose the role admin", counts.admins_changed);
    }
    if counts.deactivated > 0 {
        let _ = write!(text, "; {} would be deactivated", counts.deactivated);
    }
    if credits > 0 {
        let _ = write!(text, "; balances would change by {} in all", counted(credits, "credit", "credits"));
    }
    text
}
