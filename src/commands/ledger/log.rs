//! `log` and `log show`: who did what, when and why.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::Result;
use crate::app::{App, typed};
use crate::cli::log::{Log, LogCommand, LogShow};
use crate::cli::values::OperationTarget;
use crate::commands::shared::lists::{self, ListShape};
use crate::commands::shared::period::{bounds, note_unbegun};
use crate::commands::shared::records::{OPERATIONS, WITH_SHARE};
use crate::commands::shared::streamed::Streamed;
use crate::domain::{Condition, OperationId};
use crate::output::{Cell, ColumnChoice, Document, Formatter, Printer};
use crate::store::{
    Change, ListQuery, LogQuery, LoggedOperation, OPERATION_KEYS, PostedEntry, Reader, Store,
};

/// The most entries, and the most changes, that are shown to people.
const SHOWN_ROWS: u64 = 20;

pub(crate) fn run(app: &mut App, arguments: &Log) -> Result<()> {
    if let Some(LogCommand::Show(shown)) = &arguments.command {
        let (store, printer) = app.ledger()?;
        return show(store, printer, shown);
    }
    let now = app.now;
    let zone = app.ledger()?.0.zone();
    let [since, until] = bounds(arguments.since, arguments.until, zone, now)?;
    note_unbegun(&mut app.printer, since, arguments.month, zone, now);
    let shorthands = [
        since.map(|since| Condition::since("at", since)),
        until.map(|until| Condition::until("at", until)),
        arguments.month.map(|month| Condition::within("at", zone, month)),
    ];
    let rows = lists::query(app, &arguments.list, OPERATION_KEYS, shorthands.into_iter().flatten())?;
    let of_user = |rows: &ListQuery| LogQuery { user: arguments.user.clone(), rows: rows.clone() };
    let choice = if arguments.user.is_some() { WITH_SHARE } else { ColumnChoice::default() };
    let shape = ListShape { columns: OPERATIONS, choice };
    let count = |reader: &Reader<'_>, rows: &ListQuery| reader.count_operations(&of_user(rows));
    lists::print(app, &shape, &arguments.list, &rows, count, |reader, rows, each| {
        reader.log(&of_user(rows), each)
    })
}

/// Prints one operation with its entries and changes. Exit 3 if it does not exist.
fn show(store: &mut Store, printer: &mut Printer, shown: &LogShow) -> Result<()> {
    store.read(|reader| {
        let id = match shown.operation {
            OperationTarget::Number(id) => id,
            OperationTarget::Last => reader.newest_operation()?,
        };
        let operation = reader.operation(id)?;
        let mut entries = Streamed::of(shown.limit, move |limit, each| reader.entries_of(id, limit, each));
        let mut changes = Streamed::of(shown.limit, move |limit, each| reader.changes_of(id, limit, each));
        if printer.is_for_people() {
            entries.look(SHOWN_ROWS)?;
            changes.look(SHOWN_ROWS)?;
        }
        let entry_count = reader.entry_count(id)?;
        printer.document(&OperationShown { operation, entry_count, entries, changes })
    })
}

/// An operation with its own keys, its entries and its changes.
#[derive(Serialize)]
struct OperationShown<'r> {
    #[serde(flatten)]
    operation: LoggedOperation,
    #[serde(skip)]
    entry_count: u64,
    entries: Streamed<'r, PostedEntry>,
    changes: Streamed<'r, Change>,
}

impl Document for OperationShown<'_> {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = self.heading(formatter) + &formatter.facts(&self.facts(formatter));
        if !self.entries.first.is_empty() {
            text += "\n";
            text += &formatter.heading("Entries");
            text += &formatter.table(
                &[("EMAIL", 0), ("BUCKET", 2), ("KIND", 4), ("AMOUNT", 0), ("BEFORE", 3), ("AFTER", 1)],
                &self.entries.first.iter().map(entry_cells).collect::<Vec<_>>(),
            );
            if self.entries.has_more {
                let (id, shown) = (self.operation.operation, self.entries.first.len() as u64);
                let more = formatter.credits(self.entry_count.saturating_sub(shown));
                let _ = writeln!(text, "… and {more} more: rad-admin credits history --where operation={id}");
            }
        }
        if !self.changes.first.is_empty() {
            text += "\n";
            text += &formatter.heading("Changes");
            text += &formatter.table(
                &[("EMAIL", 0), ("FIELD", 0), ("BEFORE", 0), ("AFTER", 0), ("FROM", 1)],
                &self.changes.first.iter().map(change_cells).collect::<Vec<_>>(),
            );
            if self.changes.has_more {
                text += "… and more: raise --limit, or see all with -o json\n";
            }
        }
        text
    }
}

impl OperationShown<'_> {
    fn heading(&self, formatter: &Formatter) -> String {
        let LoggedOperation { operation, command, .. } = &self.operation;
        formatter.heading(&format!("Operation {operation}: {}", formatter.clean(command)))
    }

    fn facts(&self, formatter: &Formatter) -> Vec<(&'static str, String)> {
        let operation = &self.operation;
        let actor =
            format!("{} (as {})", formatter.clean(&operation.actor), formatter.clean(&operation.os_user));
        let mut facts = vec![("At", formatter.time(operation.at)), ("Actor", actor)];
        for (name, text) in
            [("Reason", &operation.reason), ("Reference", &operation.reference), ("Key", &operation.key)]
        {
            facts.extend(text.as_ref().map(|text| (name, formatter.clean(text).into_owned())));
        }
        let arguments = operation.arguments.as_ref().map(|words| formatter.clean(&typed(words)).into_owned());
        facts.extend(arguments.map(|words| ("Arguments", words)));
        facts.extend(operation.month.map(|month| ("Month", month.to_string())));
        facts.push(("Users", formatter.credits(operation.users)));
        facts.push(("Total", formatter.signed(operation.total)));
        facts.extend(operation.undoes.map(|other| ("Undoes", format!("operation {other}"))));
        if !operation.undone_by.is_empty() {
            let by = operation.undone_by.iter().map(OperationId::to_string).collect::<Vec<_>>().join(", ");
            facts.push(("Undone", format!("{}, by operation {by}", operation.undone.as_str())));
        }
        facts
    }
}

fn entry_cells(entry: &PostedEntry) -> Vec<Cell<'_>> {
    vec![
        Cell::text(entry.email.as_str()),
        Cell::Word(entry.bucket.as_str()),
        Cell::Word(entry.kind.as_str()),
        Cell::Integer(entry.amount),
        Cell::Integer(entry.balance_before),
        Cell::Integer(entry.balance_after),
    ]
}

fn change_cells(change: &Change) -> Vec<Cell<'_>> {
    vec![
        Cell::text(change.email.as_str()),
        Cell::text(&change.field),
        value_cell(&change.before),
        value_cell(&change.after),
        change.month.map_or(Cell::Null, Cell::Month),
    ]
}

/// Returns a value as text. The columns before and after hold several kinds of fields, so numbers are not aligned as numbers.
fn value_cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Null => Cell::Null,
        Value::String(text) => Cell::text(text),
        Value::Array(names) => {
            Cell::text(names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","))
        }
        other => Cell::text(other.to_string()),
    }
}
