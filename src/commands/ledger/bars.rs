//! Draws the grants of the last twelve months as bars.

use crate::domain::Month;
use crate::output::{Formatter, LEAST_BAR_COLUMNS, MOST_BAR_COLUMNS};
use crate::store::{ClosedMonth, Summary};

/// More months than this are printed in two columns, if there is space.
const COLUMN_ROWS: usize = 6;
/// The columns of a month and the gaps around its bar.
const FRAME: usize = 7 + 2 + 2;
const INDENT: usize = 2;
const GAP: usize = 4;

/// Printed in place of the figure of an open month between closed ones.
const MISSED: &str = "missed";

/// Returns a line with a bar for each month, oldest first, in one or two columns. Returns nothing if none of the last twelve
/// months was granted.
pub(crate) fn months(closed: &[ClosedMonth], current: Month, formatter: &Formatter) -> String {
    let months = last_twelve(closed, current);
    let figure =
        |credits: &Option<i64>| credits.map_or(MISSED.to_owned(), |credits| formatter.credits(credits));
    let figures: Vec<_> = months.iter().map(|(_, credits)| figure(credits)).collect();
    let figure_columns = figures.iter().map(String::len).max().unwrap_or(0);
    let line_columns = formatter.line_columns().saturating_sub(INDENT);
    let room = |columns: usize| {
        ((line_columns + GAP) / columns).saturating_sub(GAP + FRAME + figure_columns).min(MOST_BAR_COLUMNS)
    };
    let columns = if months.len() > COLUMN_ROWS && room(2) >= LEAST_BAR_COLUMNS { 2 } else { 1 };
    let bar_columns = room(columns).max(1);
    let most = months.iter().filter_map(|(_, credits)| *credits).max().unwrap_or(0);
    let cell = |((month, credits), figure): (&(Month, Option<i64>), &String)| {
        let bar = formatter.bar(credits.unwrap_or(0), most, bar_columns);
        format!("{month}  {bar:<bar_columns$}  {figure:>figure_columns$}")
    };
    let cells: Vec<_> = months.iter().zip(&figures).map(cell).collect();
    in_columns(&cells, columns).replace(MISSED, &formatter.word(MISSED))
}

/// Fills the given number of columns with cells, from top to bottom.
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

/// Returns the months from the first to the last closed one of the last twelve, with the credits of each closed month.
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
