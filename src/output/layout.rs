//! Computes the widths of a table's columns, and which columns a narrow terminal drops.

use super::rendered::{Rendered, Shape};

/// Spaces between two columns.
pub(super) const GAP: usize = 2;
/// Text wider than this is cut before a column is dropped. `EASE` is for text that identifies rows (rank 0).
const EASE: usize = 32;
const OTHER_EASE: usize = 16;
/// Text is never cut below this width.
pub(super) const LEAST: usize = 8;

#[derive(Clone, Debug)]
pub(super) struct TableColumn<'h> {
    pub(super) heading: &'h str,
    /// The width in terminal columns.
    pub(super) width: usize,
    /// Whether values are right-aligned.
    pub(super) right: bool,
    /// False if the column was dropped.
    pub(super) shown: bool,
    /// Whether the column may be narrower than its values.
    text: bool,
    rank: u8,
}

impl<'h> TableColumn<'h> {
    /// Creates a column of at least this width. Rank 0 is never dropped.
    pub(super) fn new(heading: &'h str, width: usize, rank: u8) -> Self {
        Self { heading, width, right: false, shown: true, text: false, rank }
    }

    /// Widens the column for a value, and adopts its alignment.
    pub(super) fn measure(&mut self, cell: &Rendered) {
        self.width = self.width.max(cell.width);
        self.right |= cell.shape == Shape::Number;
        self.text |= matches!(cell.shape, Shape::Text | Shape::UncutText);
    }

    /// The width to grant the column before others are dropped.
    fn need(&self) -> usize {
        let ease = if self.rank == 0 { EASE } else { OTHER_EASE };
        if self.text { self.width.min(ease) } else { self.width }
    }
}

/// Fits the columns into a line. Drops columns by rank, the highest first and the rightmost among equals; restores them
/// where a later one left enough space; then narrows the widest texts. Returns the space that is left. Numbers and
/// words are never narrowed: on a terminal that is too narrow for them, lines wrap.
pub(super) fn fit(columns: &mut [TableColumn<'_>], line_columns: usize) -> usize {
    while total(columns, TableColumn::need) > line_columns {
        let shown = columns.iter_mut().filter(|column| column.shown && column.rank > 0);
        match shown.max_by_key(|column| column.rank) {
            Some(last) => last.shown = false,
            None => break,
        }
    }
    bring_back(columns, line_columns);
    narrow(columns, line_columns);
    line_columns.saturating_sub(total(columns, |column| column.width))
}

/// Shows dropped columns again if they fit, the lowest rank first.
fn bring_back(columns: &mut [TableColumn<'_>], line_columns: usize) {
    let mut hidden: Vec<_> = (0..columns.len()).filter(|&index| !columns[index].shown).collect();
    hidden.sort_by_key(|&index| columns[index].rank);
    for index in hidden {
        columns[index].shown = true;
        columns[index].shown = total(columns, TableColumn::need) <= line_columns;
    }
}

/// Cuts all texts to one limit, the largest that fits, and distributes the rest.
fn narrow(columns: &mut [TableColumn<'_>], line_columns: usize) {
    if total(columns, |column| column.width) <= line_columns {
        return;
    }
    let limited = |column: &TableColumn<'_>, limit: usize| {
        if column.text { column.width.min(limit) } else { column.width }
    };
    let limit = (LEAST..line_columns.max(LEAST))
        .rev()
        .find(|&limit| total(columns, |column| limited(column, limit)) <= line_columns)
        .unwrap_or(LEAST);
    let mut left = line_columns.saturating_sub(total(columns, |column| limited(column, limit)));
    for column in columns.iter_mut().filter(|column| column.shown && column.text) {
        let wanted = column.width;
        let given = wanted.saturating_sub(limit).min(left);
        left -= given;
        column.width = wanted.min(limit) + given;
    }
}

/// Returns the width of a line of the shown columns.
fn total<'h>(columns: &[TableColumn<'h>], width: impl Fn(&TableColumn<'h>) -> usize) -> usize {
    let shown = columns.iter().filter(|column| column.shown);
    let (count, sum) =
        shown.fold((0_usize, 0_usize), |(count, sum), column| (count + 1, sum + width(column)));
    sum + GAP * count.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(width: usize, text: bool, rank: u8) -> TableColumn<'static> {
        TableColumn { heading: "H", width, right: !text, shown: true, text, rank }
    }

    fn fitted(mut columns: Vec<TableColumn<'_>>, line_columns: usize) -> (Vec<Option<usize>>, usize) {
        let spare = fit(&mut columns, line_columns);
        (columns.iter().map(|column| column.shown.then_some(column.width)).collect(), spare)
    }

    #[test]
    fn columns_that_fit_stay_as_they_are() {
        assert_eq!(fitted(vec![column(20, true, 0), column(8, false, 3)], 30), (vec![Some(20), Some(8)], 0));
    }

    #[test]
    fn the_highest_rank_gives_way_first_and_the_rightmost_among_equals() {
        let columns =
            vec![column(10, true, 0), column(10, false, 2), column(10, false, 1), column(10, false, 2)];
        assert_eq!(fitted(columns.clone(), 34), (vec![Some(10), Some(10), Some(10), None], 0));
        assert_eq!(fitted(columns.clone(), 22), (vec![Some(10), None, Some(10), None], 0));
        assert_eq!(fitted(columns, 21), (vec![Some(10), None, None, None], 11));
    }

    #[test]
    fn a_column_comes_back_where_a_wider_one_gave_way_after_it() {
        let columns = vec![column(10, true, 0), column(20, false, 1), column(5, false, 2)];
        assert_eq!(fitted(columns, 18), (vec![Some(10), None, Some(5)], 1));
    }

    #[test]
    fn one_long_text_does_not_drive_out_the_other_columns() {
        let columns = vec![column(20, true, 0), column(300, true, 1), column(10, false, 2)];
        assert_eq!(fitted(columns, 80), (vec![Some(20), Some(46), Some(10)], 0));
    }

    #[test]
    fn the_widest_texts_are_narrowed_and_numbers_never() {
        let columns = vec![column(30, true, 0), column(12, true, 0), column(16, false, 0)];
        assert_eq!(fitted(columns.clone(), 50), (vec![Some(18), Some(12), Some(16)], 0));
        assert_eq!(fitted(columns, 10), (vec![Some(8), Some(8), Some(16)], 0));
    }
}
