//! The file of the rows that were not applied.

use std::fs::File;
use std::io::{BufWriter, Read};
use std::path::{Path, PathBuf};

use super::table::TableRows;
use crate::error::{Error, Result};
use crate::folder::{self, NewFile};
use crate::row::RowFault;
use crate::store::{Reader, is_reserved_name};

/// With this every SQLite file begins.
const SQLITE_BEGIN: &[u8; 16] = b"SQLite format 3\0";

/// A file that appears, or is replaced, whole: it is written beside its place before the ledger is, and put there after.
#[derive(Debug)]
pub(crate) struct RejectsFile(PathBuf);

impl RejectsFile {
    /// Exit 2 where something else than a regular file is at the path, or the ledger itself: the new file would take the place
    /// of a device, a socket, a link, or of all that is on record.
    pub(crate) fn new(path: PathBuf, database: &Path) -> Result<Self> {
        let file = Self(path);
        let refused = |what: &str| {
            Err(Error::usage(format!("{}: it is {what}", file.unwritable()))
                .hint("name a regular file, which is replaced, or one that is not there yet"))
        };
        match file.0.symlink_metadata() {
            _ if file.is_database(database) => refused("the database"),
            _ if is_reserved_name(&file.0) => refused("a name that SQLite uses beside a database"),
            Ok(found) if !found.is_file() => refused("no regular file"),
            _ => Ok(file),
        }
    }

    /// Whether it is the ledger, or any other SQLite database.
    fn is_database(&self, ledger: &Path) -> bool {
        let is_ledger =
            self.0.canonicalize().is_ok_and(|path| ledger.canonicalize().is_ok_and(|ledger| path == ledger));
        let mut begin = [0; SQLITE_BEGIN.len()];
        let is_read =
            self.0.is_file() && File::open(&self.0).is_ok_and(|mut file| file.read_exact(&mut begin).is_ok());
        is_ledger || is_read && begin == *SQLITE_BEGIN
    }

    /// The name as it was typed.
    pub(crate) fn name(&self) -> String {
        self.0.display().to_string()
    }

    /// Writes the spooled rows that have a fault, in the format of the file they are from.
    pub(crate) fn write(&self, reader: &Reader<'_>, rows: &TableRows) -> Result<NewFile> {
        let failed = |error| Error::failed(self.unwritable(), error);
        folder::clear_leftovers(folder::holding(&self.0));
        let new = NewFile::beside(&self.0).map_err(failed)?;
        let mut rejects = rows.rejects(BufWriter::new(new.file()))?;
        reader.faulty(|original, faults| {
            let Some(first) = faults.first() else { return Ok(()) };
            let why: Vec<_> = faults.iter().map(RowFault::text).collect();
            rejects.write(first.line, original, first.code, &why.join("; "))
        })?;
        let file = rejects.finish()?.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        Ok(new)
    }

    /// Puts the file in its place. The rows are applied by then, so where that cannot be done it is kept beside its place.
    pub(crate) fn place(&self, new: NewFile) -> Result<()> {
        new.replace().map_err(|error| {
            let kept = new.keep();
            Error::failed(self.unwritable(), error).hint(format!("they are in {}", kept.display()))
        })
    }

    fn unwritable(&self) -> String {
        format!("the rejected rows cannot be written to {}", self.name())
    }
}
