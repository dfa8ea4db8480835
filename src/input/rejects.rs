//! The rows that were not applied, in a file that can be corrected and applied as it is.

use std::io::Write;

use super::columns::REJECT_COLUMNS;
use super::header::CsvHeader;
use super::jsonl::push_member;
use crate::error::{Code, Error, Result};
use crate::text::csv::push_cell;
use crate::text::json;

/// A writer of rejected rows: each as its file had it, with the columns `line`, `error_code` and `error` at its end.
///
/// A reader ignores these three, so the corrected file can be applied as it is. A row that is wrong as a whole is written so
/// that it stays wrong until someone corrects it.
pub struct Rejects<W> {
    out: W,
    is_csv: bool,
    row: Vec<u8>,
}

impl<W: Write> Rejects<W> {
    pub(super) fn csv(out: W, header: &CsvHeader) -> Result<Self> {
        let mut rejects = Self { out, is_csv: true, row: Vec::new() };
        for name in header.data_names() {
            push_cell(&mut rejects.row, name);
            rejects.row.push(b',');
        }
        rejects.row.extend_from_slice(REJECT_COLUMNS.join(",").as_bytes());
        rejects.write_row()?;
        Ok(rejects)
    }

    pub(super) fn json_lines(out: W) -> Self {
        Self { out, is_csv: false, row: Vec::new() }
    }

    /// Writes a row: its line, what [`super::FileRow::write_original`] gave of it, and why it was rejected.
    pub fn write(&mut self, line: u64, original: &[u8], code: Code, error: &str) -> Result<()> {
        self.row.clear();
        if self.is_csv {
            self.row.extend_from_slice(original);
            self.row.extend_from_slice(format!(",{line},{},", code.name()).as_bytes());
            push_cell(&mut self.row, error.as_bytes());
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

    /// Writes what is still buffered, and returns the writer beneath.
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
