//! `credits history`: the entries, newest first.

use super::journal;
use crate::app::App;
use crate::cli::credits::CreditsHistory;
use crate::commands::shared::limited::{Limited, limit_and_one};
use crate::commands::shared::lists;
use crate::commands::shared::period::{bounds, note_unbegun};
use crate::commands::shared::records::{ENTRIES, OF_ONE_USER};
use crate::commands::shared::selection;
use crate::domain::{Condition, Timestamp};
use crate::error::{Error, Result};
use crate::output::{ColumnChoice, Formatter, Printer};
use crate::store::{Curve, ENTRY_KEYS, HistoryQuery, ListQuery, Selection, Store};

/// The longest sparkline, in terminal columns.
const MOST_STEPS: usize = 60;
/// The label before the sparkline.
const LABEL: &str = "Balance";

pub(crate) fn run(app: &mut App, arguments: &CreditsHistory) -> Result<()> {
    let is_journal = app.globals.is_journal();
    let flags = &arguments.list;
    if is_journal
        && (flags.given().iter().any(|(flag, given)| *given && *flag != "--where")
            || app.globals.fields.is_some())
    {
        return Err(Error::usage("a journal has neither --limit, --sort, --offset, --count nor --fields")
            .hint("choose what it covers with USERS, --since, --until and --where"));
    }
    let now = app.now;
    let selection = arguments.users.as_ref().map(|users| selection::resolve(app, users, &[])).transpose()?;
    let zone = app.ledger()?.0.zone();
    let [since, until] = bounds(arguments.since, arguments.until, zone, now)?;
    note_unbegun(&mut app.printer, since, arguments.month, zone, now);
    let shorthands = [
        since.map(|since| Condition::since("at", since)),
        until.map(|until| Condition::until("at", until)),
        arguments.month.map(|month| Condition::within("at", zone, month)),
        Condition::any_text("kind", arguments.kind.iter().map(|kind| kind.as_str())),
    ];
    let rows = lists::query(app, flags, ENTRY_KEYS, shorthands.into_iter().flatten())?;
    let query = HistoryQuery { selection, rows };
    let (store, printer) = app.ledger()?;
    if is_journal {
        journal::journal(store, printer, &query)
    } else if flags.count {
        let count = store.read(|reader| reader.count_entries(&query))?;
        lists::print_count(printer, query.rows.rows_shown(count))
    } else {
        history(store, printer, (since, until.map_or(now, |until| until.min(now))), &query)
    }
}

/// Prints the entries of the query, and a note on standard error if its limit cut the list. On a terminal, draws the balance of
/// a single user below. Exit 3 for an address that nobody has.
fn history(
    store: &mut Store,
    printer: &mut Printer,
    (since, until): (Option<Timestamp>, Timestamp),
    query: &HistoryQuery,
) -> Result<()> {
    let named = query.selection.as_ref().and_then(Selection::only_user);
    let drawn = named.zip(printer.drawing_formatter());
    let choice = if named.is_some() { OF_ONE_USER } else { ColumnChoice::default() };
    let mut list = Limited::new(printer, ENTRIES, choice, query.rows.limit)?;
    let one_more = ListQuery { limit: limit_and_one(query.rows.limit), ..query.rows.clone() };
    let query_and_more = HistoryQuery { rows: one_more, ..query.clone() };
    let drawing = store.read(|reader| {
        reader.history(&query_and_more, |entry| list.push(entry))?;
        let Some((email, formatter)) = drawn else { return Ok(None) };
        let curve = reader.balance_curve(email, since, until, steps(&formatter))?;
        Ok(curve.and_then(|curve| drawing(&curve, &formatter)))
    })?;
    let remark = list.finish(query.rows.offset)?;
    if let Some(drawing) = drawing {
        printer.raw_text(&drawing)?;
    }
    if let Some(remark) = remark {
        printer.remark(&remark);
    }
    Ok(())
}

fn steps(formatter: &Formatter) -> usize {
    let room = formatter.width_columns().map(|columns| columns.saturating_sub(LABEL.len() + 2));
    room.unwrap_or(MOST_STEPS).min(MOST_STEPS)
}

/// Draws the balance as a line with its range; returns nothing if the balance never changed.
fn drawing(curve: &Curve, formatter: &Formatter) -> Option<String> {
    let (lowest, highest) = curve.extremes;
    if lowest == highest {
        return None;
    }
    let range = format!(
        "{} to {}, from {} to {}",
        formatter.credits(lowest),
        formatter.credits(highest),
        formatter.time(curve.from),
        formatter.time(curve.to)
    );
    let facts = [(LABEL, formatter.sparkline(&curve.balances)), ("", range)];
    Some(format!("\n{}", formatter.facts(&facts)))
}
