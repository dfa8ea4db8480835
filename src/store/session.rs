//! Opens the ledger, and gives each command its read snapshot or its write transaction.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::doubt::Doubt;
use super::engine::answer::Foreseen;
use super::engine::failure::{is_connection_lost, is_of_engine};
use super::engine::new_database::NewDatabase;
use super::engine::open;
use super::engine::place::Place;
use super::engine::postgres::connection::ServerLogin;
use super::engine::postgres::server::Server;
use super::engine::schema;
use super::engine::session::{Access, Session};
use super::ledger::opening::OPENING;
use super::outbox::message::OutgoingMessage;
use super::outbox::notices::Notices;
use super::target::Target;
use crate::crash::{self, CrashPoint};
use crate::domain::{Credits, Digest, OperationId, Timestamp, Zone};
use crate::error::{Code, Error, Result};
use crate::interrupt;

/// The open ledger.
#[derive(Debug)]
pub struct Store {
    pub(crate) session: Session,
    zone: Zone,
    created_at: Timestamp,
    pub(crate) place: Place,
    /// How the server knows this session; `None` for a file.
    login: Option<ServerLogin>,
    /// The random number of the ledger, once it was read.
    identity: OnceCell<[u8; 32]>,
    notices: Option<Notices>,
    max_balance: Option<Credits>,
    /// The first message that the last dry run would have queued, and the number of all.
    preview: RefCell<Option<(OutgoingMessage, u64)>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Real,
    /// Do all of the work, then roll back.
    DryRun,
}

/// The size of the page cache for writes. A grant to a million users takes 0.9 times as long as with SQLite's own 2 MiB. Reads
/// gain nothing.
const WRITE_CACHE_KIB: i64 = 16_384;

impl Store {
    /// Whether others can write while the database is read, because it cannot be locked. [`Self::require_unchanged`] checks
    /// whether anybody has.
    pub fn is_unlocked(&self) -> bool {
        self.place.is_unlocked()
    }

    /// Fails (exit 75) if the file was read without a lock and somebody has written to it since.
    pub fn require_unchanged(&self) -> Result<()> {
        self.place.require_unchanged()
    }

    /// Does the same as [`Self::open`], also on a server.
    pub fn open_at(target: &Target, lock_timeout: Duration) -> Result<Self> {
        match target {
            Target::File(path) => Self::open(path, lock_timeout),
            Target::Server(server) => Self::on_server(server, lock_timeout),
        }
    }

    /// Opens the database at the path. A file of another program is refused and stays untouched.
    pub fn open(path: &Path, lock_timeout: Duration) -> Result<Self> {
        let opened = open::open(path, lock_timeout).and_then(|(session, place)| Self::over(session, place));
        opened.map_err(|error| error.at(path))
    }

    /// Opens the database for completion: read-only, without making a file, and with the shortest wait for a lock.
    pub fn peek(target: &Target) -> Result<Self> {
        match target {
            Target::File(path) => open::peek(path).and_then(|(session, place)| Self::over(session, place)),
            Target::Server(server) => Self::on_server(server, Duration::ZERO),
        }
    }

    fn on_server(server: &Server, lock_timeout: Duration) -> Result<Self> {
        let (session, place, found) = open::connect(server, lock_timeout)?;
        Self::of_row(session, place, found.row, Some(found.login))
    }

    /// Opens a file in the making, to read it.
    pub(crate) fn of_new(file: &NewDatabase) -> Result<Self> {
        let (session, place) = file.open()?;
        Self::over(session, place)
    }

    fn over(session: Session, place: Place) -> Result<Self> {
        let row = session
            .optional("SELECT timezone, created_at FROM ledger", (), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Self::of_row(session, place, row, None)
    }

    fn of_row(
        session: Session,
        place: Place,
        row: Option<(String, Timestamp)>,
        login: Option<ServerLogin>,
    ) -> Result<Self> {
        let (zone, created_at) = row.ok_or_else(|| {
            Error::setup("the ledger has lost its time zone: the row of 'ledger' is gone")
                .reason("damaged")
                .hint("put the last backup in its place with: rad-admin restore FILE")
        })?;
        let zone = zone.parse().map_err(|message: String| {
            Error::setup(format!("the ledger names a time zone that this program does not know: {message}"))
        })?;
        Ok(Self {
            session,
            zone,
            created_at,
            place,
            login,
            identity: OnceCell::new(),
            notices: None,
            max_balance: None,
            preview: RefCell::new(None),
        })
    }

    /// The time zone in which the ledger's months and days begin.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// Makes operations from now on queue messages to the users whose credits they move.
    pub fn set_notices(&mut self, notices: Notices) {
        self.notices = Some(notices);
    }

    /// From now on, no operation gives a user more than this many credits, both balances together; `None` is no limit.
    pub fn set_max_balance(&mut self, max_balance: Option<Credits>) {
        self.max_balance = max_balance;
    }

    /// Returns the first message that the last dry run would have queued, and the number of all.
    pub fn take_preview(&mut self) -> Option<(OutgoingMessage, u64)> {
        self.preview.take()
    }

    /// The time by the server's clock when the ledger was opened; `None` for a file.
    pub fn clock(&self) -> Option<Timestamp> {
        self.login.as_ref().map(|login| Timestamp::from_seconds(login.clock_seconds))
    }

    pub fn is_on_server(&self) -> bool {
        self.login.is_some()
    }

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
        // A read leaves at most temporary tables, which the rollback removes.
        transaction.rollback()?;
        self.place.require_unchanged()?;
        result
    }

    /// Runs `work` in one write transaction. Nothing of it is kept if it fails or is a dry run.
    pub fn write<T>(&mut self, mode: Mode, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        match self.write_within(mode, work) {
            Ok((result, None)) => Ok(result),
            Ok((result, Some(doubt))) => {
                self.session = doubt.resolve(&self.session)?;
                COMMITTED.store(true, Ordering::Relaxed);
                Ok(result)
            }
            Err(error) => Err(self.named(error)),
        }
    }

    fn write_within<T>(
        &self,
        mode: Mode,
        work: impl FnOnce(&Writer<'_>) -> Result<T>,
    ) -> Result<(T, Option<Doubt>)> {
        self.place.require_writable()?;
        interrupt::watch()?;
        self.session.set_cache_kib(WRITE_CACHE_KIB)?;
        let transaction = self.session.begin(Access::Write)?;
        let number = Doubt::ask_number(&self.session)?;
        let difference = schema::ask_difference_before_write(&self.session)?;
        let writer = Writer {
            reader: self.reader(),
            newest_seal: Cell::new(None),
            opening: RefCell::new(self.session.foresee(OPENING)?),
            notices: self.notices.as_ref(),
            max_balance: self.max_balance,
            login: self.login.as_ref(),
        };
        let result = work(&writer);
        // Whatever came of it, a schema that does what no operation says comes first.
        let result = match (difference.get(), result) {
            (Ok(Some(what)), _) => {
                schema::require_still_known(&self.session)?;
                return Err(foreign_schema(&what).at(&self.place.path));
            }
            (_, Err(error)) | (Err(error), _) => return Err(error),
            (Ok(None), Ok(result)) => result,
        };
        if mode == Mode::DryRun {
            if let Some(notices) = &self.notices {
                self.preview.replace(writer.first_of_run(&notices.run)?);
            }
            transaction.rollback()?;
            return Ok((result, None));
        }
        self.place.require_unmoved()?;
        crash::point(CrashPoint::BeforeCommit);
        interrupt::hold()?;
        let doubt = Doubt::before_commit(&self.session, writer.newest_seal.get(), number)?;
        match transaction.commit() {
            Err(error) if is_connection_lost(&error) && doubt.is_some() => return Ok((result, doubt)),
            committed => committed?,
        }
        COMMITTED.store(true, Ordering::Relaxed);
        crash::point(CrashPoint::Committed);
        Ok((result, None))
    }

    fn reader(&self) -> Reader<'_> {
        Reader { session: &self.session, zone: self.zone, identity: &self.identity }
    }

    /// Adds the path to an error of the database engine.
    pub(crate) fn named(&self, error: Error) -> Error {
        if is_of_engine(&error) { error.at(&self.place.path) } else { error }
    }
}

/// The error for a schema whose tables or triggers could do more than operations say.
fn foreign_schema(what: &str) -> Error {
    Error::new(Code::VerifyFailed, format!("the ledger's schema was changed: {what}; nothing was written"))
        .hint("something other than rad-admin changed it; compare it with the last intact backup")
}

static COMMITTED: AtomicBool = AtomicBool::new(false);

pub fn has_committed() -> bool {
    COMMITTED.load(Ordering::Relaxed)
}

/// Reads one consistent snapshot of the ledger.
#[derive(Debug)]
pub struct Reader<'c> {
    pub(crate) session: &'c Session,
    zone: Zone,
    identity: &'c OnceCell<[u8; 32]>,
}

/// Writes in one transaction, and reads what it has written.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
    /// How the server knows this session; `None` for a file.
    pub(crate) login: Option<&'c ServerLogin>,
    /// What the messages about moved credits need; `None` if operations queue none.
    pub(crate) notices: Option<&'c Notices>,
    /// The most credits that a user may have, both balances together.
    pub(crate) max_balance: Option<Credits>,
    /// What the first operation needs to know. A server is asked before that is needed.
    pub(crate) opening: RefCell<Option<Foreseen>>,
    /// The last operation that was sealed, and its digest.
    pub(crate) newest_seal: Cell<Option<(OperationId, Digest)>>,
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Reader<'_> {
    /// The random number of the ledger, which keys its hashes.
    pub(crate) fn identity(&self) -> Result<&[u8; 32]> {
        if let Some(known) = self.identity.get() {
            return Ok(known);
        }
        let read = self.session.value("SELECT identity FROM ledger WHERE id = 1", ())?;
        Ok(self.identity.get_or_init(|| read))
    }

    /// Describes how the schema differs from that of this version, so that a write would be refused; `None` if it does not.
    pub fn schema_difference(&self) -> Result<Option<String>> {
        schema::difference(self.session)
    }

    /// Returns whether a server refuses the temporary tables that proofs, reports and reads of the past need.
    pub fn lacks_temporary_tables(&self) -> Result<bool> {
        self.session.lacks_temporary_tables()
    }

    /// The time zone in which the ledger's months and days begin.
    pub fn zone(&self) -> Zone {
        self.zone
    }
}
