//! `partner forecast`: what coming months will grant.

use crate::app::App;
use crate::cli::partner::PartnerForecast;
use crate::commands::ledger::grant::{command_for, span};
use crate::commands::shared::limited::{Limited, limit_and_one};
use crate::commands::shared::lists;
use crate::domain::Month;
use crate::error::Result;
use crate::output::{Cell, Formatter, LEAST_BAR_COLUMNS, ListColumn, MOST_BAR_COLUMNS, Printer, counted};
use crate::store::{FORECAST_KEYS, ForecastMonth, ListQuery};

/// The column that only people see.
const BAR: &str = "bar";

/// A month with its credits as a bar.
pub(crate) struct BarRow {
    forecast: ForecastMonth,
    bar: String,
}

pub(crate) const COLUMNS: &[ListColumn<BarRow>] = &[
    ListColumn::new("month", "MONTH", 0, |row| Cell::Month(row.forecast.month)),
    ListColumn::new("users", "USERS", 0, |row| Cell::count(row.forecast.users)),
    ListColumn::new("credits", "CREDITS", 0, |row| Cell::Integer(row.forecast.credits)),
    ListColumn::new("capped", "CAPPED", 0, |row| Cell::count(row.forecast.capped)),
    ListColumn::new(BAR, "", 1, |row| Cell::Word(&row.bar)),
];

pub(crate) fn run(app: &mut App, arguments: &PartnerForecast) -> Result<()> {
    let query = lists::query(app, &arguments.list, FORECAST_KEYS, [])?;
    let current = app.month()?;
    let max_balance = app.settings.max_balance();
    let (store, printer) = app.ledger()?;
    let rows = if arguments.list.count {
        ListQuery { limit: None, offset: 0, ..query.clone() }
    } else {
        ListQuery { limit: limit_and_one(query.limit), ..query.clone() }
    };
    let (months, owed) = store.read(|reader| {
        let forecast = reader.forecast(current, arguments.months, max_balance)?;
        Ok((reader.forecast_list(&forecast, &rows)?, reader.months()?.owed(current)))
    })?;
    let missed: Vec<Month> = owed.into_iter().filter(|month| *month < current).collect();
    if let Some(command) = command_for(&missed) {
        let (are, them) = if missed.len() == 1 { ("is", "it") } else { ("are", "them") };
        let missed = span(&missed);
        printer.warning(&format!("{missed} {are} owed and not counted here; grant {them} with: {command}"));
    }
    if arguments.list.count {
        return lists::print_count(printer, query.rows_shown(months.len() as u64));
    }
    print(printer, months, &query)
}

/// Prints the months up to the limit. `months` has one month more if the limit cuts the list.
fn print(printer: &mut Printer, mut months: Vec<ForecastMonth>, query: &ListQuery) -> Result<()> {
    let limit = query.limit;
    let is_for_people = printer.is_for_people();
    let formatter = printer.formatter();
    let bar_columns = bar_columns(&months, &formatter);
    let most = months.iter().map(|month| month.credits).max().unwrap_or(0);
    let list = printer.list_of(
        COLUMNS
            .iter()
            .filter(|column| column.name != BAR || is_for_people && bar_columns >= LEAST_BAR_COLUMNS),
    )?;
    let mut list = Limited::of(list, limit);
    for forecast in &months {
        list.push(&BarRow { bar: formatter.bar(forecast.credits, most, bar_columns), forecast: *forecast })?;
    }
    let remark = list.finish(query.offset)?;
    if is_for_people {
        months.truncate(limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX)));
        let credits: i128 = months.iter().map(|month| i128::from(month.credits)).sum();
        let (credits, months) =
            (counted(credits, "credit", "credits"), counted(months.len() as i128, "month", "months"));
        printer.remark(&format!("{credits} in {months}"));
    }
    if let Some(remark) = remark {
        printer.remark(&remark);
    }
    Ok(())
}

/// Returns the columns that the figures of a line leave for a bar.
fn bar_columns(months: &[ForecastMonth], formatter: &Formatter) -> usize {
    const GAP: usize = 2;
    let widest = |title: &str, figure: fn(&ForecastMonth) -> i128| {
        let figures = months.iter().map(|month| formatter.credits(figure(month)).len());
        figures.chain([title.len()]).max().unwrap_or(0) + GAP
    };
    let figures = "2026-11".len()
        + GAP
        + widest("USERS", |month| month.users.into())
        + widest("CREDITS", |month| month.credits.into())
        + widest("CAPPED", |month| month.capped.into());
    formatter.line_columns().saturating_sub(figures).min(MOST_BAR_COLUMNS)
}
