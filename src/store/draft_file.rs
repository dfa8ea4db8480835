//! A file that is built beside its place and takes its name only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::crash::{self, CrashPoint};
use crate::error::{Error, Result};
use crate::folder;

/// The file in the making, mode 0600. It is gone, with what SQLite laid beside it, once this is dropped.
#[derive(Debug)]
pub(super) struct DraftFile {
    path: PathBuf,
    place: PathBuf,
}

/// What became of a file that was to take its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// It has its name, and will keep it through a loss of power.
    New,
    /// Another file has that name and was left alone.
    Existing,
}

impl DraftFile {
    /// An empty file beside this place. Its name holds the process and a number: a crash can leave such a file behind, and
    /// in a container a later process often has the same number as the one that crashed.
    pub(super) fn beside(place: &Path) -> Result<Self> {
        let mut nth = 0;
        loop {
            let mut path = place.as_os_str().to_owned();
            path.push(format!(".{}-{nth}.new", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
                Ok(_) => return Ok(Self { path: path.into(), place: place.to_owned() }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => nth += 1,
                Err(error) => return Err(cannot_make(place).caused_by(error)),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the finished file its name, unless another has it.
    pub(super) fn place(self) -> Result<Placed> {
        File::open(&self.path)?.sync_all()?;
        crash::point(CrashPoint::FileBuilt);
        match fs::hard_link(&self.path, &self.place) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(Placed::Existing),
            // Not every file system has hard links.
            Err(_) if !self.place.exists() => {
                fs::rename(&self.path, &self.place)
                    .map_err(|error| cannot_make(&self.place).caused_by(error))?;
            }
            Err(error) => return Err(cannot_make(&self.place).caused_by(error)),
        }
        crash::point(CrashPoint::FilePlaced);
        // A new name in a folder is only durable once the folder is.
        folder::sync(folder::holding(&self.place))?;
        Ok(Placed::New)
    }
}

fn cannot_make(place: &Path) -> Error {
    Error::setup(format!("the file {} cannot be made", place.display()))
}

impl Drop for DraftFile {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut file = self.path.as_os_str().to_owned();
            file.push(suffix);
            let _ = fs::remove_file(file);
        }
    }
}
