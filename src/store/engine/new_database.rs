//! Builds a database beside its place. It takes its name only when it is complete.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::connect::{connect_as, limited};
use super::place::{Opened, Place};
use super::schema;
use super::session::Session;
use crate::crash::{self, CrashPoint};
use crate::error::{Error, Result};
pub(crate) use crate::files::Placed;
use crate::files::{self, NewFile};
use crate::interrupt;

/// The files that SQLite puts beside a database.
pub(crate) const SUFFIXES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The bytes in which a SQLite file says whether it has a write-ahead log, and their values.
const LOG_MARK_OFFSET: u64 = 18;
const WITHOUT_LOG: [u8; 2] = [1, 1];
const WITH_LOG: [u8; 2] = [2, 2];

/// A file in the making. Nobody else knows it, so it is written without locks, log and journal; if anything fails, it is
/// dropped. One synchronisation brings it to the disk before it takes its name.
#[derive(Debug)]
pub(crate) struct NewDatabase(NewFile);

impl NewDatabase {
    /// Makes an empty file beside this place. Fails as [`require_own_name`] and [`require_nothing_beside`] do.
    pub(crate) fn beside(place: &Path) -> Result<Self> {
        require_nothing_beside(place)?;
        Self::replacing(place)
    }

    /// Makes an empty file beside one that it is to replace.
    pub(crate) fn replacing(place: &Path) -> Result<Self> {
        require_own_name(place)?;
        files::clear_leftovers(files::folder_of(place));
        Ok(Self(NewFile::create(place).map_err(|error| cannot_make(place, error))?))
    }

    /// Opens the empty file and gives it the schema.
    pub(crate) fn build(&self) -> Result<Session> {
        let session = self.connect()?;
        schema::make(&session)?;
        Ok(session)
    }

    pub(super) fn connect(&self) -> Result<Session> {
        let session = Session::over(connect_as(self.0.path(), Opened::Private)?);
        session.batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        limited(&session)?;
        Ok(session)
    }

    /// Opens the finished file to read it.
    pub(crate) fn open(&self) -> Result<(Session, Place)> {
        Ok((self.connect()?, Place::private(self.0.path())?))
    }

    /// Marks the file as one without a log. A copy has the mark of its original, which has a log.
    pub(super) fn without_log(&self) -> Result<()> {
        Ok(self.0.file().write_all_at(&WITHOUT_LOG, LOG_MARK_OFFSET)?)
    }

    pub(crate) fn file(&self) -> &File {
        self.0.file()
    }

    pub(crate) fn size_bytes(&self) -> Result<u64> {
        Ok(self.0.file().metadata()?.len())
    }

    /// Gives the file its name, unless another file has it. Call [`Self::finish`] first.
    pub(crate) fn place(self) -> Result<Placed> {
        require_nothing_beside(self.0.destination())?;
        let placed = self.0.take_free_name().map_err(|error| cannot_make(self.0.destination(), error))?;
        crash::point(CrashPoint::FilePlaced);
        Ok(placed)
    }

    /// Gives the file its name, and replaces the file that has it. Call [`Self::finish`] first.
    pub(crate) fn replace(self) -> Result<()> {
        self.0.take_name().map_err(|error| cannot_make(self.0.destination(), error))?;
        crash::point(CrashPoint::FilePlaced);
        Ok(())
    }

    /// Finishes the file and brings it to the disk. From here on, a signal only asks the command to stop.
    pub(crate) fn finish(&self) -> Result<()> {
        self.0.file().write_all_at(&WITH_LOG, LOG_MARK_OFFSET)?;
        self.0.file().sync_all()?;
        crash::point(CrashPoint::FileBuilt);
        Ok(interrupt::hold()?)
    }
}

/// Whether the name is one of a file that belongs to a database, or of a file in the making.
pub fn is_reserved_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let is_beside =
        |suffix: &&str| name.len() > suffix.len() && name.as_encoded_bytes().ends_with(suffix.as_bytes());
    files::is_unfinished(name) || SUFFIXES.iter().any(is_beside)
}

/// Fails (exit 2) if the name is reserved for another file.
pub(crate) fn require_own_name(path: &Path) -> Result<()> {
    if !is_reserved_name(path) {
        return Ok(());
    }
    Err(Error::usage(format!("{}: a file of this name belongs to another database", path.display()))
        .hint("choose a name that does not end in -journal, -wal or -shm"))
}

/// Fails (exit 4) if no database is at this place, but one has left its log there: SQLite would read it into the new file.
pub(crate) fn require_nothing_beside(place: &Path) -> Result<()> {
    let is_there = |path: &PathBuf| path.symlink_metadata().is_ok();
    let Some(left) = SUFFIXES.map(|suffix| files::with_suffix(place, suffix)).into_iter().find(is_there)
    else {
        return Ok(());
    };
    // Another process may have made the database in the meantime. Then the log is its own.
    if place.exists() {
        return Ok(());
    }
    Err(Error::refused(format!("{} belongs to a database that is no longer there", left.display()))
        .reason("exists")
        .datum("file", left.display().to_string())
        .hint("choose another name, or move it away: it may hold the newest operations of that database"))
}

fn cannot_make(place: &Path, error: std::io::Error) -> Error {
    Error::cannot_make(format!("the file {} cannot be made", place.display()), error)
}
