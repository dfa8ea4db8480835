//! Writes one line of a table.

use super::color::{RESET, Tone};
use super::layout::{GAP, TableColumn};
use super::rendered::{Rendered, Shape, beginning, width};

/// A line under construction. Spaces are written only before visible text, so no line ends in spaces.
pub(super) struct TableLine<'o> {
    out: &'o mut String,
    pending: usize,
    color: bool,
}

impl<'o> TableLine<'o> {
    pub(super) fn new(out: &'o mut String, color: bool) -> Self {
        Self { out, pending: 0, color }
    }

    /// Writes the titles of the shown columns and ends the line.
    pub(super) fn header(mut self, columns: &[TableColumn<'_>]) {
        for column in columns.iter().filter(|column| column.shown) {
            let width = width(column.heading);
            let cell = Rendered { end: 0, width, tone: Some(Tone::Bold), shape: Shape::Text };
            self.cell(column, column.heading, &cell);
        }
        self.end();
    }

    pub(super) fn end(self) {
        self.out.push('\n');
    }

    /// Appends a cell, cut to the width of its column, and the gap after it.
    pub(super) fn cell(&mut self, column: &TableColumn<'_>, text: &str, cell: &Rendered) {
        let (shown, shown_columns, is_cut) = if cell.width > column.width && cell.shape != Shape::UncutText {
            let (shown, shown_columns) = beginning(text, column.width.saturating_sub(1));
            (shown, shown_columns + 1, true)
        } else {
            (text, cell.width, false)
        };
        let padding = column.width.saturating_sub(shown_columns);
        self.pending += if column.right { padding } else { 0 };
        self.paint(cell.tone, shown, is_cut);
        self.pending += GAP + if column.right { 0 } else { padding };
    }

    fn paint(&mut self, tone: Option<Tone>, text: &str, is_cut: bool) {
        if text.is_empty() && !is_cut {
            return;
        }
        push_spaces(self.out, self.pending);
        self.pending = 0;
        let tone = tone.filter(|_| self.color);
        if let Some(tone) = tone {
            self.out.push_str(tone.start());
        }
        self.out.push_str(text);
        if is_cut {
            self.out.push('…');
        }
        if tone.is_some() {
            self.out.push_str(RESET);
        }
    }
}

fn push_spaces(out: &mut String, count: usize) {
    const SPACES: &str = "                                                                ";
    let mut left = count;
    while left > 0 {
        let now = left.min(SPACES.len());
        out.push_str(&SPACES[..now]);
        left -= now;
    }
}
