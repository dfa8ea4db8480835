//! `partner forecast`: what coming months will grant.

use crate::app::App;
use crate::cli::partner::PartnerForecast;
use crate::commands::ledger::grant::{command_for, span};
use crate::domain::Month;
use crate::error::Result;
use crate::output::{Cell, LEAST_BAR_COLUMNS, ListColumn, MOST_BAR_COLUMNS, Paper, Printer, counted};
use crate::store::ForecastMonth;

/// The column that only people see.
const BAR: &str = "bar";

/// A month, and its credits as a bar.
struct BarRow {
    forecast: ForecastMonth,
    bar: String,
}

const COLUMNS: &[ListColumn<BarRow>] = &[
    ListColumn::new("month", "MONTH", 0, |row| Cell::Month(row.forecast.month)),
    ListColumn::new("users", "USERS", 0, |row| Cell::Integer(row.forecast.users)),
    ListColumn::new("credits", "CREDITS", 0, |row| Cell::Integer(row.forecast.credits)),
    ListColumn::new("capped", "CAPPED", 0, |row| Cell::Integer(row.forecast.capped)),
    ListColumn::new(BAR, "", 1, |row| Cell::Word(&row.bar)),
];

pub(crate) fn run(app: &mut App, arguments: &PartnerForecast) -> Result<()> {
    let current = app.month()?;
    let max_balance = app.settings.max_balance();
    let (store, printer) = app.ledger()?;
    let (months, owed) = store.read(|reader| {
        Ok((reader.forecast(current, arguments.months, max_balance)?, reader.months()?.owed(current)))
    })?;
    let missed: Vec<Month> = owed.into_iter().filter(|month| *month < current).collect();
    if let Some(command) = command_for(&missed) {
        let (are, them) = if missed.len() == 1 { ("is", "it") } else { ("are", "them") };
        let missed = span(&missed);
        printer.warning(&format!("{missed} {are} owed and not counted here; grant {them} with: {command}"));
    }
    print(printer, months)
}

fn print(printer: &mut Printer, months: Vec<ForecastMonth>) -> Result<()> {
    let is_for_people = printer.is_for_people();
    let credits: i128 = months.iter().map(|month| i128::from(month.credits)).sum();
    let total = format!(
        "{} in {}",
        counted(credits, "credit", "credits"),
        counted(months.len() as i128, "month", "months")
    );
    let paper = printer.paper();
    let bar_columns = bar_columns(&months, &paper);
    let most = months.iter().map(|month| month.credits).max().unwrap_or(0);
    let mut list = printer
        .list_of(COLUMNS, |column| column.name != BAR || is_for_people && bar_columns >= LEAST_BAR_COLUMNS)?;
    for forecast in months {
        list.push(&BarRow { bar: paper.bar(forecast.credits, most, bar_columns), forecast })?;
    }
    list.finish()?;
    if is_for_people {
        printer.remark(&total);
    }
    Ok(())
}

/// What the figures of a line leave for a bar.
fn bar_columns(months: &[ForecastMonth], paper: &Paper) -> usize {
    const GAP: usize = 2;
    let widest = |title: &str, figure: fn(&ForecastMonth) -> i64| {
        let figures = months.iter().map(|month| paper.credits(figure(month)).len());
        figures.chain([title.len()]).max().unwrap_or(0) + GAP
    };
    let figures = "2026-11".len()
        + GAP
        + widest("USERS", |month| month.users)
        + widest("CREDITS", |month| month.credits)
        + widest("CAPPED", |month| month.capped);
    paper.line_columns().saturating_sub(figures).min(MOST_BAR_COLUMNS)
}
