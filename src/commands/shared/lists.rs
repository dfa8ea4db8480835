//! Turns the flags of a list into a query, and prints the rows or their number.

use super::limited::{Limited, limit_and_one};
use crate::app::App;
use crate::cli::lists::ListFlags;
use crate::commands::actor_flag;
use crate::domain::{Condition, ConditionError, Filter, Sort, ValueKind};
use crate::error::{Error, ErrorFault, Result};
use crate::output::{ColumnChoice, ListColumn, Printer};
use crate::row::FaultReason;
use crate::store::{ListKey, ListQuery, Reader, filter_keys};

/// Receives the rows of a list.
pub(crate) type Each<'e, R> = &'e mut dyn FnMut(&R) -> Result<()>;

/// Builds the query from the flags and their shorthands, `--actor` among them. Exit 2 with all faults of all conditions.
pub(crate) fn query(
    app: &mut App,
    flags: &ListFlags,
    keys: &[ListKey],
    shorthands: impl IntoIterator<Item = Condition>,
) -> Result<ListQuery> {
    let mut filter = filter(app, &flags.conditions, keys)?;
    filter.conditions.extend(shorthands);
    filter.conditions.extend(of_actor(app, keys)?);
    let known = filter_keys(keys);
    let sort = flags.sort.iter().map(|key| Sort::parse(key, &known)).collect::<std::result::Result<_, _>>();
    let sort = sort.map_err(|what| Error::usage(format!("--sort: {what}")))?;
    Ok(ListQuery { filter, sort, limit: flags.limit, offset: flags.offset })
}

/// Reading records no actor, so on the line of a list the flag is a filter. Exit 2 if the rows have no actor.
fn of_actor(app: &App, keys: &[ListKey]) -> Result<Option<Condition>> {
    let Some(actor) = &app.globals.actor else { return Ok(None) };
    let key = keys.iter().find(|key| matches!(key.key.values, ValueKind::Actor));
    let key = key.ok_or_else(|| actor_flag::refusal("no row of this list has an actor", actor))?;
    Ok(Some(Condition::is_text(key.key.name, actor)))
}

/// Parses the conditions into a filter on these keys.
pub(crate) fn filter(app: &mut App, conditions: &[String], keys: &[ListKey]) -> Result<Filter> {
    if conditions.is_empty() {
        return Ok(Filter::default());
    }
    let now = app.now;
    let zone = app.ledger()?.0.zone();
    Filter::parse(conditions, &filter_keys(keys), zone, now).map_err(|faults| faults_error(&faults))
}

fn faults_error(faults: &[ConditionError]) -> Error {
    let line = |fault: &ConditionError| format!("--where '{}': {}", fault.typed, fault.message);
    let error = match faults {
        [only] => Error::usage(line(only)).maybe_hint(only.hint.clone()),
        several => {
            let lines = several.iter().map(|fault| match &fault.hint {
                Some(hint) => format!("{}; {hint}", line(fault)),
                None => line(fault),
            });
            let lines = lines.collect::<Vec<_>>().join("\n");
            Error::usage(format!("{} faults in the filter:\n{lines}", several.len()))
        }
    };
    error.faults(faults.iter().map(|fault| ErrorFault {
        reason: FaultReason::Invalid.as_str(),
        message: line(fault),
        ..ErrorFault::default()
    }))
}

/// The columns of a list, and which of them its table shows.
pub(crate) struct ListShape<R: 'static> {
    pub(crate) columns: &'static [ListColumn<R>],
    pub(crate) choice: ColumnChoice,
}

impl<R> ListShape<R> {
    pub(crate) const fn of(columns: &'static [ListColumn<R>]) -> Self {
        Self { columns, choice: ColumnChoice { show: &[], hide: &[] } }
    }
}

/// Prints the rows of the query or, with `--count`, their number, and a note on standard error if the limit cut the list.
///
/// `read` gets a limit one higher. It releases the ledger before the rows are printed, because a pager stays open as long as
/// somebody reads.
pub(crate) fn print<R>(
    app: &mut App,
    shape: &ListShape<R>,
    flags: &ListFlags,
    query: &ListQuery,
    count: impl FnOnce(&Reader<'_>, &ListQuery) -> Result<u64>,
    read: impl FnOnce(&Reader<'_>, &ListQuery, Each<'_, R>) -> Result<()>,
) -> Result<()> {
    let (store, printer) = app.ledger()?;
    if flags.count {
        let count = store.read(|reader| count(reader, query))?;
        return print_count(printer, query.rows_shown(count));
    }
    let mut list = Limited::new(printer, shape.columns, shape.choice, query.limit)?;
    let one_more = ListQuery { limit: limit_and_one(query.limit), ..query.clone() };
    store.read(|reader| read(reader, &one_more, &mut |row| list.push(row)))?;
    if let Some(remark) = list.finish(query.offset)? {
        printer.remark(&remark);
    }
    Ok(())
}

/// Prints a number of rows and nothing else.
pub(crate) fn print_count(printer: &mut Printer, count: u64) -> Result<()> {
    printer.raw_text(&format!("{count}\n"))
}
