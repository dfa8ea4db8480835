//! Reads the records of a CSV file. csv-core knows the grammar; this module limits the memory, knows the line on which
//! a record begins, and detects a quote that is never closed.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult as Step, Reader, ReaderBuilder};

use super::MAX_ROW_BYTES;
use crate::text::csv::push_cell;

/// How a record ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// At a line end, or at the end of the file.
    Complete,
    /// At the end of the file, inside quotes.
    Unclosed,
    /// It was longer than [`MAX_ROW_BYTES`] and is skipped.
    TooLong,
}

/// How a file separates and quotes cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    delimiter: u8,
    /// Whether cells may be quoted. If not, backslashes escape, as in our own TSV.
    pub(super) quoted: bool,
}

impl Dialect {
    pub(super) const TSV: Self = Self { delimiter: b'\t', quoted: false };

    /// Detects the separator of a CSV file that begins with `head`: the one that occurs most often in its header.
    pub(super) fn of_header(head: &[u8]) -> Self {
        let start = head.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or_default();
        let header = head[start..].split(|byte| *byte == b'\n').next().unwrap_or_default();
        let outside_quotes = || header.split(|byte| *byte == b'"').step_by(2).flatten();
        let count = |delimiter: u8| outside_quotes().filter(|byte| **byte == delimiter).count();
        let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter));
        Self { delimiter: delimiter.unwrap_or(b','), quoted: true }
    }

    pub(super) fn push_separator(self, out: &mut Vec<u8>) {
        out.push(self.delimiter);
    }

    /// Appends a cell, with quotes if it needs them.
    pub(super) fn push(self, out: &mut Vec<u8>, cell: &[u8]) {
        if self.quoted { push_cell(out, cell, self.delimiter) } else { out.extend_from_slice(cell) }
    }

    /// Returns the separator in words.
    pub(super) fn separator(self) -> &'static str {
        match self.delimiter {
            b'\t' => "tab",
            b';' => "semicolon",
            _ => "comma",
        }
    }
}

/// Reads records and holds the last one.
pub(super) struct CsvRecords {
    core: Reader,
    line: u64,
    /// The cells, one after the other, and the end of each. Only the first `bytes_len` and `ends_len` belong to the
    /// record.
    bytes: Vec<u8>,
    bytes_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
}

impl CsvRecords {
    pub(super) fn new(dialect: Dialect) -> Self {
        const FIRST_BYTES: usize = 4 << 10;
        const FIRST_CELLS: usize = 32;
        Self {
            core: ReaderBuilder::new().delimiter(dialect.delimiter).quoting(dialect.quoted).build(),
            line: 1,
            bytes: vec![0; FIRST_BYTES],
            bytes_len: 0,
            ends: vec![0; FIRST_CELLS],
            ends_len: 0,
        }
    }

    /// The line on which the last record began, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn record(&self) -> CsvRecord<'_> {
        CsvRecord {
            bytes: self.bytes.get(..self.bytes_len).unwrap_or_default(),
            ends: self.ends.get(..self.ends_len).unwrap_or_default(),
        }
    }

    /// Reads the next record that is not blank. Returns `None` at the end of the file.
    pub(super) fn read(&mut self, source: &mut impl BufRead) -> io::Result<Option<Ending>> {
        loop {
            match self.read_any(source)? {
                // Every cell is empty. Spreadsheets leave such rows below a table.
                Some(Ending::Complete) if self.bytes_len == 0 => {}
                ending => return Ok(ending),
            }
        }
    }

    fn read_any(&mut self, source: &mut impl BufRead) -> io::Result<Option<Ending>> {
        self.skip_line_ends(source)?;
        (self.line, self.bytes_len, self.ends_len) = (self.core.line(), 0, 0);
        let mut left = MAX_ROW_BYTES;
        loop {
            let input = source.fill_buf()?;
            if input.is_empty() {
                return Ok((left < MAX_ROW_BYTES).then(|| self.finish()));
            }
            let input = input.get(..left).unwrap_or(input);
            let (step, used) = self.step(input);
            source.consume(used);
            left -= used;
            if step == Step::Record {
                return Ok(Some(Ending::Complete));
            }
            if left == 0 {
                self.skip_record(source)?;
                return Ok(Some(Ending::TooLong));
            }
        }
    }

    /// Skips line ends before a record. csv-core would do that too, but only after the record's line was read from it.
    fn skip_line_ends(&mut self, source: &mut impl BufRead) -> io::Result<()> {
        loop {
            let input = source.fill_buf()?;
            let count = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let more = count > 0 && count == input.len();
            let lines = input.iter().take(count).filter(|byte| **byte == b'\n').count();
            source.consume(count);
            self.core.set_line(self.core.line() + lines as u64);
            if !more {
                return Ok(());
            }
        }
    }

    /// Feeds input to the record. Enlarges a buffer that is full.
    fn step(&mut self, input: &[u8]) -> (Step, usize) {
        let bytes = self.bytes.get_mut(self.bytes_len..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ends_len..).unwrap_or_default();
        let (step, used, bytes_written, ends_written) = self.core.read_record(input, bytes, ends);
        self.bytes_len += bytes_written;
        self.ends_len += ends_written;
        match step {
            Step::OutputFull => self.bytes.resize(self.bytes.len() * 2, 0),
            Step::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            Step::InputEmpty | Step::Record | Step::End => {}
        }
        (step, used)
    }

    /// Ends a record at the end of the file. It tries one more line end: if that does not end the record, a quote is
    /// open.
    fn finish(&mut self) -> Ending {
        if self.step_whole(b"\n") == Step::Record {
            return Ending::Complete;
        }
        self.step_whole(b"");
        // Remove the line end that was tried.
        self.bytes_len = self.bytes_len.saturating_sub(1);
        if let Some(end) = self.ends_len.checked_sub(1).and_then(|last| self.ends.get_mut(last)) {
            *end = self.bytes_len;
        }
        Ending::Unclosed
    }

    /// Makes a step with at most one byte, and repeats it until the buffers are large enough.
    fn step_whole(&mut self, input: &[u8]) -> Step {
        loop {
            let (step, _) = self.step(input);
            if !matches!(step, Step::OutputFull | Step::OutputEndsFull) {
                return step;
            }
        }
    }

    /// Skips the rest of the record.
    fn skip_record(&mut self, source: &mut impl BufRead) -> io::Result<()> {
        loop {
            (self.bytes_len, self.ends_len) = (0, 0);
            let input = source.fill_buf()?;
            let (step, used) = self.step(input);
            let done = input.is_empty() || step == Step::Record;
            source.consume(used);
            if done {
                (self.bytes_len, self.ends_len) = (0, 0);
                return Ok(());
            }
        }
    }
}

/// The cells of a record, without quotes, as bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CsvRecord<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
}

impl<'a> CsvRecord<'a> {
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    pub(super) fn cell(self, index: usize) -> Option<&'a [u8]> {
        let start = match index.checked_sub(1) {
            Some(previous) => *self.ends.get(previous)?,
            None => 0,
        };
        self.bytes.get(start..*self.ends.get(index)?)
    }

    pub(super) fn cells(self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).filter_map(move |index| self.cell(index))
    }
}
