//! Prints a list row by row, in the chosen format and in constant memory.

use super::column::ListColumn;
use super::json::JsonRows;
use super::markdown::Markdown;
use super::route::{ListRoute, SHOWN_ROWS};
use super::separated::Separated;
use super::streams::Streams;
use super::table::Table;
use crate::Result;
use crate::domain::grouped;

/// Bytes to collect before a write.
const PIECE_BYTES: usize = 64 * 1024;
/// How to see more rows than a screen without a pager shows.
const OTHER_WAYS: &str = "a pager or another output format";

/// A list that is being printed. Start it with [`Printer::list`](super::Printer::list) and end it with
/// [`List::finish`].
pub struct List<'p, R: 'static> {
    streams: &'p mut Streams,
    columns: Vec<&'static ListColumn<R>>,
    form: Form,
    route: ListRoute,
    buffer: String,
    rows: u64,
}

pub(super) enum Form {
    /// An array, or an object per line.
    Json(JsonRows),
    /// CSV or TSV.
    Separated(Separated),
    Markdown(Markdown),
    /// Columns for people.
    Table(Table),
}

impl<'p, R> List<'p, R> {
    /// Starts a list whose output begins with `start`.
    pub(super) fn new(
        streams: &'p mut Streams,
        columns: Vec<&'static ListColumn<R>>,
        form: Form,
        route: ListRoute,
        start: &str,
    ) -> Self {
        let mut buffer = String::with_capacity(PIECE_BYTES + PIECE_BYTES / 8);
        buffer.push_str(start);
        Self { streams, columns, form, route, buffer, rows: 0 }
    }

    /// Prints a row. If the reader has gone, [`crate::Error::is_broken_pipe`] is true for the error.
    pub fn push(&mut self, row: &R) -> Result<()> {
        self.rows += 1;
        if matches!(self.route, ListRoute::Counted) {
            return Ok(());
        }
        let cells = self.columns.iter().map(|column| (column.value)(row));
        match &mut self.form {
            Form::Json(json) => json.push(&mut self.buffer, cells),
            Form::Separated(separated) => separated.line(&mut self.buffer, cells),
            Form::Markdown(markdown) => {
                let cells = self.columns.iter().map(|column| (column.value_in_table)(row));
                markdown.line(&mut self.buffer, cells);
            }
            Form::Table(table) => {
                let cells = self.columns.iter().map(|column| (column.value_in_table)(row));
                table.push(&mut self.buffer, cells);
            }
        }
        if self.buffer.len() >= PIECE_BYTES { self.hand_on() } else { Ok(()) }
    }

    /// Writes the rest and waits for the pager. Returns the number of rows.
    pub fn finish(mut self) -> Result<u64> {
        self.end()?;
        if self.rows == 0 && matches!(self.form, Form::Table(_)) {
            self.streams.remark("nothing to show");
        }
        if self.is_shortened() {
            let rows = grouped(self.rows);
            self.streams
                .remark(&format!("showing the first {SHOWN_ROWS} of {rows} rows; use --limit, {OTHER_WAYS}"));
        }
        Ok(self.rows)
    }

    /// Like [`Self::finish`], for a list that its `--limit` cut; the caller says so. Returns the number of rows that
    /// the reader sees, and how to see more if a higher limit would not help.
    pub fn finish_cut(mut self) -> Result<(u64, Option<String>)> {
        self.end()?;
        let way = self.is_shortened().then(|| format!("use {OTHER_WAYS}"));
        Ok((if way.is_some() { SHOWN_ROWS } else { self.rows }, way))
    }

    fn end(&mut self) -> Result<()> {
        match &mut self.form {
            Form::Json(json) => json.finish(&mut self.buffer),
            Form::Separated(_) | Form::Markdown(_) => {}
            Form::Table(table) => table.finish(&mut self.buffer),
        }
        self.hand_on()?;
        self.route.finish(self.streams)?;
        self.name_dropped_columns();
        Ok(())
    }

    /// Whether the screen shows only the first rows, because there is no pager.
    fn is_shortened(&self) -> bool {
        matches!(self.route, ListRoute::Counted) && self.rows > SHOWN_ROWS
    }

    fn hand_on(&mut self) -> Result<()> {
        let written = self.route.write(self.streams, &self.buffer, self.rows);
        self.buffer.clear();
        written
    }

    /// Says on standard error which columns were dropped.
    fn name_dropped_columns(&mut self) {
        let Form::Table(table) = &self.form else { return };
        let name = |column: usize| self.columns[column].name;
        let left_out = table.left_out().map(name).collect::<Vec<_>>().join(", ");
        if !left_out.is_empty() {
            self.streams.remark(&format!(
                "too narrow to show {left_out}: widen the terminal, or choose columns with --fields"
            ));
        }
    }
}
