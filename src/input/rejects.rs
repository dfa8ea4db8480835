//! Writes rows that were not applied to a file that can be corrected and applied again.

use std::io::Write;

use super::columns::REJECT_COLUMNS;
use super::csv::Dialect;
use super::header::CsvHeader;
use super::jsonl::push_member;
use crate::error::{Code, Error, Result};
use crate::text::json;

/// Writes rejected rows as they were in their file, plus the columns `line`, `error_code` and `error`.
///
/// Readers ignore these three columns, so the corrected file can be applied as it is. A malformed row is written so
/// that it stays malformed until someone corrects it.
pub struct Rejects<W> {
    out: W,
    /// `None` for JSON Lines.
    dialect: Option<Dialect>,
    row: Vec<u8>,
}

impl<W: Write> Rejects<W> {
    pub(super) fn csv(out: W, header: &CsvHeader) -> Result<Self> {
        let dialect = header.dialect;
        let mut rejects = Self { out, dialect: Some(dialect), row: Vec::new() };
        for name in header.data_names().chain(REJECT_COLUMNS.map(str::as_bytes)) {
            if !rejects.row.is_empty() {
                dialect.push_separator(&mut rejects.row);
            }
            dialect.push(&mut rejects.row, name);
        }
        rejects.write_row()?;
        Ok(rejects)
    }

    pub(super) fn json_lines(out: W) -> Self {
        Self { out, dialect: None, row: Vec::new() }
    }

    /// Writes a row. `original` comes from [`super::FileRow::write_original`].
    pub fn write(&mut self, line: u64, original: &[u8], code: Code, error: &str) -> Result<()> {
        self.row.clear();
        if let Some(dialect) = self.dialect {
            self.row.extend_from_slice(original);
            for cell in [&*line.to_string(), code.name(), error] {
                dialect.push_separator(&mut self.row);
                dialect.push(&mut self.row, cell.as_bytes());
            }
        } else {
            let members = original.strip_suffix(b"}").unwrap_or(original);
            self.row.extend_from_slice(members);
            push_member(&mut self.row, "line", &line.to_string());
            push_member(&mut self.row, "error_code", &format!("\"{}\"", code.name()));
            push_member(&mut self.row, "error", &json::string(error));
            self.row.push(b'}');
        }
        self.write_row()
    }

    /// Flushes and returns the inner writer.
    pub fn finish(mut self) -> Result<W> {
        self.out.flush().map_err(unwritable)?;
        Ok(self.out)
    }

    fn write_row(&mut self) -> Result<()> {
        self.row.push(b'\n');
        self.out.write_all(&self.row).map_err(unwritable)
    }
}

fn unwritable(error: std::io::Error) -> Error {
    Error::failed("the rejected rows cannot be written", error)
}
