//! The file of the rejected rows.

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::replaceable::require_replaceable;
use super::table::TableRows;
use crate::error::{Error, Result};
use crate::files::{self, NewFile};
use crate::row::RowFault;
use crate::store::Reader;

/// A file that appears, or is replaced, as a whole. It is written under a temporary name before the commit, and renamed after
/// it.
#[derive(Debug)]
pub(crate) struct RejectsFile(PathBuf);

impl RejectsFile {
    /// Fails (exit 2) if the file would replace something that it must not.
    pub(crate) fn new(path: PathBuf, database: Option<&Path>) -> Result<Self> {
        let file = Self(path);
        require_replaceable(&file.0, database, &file.unwritable())?;
        Ok(file)
    }

    /// Returns the name as it was typed.
    pub(crate) fn name(&self) -> String {
        self.0.display().to_string()
    }

    /// Writes the spooled rows that have a fault, in the format of their file.
    pub(crate) fn write(&self, reader: &Reader<'_>, rows: &TableRows) -> Result<NewFile> {
        let failed = |error| Error::failed(self.unwritable(), error);
        files::clear_leftovers(files::folder_of(&self.0));
        let new = NewFile::create(&self.0).map_err(failed)?;
        let mut rejects = rows.rejects(BufWriter::new(new.file()))?;
        reader.faulty(|original, faults| {
            let Some(first) = faults.first() else { return Ok(()) };
            let why: Vec<_> = faults.iter().map(RowFault::text).collect();
            rejects.write(first.line, original, first.reason.code(), &why.join("; "))
        })?;
        let file = rejects.finish()?.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        Ok(new)
    }

    /// Renames the file to its final name. The rows are already applied, so on failure the temporary file is kept.
    pub(crate) fn place(&self, new: NewFile) -> Result<()> {
        new.take_name().map_err(|error| {
            let saved = new.set_aside();
            Error::failed(self.unwritable(), error).hint(format!("they are in {}", saved.display()))
        })
    }

    fn unwritable(&self) -> String {
        format!("the rejected rows cannot be written to {}", self.name())
    }
}
