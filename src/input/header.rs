//! Finds our columns in the header of a CSV file.

use std::borrow::Cow;

use super::columns::{ColumnMatch, Columns, REJECT_COLUMNS, twice};
use super::csv::{CsvRecord, Dialect};
use super::fault::Faults;
use crate::error::{Code, Error, Result};
use crate::row::RowFault;

#[derive(Debug, Default)]
pub(super) struct CsvHeader {
    pub(super) dialect: Dialect,
    /// The name of every column, as in the file.
    names: Vec<Vec<u8>>,
    /// The meaning of every column.
    meanings: Vec<ColumnMatch>,
    /// The position of each known column; `None` if the file does not have it.
    positions: Vec<Option<usize>>,
}

impl CsvHeader {
    /// Reads the header from the first record. Exit 2, with all faults of the header.
    pub(super) fn read(
        columns: &Columns,
        dialect: Dialect,
        record: CsvRecord,
        line: u64,
        file: &str,
    ) -> Result<Self> {
        let mut faults = Faults::new(file);
        let mut header = Self { dialect, positions: vec![None; columns.len()], ..Self::default() };
        for cell in record.cells() {
            if let Err(what) = header.add(columns, cell) {
                faults.push(RowFault::new(line, None, &what));
            }
        }
        faults.extend(columns.missing(&header.positions).iter().map(|what| RowFault::new(line, None, what)));
        faults.into_result(Code::Usage).map_err(|error| header.with_hints(error, columns))?;
        Ok(header)
    }

    /// Adds a column of the file. If it is a known one, notes its position.
    fn add(&mut self, columns: &Columns, cell: &[u8]) -> Result<(), String> {
        let name = String::from_utf8_lossy(cell);
        let name = name.trim();
        let index = self.names.len();
        let meaning = columns.resolve(name);
        self.names.push(cell.to_vec());
        self.meanings.push(meaning);
        match meaning {
            ColumnMatch::Unknown => return Err(columns.unknown(name)),
            ColumnMatch::Reject | ColumnMatch::Ignored => {}
            ColumnMatch::Known(column) => {
                if let Some(first) = self.name(column) {
                    return Err(twice(&first, name));
                }
                if let Some(position) = self.positions.get_mut(column) {
                    *position = Some(index);
                }
            }
        }
        Ok(())
    }

    fn with_hints(&self, error: Error, columns: &Columns) -> Error {
        let unknown = self.meanings.contains(&ColumnMatch::Unknown).then(|| {
            "--map OURS=THEIRS renames a column, --ignore-columns passes over the unknown ones".to_owned()
        });
        error.hint(columns.known_hint()).maybe_hint(unknown)
    }

    /// Returns the number of columns in the file.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Returns the cell of a known column.
    pub(super) fn cell<'a>(&self, record: CsvRecord<'a>, column: usize) -> Option<&'a [u8]> {
        record.cell(self.positions.get(column).copied().flatten()?)
    }

    /// Returns the file's name for a known column.
    pub(super) fn name(&self, column: usize) -> Option<Cow<'_, str>> {
        let index = self.positions.get(column).copied().flatten()?;
        Some(String::from_utf8_lossy(self.names.get(index)?.trim_ascii()))
    }

    /// Returns the names of all columns except those that a rejects file added.
    pub(super) fn data_names(&self) -> impl Iterator<Item = &[u8]> {
        let columns = self.names.iter().zip(&self.meanings);
        columns.filter(|(_, meaning)| **meaning != ColumnMatch::Reject).map(|(name, _)| name.as_slice())
    }

    /// Returns the cells of a record except those that a rejects file added. If the number of cells is wrong, those are
    /// recognised by an error code in the last cell but one.
    pub(super) fn data_cells<'a>(&'a self, record: CsvRecord<'a>) -> impl Iterator<Item = &'a [u8]> {
        let fits = record.len() == self.meanings.len();
        let own_len = record.len().saturating_sub(REJECT_COLUMNS.len());
        let code = record.cell(own_len + 1).unwrap_or_default();
        let rejected = self.meanings.ends_with(&[ColumnMatch::Reject; REJECT_COLUMNS.len()])
            && Code::ALL.iter().any(|known| known.name().as_bytes() == code);
        let is_data = move |index: usize| {
            if fits {
                self.meanings.get(index) != Some(&ColumnMatch::Reject)
            } else {
                !rejected || index < own_len
            }
        };
        record.cells().enumerate().filter(move |(index, _)| is_data(*index)).map(|(_, cell)| cell)
    }
}
