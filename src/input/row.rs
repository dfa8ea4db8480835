//! A row of a file, in any format, and its cells as values.

use std::borrow::Cow;
use std::str::FromStr;

use super::cell::{FileCell, json_cell, unbackslash};
use super::columns::{ColumnMatch, Columns};
use super::csv::CsvRecord;
use super::header::CsvHeader;
use super::jsonl::push_member;
use crate::domain::{Email, Role, Roles, checked_text, unprotect};
use crate::row::{RowFault, RowValue};
use crate::text::json::{self, Object, Text};

/// A row, or the faults of a row that cannot be read.
#[derive(Debug)]
pub struct FileRow<'a> {
    pub(super) line: u64,
    pub(super) columns: &'a Columns,
    pub(super) cells: Cells<'a>,
    /// What is wrong with the row as a whole, or with its keys.
    pub(super) faults: Vec<RowFault>,
}

/// Collects the faults of one row.
pub(super) struct RowFaults(Vec<RowFault>);

impl RowFaults {
    /// Returns the value, or keeps the fault and returns `None`.
    pub(super) fn keep<T>(&mut self, value: Result<T, RowFault>) -> Option<T> {
        value.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// The content of a row, by format.
#[derive(Debug)]
pub(super) enum Cells<'a> {
    Csv(CsvRecord<'a>, &'a CsvHeader),
    /// An object, with the meaning of each key.
    Json(Object<'a>, Vec<ColumnMatch>),
    /// A line of a JSON Lines file that is not an object.
    Malformed(&'a [u8]),
}

impl<'a> FileRow<'a> {
    /// The line on which the row begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Appends the row as the file has it, for [`super::Rejects::write`]: a CSV record or a JSON object, without a line
    /// end. Omits the columns of an earlier rejects file. A line that is not an object becomes one with the single key
    /// `raw`, which is never read as data. A malformed CSV record never gets one cell for each column, so it stays
    /// malformed until someone corrects it.
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
                // Writing closes the open quote, and omitting columns can make the number of cells right. One more cell
                // keeps the record malformed.
                if !self.faults.is_empty() && cells == header.data_names().count() {
                    header.dialect.push_separator(out);
                }
            }
            Cells::Json(Object(entries), meanings) => {
                out.push(b'{');
                for ((key, value), meaning) in entries.iter().zip(meanings) {
                    if *meaning != ColumnMatch::Reject {
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

    /// Returns the result of `parse`, or all faults of the row. Does not run `parse` on a malformed row.
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

    /// Returns a fault in a column of this row, under the file's name for the column.
    pub(super) fn fault(&self, column: usize, what: &str) -> RowFault {
        let name = match &self.cells {
            Cells::Csv(_, header) => header.name(column),
            Cells::Json(object, meanings) => {
                let index = meanings.iter().position(|meaning| *meaning == ColumnMatch::Known(column));
                index.and_then(|index| object.0.get(index)).map(|(key, _)| Cow::Borrowed(key.as_ref()))
            }
            Cells::Malformed(_) => None,
        };
        RowFault::new(self.line, Some(name.as_deref().unwrap_or(self.columns.name(column))), what)
    }

    /// Parses the address, which every row must have.
    pub(super) fn email(&self, column: usize) -> Result<Email, RowFault> {
        let email = self.unprotected(column)?.try_map(|text| self.value(column, &text))?;
        self.required(column, email, None)
    }

    /// Returns the value of the cell, else the default. A fault if there is neither.
    pub(super) fn required<T>(
        &self,
        column: usize,
        field: RowValue<T>,
        default: Option<T>,
    ) -> Result<T, RowFault> {
        match (field, default) {
            (RowValue::Value(value), _) | (_, Some(value)) => Ok(value),
            (RowValue::NoColumn, None) => Err(self.fault(column, "is missing")),
            (RowValue::EmptyCell, None) => Err(self.fault(column, "is empty")),
        }
    }

    /// Returns text that a person wrote. Checks its length.
    pub(super) fn text(&self, column: usize) -> Result<RowValue<Cow<'a, str>>, RowFault> {
        Ok(match self.unprotected(column)?.try_map(|text| self.trimmed(column, text))? {
            RowValue::Value(text) if text.is_empty() => RowValue::EmptyCell,
            field => field,
        })
    }

    /// Trims and checks the text with [`checked_text`], so that a row and a flag accept the same text.
    fn trimmed(&self, column: usize, text: Cow<'a, str>) -> Result<Cow<'a, str>, RowFault> {
        let fault = |what: String| self.fault(column, &what);
        Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(checked_text(text).map_err(fault)?),
            Cow::Owned(text) => Cow::Owned(checked_text(&text).map_err(fault)?.to_owned()),
        })
    }

    /// Removes the `'` that protects text in CSV from spreadsheets.
    fn unprotected(&self, column: usize) -> Result<RowValue<Cow<'a, str>>, RowFault> {
        let field = self.plain(column)?;
        Ok(match field {
            RowValue::Value(Cow::Borrowed(text)) if matches!(self.cells, Cells::Csv(..)) => {
                RowValue::Value(Cow::Borrowed(unprotect(text)))
            }
            RowValue::Value(Cow::Owned(text)) if matches!(self.cells, Cells::Csv(..)) => {
                RowValue::Value(Cow::Owned(unprotect(&text).to_owned()))
            }
            field => field,
        })
    }

    /// Parses a value. Blanks around it are allowed, because people type them after a comma.
    pub(super) fn parsed<T: FromStr<Err = String>>(&self, column: usize) -> Result<RowValue<T>, RowFault> {
        let field = self.plain(column)?;
        if matches!(&field, RowValue::Value(text) if text.trim().is_empty()) {
            return Ok(RowValue::EmptyCell);
        }
        field.try_map(|text| self.value(column, text.trim()))
    }

    /// Parses the text. A fault names the text.
    fn value<T: FromStr<Err = String>>(&self, column: usize, text: &str) -> Result<T, RowFault> {
        text.parse().map_err(|what: String| {
            // Some messages begin with the value already.
            let what = if what.starts_with('\'') { what } else { format!("'{text}': {what}") };
            self.fault(column, &what)
        })
    }

    /// Parses on or off.
    pub(super) fn flag(&self, column: usize) -> Result<RowValue<bool>, RowFault> {
        match self.cell(column)? {
            RowValue::Value(FileCell::Flag(flag)) => Ok(RowValue::Value(flag)),
            _ => self.parsed::<Switch>(column)?.try_map(|Switch(on)| Ok(on)),
        }
    }

    /// Parses roles: one cell of names separated by commas, or a JSON array of names.
    pub(super) fn roles(&self, column: usize) -> Result<RowValue<Roles>, RowFault> {
        match self.cell(column)? {
            RowValue::Value(FileCell::List(names)) => {
                let roles = names.iter().map(|Text(name)| self.value::<Role>(column, name));
                Ok(RowValue::Value(roles.collect::<Result<Roles, RowFault>>()?))
            }
            _ => self.parsed(column),
        }
    }

    /// Returns text, or a number as written.
    fn plain(&self, column: usize) -> Result<RowValue<Cow<'a, str>>, RowFault> {
        self.cell(column)?.try_map(|cell| match cell {
            FileCell::Text(text) => Ok(text),
            FileCell::Number(number) => Ok(Cow::Borrowed(number)),
            FileCell::Flag(flag) => {
                Err(self.fault(column, &format!("{flag} is not a value for this column")))
            }
            FileCell::List(_) => Err(self.fault(column, "is an array: one value is expected")),
        })
    }

    fn cell(&self, column: usize) -> Result<RowValue<FileCell<'a>>, RowFault> {
        match &self.cells {
            Cells::Csv(record, header) => {
                let Some(bytes) = header.cell(*record, column) else {
                    return Ok(RowValue::NoColumn);
                };
                let text = std::str::from_utf8(bytes).map_err(|_| self.fault(column, "is not UTF-8"))?;
                if text.is_empty() {
                    return Ok(RowValue::EmptyCell);
                }
                let escaped = !header.dialect.quoted && text.contains('\\');
                let text = if escaped { Cow::Owned(unbackslash(text)) } else { Cow::Borrowed(text) };
                Ok(RowValue::Value(FileCell::Text(text)))
            }
            Cells::Json(Object(entries), meanings) => {
                let index = meanings.iter().position(|meaning| *meaning == ColumnMatch::Known(column));
                match index.and_then(|index| entries.get(index)) {
                    Some((_, value)) => json_cell(value).map_err(|what| self.fault(column, what)),
                    None => Ok(RowValue::NoColumn),
                }
            }
            Cells::Malformed(_) => Ok(RowValue::NoColumn),
        }
    }
}

/// On or off, in the words that other programs export.
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
