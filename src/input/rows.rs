//! The rows of a file, one after another.

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

/// What reads the format.
enum FormatReader {
    Csv(Box<CsvRecords>, CsvHeader),
    JsonLines(LineReader),
}

impl<R: Read> FileRows<R> {
    /// Starts to read a file: detects its format unless it is given, and checks the header of a CSV file.
    ///
    /// `name` is what was typed, `-` for standard input. A file that is no table of these columns is exit 2, one that
    /// cannot be read exit 1.
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
                    Some(Ending::Whole) => {
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

    /// What the file is called in faults.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file's name for one of our columns, as far as it is known before a row is read.
    pub fn column_name(&self, ours: &str) -> String {
        let Some(index) = self.columns.index(ours) else { return ours.to_owned() };
        let in_header = match &self.reader {
            FormatReader::Csv(_, header) => header.name(index),
            FormatReader::JsonLines(_) => None,
        };
        in_header.map_or_else(|| self.columns.name(index).to_owned(), Cow::into_owned)
    }

    /// A writer of this file's rejected rows, in its format and with its column names.
    pub fn rejects<W: Write>(&self, out: W) -> Result<Rejects<W>> {
        match &self.reader {
            FormatReader::Csv(_, header) => Rejects::csv(out, header),
            FormatReader::JsonLines(_) => Ok(Rejects::json_lines(out)),
        }
    }

    /// The next row, `None` at the end. Only a failure to read the file is an error; a row that is wrong is a row,
    /// and the rows after it can still be read.
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
        Ending::Whole => String::new(),
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
    if ending != Ending::Whole {
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
            let places: Vec<ColumnMatch> = object.0.iter().map(|(key, _)| columns.place(key)).collect();
            let faults = key_faults(line, columns, &object, &places);
            FileRow { line, columns, cells: Cells::Json(object, places), faults }
        }
    }
}

/// The faults of an object's keys. The first few are enough, because an object may have thousands of keys.
fn key_faults(
    line: u64,
    columns: &Columns,
    Object(entries): &Object,
    places: &[ColumnMatch],
) -> Vec<RowFault> {
    const MAX_KEY_FAULTS: usize = 10;
    let whats = entries.iter().zip(places).enumerate().filter_map(|(index, ((key, _), place))| match place {
        ColumnMatch::Unknown => Some(columns.unknown(key)),
        ColumnMatch::Known(_) => {
            let first = places.iter().take(index).position(|earlier| earlier == place);
            first.and_then(|first| entries.get(first)).map(|(first, _)| twice(first, key))
        }
        _ => None,
    });
    whats.take(MAX_KEY_FAULTS).map(|what| RowFault::new(line, None, &what)).collect()
}
