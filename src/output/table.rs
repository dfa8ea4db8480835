//! Prints lists as tables. The first rows determine the widths of the columns, later rows are streamed.

use super::column::Cell;
use super::layout::{TableColumn, fit};
use super::rendered::{Rendered, Shape, render};
use super::table_line::TableLine;
use crate::domain::Zone;

/// The number of rows to measure before the first one is printed.
const MEASURED_ROWS: u64 = 1_000;

#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// The width of the terminal; `None`: nothing is cut.
    pub(super) line_columns: Option<usize>,
    pub(super) header: bool,
    pub(super) color: bool,
    /// The zone of times.
    pub(super) zone: Zone,
}

pub(super) struct Table {
    style: Style,
    columns: Vec<TableColumn<'static>>,
    /// The texts of the rows that are not written yet.
    text: String,
    cells: Vec<Rendered>,
    rows: u64,
    laid_out: bool,
    /// The space left for later, wider rows; `None`: no limit.
    spare: Option<usize>,
}

impl Table {
    pub(super) fn new(columns: Vec<TableColumn<'static>>, style: Style) -> Self {
        let (text, cells) = (String::new(), Vec::new());
        Self { style, columns, text, cells, rows: 0, laid_out: false, spare: None }
    }

    /// Takes a row. Once the widths are known, appends it and the rows before it to `out`.
    pub(super) fn push<'a>(&mut self, out: &mut String, cells: impl Iterator<Item = Cell<'a>>) {
        for cell in cells {
            self.cells.push(render(&mut self.text, &cell, self.style.zone));
        }
        self.rows += 1;
        if self.laid_out || self.rows == MEASURED_ROWS {
            self.release(out);
        }
    }

    /// Appends the rows that are not written yet.
    pub(super) fn finish(&mut self, out: &mut String) {
        if self.rows > 0 {
            self.release(out);
        }
    }

    /// Returns the positions of the columns that were dropped.
    pub(super) fn left_out(&self) -> impl Iterator<Item = usize> {
        (0..self.columns.len()).filter(|&column| !self.columns[column].shown)
    }

    fn release(&mut self, out: &mut String) {
        if !self.laid_out {
            self.lay_out();
            if self.style.header {
                TableLine::new(out, self.style.color).header(&self.columns);
            }
        }
        let mut start = 0;
        for row in self.cells.chunks(self.columns.len().max(1)) {
            let spare = &mut self.spare;
            let mut line = TableLine::new(out, self.style.color);
            for (column, cell) in self.columns.iter_mut().zip(row) {
                let text = &self.text[start..cell.end];
                start = cell.end;
                if column.shown {
                    widen(column, cell, spare);
                    line.cell(column, text, cell);
                }
            }
            line.end();
        }
        self.text.clear();
        self.cells.clear();
    }

    fn lay_out(&mut self) {
        for row in self.cells.chunks(self.columns.len().max(1)) {
            for (column, cell) in self.columns.iter_mut().zip(row) {
                column.measure(cell);
            }
        }
        self.spare = self.style.line_columns.map(|line_columns| fit(&mut self.columns, line_columns));
        self.laid_out = true;
    }
}

/// Widens the column for a later value that is wider than the measured ones. Text gets only the spare space.
fn widen(column: &mut TableColumn<'_>, cell: &Rendered, spare: &mut Option<usize>) {
    let more = cell.width.saturating_sub(column.width);
    match spare {
        None => column.width += more,
        Some(spare) => {
            let is_text = matches!(cell.shape, Shape::Text | Shape::UncutText);
            column.width += if is_text { more.min(*spare) } else { more };
            *spare = spare.saturating_sub(more);
        }
    }
}
