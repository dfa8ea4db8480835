//! A database that is built beside its place and takes its name only when it is whole.

use std::fs;
use std::path::Path;

use crate::crash::{self, CrashPoint};
use crate::error::{Error, Result};
pub(crate) use crate::folder::Placed;
use crate::folder::{self, NewFile};
use crate::interrupt;

/// The file in the making. It is gone, with what SQLite laid beside it, once this is dropped.
#[derive(Debug)]
pub(crate) struct NewDatabase(NewFile);

impl NewDatabase {
    /// An empty file beside this place.
    pub(crate) fn beside(place: &Path) -> Result<Self> {
        folder::clear_leftovers(folder::holding(place));
        Ok(Self(NewFile::beside(place).map_err(|error| cannot_make(place).caused_by(error))?))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Gives the finished file its name, unless another has it.
    pub(crate) fn place(self) -> Result<Placed> {
        self.0.file().sync_all()?;
        crash::point(CrashPoint::FileBuilt);
        interrupt::hold()?;
        let placed = self.0.take_free_name().map_err(|error| cannot_make(self.0.place()).caused_by(error))?;
        crash::point(CrashPoint::FilePlaced);
        Ok(placed)
    }
}

fn cannot_make(place: &Path) -> Error {
    Error::setup(format!("the file {} cannot be made", place.display()))
}

impl Drop for NewDatabase {
    fn drop(&mut self) {
        for suffix in ["-wal", "-shm", "-journal"] {
            let mut file = self.0.path().as_os_str().to_owned();
            file.push(suffix);
            let _ = fs::remove_file(file);
        }
    }
}
