//! Reads a file row by row.

use std::borrow::Cow;
use std::io::{BufRead, Read, Write};

use super::MAX_ROW_BYTES;
use super::columns::{ColumnMatch, Columns, twice};
use super::csv::{CsvRecords, Dialect, Ending};
use super::header::CsvHeader;
use super::jsonl::{self, LineReader};
use super::rejects::Rejects;
use super::row::{Cells, FileRow};
use super::source::{self, FileSource, InputFormat, unreadable};
use crate::error::{Error, Result};
use crate::row::RowFault;
use crate::text::escape_control;
use crate::text::json::Object;

/// A file that is being read.
pub struct FileRows<R> {
    name: String,
    source: FileSource<R>,
    columns: Columns,
    reader: FormatReader,
}

enum FormatReader {
    Csv(Box<CsvRecords>, CsvHeader),
    JsonLines(LineReader),
}

impl<R: Read> FileRows<R> {
    /// Opens a file. Detects the format unless it is given, and checks the header of a CSV file.
    ///
    /// `name` is as typed, `-` for standard input. Exit 2 if the file is not a table of these columns, exit 1 if it
    /// cannot be read.
    pub fn open(source: R, name: &str, format: Option<InputFormat>, columns: Columns) -> Result<Self> {
        let name = if name == "-" { "standard input".to_owned() } else { escape_control(name).into_owned() };
        let (mut source, format) = source::open(source, &name, format)?;
        let reader = match format {
            InputFormat::JsonLines => FormatReader::JsonLines(LineReader::default()),
            InputFormat::Csv | InputFormat::Tsv => {
                let dialect = match format {
                    InputFormat::Tsv => Dialect::TSV,
                    _ => Dialect::of_header(source.fill_buf().map_err(|error| unreadable(&name, error))?),
                };
                let mut records = CsvRecords::new(dialect);
                let header = match records.read(&mut source).map_err(|error| unreadable(&name, error))? {
                    Some(Ending::Complete) => {
                        CsvHeader::read(&columns, dialect, records.record(), records.line(), &name)?
                    }
                    Some(ending) => {
                        return Err(Error::usage(format!("{name}:{}: {}", records.line(), why(ending))));
                    }
                    None => {
                        return Err(Error::usage(format!("{name} is empty"))
                            .hint("a CSV file begins with a line of column names"));
                    }
                };
                FormatReader::Csv(Box::new(records), header)
            }
        };
        Ok(Self { name, source, columns, reader })
    }

    /// The name of the file in faults.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the file's name for one of our columns, as far as it is known before any row is read.
    pub fn column_name(&self, ours: &str) -> String {
        let Some(index) = self.columns.index(ours) else { return ours.to_owned() };
        let in_header = match &self.reader {
            FormatReader::Csv(_, header) => header.name(index),
            FormatReader::JsonLines(_) => None,
        };
        in_header.map_or_else(|| self.columns.name(index).to_owned(), Cow::into_owned)
    }

    /// Returns a writer for this file's rejected rows, in its format and with its column names.
    pub fn rejects<W: Write>(&self, out: W) -> Result<Rejects<W>> {
        match &self.reader {
            FormatReader::Csv(_, header) => Rejects::csv(out, header),
            FormatReader::JsonLines(_) => Ok(Rejects::json_lines(out)),
        }
    }

    /// Returns the next row, or `None` at the end. Fails only if the file cannot be read. A malformed row is returned
    /// as a row, and the rows after it can still be read.
    pub fn next_row(&mut self) -> Result<Option<FileRow<'_>>> {
        let Self { name, source, columns, reader } = self;
        match reader {
            FormatReader::Csv(records, header) => {
                let ending = records.read(source).map_err(|error| unreadable(name, error))?;
                Ok(ending.map(|ending| csv_row(records, ending, header, columns)))
            }
            FormatReader::JsonLines(lines) => {
                let more = lines.read(source).map_err(|error| unreadable(name, error))?;
                Ok(if more { Some(json_row(lines, columns)) } else { None })
            }
        }
    }
}

fn why(ending: Ending) -> String {
    match ending {
        Ending::Complete => String::new(),
        Ending::Unclosed => "a quote in this row is never closed".to_owned(),
        Ending::TooLong => {
            format!("the row is longer than {MAX_ROW_BYTES} bytes: a quote in it may not be closed")
        }
    }
}

fn csv_row<'a>(
    records: &'a CsvRecords,
    ending: Ending,
    header: &'a CsvHeader,
    columns: &'a Columns,
) -> FileRow<'a> {
    let (line, record) = (records.line(), records.record());
    let mut faults = Vec::new();
    if ending != Ending::Complete {
        faults.push(RowFault::new(line, None, &why(ending)));
    } else if record.len() != header.len() {
        let what = format!(
            "{} instead of {} cells: one that holds a {} or a line end must be quoted",
            record.len(),
            header.len(),
            header.dialect.separator()
        );
        faults.push(RowFault::new(line, None, &what));
    }
    FileRow { line, columns, cells: Cells::Csv(record, header), faults }
}

fn json_row<'a>(lines: &'a LineReader, columns: &'a Columns) -> FileRow<'a> {
    let (line, bytes) = (lines.line(), lines.bytes());
    let malformed = |what: &str| {
        let faults = vec![RowFault::new(line, None, what)];
        FileRow { line, columns, cells: Cells::Malformed(bytes), faults }
    };
    if bytes.is_empty() {
        return malformed(&format!("the line is longer than {MAX_ROW_BYTES} bytes"));
    }
    match jsonl::object(bytes) {
        Err(what) => malformed(&what),
        Ok(object) => {
            let meanings: Vec<ColumnMatch> = object.0.iter().map(|(key, _)| columns.resolve(key)).collect();
            let faults = key_faults(line, columns, &object, &meanings);
            FileRow { line, columns, cells: Cells::Json(object, meanings), faults }
        }
    }
}

/// Returns the first few faults of an object's keys. An object may have thousands of keys.
fn key_faults(
    line: u64,
    columns: &Columns,
    Object(entries): &Object,
    meanings: &[ColumnMatch],
) -> Vec<RowFault> {
    const MAX_KEY_FAULTS: usize = 10;
    let whats =
        entries.iter().zip(meanings).enumerate().filter_map(|(index, ((key, _), meaning))| match meaning {
            ColumnMatch::Unknown => Some(columns.unknown(key)),
            ColumnMatch::Known(_) => {
                let first = meanings.iter().take(index).position(|earlier| earlier == meaning);
                first.and_then(|first| entries.get(first)).map(|(first, _)| twice(first, key))
            }
            _ => None,
        });
    whats.take(MAX_KEY_FAULTS).map(|what| RowFault::new(line, None, &what)).collect()
}
