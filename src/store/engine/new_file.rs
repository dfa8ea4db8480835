//! A database that is built beside its place and takes its name only when it is whole.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use crate::crash::{self, CrashPoint};
use crate::error::{Error, Result};
use crate::folder::{self, NewFile};

/// The file in the making. It is gone, with what SQLite laid beside it, once this is dropped.
#[derive(Debug)]
pub(crate) struct DraftFile(NewFile);

/// What became of a file that was to take its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placed {
    /// It has its name, and will keep it through a loss of power.
    New,
    /// Another file has that name and was left alone.
    Existing,
}

impl DraftFile {
    /// An empty file beside this place.
    pub(crate) fn beside(place: &Path) -> Result<Self> {
        let (draft, _) = NewFile::beside(place).map_err(|error| cannot_make(place).caused_by(error))?;
        Ok(Self(draft))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Gives the finished file its name, unless another has it.
    pub(crate) fn place(self) -> Result<Placed> {
        let (path, place) = (self.0.path(), self.0.place());
        File::open(path)?.sync_all()?;
        crash::point(CrashPoint::FileBuilt);
        match fs::hard_link(path, place) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(Placed::Existing),
            // Not every file system has hard links.
            Err(_) if !place.exists() => {
                fs::rename(path, place).map_err(|error| cannot_make(place).caused_by(error))?;
            }
            Err(error) => return Err(cannot_make(place).caused_by(error)),
        }
        crash::point(CrashPoint::FilePlaced);
        // A new name in a folder is only durable once the folder is.
        folder::sync(folder::holding(place))?;
        Ok(Placed::New)
    }
}

fn cannot_make(place: &Path) -> Error {
    Error::setup(format!("the file {} cannot be made", place.display()))
}

impl Drop for DraftFile {
    fn drop(&mut self) {
        for suffix in ["-wal", "-shm", "-journal"] {
            let mut file = self.0.path().as_os_str().to_owned();
            file.push(suffix);
            let _ = fs::remove_file(file);
        }
    }
}
