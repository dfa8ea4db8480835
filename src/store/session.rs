//! The one connection to the ledger, its read snapshots and its write transactions.

use std::cell::RefCell;
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::engine::failure::is_of_engine;
use super::engine::new_database::{self, NewDatabase, Placed};
use super::engine::open;
use super::engine::place::Place;
use super::engine::schema;
use super::engine::session::{Access, Session};
use super::outbox::message::OutgoingMessage;
use super::outbox::notices::Notices;
use crate::crash::{self, CrashPoint};
use crate::domain::{Credits, Timestamp, Zone};
use crate::error::{Code, Error, Result};
use crate::{folder, interrupt};

/// The ledger's database.
#[derive(Debug)]
pub struct Store {
    pub(crate) session: Session,
    zone: Zone,
    created_at: Timestamp,
    pub(crate) place: Place,
    notices: Option<Notices>,
    max_balance: Option<Credits>,
    /// The first message that a dry run would have queued, and how many.
    preview: RefCell<Option<(OutgoingMessage, u64)>>,
}

/// What `create` found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// The database was made.
    New,
    /// It was there already and has not been touched.
    Existing,
}

/// Whether a command's work is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Commit.
    Real,
    /// Do all of it, then roll back.
    DryRun,
}

/// How large the page cache is while writing. A grant to a million users takes 0.9 times as long as with 2 MiB; reading
/// gains nothing.
const WRITE_CACHE_KIB: i64 = 16_384;

impl Store {
    /// Whether a file is at the path. Exit 7 where something else is there, and where the folder cannot be read.
    pub fn is_at(path: &Path) -> Result<bool> {
        open::is_at(path)
    }

    /// Whether [`Self::create`] can give a new database this name: exit 2 and 4 where it would be taken for something else.
    pub fn require_free_name(path: &Path) -> Result<()> {
        new_database::require_own_name(path)?;
        new_database::require_nothing_beside(path)
    }

    /// Whether others can write while the database is read, for want of a lock. [`Self::require_unchanged`] says whether they
    /// did.
    pub fn is_unlocked(&self) -> bool {
        self.place.is_unlocked()
    }

    /// Exit 75 where somebody did.
    pub fn require_unchanged(&self) -> Result<()> {
        self.place.require_unchanged()
    }

    /// Makes the database where there is none: mode 0600, in a folder of mode 0700 if that has to be made too.
    ///
    /// It is built beside its place and renamed when it is whole, so that an interrupted or doubled `create` leaves either no
    /// database or a complete one.
    pub fn create(
        path: &Path,
        zone: Zone,
        now: Timestamp,
        lock_timeout: Duration,
    ) -> Result<(Self, Created)> {
        if Self::is_at(path)? {
            return Ok((Self::open(path, lock_timeout)?, Created::Existing));
        }
        let folder = folder::holding(path);
        folder::make(folder).map_err(|error| {
            Error::cannot_make(format!("the folder {} cannot be made", folder.display()), error)
        })?;
        let file = NewDatabase::beside(path)?;
        build(&file, zone, now).map_err(|error| error.at(path))?;
        file.finish()?;
        let created = match file.place()? {
            Placed::New => Created::New,
            Placed::Existing => Created::Existing,
        };
        Ok((Self::open(path, lock_timeout)?, created))
    }

    /// Opens the database at the path. Another program's file is refused before it is touched.
    pub fn open(path: &Path, lock_timeout: Duration) -> Result<Self> {
        let opened = open::open(path, lock_timeout).and_then(|(session, place)| Self::over(session, place));
        opened.map_err(|error| error.at(path))
    }

    /// Opens the database for completion: read-only, without making a file, and waiting for nobody longer than a moment.
    pub fn peek(path: &Path) -> Result<Self> {
        let (session, place) = open::peek(path)?;
        Self::over(session, place)
    }

    /// A file in the making, to be read.
    pub(crate) fn of_new(file: &NewDatabase) -> Result<Self> {
        let (session, place) = file.open()?;
        Self::over(session, place)
    }

    fn over(session: Session, place: Place) -> Result<Self> {
        let row = session.optional("SELECT timezone, created_at FROM ledger", (), |row| {
            Ok((row.get::<String>(0)?, row.get(1)?))
        })?;
        let (zone, created_at) = row.ok_or_else(|| {
            Error::setup("the database has lost its time zone: the row of 'ledger' is gone")
        })?;
        let zone = zone.parse().map_err(|message: String| {
            Error::setup(format!("the database names a time zone that this program does not know: {message}"))
        })?;
        Ok(Self {
            session,
            zone,
            created_at,
            place,
            notices: None,
            max_balance: None,
            preview: RefCell::new(None),
        })
    }

    /// The time zone in which the ledger's months and days begin.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// From now on operations queue messages to the users whose credits they move.
    pub fn set_notices(&mut self, notices: Notices) {
        self.notices = Some(notices);
    }

    /// From now on no operation gives a user more credits than this in all; `None`: no limit.
    pub fn set_max_balance(&mut self, max_balance: Option<Credits>) {
        self.max_balance = max_balance;
    }

    /// The first message that the last dry run would have queued, and how many there would be.
    pub fn take_preview(&mut self) -> Option<(OutgoingMessage, u64)> {
        self.preview.take()
    }

    /// When the database was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Runs `work` on one consistent snapshot of the ledger.
    pub fn read<T>(&mut self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        self.read_within(work).map_err(|error| self.named(error))
    }

    fn read_within<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.session.begin(Access::Read)?;
        let result = work(&self.reader());
        // A read leaves at most temporary tables, which go with it.
        transaction.rollback()?;
        self.place.require_unchanged()?;
        result
    }

    /// Runs `work` in one write transaction: all of it is kept, or none where it fails or is a dry run.
    pub fn write<T>(&mut self, mode: Mode, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        self.write_within(mode, work).map_err(|error| self.named(error))
    }

    fn write_within<T>(&self, mode: Mode, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        self.place.require_writable()?;
        interrupt::watch()?;
        self.session.set_cache_kib(WRITE_CACHE_KIB)?;
        let transaction = self.session.begin(Access::Write)?;
        if let Some(what) = schema::difference(&self.session)? {
            return Err(foreign_schema(&what).at(&self.place.path));
        }
        let writer =
            Writer { reader: self.reader(), notices: self.notices.as_ref(), max_balance: self.max_balance };
        let result = work(&writer)?;
        if mode == Mode::DryRun {
            if let Some(notices) = &self.notices {
                self.preview.replace(writer.first_of_run(&notices.run)?);
            }
            transaction.rollback()?;
            return Ok(result);
        }
        self.place.require_unmoved()?;
        crash::point(CrashPoint::BeforeCommit);
        interrupt::hold()?;
        transaction.commit()?;
        COMMITTED.store(true, Ordering::Relaxed);
        crash::point(CrashPoint::Committed);
        Ok(result)
    }

    fn reader(&self) -> Reader<'_> {
        Reader { session: &self.session, zone: self.zone }
    }

    /// The error with the file named, where it is the engine that failed.
    pub(crate) fn named(&self, error: Error) -> Error {
        if is_of_engine(&error) { error.at(&self.place.path) } else { error }
    }
}

/// The error for a database whose tables or triggers could do what no operation says.
fn foreign_schema(what: &str) -> Error {
    Error::new(Code::VerifyFailed, format!("the database's schema was changed: {what}; nothing was written"))
        .hint("somebody changed the file past rad-admin; compare it with the last intact backup")
}

fn build(file: &NewDatabase, zone: Zone, now: Timestamp) -> Result<()> {
    let session = file.build()?;
    let transaction = session.begin(Access::Write)?;
    let identity = if crash::is_random_fixed() { "zeroblob(32)" } else { "randomblob(32)" };
    session.execute(
        &format!("INSERT INTO ledger (id, timezone, created_at, identity) VALUES (1, ?1, ?2, {identity})"),
        (zone.name(), now),
    )?;
    transaction.commit()?;
    session.close()
}

static COMMITTED: AtomicBool = AtomicBool::new(false);

/// Whether this process has committed anything.
pub fn has_committed() -> bool {
    COMMITTED.load(Ordering::Relaxed)
}

/// The version of the SQLite that is built in.
pub fn sqlite_version() -> &'static str {
    open::SQLITE_VERSION
}

/// One consistent snapshot of the ledger.
#[derive(Debug)]
pub struct Reader<'c> {
    pub(crate) session: &'c Session,
    zone: Zone,
}

/// One write transaction; it reads its own writes.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
    /// Which operations queue messages.
    pub(crate) notices: Option<&'c Notices>,
    /// The most credits that a user may have in all.
    pub(crate) max_balance: Option<Credits>,
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Reader<'_> {
    /// How the schema differs from that of this version, which a write would refuse; `None` where it does not.
    pub fn schema_difference(&self) -> Result<Option<String>> {
        schema::difference(self.session)
    }

    /// The time zone in which the ledger's months and days begin.
    pub fn zone(&self) -> Zone {
        self.zone
    }
}
