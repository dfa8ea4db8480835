//! The grants of the last twelve months as bars.

use crate::domain::Month;
use crate::output::{LEAST_BAR_COLUMNS, MOST_BAR_COLUMNS, Paper};
use crate::store::{ClosedMonth, Summary};

/// More months than this stand in two columns, where there is room.
const COLUMN_ROWS: usize = 6;
/// A month, and what stands around a bar.
const FRAME: usize = 7 + 2 + 2;
const INDENT: usize = 2;
const GAP: usize = 4;

/// What stands for the figure of an open month between closed ones.
const MISSED: &str = "missed";

/// A line with a bar for each month, oldest first, in one column or two; nothing where none of the last twelve was granted.
pub(crate) fn months(closed: &[ClosedMonth], current: Month, paper: &Paper) -> String {
    let months = last_twelve(closed, current);
    let figure = |credits: &Option<i64>| credits.map_or(MISSED.to_owned(), |credits| paper.credits(credits));
    let figures: Vec<_> = months.iter().map(|(_, credits)| figure(credits)).collect();
    let figure_columns = figures.iter().map(String::len).max().unwrap_or(0);
    let line_columns = paper.line_columns().saturating_sub(INDENT);
    let room = |columns: usize| {
        ((line_columns + GAP) / columns).saturating_sub(GAP + FRAME + figure_columns).min(MOST_BAR_COLUMNS)
    };
    let columns = if months.len() > COLUMN_ROWS && room(2) >= LEAST_BAR_COLUMNS { 2 } else { 1 };
    let bar_columns = room(columns).max(1);
    let most = months.iter().filter_map(|(_, credits)| *credits).max().unwrap_or(0);
    let cell = |((month, credits), figure): (&(Month, Option<i64>), &String)| {
        let bar = paper.bar(credits.unwrap_or(0), most, bar_columns);
        format!("{month}  {bar:<bar_columns$}  {figure:>figure_columns$}")
    };
    let cells: Vec<_> = months.iter().zip(&figures).map(cell).collect();
    in_columns(&cells, columns).replace(MISSED, &paper.word(MISSED))
}

/// The cells below each other, in so many columns beside each other.
fn in_columns(cells: &[String], columns: usize) -> String {
    let rows = cells.len().div_ceil(columns);
    let mut text = String::new();
    for row in 0..rows {
        let beside: Vec<_> = cells.iter().skip(row).step_by(rows).map(String::as_str).collect();
        text += &" ".repeat(INDENT);
        text += &beside.join(&" ".repeat(GAP));
        text += "\n";
    }
    text
}

/// The months from the first to the last that was granted among the last twelve, with the credits of each that is closed.
fn last_twelve(closed: &[ClosedMonth], current: Month) -> Vec<(Month, Option<i64>)> {
    let recent: Vec<_> = closed
        .iter()
        .filter(|closed| closed.month.until(current.next()).count() <= Summary::MONTHS)
        .collect();
    let (Some(last), Some(first)) = (recent.first(), recent.last()) else { return Vec::new() };
    let credits =
        |month: Month| recent.iter().find(|closed| closed.month == month).map(|closed| closed.credits);
    first.month.until(last.month.next()).map(|month| (month, credits(month))).collect()
}
