//! The file of the rows that were not applied.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind};
use std::path::PathBuf;

use super::table::TableRows;
use crate::error::{Error, Result};
use crate::folder;
use crate::store::Reader;

/// A file that appears, or is replaced, whole: it is written beside its place before the ledger is, and put there after.
#[derive(Debug)]
pub(super) struct RejectsFile {
    path: PathBuf,
    draft: PathBuf,
}

impl RejectsFile {
    pub(super) fn new(path: PathBuf) -> Self {
        let mut draft = path.clone().into_os_string();
        draft.push(format!(".{}.new", std::process::id()));
        Self { path, draft: draft.into() }
    }

    /// The name as it was typed.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Writes the spooled rows that have a fault, in the format of the file they are from.
    pub(super) fn write(&self, reader: &Reader<'_>, rows: &TableRows) -> Result<()> {
        let file = File::create(&self.draft).map_err(|error| self.unwritable(error))?;
        let mut rejects = rows.rejects(BufWriter::new(file))?;
        reader.faulty(|original, faults| {
            let (Some(first), why) = (
                faults.first(),
                faults.iter().map(|fault| match &fault.column {
                    Some(column) => format!("{column}: {}", fault.what),
                    None => fault.what.clone(),
                }),
            ) else {
                return Ok(());
            };
            rejects.write(first.line, original, first.code, &why.collect::<Vec<_>>().join("; "))
        })?;
        let file = rejects.finish()?.into_inner().map_err(|error| self.unwritable(error.into_error()))?;
        file.sync_all().map_err(|error| self.unwritable(error))
    }

    /// Puts the file in its place, or takes it away where the ledger kept nothing.
    pub(super) fn settle(&self, kept: bool) -> Result<()> {
        let done = if kept {
            fs::rename(&self.draft, &self.path).and_then(|()| folder::sync(folder::holding(&self.path)))
        } else {
            fs::remove_file(&self.draft)
        };
        match done {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.unwritable(error)),
            _ => Ok(()),
        }
    }

    fn unwritable(&self, error: std::io::Error) -> Error {
        Error::failed(format!("the rejected rows cannot be written to {}", self.name()), error)
    }
}
