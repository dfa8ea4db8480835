//! The header of a CSV file: the place of each of our columns in it.

use std::borrow::Cow;

use super::columns::{ColumnMatch, Columns, REJECT_COLUMNS, twice};
use super::csv::{CsvRecord, Dialect};
use super::fault::Faults;
use crate::error::{Code, Error, Result};
use crate::row::RowFault;

/// The header of a CSV file.
#[derive(Debug, Default)]
pub(super) struct CsvHeader {
    /// How the file separates its cells.
    pub(super) dialect: Dialect,
    /// Every column's name, as the file has it.
    names: Vec<Vec<u8>>,
    /// What every column stands for.
    places: Vec<ColumnMatch>,
    /// The cell in which each known column is; `None` where the file has no such column.
    seats: Vec<Option<usize>>,
}

impl CsvHeader {
    /// The header in a file's first record. Whatever is wrong with it is one error, exit 2, with all its faults.
    pub(super) fn read(
        columns: &Columns,
        dialect: Dialect,
        record: CsvRecord,
        line: u64,
        file: &str,
    ) -> Result<Self> {
        let mut faults = Faults::new(file);
        let mut header = Self { dialect, seats: vec![None; columns.len()], ..Self::default() };
        for cell in record.cells() {
            if let Err(what) = header.add(columns, cell) {
                faults.push(RowFault::new(line, None, &what));
            }
        }
        faults.extend(columns.missing(&header.seats).iter().map(|what| RowFault::new(line, None, what)));
        faults.into_result(Code::Usage).map_err(|error| header.with_hints(error, columns))?;
        Ok(header)
    }

    /// Adds a column of the file, and gives it its seat where it has one.
    fn add(&mut self, columns: &Columns, cell: &[u8]) -> Result<(), String> {
        let name = String::from_utf8_lossy(cell);
        let name = name.trim();
        let index = self.names.len();
        let place = columns.place(name);
        self.names.push(cell.to_vec());
        self.places.push(place);
        match place {
            ColumnMatch::Unknown => return Err(columns.unknown(name)),
            ColumnMatch::Reject | ColumnMatch::Ignored => {}
            ColumnMatch::Known(column) => {
                if let Some(first) = self.name(column) {
                    return Err(twice(&first, name));
                }
                if let Some(seat) = self.seats.get_mut(column) {
                    *seat = Some(index);
                }
            }
        }
        Ok(())
    }

    fn with_hints(&self, error: Error, columns: &Columns) -> Error {
        let unknown = self.places.contains(&ColumnMatch::Unknown).then(|| {
            "--map OURS=THEIRS renames a column, --ignore-columns passes over the unknown ones".to_owned()
        });
        error.hint(columns.known_hint()).maybe_hint(unknown)
    }

    /// How many columns the file has.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The cell of a record that a known column is in.
    pub(super) fn cell<'a>(&self, record: CsvRecord<'a>, column: usize) -> Option<&'a [u8]> {
        record.cell(self.seats.get(column).copied().flatten()?)
    }

    /// The name that the file gives a known column.
    pub(super) fn name(&self, column: usize) -> Option<Cow<'_, str>> {
        let index = self.seats.get(column).copied().flatten()?;
        Some(String::from_utf8_lossy(self.names.get(index)?.trim_ascii()))
    }

    /// The names of the columns of data: all but what a rejects file added.
    pub(super) fn data_names(&self) -> impl Iterator<Item = &[u8]> {
        let columns = self.names.iter().zip(&self.places);
        columns.filter(|(_, place)| **place != ColumnMatch::Reject).map(|(name, _)| name.as_slice())
    }

    /// The cells of data in a record. In a record with too few or too many cells, the columns of a rejects file are recognised
    /// by the code of an error, last but one.
    pub(super) fn data_cells<'a>(&'a self, record: CsvRecord<'a>) -> impl Iterator<Item = &'a [u8]> {
        let fits = record.len() == self.places.len();
        let own_len = record.len().saturating_sub(REJECT_COLUMNS.len());
        let code = record.cell(own_len + 1).unwrap_or_default();
        let rejected = self.places.ends_with(&[ColumnMatch::Reject; REJECT_COLUMNS.len()])
            && Code::ALL.iter().any(|known| known.name().as_bytes() == code);
        let is_data = move |index: usize| {
            if fits {
                self.places.get(index) != Some(&ColumnMatch::Reject)
            } else {
                !rejected || index < own_len
            }
        };
        record.cells().enumerate().filter(move |(index, _)| is_data(*index)).map(|(_, cell)| cell)
    }
}
