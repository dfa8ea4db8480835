//! The one connection to the ledger, its read snapshots and its write transactions.

use std::cell::Cell;
use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, TransactionBehavior};

use super::engine::place::Place;
use crate::crash::{self, CrashPoint};
use crate::domain::{Timestamp, Zone};
use crate::error::{Error, Result};
use crate::interrupt;
/// The ledger's database.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) zone: Zone,
    pub(crate) created_at: Timestamp,
    pub(crate) place: Place,
}

/// Whether a transaction's work is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Commit.
    Real,
    /// Do all of it, then roll back.
    DryRun,
}

impl Store {
    /// The time zone in which the ledger's months and days begin.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// When the database was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Runs `work` on one consistent snapshot of the ledger.
    pub fn read<T>(&mut self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let path = self.place.path.clone();
        self.read_within(work).map_err(|error| named(error, &path))
    }

    fn read_within<T>(&mut self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.connection.transaction()?;
        let result = work(&Reader { connection: &transaction, zone: self.zone });
        // A read leaves nothing but perhaps a temporary selection, which goes with it.
        transaction.rollback()?;
        result
    }

    /// Runs `work` in one write transaction: all of it is kept, or, on an error or in a dry run, none.
    pub fn write<T>(&mut self, mode: Mode, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        let path = self.place.path.clone();
        self.write_within(mode, work).map_err(|error| named(error, &path))
    }

    fn write_within<T>(&mut self, mode: Mode, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        interrupt::watch()?;
        // 16 MiB: a grant over a million users takes 0.9 times as long as with SQLite's 2 MiB; reading gains nothing.
        self.connection.pragma_update(None, "cache_size", -16_384)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let reader = Reader { connection: &transaction, zone: self.zone };
        let writer = Writer { reader, abandoned: Cell::new(false) };
        let result = work(&writer)?;
        let abandoned = writer.abandoned.get();
        match mode {
            Mode::Real if !abandoned => {
                self.place.require_unmoved()?;
                crash::point(CrashPoint::BeforeCommit);
                interrupt::hold()?;
                transaction.commit()?;
                COMMITTED.store(true, Ordering::Relaxed);
                crash::point(CrashPoint::Committed);
            }
            _ => transaction.rollback()?,
        }
        Ok(result)
    }
}

/// The failure of a database says which.
pub(crate) fn named(error: Error, path: &Path) -> Error {
    if error.is_of_database() { error.at(path) } else { error }
}

static COMMITTED: AtomicBool = AtomicBool::new(false);

/// Whether this process has committed anything.
pub fn has_committed() -> bool {
    COMMITTED.load(Ordering::Relaxed)
}

/// The version of the SQLite that is built in.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// One consistent snapshot of the ledger.
#[derive(Debug)]
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
    zone: Zone,
}

/// One write transaction; it reads its own writes.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
    /// Set when an operation turned out to change nothing: not even its number is kept then.
    pub(crate) abandoned: Cell<bool>,
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Reader<'_> {
    /// The time zone in which the ledger's months and days begin.
    pub fn zone(&self) -> Zone {
        self.zone
    }
}
