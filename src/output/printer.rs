//! The printer: prints the results of commands in the chosen format.

use std::io::{self, BufWriter, Write};

use super::color::Tone;
use super::column::{ColumnChoice, ListColumn};
use super::document::{self, Document};
use super::fields::select;
use super::formatter::Formatter;
use super::json::JsonRows;
use super::layout::TableColumn;
use super::list::{Form, List};
use super::markdown::Markdown;
use super::options::{Format, Options};
use super::rendered::width;
use super::route::{ListRoute, Screen};
use super::separated::Separated;
use super::streams::Streams;
use super::table::{Style, Table};
use super::unblocked::UnblockedWriter;
use crate::Result;
use crate::domain::Zone;

pub struct Printer(Streams);

impl Printer {
    /// Creates a printer on standard output and standard error.
    pub fn new(options: Options) -> Self {
        Self(Streams::new(options, UnblockedWriter::stdout(), Box::new(io::stderr())))
    }

    /// Creates a printer on other streams.
    pub fn with_writers(options: Options, out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self(Streams::new(options, UnblockedWriter::over(out), err))
    }

    /// Sets the zone of times for people, once it is known.
    pub fn set_zone(&mut self, zone: Zone) {
        self.0.options.zone = Some(zone);
    }

    pub fn format(&self) -> Format {
        self.0.options.format
    }

    /// Whether notes and receipts for people are omitted.
    pub(super) fn is_quiet(&self) -> bool {
        self.0.options.quiet
    }

    /// Starts a list. Exit 2 if `--fields` names a column that it does not have.
    pub fn list<R>(&mut self, columns: &'static [ListColumn<R>]) -> Result<List<'_, R>> {
        self.list_choosing(columns, ColumnChoice::default())
    }

    /// Like [`Self::list`], with another choice of columns for a table.
    pub fn list_choosing<R>(
        &mut self,
        columns: &'static [ListColumn<R>],
        choice: ColumnChoice,
    ) -> Result<List<'_, R>> {
        Ok(self.begin(self.chosen(columns.iter().collect(), choice)?))
    }

    /// Like [`Self::list`], with these columns in this order.
    pub fn list_of<R>(
        &mut self,
        columns: impl IntoIterator<Item = &'static ListColumn<R>>,
    ) -> Result<List<'_, R>> {
        let columns = columns.into_iter().collect();
        Ok(self.begin(self.chosen(columns, ColumnChoice::default())?))
    }

    fn begin<R>(&mut self, columns: Vec<&'static ListColumn<R>>) -> List<'_, R> {
        let options = &self.0.options;
        let keys = || columns.iter().map(|column| column.name);
        let mut start = String::new();
        let form = match options.format {
            _ if options.bare => Form::Separated(Separated::bare(options)),
            Format::Json => Form::Json(JsonRows::new(keys(), true)),
            Format::Jsonl => Form::Json(JsonRows::new(keys(), false)),
            Format::Csv => self.separated(&mut start, Separated::csv(options), keys()),
            Format::Tsv => self.separated(&mut start, Separated::tsv(options), keys()),
            Format::Markdown => {
                let form = Markdown::new(options.zone.unwrap_or(Zone::UTC));
                if !options.no_header {
                    form.header(&mut start, columns.iter().map(|column| column.heading));
                }
                Form::Markdown(form)
            }
            Format::Table => Form::Table(self.table(&columns)),
        };
        let route = self.route();
        List::new(&mut self.0, columns, form, route, &start)
    }

    /// Prints a result. JSON is streamed, so a result may have a million rows.
    pub fn document<D: Document>(&mut self, document: &D) -> Result<()> {
        if self.0.options.format.is_json() && self.0.options.fields.is_none() {
            document::stream(document, self.0.options.format, BufWriter::new(&mut self.0.out))?;
            return self.0.flush();
        }
        let text = document::text(document, &self.0.options, self.0.options.fields.as_deref())?;
        self.raw_text(&text)
    }

    /// Whether results are printed as words and tables, instead of key by key.
    pub fn is_for_people(&self) -> bool {
        self.0.options.format == Format::Table && self.0.options.fields.is_none()
    }

    /// Checks that the receipt has the keys that `--fields` names. Exit 2 if not. Call it before anything is written.
    pub fn require_fields<D: Document>(&self, receipt: &D) -> Result<()> {
        self.0.options.fields.as_deref().map_or(Ok(()), |fields| document::require_fields(receipt, fields))
    }

    /// Prints the receipt of a change, unless `--quiet` is set. The change is made already, so an unknown key in
    /// `--fields` is only a warning, and the whole receipt is printed. For the same reason, a reader who has gone is no
    /// failure: the exit status says whether the command succeeded.
    pub fn receipt<D: Document>(&mut self, receipt: &D) -> Result<()> {
        if self.0.options.quiet && self.0.options.format == Format::Table {
            return Ok(());
        }
        let text = match document::text(receipt, &self.0.options, self.0.options.fields.as_deref()) {
            Err(error) if error.code() == crate::Code::Usage => {
                self.warning(&[&[error.message()], error.hints()].concat().join("; "));
                document::text(receipt, &self.0.options, None)?
            }
            text => text?,
        };
        match self.raw_text(&text) {
            Err(error) if error.is_broken_pipe() => Ok(()),
            printed => printed,
        }
    }

    /// Prints a note on standard error, unless `--quiet` is set.
    pub fn remark(&mut self, text: &str) {
        self.0.remark(text);
    }

    /// Prints a detail on standard error if `--verbose` is set.
    pub fn detail(&mut self, text: &str) {
        if self.0.options.verbose {
            self.0.say("detail", Tone::Dim, text);
        }
    }

    /// Prints a warning on standard error, even with `--quiet`.
    pub fn warning(&mut self, text: &str) {
        self.0.say("warning", Tone::Magenta, text);
    }

    /// Adds the flags that name the ledger, if the line has any, to the commands in the text.
    pub fn with_ledger_flags(&self, text: &str) -> String {
        self.0.options.with_ledger_flags(text).into_owned()
    }

    /// Returns a formatter for a drawing beside a list, or `None` unless the list is a table on a terminal without `--quiet`.
    pub fn drawing_formatter(&self) -> Option<Formatter> {
        let is_seen = self.0.options.terminal.is_some() && !self.0.options.quiet;
        (self.is_for_people() && is_seen).then(|| Formatter::new(&self.0.options))
    }

    /// Returns a formatter for text that a command prints itself.
    pub fn formatter(&self) -> Formatter {
        Formatter::new(&self.0.options)
    }

    /// Prints text on standard output as it is.
    pub fn raw_text(&mut self, text: &str) -> Result<()> {
        self.0.write(text)?;
        self.0.flush()
    }

    /// Holds back all output until [`Self::print_held`]. For results that may turn out to be wrong.
    pub fn hold_back(&mut self) {
        self.0.out.hold_back();
    }

    /// Drops the output that was held back.
    pub fn discard_held(&mut self) {
        self.0.out.discard_held();
    }

    /// Prints the output that was held back, also to a slow reader. Close the ledger first.
    pub fn print_held(&mut self) -> Result<()> {
        self.0.write_held()
    }

    /// Returns the columns to print: those that `--fields` names, else the default ones.
    fn chosen<R>(
        &self,
        all: Vec<&'static ListColumn<R>>,
        choice: ColumnChoice,
    ) -> Result<Vec<&'static ListColumn<R>>> {
        let Options { fields, format, .. } = &self.0.options;
        if let Some(wanted) = fields {
            let names: Vec<_> = all.iter().map(|column| column.name).collect();
            Ok(select(wanted, &names)?.into_iter().map(|position| all[position]).collect())
        } else {
            let is_for_people = matches!(format, Format::Table | Format::Markdown);
            Ok(all.into_iter().filter(|column| !is_for_people || choice.shows(column)).collect())
        }
    }

    fn separated<'a>(
        &self,
        start: &mut String,
        form: Separated,
        keys: impl Iterator<Item = &'a str>,
    ) -> Form {
        if !self.0.options.no_header {
            form.header(start, keys);
        }
        Form::Separated(form)
    }

    /// Creates a table. Columns that `--fields` names are never dropped.
    fn table<R>(&self, columns: &[&'static ListColumn<R>]) -> Table {
        let asked_for = self.0.options.fields.is_some();
        let column = |column: &&'static ListColumn<R>| {
            let width = if self.0.options.no_header { 0 } else { width(column.heading) };
            TableColumn::new(column.heading, width, if asked_for { 0 } else { column.rank })
        };
        let style = Style {
            line_columns: self.0.options.terminal.map(|terminal| usize::from(terminal.width_columns)),
            header: !self.0.options.no_header,
            color: self.0.options.color,
            zone: self.0.options.zone.unwrap_or(Zone::UTC),
        };
        Table::new(columns.iter().map(column).collect(), style)
    }

    /// Decides where a list goes. Only a table on a terminal goes to a screen; its last line is for the prompt.
    fn route(&self) -> ListRoute {
        let header = !self.0.options.no_header;
        match self.0.options.terminal {
            Some(terminal) if self.0.options.format == Format::Table && !self.0.options.bare => {
                ListRoute::Screen(Screen {
                    rows: u64::from(terminal.height_rows).saturating_sub(1 + u64::from(header)),
                    header,
                    pager: self.0.options.pager.clone(),
                })
            }
            _ => ListRoute::Out,
        }
    }
}
