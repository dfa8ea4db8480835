//! A list in the making: rows go in one by one and leave in the chosen format, in constant memory.

use std::marker::PhantomData;

use super::json::JsonRows;
use super::printer::Printer;
use super::record::Record;
use super::route::{Route, SHOWN_ROWS};
use super::separated::Separated;
use super::table::Table;
use crate::Result;
use crate::domain::grouped;

/// Text is handed on in pieces of about this size.
const PIECE_BYTES: usize = 64 * 1024;
/// How more is seen than a screen without a pager shows.
const OTHER_WAYS: &str = "a pager or another output format";

/// A list of rows on its way to standard output, begun with [`Printer::list`] and ended with [`List::finish`].
pub struct List<'p, R> {
    printer: &'p mut Printer,
    /// The positions in `R::FIELDS` of what is printed.
    fields: Vec<usize>,
    form: Form,
    route: Route,
    buffer: String,
    rows: u64,
    record: PhantomData<fn(&R)>,
}

/// The form of the rows.
pub(super) enum Form {
    /// An array, or an object a line.
    Json(JsonRows),
    /// CSV or TSV.
    Separated(Separated),
    /// Columns for people.
    Table(Table),
}

impl<'p, R: Record> List<'p, R> {
    /// A list that begins with this text.
    pub(super) fn new(
        printer: &'p mut Printer,
        fields: Vec<usize>,
        form: Form,
        route: Route,
        start: &str,
    ) -> Self {
        let mut buffer = String::with_capacity(PIECE_BYTES + PIECE_BYTES / 8);
        buffer.push_str(start);
        Self { printer, fields, form, route, buffer, rows: 0, record: PhantomData }
    }

    /// Prints one row. An error for which [`crate::Error::is_broken_pipe`] holds says that nobody reads on.
    pub fn push(&mut self, row: &R) -> Result<()> {
        self.rows += 1;
        if matches!(self.route, Route::Counted) {
            return Ok(());
        }
        let fields = self.fields.iter();
        let cells = fields.clone().map(|&field| row.cell(field));
        match &mut self.form {
            Form::Json(json) => json.push(&mut self.buffer, cells),
            Form::Separated(separated) => separated.line(&mut self.buffer, cells),
            Form::Table(table) => {
                table.push(&mut self.buffer, fields.map(|&field| row.cell_for_people(field)));
            }
        }
        if self.buffer.len() >= PIECE_BYTES { self.hand_on() } else { Ok(()) }
    }

    /// Ends the list: all of it is written, and the pager has been left. Returns the number of rows.
    pub fn finish(mut self) -> Result<u64> {
        self.end()?;
        if self.is_shortened() {
            let rows = grouped(self.rows);
            self.printer.remark(&format!("{SHOWN_ROWS} of {rows} rows shown: use --limit, {OTHER_WAYS}"));
        }
        Ok(self.rows)
    }

    /// Ends a list that goes on behind its limit, which is for the caller to tell. Returns how many rows its reader sees, and
    /// the way to the others where a higher limit is none.
    pub fn finish_cut(mut self) -> Result<(u64, Option<String>)> {
        self.end()?;
        let way = self.is_shortened().then(|| format!("use {OTHER_WAYS}"));
        Ok((if way.is_some() { SHOWN_ROWS } else { self.rows }, way))
    }

    fn end(&mut self) -> Result<()> {
        match &mut self.form {
            Form::Json(json) => json.finish(&mut self.buffer),
            Form::Separated(_) => {}
            Form::Table(table) => table.finish(&mut self.buffer),
        }
        self.hand_on()?;
        self.route.finish(self.printer)?;
        self.tell();
        Ok(())
    }

    /// Whether a screen without a pager shows but the head.
    fn is_shortened(&self) -> bool {
        matches!(self.route, Route::Counted) && self.rows > SHOWN_ROWS
    }

    fn hand_on(&mut self) -> Result<()> {
        let written = self.route.write(self.printer, &self.buffer, self.rows);
        self.buffer.clear();
        written
    }

    /// Says on standard error what the table does not show.
    fn tell(&mut self) {
        let Form::Table(table) = &self.form else { return };
        let name = |column: usize| R::FIELDS[self.fields[column]].name;
        let left_out = table.left_out().map(name).collect::<Vec<_>>().join(", ");
        if self.rows == 0 {
            self.printer.remark("nothing to show");
        }
        if !left_out.is_empty() {
            self.printer
                .remark(&format!("no room for {left_out}: widen the terminal, or choose with --fields"));
        }
    }
}
