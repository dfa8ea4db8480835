//! Making and opening the database file.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use super::new_file::{DraftFile, Placed};
use super::place::Place;
use super::schema;
use crate::domain::{Timestamp, Zone};
use crate::error::{Error, Result};
use crate::folder;
use crate::store::session::Store;

/// What `create` found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// The database was made.
    New,
    /// It was there already and has not been touched.
    Existing,
}

impl Store {
    /// Whether a file is at the path. Exit 7 for what is there and can be no database, and where nobody can tell.
    pub fn is_at(path: &Path) -> Result<bool> {
        let which = "name the database with --db PATH";
        match path.metadata() {
            Ok(found) if found.is_file() => Ok(true),
            Ok(found) => {
                let what = if found.is_dir() { "a folder" } else { "no regular file" };
                Err(Error::setup(format!("it is {what}, and not a rad-admin database")).at(path).hint(which))
            }
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Error::setup("the database cannot be looked for").at(path).caused_by(error).hint(which))
            }
            Err(_) if path.is_symlink() => {
                Err(Error::setup("the symbolic link leads to no file").at(path).hint(which))
            }
            Err(_) => Ok(false),
        }
    }

    /// Makes the database where there is none: mode 0600, in a folder of mode 0700 if that has to be made too.
    ///
    /// It is built beside its place and linked there whole, so that an interrupted or doubled `create` leaves either no
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
            Error::setup(format!("the folder {} cannot be made", folder.display())).caused_by(error)
        })?;
        let draft = DraftFile::beside(path)?;
        build(draft.path(), zone, now).map_err(|error| error.at(path))?;
        let created = match draft.place()? {
            Placed::New => Created::New,
            Placed::Existing => Created::Existing,
        };
        Ok((Self::open(path, lock_timeout)?, created))
    }

    /// Opens the database that is at the path, refusing what is not one of ours before touching it.
    pub fn open(path: &Path, lock_timeout: Duration) -> Result<Self> {
        Self::open_existing(path, lock_timeout).map_err(|error| error.at(path))
    }

    fn open_existing(path: &Path, lock_timeout: Duration) -> Result<Self> {
        let place = Place::of(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(lock_timeout)?;
        let version = schema::check(&connection)?;
        configure(&connection)?;
        schema::migrate(&mut connection, version)?;
        Self::over(connection, place)
    }

    /// The ledger that an open connection leads to.
    pub(crate) fn over(connection: Connection, place: Place) -> Result<Self> {
        let (zone, created_at) = connection
            .query_row("SELECT timezone, created_at FROM ledger", [], |row| {
                Ok((row.get::<_, String>(0)?, row.get(1)?))
            })
            .optional()?
            .ok_or_else(|| {
                Error::setup("the database has lost its time zone: the row of 'ledger' is gone")
            })?;
        let zone = zone.parse().map_err(|message: String| {
            Error::setup(format!("the database names a time zone that this program does not know: {message}"))
        })?;
        Ok(Self { connection, zone, created_at: Timestamp::from_seconds(created_at), place })
    }
}

fn build(draft: &Path, zone: Zone, now: Timestamp) -> Result<()> {
    let mut connection = Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    configure(&connection)?;
    schema::migrate(&mut connection, 0)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "INSERT INTO ledger (id, timezone, created_at) VALUES (1, ?1, ?2)",
        (zone.name(), now.seconds()),
    )?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error.into())
}

/// Durable at every commit, readers never blocked by the writer, and every reference checked.
fn configure(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}
