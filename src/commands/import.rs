//! `users import`: users from a file, as one operation.

use serde::Serialize;

use super::receipt::{Moved, Outcome};
use super::table::{self, TableRows};
use crate::app::{About, App, Effect, Gate};
use crate::cli::user::Import;
use crate::domain::{Month, Roles};
use crate::error::{Code, Result};
use crate::input::{Field, UserRow};
use crate::output::{Document, Paper, counted};
use crate::store::{Header, Imported, SpooledUser, Store, UserColumnNames, Writer};

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
}

impl Document for ImportReceipt {
    fn human(&self, paper: &Paper) -> String {
        let created = counted(self.created, "user", "users");
        let [updated, unchanged] = [self.updated, self.unchanged].map(|count| paper.credits(count));
        let counts = format!("  {created} created, {updated} updated, {unchanged} unchanged\n");
        self.outcome.headline("Imported") + &self.moved.lines(paper) + &counts
    }
}

/// Makes the users of a file, and with `--update` changes those who are there already.
pub(super) fn run(app: &mut App, arguments: &Import) -> Result<()> {
    let columns = UserRow::columns(&arguments.table.column_options())?;
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
            match UserRow::parse(&row) {
                Ok(user) => spool.user(&SpooledUser {
                    line: user.line,
                    email: &user.email,
                    name: match &user.name {
                        Field::Absent => None,
                        Field::Empty => Some(None),
                        Field::Given(name) => Some(Some(name)),
                    },
                    status: user.status.given(),
                    roles_set: user.roles_over(Roles::default()),
                    roles_kept: user.roles_over(Roles::from_bits(i64::MAX)),
                    awarded: user.awarded.given(),
                    purchased: user.purchased.given(),
                    allowance: user.allowance.given(),
                })?,
                Err(faults) => {
                    let faults = faults.iter().map(|fault| (fault.column.as_deref(), fault.what.as_str()));
                    spool.malformed(row.line(), None, faults)?;
                }
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
        let hint = (code == Code::Refused && !update)
            .then(|| "change users who are there already with --update".to_owned());
        return Err(table::faults_error(writer, file, code)?.maybe_hint(hint));
    }
    let total_credits = draft.adjusted_credits()?;
    let Imported { created, updated, unchanged, admins_changed, deactivated } = counts;
    let receipt = |outcome, moved| ImportReceipt { outcome, created, updated, unchanged, moved };
    let Some(sealed) = draft.seal_if_changed()? else {
        return Ok(receipt(Outcome::nothing(dry_run), Moved::default()));
    };
    gate.require(Effect {
        summary: format!(
            "{} would be created and {updated} updated from {file}: {admins_changed} would gain or lose the admin role, \
             {deactivated} would be deactivated",
            counted(created, "user", "users")
        ),
        needs_yes: admins_changed + deactivated > 0,
        total_credits,
    })?;
    Ok(receipt(Outcome::done(sealed.operation, dry_run), Moved::of(writer, sealed)?))
}
