//! `credits apply`: many adjustments from a file, as one operation.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{App, Consent, Effect, Gate, Receipted};
use crate::cli::credits::CreditsApply;
use crate::commands::shared::fingerprint::KeyedRequest;
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::commands::shared::rejects::RejectsFile;
use crate::commands::shared::selection;
use crate::commands::shared::table::{self, TableRows};
use crate::domain::OperationId;
use crate::error::{Code, Error, Result};
use crate::files::NewFile;
use crate::input::{AdjustmentDefaults, ContentHash};
use crate::output::{Document, Formatter, Printer, counted};
use crate::store::{AppliedBefore, ColumnNames, Counts, Header, OnFault, Shortage, Store, Writer};

#[derive(Debug, Serialize)]
struct ApplyReceipt {
    #[serde(flatten)]
    credits: CreditsReceipt,
    applied: u64,
    /// Rows left out because of faults. In a repeat, those of the first run.
    rejected: u64,
    /// Rows applied before, under their own keys or under the key of the file.
    skipped: u64,
    /// The operations that applied the rows before, newest first, if nothing else is left to apply.
    #[serde(skip)]
    applied_by: Vec<OperationId>,
}

impl Document for ApplyReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = match self.applied_by.as_slice() {
            [] | [_] => self.credits.human(formatter),
            several => several_did_this(several) + &self.credits.undoing(),
        };
        let applied = counted(self.applied, "row", "rows");
        let [rejected, skipped] = [self.rejected, self.skipped].map(|count| formatter.credits(count));
        let _ =
            writeln!(text, "  {applied} applied, {rejected} rejected, {skipped} skipped (applied before)");
        text
    }
}

/// The first line of a receipt if several operations applied the rows before.
fn several_did_this(operations: &[OperationId]) -> String {
    const NAMED: usize = 10;
    let mut named: Vec<_> = operations.iter().take(NAMED).map(ToString::to_string).collect();
    let more = operations.len() - named.len();
    let last = if more > 0 { format!("{more} more") } else { named.pop().unwrap_or_default() };
    format!("Nothing changed: operations {} and {last} did this already.\n", named.join(", "))
}

/// A file in the spool.
struct Spooled {
    rows: TableRows,
    columns: ColumnNames,
    content: [u8; 32],
    has_malformed: bool,
}

/// The result of the transaction.
struct Applied {
    receipt: ApplyReceipt,
    /// The faults of the rejected rows.
    faults: Option<Error>,
    /// The rejected rows, in a temporary file that is renamed after the commit.
    rejects: Option<NewFile>,
}

impl Receipted for Applied {
    fn require_fields(&self, printer: &Printer) -> Result<()> {
        printer.require_fields(&self.receipt)
    }
}

pub(crate) fn run(app: &mut App, arguments: CreditsApply) -> Result<()> {
    app.ledger()?;
    let defaults = AdjustmentDefaults { bucket: arguments.bucket, amount: arguments.amount };
    let on_fault = if arguments.continue_on_error { OnFault::Continue } else { OnFault::Stop };
    let at_most = arguments.at_most;
    let database = app.settings.database.value.file();
    let rejects = arguments.rejects.map(|path| RejectsFile::new(path, database)).transpose()?;
    let columns = defaults.columns(&arguments.table.column_options())?;
    let rows = table::open(&arguments.table, columns, &app.printer)?;
    let spooled = spool(app.ledger()?.0, rows, defaults, rejects.is_some())?;
    let request = KeyedRequest::File { content: &spooled.content, on_fault, at_most };
    let (about, reason) = about(app, "credits apply", arguments.details, &request)?;
    let (header, dry_run) = (app.header(&about, None), app.globals.dry_run);
    let rejects = rejects.filter(|_| !dry_run);
    let Applied { receipt, faults, rejects: draft } = app.mutate(reason, |writer, gate| {
        let header = gate.header(&header);
        if (on_fault == OnFault::Continue || !spooled.has_malformed)
            && let Some(credits) = replayed(writer, &header, dry_run, "Applied")?
            && let Some(operation) = credits.outcome.operation
        {
            let receipt = receipt(credits, writer.repeated(operation, on_fault, at_most)?);
            return Ok(Applied { receipt, faults: None, rejects: None });
        }
        apply(
            writer,
            gate,
            header,
            &Applying { spooled: &spooled, on_fault, at_most, dry_run, rejects: rejects.as_ref() },
        )
    })?;
    if let (Some(rejects), Some(draft)) = (&rejects, draft) {
        rejects.place(draft)?;
    }
    note_repeated(app, spooled.rows.name(), &receipt)?;
    tell_of_rejected(app, spooled.rows.name(), &receipt);
    app.printer.receipt(&receipt)?;
    faults.map_or(Ok(()), Err)
}

/// Names users who occur more than once, because that is often a slip and nothing else shows it. Looks only if there are more
/// rows than users.
fn note_repeated(app: &mut App, name: &str, receipt: &ApplyReceipt) -> Result<()> {
    const NAMED_USERS: usize = 3;
    if receipt.applied <= receipt.credits.moved.users {
        return Ok(());
    }
    let (count, first) = app.ledger()?.0.read(|reader| reader.spooled_several_times(NAMED_USERS))?;
    // The rows can exceed the users without repetition: with --at-most, a row may find nothing to take.
    if count == 0 {
        return Ok(());
    }
    let more = if count > first.len() as u64 { ", …" } else { "" };
    let verb = if count == 1 { "occurs" } else { "occur" };
    let users = counted(count, "user", "users");
    app.printer.remark(&format!("{users} {verb} more than once in {name}: {}{more}", first.join(", ")));
    Ok(())
}

/// Warns of rejected rows. A repeat under a key always exits with 0, so nothing else would show them.
fn tell_of_rejected(app: &mut App, name: &str, receipt: &ApplyReceipt) {
    if let Outcome { is_repeat: true, operation: Some(operation), .. } = receipt.credits.outcome
        && receipt.rejected > 0
        && receipt.applied_by.is_empty()
    {
        let rejected = counted(receipt.rejected, "row", "rows");
        app.printer.warning(&format!(
            "operation {operation} rejected {rejected} of {name}, and a repeat under its key applies nothing: take them from \
             the file that --rejects named then, or find them with 'rad-admin log show {operation}', and apply them under \
             another key"
        ));
    }
}

/// Reads the file into the spool.
fn spool(
    store: &mut Store,
    mut rows: TableRows,
    defaults: AdjustmentDefaults,
    keep_rows: bool,
) -> Result<Spooled> {
    let columns = ColumnNames {
        user: rows.column_name("user"),
        amount: rows.column_name("amount"),
        key: rows.column_name("key"),
    };
    let (mut hash, mut has_malformed, mut original) = (ContentHash::default(), false, Vec::new());
    store.spool(|spool| {
        while let Some(row) = rows.next_row()? {
            if keep_rows {
                original.clear();
                row.write_original(&mut original);
            }
            let kept = keep_rows.then_some(original.as_slice());
            match defaults.parse(&row) {
                Ok(adjustment) => {
                    hash.add(&adjustment);
                    spool.adjustment(&adjustment, kept)?;
                }
                Err(faults) => {
                    has_malformed = true;
                    spool.malformed(row.line(), kept, &faults)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(Spooled { rows, columns, content: hash.finish(), has_malformed })
}

/// The plan of the transaction.
struct Applying<'a> {
    spooled: &'a Spooled,
    on_fault: OnFault,
    /// Whether rows that ask for more than there is take what there is.
    at_most: bool,
    dry_run: bool,
    rejects: Option<&'a RejectsFile>,
}

fn apply(writer: &Writer<'_>, gate: &mut Gate, header: Header, applying: &Applying<'_>) -> Result<Applied> {
    let Applying { spooled, on_fault, at_most, dry_run, rejects } = *applying;
    let name = spooled.rows.name();
    let mut draft = writer.begin(header)?;
    let (counts, shortage) = draft.post_spooled(&spooled.columns, on_fault, at_most)?;
    if counts.rejected > 0 && on_fault == OnFault::Stop {
        return Err(table::faults_error(writer, name, writer.faults_code()?)?);
    }
    let rows = rejects.map(|rejects| rejects.write(writer, &spooled.rows)).transpose()?;
    let faults = partial(writer, name, counts, rejects)?;
    gate.note(selection::inactive(&draft.inactive_users()?));
    let nothing_left = counts.applied == 0 && counts.skipped > 0;
    let before = if nothing_left { writer.applied_before()? } else { AppliedBefore::default() };
    // A file without a single row to apply does not use up its key, so that you can fix it and apply it under the same key.
    let sealed = if counts.applied + counts.skipped == 0 && counts.rejected > 0 {
        draft.take_back().map(|()| None)?
    } else {
        draft.seal_if_changed()?
    };
    let Some(sealed) = sealed else {
        return Ok(Applied {
            receipt: unchanged(writer, before, counts, dry_run, at_most.then_some(shortage))?,
            faults,
            rejects: rows,
        });
    };
    gate.require(Effect {
        summary: format!(
            "{} would be changed by {} of {name}, {} in all",
            counted(sealed.users, "user", "users"),
            counted(counts.applied, "row", "rows"),
            counted(sealed.total, "credit", "credits")
        ),
        needs: Consent::yes_or_total_if(sealed.users > 1 && sealed.absolute_total > 0),
        total_credits: sealed.absolute_total,
    })?;
    // Rows with keys use them up even if they find nothing to take.
    let outcome = Outcome { changed: sealed.absolute_total > 0, ..Outcome::of(sealed, dry_run) };
    let credits = CreditsReceipt::of(writer, sealed, outcome, "Applied")?;
    let credits = if at_most { credits.with_shortage(shortage) } else { credits };
    Ok(Applied { receipt: receipt(credits, counts), faults, rejects: rows })
}

/// Makes the receipt of a file that leaves nothing to apply. If its rows were applied before under their keys, it names the
/// operations that did it, and what was short then.
fn unchanged(
    writer: &Writer<'_>,
    before: AppliedBefore,
    counts: Counts,
    dry_run: bool,
    shortage: Option<Shortage>,
) -> Result<ApplyReceipt> {
    let mut credits = CreditsReceipt::nothing(dry_run, "Applied").undone_since(writer, &before.operations)?;
    if let Some(&newest) = before.operations.first() {
        credits.outcome = Outcome { operation: Some(newest), is_repeat: true, ..credits.outcome };
    }
    if let Some(shortage) = shortage {
        let short = shortage.credits.saturating_add(before.short_credits);
        credits = credits.with_shortage(Shortage { credits: short, ..shortage });
    }
    Ok(ApplyReceipt { applied_by: before.operations, ..receipt(credits, counts) })
}

/// Returns the error for the rows that were left out: exit 6 if any row was applied now or before, otherwise
/// the code of the faults.
fn partial(
    writer: &Writer<'_>,
    name: &str,
    counts: Counts,
    rejects: Option<&RejectsFile>,
) -> Result<Option<Error>> {
    if counts.rejected == 0 {
        return Ok(None);
    }
    let code = if counts.applied + counts.skipped > 0 { Code::Partial } else { writer.faults_code()? };
    let error = table::faults_error(writer, name, code)?;
    Ok(Some(error.maybe_hint(rejects.map(|rejects| {
        format!("the rejected rows are in {0}: correct them there and apply {0}", rejects.name())
    }))))
}

fn receipt(credits: CreditsReceipt, counts: Counts) -> ApplyReceipt {
    let Counts { applied, rejected, skipped } = counts;
    ApplyReceipt { credits, applied, rejected, skipped, applied_by: Vec::new() }
}
