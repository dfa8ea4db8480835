//! One row of a file, in either format, and its cells as values.

use std::borrow::Cow;
use std::str::FromStr;

use serde_json::value::RawValue;

use super::columns::{ColumnMatch, Columns};
use super::csv::CsvRecord;
use super::header::CsvHeader;
use super::jsonl::push_member;
use crate::domain::{Email, Role, Roles, unprotect, written};
use crate::row::{Given, RowFault};
use crate::text::json::{self, Object, Text};

/// One row, or what is wrong with one that cannot be read.
#[derive(Debug)]
pub struct FileRow<'a> {
    pub(super) line: u64,
    pub(super) columns: &'a Columns,
    pub(super) cells: Cells<'a>,
    /// What is wrong with the row as a whole, or with its keys.
    pub(super) faults: Vec<RowFault>,
}

/// The faults of one row.
pub(super) struct RowFaults(Vec<RowFault>);

impl RowFaults {
    /// The value, or nothing and its fault kept.
    pub(super) fn keep<T>(&mut self, value: Result<T, RowFault>) -> Option<T> {
        value.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// What a row holds, by format.
#[derive(Debug)]
pub(super) enum Cells<'a> {
    /// A CSV record.
    Csv(CsvRecord<'a>, &'a CsvHeader),
    /// An object, each key with what it stands for.
    Json(Object<'a>, Vec<ColumnMatch>),
    /// Bytes in a JSON Lines file that are no object.
    Malformed(&'a [u8]),
}

/// A cell as its format has it.
enum FileCell<'a> {
    Text(Cow<'a, str>),
    /// A JSON number, as it is written.
    Number(&'a str),
    Flag(bool),
    List(Vec<Text<'a>>),
}

impl<'a> FileRow<'a> {
    /// The line on which the row begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Appends the row as the file has it, for [`super::Rejects::write`]: a CSV record or a JSON object, without a line
    /// end. Names, cells and values are the file's own; the columns of an earlier rejects file are left out; a line
    /// that is no object becomes one with the single key `raw`, which is never taken for data. A record that is wrong
    /// as a whole never comes out with one cell for each column, so that it stays wrong until someone corrects it.
    pub fn write_original(&self, out: &mut Vec<u8>) {
        match &self.cells {
            Cells::Csv(record, header) => {
                let mut cells = 0;
                for cell in header.data_cells(*record) {
                    if cells > 0 {
                        header.dialect.push_separator(out);
                    }
                    header.dialect.push(out, cell);
                    cells += 1;
                }
                // A quote that was never closed is closed here, and the columns that were left out may have been what
                // made the cells too many or too few: without one more cell the record would look right.
                if !self.faults.is_empty() && cells == header.data_names().count() {
                    header.dialect.push_separator(out);
                }
            }
            Cells::Json(Object(entries), places) => {
                out.push(b'{');
                for ((key, value), place) in entries.iter().zip(places) {
                    if *place != ColumnMatch::Reject {
                        push_member(out, key, value.get());
                    }
                }
                out.push(b'}');
            }
            Cells::Malformed(line) => {
                out.push(b'{');
                push_member(out, "raw", &json::string(&String::from_utf8_lossy(line)));
                out.push(b'}');
            }
        }
    }

    /// The result of `parse`, or all faults of the row. `parse` does not run on a row whose cells are not where they belong.
    pub(super) fn collect<T>(
        &self,
        parse: impl FnOnce(&mut RowFaults) -> Option<T>,
    ) -> Result<T, Vec<RowFault>> {
        let mut faults = RowFaults(self.faults.clone());
        if !faults.0.is_empty() && !matches!(self.cells, Cells::Json(..)) {
            return Err(faults.0);
        }
        match parse(&mut faults) {
            Some(value) if faults.0.is_empty() => Ok(value),
            _ => Err(faults.0),
        }
    }

    /// A fault of this row in a column, under the name that the file gives the column.
    pub(super) fn fault(&self, column: usize, what: &str) -> RowFault {
        let name = match &self.cells {
            Cells::Csv(_, header) => header.name(column),
            Cells::Json(object, places) => {
                let index = places.iter().position(|place| *place == ColumnMatch::Known(column));
                index.and_then(|index| object.0.get(index)).map(|(key, _)| Cow::Borrowed(key.as_ref()))
            }
            Cells::Malformed(_) => None,
        };
        RowFault::new(self.line, Some(name.as_deref().unwrap_or(self.columns.name(column))), what)
    }

    /// An address, which a row must have.
    pub(super) fn email(&self, column: usize) -> Result<Email, RowFault> {
        let email = self.unprotected(column)?.try_map(|text| self.value(column, &text))?;
        self.required(column, email, None)
    }

    /// The value that a row must have: the field's, else the default.
    pub(super) fn required<T>(
        &self,
        column: usize,
        field: Given<T>,
        default: Option<T>,
    ) -> Result<T, RowFault> {
        match (field, default) {
            (Given::Value(value), _) | (_, Some(value)) => Ok(value),
            (Given::Absent, None) => Err(self.fault(column, "is missing")),
            (Given::Empty, None) => Err(self.fault(column, "is empty")),
        }
    }

    /// Text as a person wrote it, of a length that a name or a reason may have.
    pub(super) fn text(&self, column: usize) -> Result<Given<Cow<'a, str>>, RowFault> {
        Ok(match self.unprotected(column)?.try_map(|text| self.trimmed(column, text))? {
            Given::Value(text) if text.is_empty() => Given::Empty,
            field => field,
        })
    }

    /// The text as [`written`] has it, so that a row and a flag of the same text are the same.
    fn trimmed(&self, column: usize, text: Cow<'a, str>) -> Result<Cow<'a, str>, RowFault> {
        let fault = |what: String| self.fault(column, &what);
        Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(written(text).map_err(fault)?),
            Cow::Owned(text) => Cow::Owned(written(&text).map_err(fault)?.to_owned()),
        })
    }

    /// Text without the `'` that kept it from a spreadsheet.
    fn unprotected(&self, column: usize) -> Result<Given<Cow<'a, str>>, RowFault> {
        let field = self.plain(column)?;
        Ok(match field {
            Given::Value(Cow::Borrowed(text)) if matches!(self.cells, Cells::Csv(..)) => {
                Given::Value(Cow::Borrowed(unprotect(text)))
            }
            Given::Value(Cow::Owned(text)) if matches!(self.cells, Cells::Csv(..)) => {
                Given::Value(Cow::Owned(unprotect(&text).to_owned()))
            }
            field => field,
        })
    }

    /// A value of a fixed form. Blanks around it are allowed: people type them after a comma.
    pub(super) fn parsed<T: FromStr<Err = String>>(&self, column: usize) -> Result<Given<T>, RowFault> {
        let field = self.plain(column)?;
        if matches!(&field, Given::Value(text) if text.trim().is_empty()) {
            return Ok(Given::Empty);
        }
        field.try_map(|text| self.value(column, text.trim()))
    }

    /// Text turned into a value, or the fault that names both.
    fn value<T: FromStr<Err = String>>(&self, column: usize, text: &str) -> Result<T, RowFault> {
        text.parse().map_err(|what: String| {
            // Some errors begin with the value they are about.
            let what = if what.starts_with('\'') { what } else { format!("'{text}': {what}") };
            self.fault(column, &what)
        })
    }

    /// On or off.
    pub(super) fn flag(&self, column: usize) -> Result<Given<bool>, RowFault> {
        match self.cell(column)? {
            Given::Value(FileCell::Flag(flag)) => Ok(Given::Value(flag)),
            _ => self.parsed::<Switch>(column)?.try_map(|Switch(on)| Ok(on)),
        }
    }

    /// Roles: one cell of names separated by commas, or a JSON array of names.
    pub(super) fn roles(&self, column: usize) -> Result<Given<Roles>, RowFault> {
        match self.cell(column)? {
            Given::Value(FileCell::List(names)) => {
                let roles = names.iter().map(|Text(name)| self.value::<Role>(column, name));
                Ok(Given::Value(roles.collect::<Result<Roles, RowFault>>()?))
            }
            _ => self.parsed(column),
        }
    }

    /// Text, or a number as it is written.
    fn plain(&self, column: usize) -> Result<Given<Cow<'a, str>>, RowFault> {
        self.cell(column)?.try_map(|cell| match cell {
            FileCell::Text(text) => Ok(text),
            FileCell::Number(number) => Ok(Cow::Borrowed(number)),
            FileCell::Flag(flag) => {
                Err(self.fault(column, &format!("{flag} is not a value for this column")))
            }
            FileCell::List(_) => Err(self.fault(column, "is an array: one value is expected")),
        })
    }

    fn cell(&self, column: usize) -> Result<Given<FileCell<'a>>, RowFault> {
        match &self.cells {
            Cells::Csv(record, header) => {
                let Some(bytes) = header.cell(*record, column) else {
                    return Ok(Given::Absent);
                };
                let text = std::str::from_utf8(bytes).map_err(|_| self.fault(column, "is not UTF-8"))?;
                if text.is_empty() {
                    return Ok(Given::Empty);
                }
                let escaped = !header.dialect.quoted && text.contains('\\');
                let text = if escaped { Cow::Owned(unbackslash(text)) } else { Cow::Borrowed(text) };
                Ok(Given::Value(FileCell::Text(text)))
            }
            Cells::Json(Object(entries), places) => {
                let index = places.iter().position(|place| *place == ColumnMatch::Known(column));
                match index.and_then(|index| entries.get(index)) {
                    Some((_, value)) => json_cell(value).map_err(|what| self.fault(column, what)),
                    None => Ok(Given::Absent),
                }
            }
            Cells::Malformed(_) => Ok(Given::Absent),
        }
    }
}

fn json_cell(value: &RawValue) -> Result<Given<FileCell<'_>>, &'static str> {
    let text = value.get();
    let cell = match text.as_bytes().first() {
        Some(b'n') => return Ok(Given::Empty),
        Some(b'"') => match serde_json::from_str(text) {
            Ok(Text(text)) if text.is_empty() => return Ok(Given::Empty),
            Ok(Text(text)) => FileCell::Text(text),
            Err(_) => return Err("holds half of a surrogate pair"),
        },
        Some(b't') => FileCell::Flag(true),
        Some(b'f') => FileCell::Flag(false),
        Some(b'[') => FileCell::List(serde_json::from_str(text).map_err(|_| "is not an array of strings")?),
        Some(b'{') => return Err("is an object: one value is expected"),
        _ => FileCell::Number(text),
    };
    Ok(Given::Value(cell))
}

/// The text that a cell of our own TSV stands for.
fn unbackslash(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut characters = cell.chars();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some('t')) => text.push('\t'),
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some('r')) => text.push('\r'),
            ('\\', Some('\\')) => text.push('\\'),
            (other, _) => {
                text.push(other);
                continue;
            }
        }
        characters.next();
    }
    text
}

/// The words for on and off in the exports of other programs.
struct Switch(bool);

impl FromStr for Switch {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        match (is(&["true", "yes", "on", "1"]), is(&["false", "no", "off", "0"])) {
            (true, _) => Ok(Self(true)),
            (_, true) => Ok(Self(false)),
            _ => Err("say true or false, yes or no, on or off, 1 or 0".to_owned()),
        }
    }
}
