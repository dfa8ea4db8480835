//! The printer: the only thing that writes to standard output, and to standard error but for the final error.

use std::io::{self, BufWriter, Write};

use super::color::Tone;
use super::document;
use super::fields::select;
use super::json::JsonRows;
use super::layout::Column;
use super::list::{Form, List};
use super::message::labelled;
use super::options::{Format, Options};
use super::paper::Paper;
use super::record::{Document, Record};
use super::rendered::width;
use super::route::{Route, Screen};
use super::separated::Separated;
use super::table::{Style, Table};
use crate::domain::Zone;
use crate::{Error, Result};

/// Prints what a command hands over, in the chosen format.
pub struct Printer {
    options: Options,
    out: Box<dyn Write>,
    err: Box<dyn Write>,
}

impl Printer {
    /// A printer on standard output and standard error.
    pub fn new(options: Options) -> Self {
        Self::with_writers(options, Box::new(io::stdout()), Box::new(io::stderr()))
    }

    /// A printer on other streams.
    pub fn with_writers(options: Options, out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self { options, out, err }
    }

    /// Sets the zone in which people read times, once it is known.
    pub fn set_zone(&mut self, zone: Zone) {
        self.options.zone = Some(zone);
    }

    /// The form of standard output.
    pub fn format(&self) -> Format {
        self.options.format
    }

    /// Whether remarks and receipts for people are left out.
    pub(super) fn is_quiet(&self) -> bool {
        self.options.quiet
    }

    /// Begins a list. A name in `--fields` that is none of the record's is a usage error.
    pub fn list<R: Record>(&mut self) -> Result<List<'_, R>> {
        self.list_beside(None)
    }

    /// The same where the reader knows the value of one field already: of a table it is the first to give way.
    pub fn list_beside<R: Record>(&mut self, known: Option<&str>) -> Result<List<'_, R>> {
        let fields = self.fields_of::<R>()?;
        let keys = || fields.iter().map(|&field| R::FIELDS[field].name);
        let mut start = String::new();
        let form = match self.options.format {
            Format::Json => Form::Json(JsonRows::new(keys(), true)),
            Format::Jsonl => Form::Json(JsonRows::new(keys(), false)),
            Format::Csv => self.separated(&mut start, Separated::csv(self.options.raw), keys()),
            Format::Tsv => self.separated(&mut start, Separated::tsv(self.options.raw), keys()),
            Format::Table => Form::Table(self.table::<R>(&fields, known)),
        };
        let route = self.route();
        Ok(List::new(self, fields, form, route, &start))
    }

    /// Prints a result. As JSON it is written while it is made, so that it may hold a million rows.
    pub fn document<D: Document>(&mut self, document: &D) -> Result<()> {
        if self.options.format.is_json() && self.options.fields.is_none() {
            document::stream(document, self.options.format, BufWriter::new(&mut self.out))?;
            return self.flush();
        }
        let text = document::text(document, &self.options, self.options.fields.as_deref())?;
        self.raw_text(&text)
    }

    /// Whether results are printed in words and tables, and not key by key.
    pub fn is_for_people(&self) -> bool {
        self.options.format == Format::Table && self.options.fields.is_none()
    }

    /// Prints the receipt of a change, unless people want quiet. The change has been made, so a name in `--fields`
    /// that the receipt does not have is a warning and the whole receipt is printed. For the same reason a reader who went
    /// away is passed over: the exit status has still to tell what the command came to.
    pub fn receipt<D: Document>(&mut self, receipt: &D) -> Result<()> {
        if self.options.quiet && self.options.format == Format::Table {
            return Ok(());
        }
        let text = match document::text(receipt, &self.options, self.options.fields.as_deref()) {
            Err(error) if error.code() == crate::Code::Usage => {
                self.warning(&[&[error.message()], error.hints()].concat().join("; "));
                document::text(receipt, &self.options, None)?
            }
            text => text?,
        };
        match self.raw_text(&text) {
            Err(error) if error.is_broken_pipe() => Ok(()),
            printed => printed,
        }
    }

    /// Says something worth knowing on standard error, unless people want quiet.
    pub fn remark(&mut self, text: &str) {
        if !self.options.quiet {
            self.say("note", Tone::Dim, text);
        }
    }

    /// Says something on standard error that only `--verbose` asks for.
    pub fn detail(&mut self, text: &str) {
        if self.options.verbose {
            self.say("detail", Tone::Dim, text);
        }
    }

    /// Warns on standard error, always.
    pub fn warning(&mut self, text: &str) {
        self.say("warning", Tone::Magenta, text);
    }

    /// What a drawing beside a list is made on; `None` unless the list is a table on a terminal, and people want it all.
    pub fn drawing_paper(&self) -> Option<Paper> {
        let is_seen = self.options.terminal.is_some() && !self.options.quiet;
        (self.is_for_people() && is_seen).then(|| Paper::new(&self.options))
    }

    /// Writes text to standard output as it is: it has its own format.
    pub fn raw_text(&mut self, text: &str) -> Result<()> {
        self.write(text)?;
        self.flush()
    }

    /// Writes to standard output without making sure that it arrives.
    pub(super) fn write(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(cannot_write)
    }

    /// Makes sure that what was written arrives.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(cannot_write)
    }

    /// Where standard error is closed there is nobody to tell.
    fn say(&mut self, label: &str, tone: Tone, text: &str) {
        let line = labelled(label, tone, text, self.options.color_stderr);
        let _ = self.err.write_all(line.as_bytes()).and_then(|()| self.err.flush());
    }

    /// The positions of the keys to print.
    fn fields_of<R: Record>(&self) -> Result<Vec<usize>> {
        let all = R::FIELDS.iter().map(|field| field.name);
        match &self.options.fields {
            Some(wanted) => select(wanted, &all.collect::<Vec<_>>()),
            None if self.options.format == Format::Table => {
                Ok((0..R::FIELDS.len()).filter(|&field| R::FIELDS[field].table).collect())
            }
            None => Ok((0..R::FIELDS.len()).collect()),
        }
    }

    fn separated<'a>(
        &self,
        start: &mut String,
        form: Separated,
        keys: impl Iterator<Item = &'a str>,
    ) -> Form {
        if !self.options.no_header {
            form.header(start, keys);
        }
        Form::Separated(form)
    }

    /// A table of these fields. Those that were asked for by name do not give way.
    fn table<R: Record>(&self, fields: &[usize], known: Option<&str>) -> Table {
        let asked_for = self.options.fields.is_some();
        let column = |field: usize| {
            let field = &R::FIELDS[field];
            let width = if self.options.no_header { 0 } else { width(field.heading) };
            let rank = if known == Some(field.name) { u8::MAX } else { field.rank };
            Column::new(field.heading, width, if asked_for { 0 } else { rank })
        };
        let style = Style {
            line_columns: self.options.terminal.map(|terminal| usize::from(terminal.width_columns)),
            header: !self.options.no_header,
            color: self.options.color,
            zone: self.options.zone.unwrap_or(Zone::UTC),
        };
        Table::new(fields.iter().map(|&field| column(field)).collect(), style)
    }

    /// The way of a list: only tables on a terminal are for a screen, whose last line is the prompt's.
    fn route(&self) -> Route {
        let header = !self.options.no_header;
        match self.options.terminal {
            Some(terminal) if self.options.format == Format::Table => Route::Screen(Screen {
                rows: u64::from(terminal.height_rows).saturating_sub(1 + u64::from(header)),
                header,
                pager: self.options.pager.clone(),
            }),
            _ => Route::Out,
        }
    }
}

/// Writes bytes to standard output, before there is a printer.
pub fn write_out(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(cannot_write)
}

fn cannot_write(error: io::Error) -> Error {
    Error::failed("cannot write to standard output", error)
}
