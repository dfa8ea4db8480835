//! A database that is built beside its place and takes its name only when it is whole.

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

/// What SQLite puts beside a database.
pub(crate) const SUFFIXES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// Where a SQLite file says whether it has a write-ahead log, and with which bytes.
const LOG_MARK_OFFSET: u64 = 18;
const WITHOUT_LOG: [u8; 2] = [1, 1];
const WITH_LOG: [u8; 2] = [2, 2];

/// The file in the making. Nobody else knows it, so it is written without locks, and without a log or a journal: where anything
/// fails, it is dropped. All that has to reach the disk does so in the one synchronisation before it takes its name.
#[derive(Debug)]
pub(crate) struct NewDatabase(NewFile);

impl NewDatabase {
    /// An empty file beside this place. Exit 2 and 4 as [`require_own_name`] and [`require_nothing_beside`].
    pub(crate) fn beside(place: &Path) -> Result<Self> {
        require_nothing_beside(place)?;
        Self::replacing(place)
    }

    /// An empty file beside one that it is to replace.
    pub(crate) fn replacing(place: &Path) -> Result<Self> {
        require_own_name(place)?;
        files::clear_leftovers(files::folder_of(place));
        Ok(Self(NewFile::create(place).map_err(|error| cannot_make(place, error))?))
    }

    /// Opens the empty file and gives it the schema.
    pub(crate) fn build(&self) -> Result<Session> {
        let session = self.connect()?;
        schema::migrate(&session, 0)?;
        Ok(session)
    }

    pub(super) fn connect(&self) -> Result<Session> {
        let session = Session::over(connect_as(self.0.path(), Opened::Private)?);
        session.batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        limited(&session)?;
        Ok(session)
    }

    /// Opens the finished file, to be read.
    pub(crate) fn open(&self) -> Result<(Session, Place)> {
        Ok((self.connect()?, Place::private(self.0.path())?))
    }

    /// Says in the file that it has no log, as a copy of one that has would not.
    pub(super) fn without_log(&self) -> Result<()> {
        Ok(self.0.file().write_all_at(&WITHOUT_LOG, LOG_MARK_OFFSET)?)
    }

    pub(crate) fn file(&self) -> &File {
        self.0.file()
    }

    pub(crate) fn size_bytes(&self) -> Result<u64> {
        Ok(self.0.file().metadata()?.len())
    }

    /// Gives the file, which [`Self::finish`] was called for, its name, unless another has it.
    pub(crate) fn place(self) -> Result<Placed> {
        require_nothing_beside(self.0.destination())?;
        let placed = self.0.take_free_name().map_err(|error| cannot_make(self.0.destination(), error))?;
        crash::point(CrashPoint::FilePlaced);
        Ok(placed)
    }

    /// Gives the file, which [`Self::finish`] was called for, its name, in the place of the one that has it.
    pub(crate) fn replace(self) -> Result<()> {
        self.0.take_name().map_err(|error| cannot_make(self.0.destination(), error))?;
        crash::point(CrashPoint::FilePlaced);
        Ok(())
    }

    /// Ends the work on the file: it is on the disk, and from here on a signal only asks the command to come to its end.
    pub(crate) fn finish(&self) -> Result<()> {
        self.0.file().write_all_at(&WITH_LOG, LOG_MARK_OFFSET)?;
        self.0.file().sync_all()?;
        crash::point(CrashPoint::FileBuilt);
        Ok(interrupt::hold()?)
    }
}

/// Whether a file of this name would be taken for one that belongs to a database, or for one in the making.
pub fn is_reserved_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let is_beside =
        |suffix: &&str| name.len() > suffix.len() && name.as_encoded_bytes().ends_with(suffix.as_bytes());
    files::is_unfinished(name) || SUFFIXES.iter().any(is_beside)
}

/// Exit 2 where a database of this name would be taken for something else.
pub(crate) fn require_own_name(path: &Path) -> Result<()> {
    if !is_reserved_name(path) {
        return Ok(());
    }
    Err(Error::usage(format!("{}: a file of this name belongs to another database", path.display()))
        .hint("choose a name that does not end in -journal, -wal or -shm"))
}

/// Exit 4 where no database is at this place, and one has left its log there: SQLite would read it into the new file.
pub(crate) fn require_nothing_beside(place: &Path) -> Result<()> {
    let is_there = |path: &PathBuf| path.symlink_metadata().is_ok();
    let Some(left) = SUFFIXES.map(|suffix| files::with_suffix(place, suffix)).into_iter().find(is_there)
    else {
        return Ok(());
    };
    // Another process may have made the database meanwhile: what lies beside it is its own then.
    if place.exists() {
        return Ok(());
    }
    Err(Error::refused(format!("{} belongs to a database that is no longer there", left.display()))
        .hint("choose another name, or move it away: it may hold the newest operations of that database"))
}

fn cannot_make(place: &Path, error: std::io::Error) -> Error {
    Error::cannot_make(format!("the file {} cannot be made", place.display()), error)
}
