//! `credits history`: the entries, newest first.

use super::journal;
use crate::app::App;
use crate::cli::credits::CreditsHistory;
use crate::commands::shared::limited::{Limited, asked};
use crate::commands::shared::records::ENTRIES;
use crate::commands::shared::selection;
use crate::domain::Timestamp;
use crate::error::{Error, Result};
use crate::output::{Paper, Printer};
use crate::store::{Curve, HistoryQuery, Selection, Store};

/// The longest sparkline, in terminal columns.
const MOST_STEPS: usize = 60;
/// What stands before it.
const LABEL: &str = "Balance";

pub(crate) fn run(app: &mut App, arguments: &CreditsHistory) -> Result<()> {
    let is_journal = app.globals.is_journal();
    if is_journal && (arguments.limit.is_some() || app.globals.fields.is_some()) {
        return Err(Error::usage("a journal has neither --limit nor --fields")
            .hint("choose what it covers with USERS, --since and --until"));
    }
    let now = app.now;
    let selection = arguments.users.as_ref().map(|users| selection::resolve(app, users)).transpose()?;
    let (store, printer) = app.ledger()?;
    let zone = store.zone();
    let query = HistoryQuery {
        selection,
        since: arguments.since.map(|day| zone.first_second(day, now)),
        until: arguments.until.map(|day| zone.last_second(day, now)),
        kind: arguments.kind,
        limit: arguments.limit,
    };
    if is_journal { journal::journal(store, printer, &query) } else { history(store, printer, now, &query) }
}

/// Prints the entries of the query; says on standard error when its limit cut the list. On a terminal the balance of a
/// single user is drawn below. Exit 3 for an address that nobody has.
fn history(store: &mut Store, printer: &mut Printer, now: Timestamp, query: &HistoryQuery) -> Result<()> {
    let named = query.selection.as_ref().and_then(Selection::only_user);
    let drawn = named.zip(printer.drawing_paper());
    let mut list = Limited::new(printer, ENTRIES, query.limit, named.map(|_| "email"))?;
    let query_and_more = HistoryQuery { limit: asked(query.limit), ..query.clone() };
    let drawing = store.read(|reader| {
        reader.history(&query_and_more, |entry| list.push(entry))?;
        let Some((email, paper)) = drawn else { return Ok(None) };
        let until = query.until.map_or(now, |until| until.min(now));
        let curve = reader.balance_curve(email, query.since, until, steps(&paper))?;
        Ok(curve.and_then(|curve| drawing(&curve, &paper)))
    })?;
    let remark = list.finish()?;
    if let Some(drawing) = drawing {
        printer.raw_text(&drawing)?;
    }
    if let Some(remark) = remark {
        printer.remark(&remark);
    }
    Ok(())
}

fn steps(paper: &Paper) -> usize {
    let room = paper.width_columns().map(|columns| columns.saturating_sub(LABEL.len() + 2));
    room.unwrap_or(MOST_STEPS).min(MOST_STEPS)
}

/// The balance as a line and its range; nothing where it was always the same.
fn drawing(curve: &Curve, paper: &Paper) -> Option<String> {
    let lowest = *curve.balances.iter().min()?;
    let highest = *curve.balances.iter().max().filter(|highest| **highest > lowest)?;
    let range = format!(
        "{} to {}, from {} to {}",
        paper.credits(lowest),
        paper.credits(highest),
        paper.time(curve.from),
        paper.time(curve.to)
    );
    let facts = [(LABEL, paper.sparkline(&curve.balances)), ("", range)];
    Some(format!("\n{}", paper.facts(&facts)))
}
