//! Opening a database file, and making one.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::failure::of_sqlite;
use super::place::Place;
use super::schema;
use super::session::Session;
use crate::error::{Error, Result};

/// The version of the SQLite that is built in.
pub(crate) const SQLITE_VERSION: &str = match rusqlite::ffi::SQLITE_VERSION.to_str() {
    Ok(version) => version,
    Err(_) => "",
};

/// How long completion waits for a lock.
const COMPLETION_LOCK_TIMEOUT: Duration = Duration::from_millis(20);

/// Whether a file is at the path. Exit 7 where something else is there, and where the folder cannot be read.
pub(crate) fn is_at(path: &Path) -> Result<bool> {
    let which = "name the database with --db PATH";
    match path.metadata() {
        Ok(found) if found.is_file() => Ok(true),
        Ok(found) => {
            let what = if found.is_dir() { "a folder" } else { "no regular file" };
            Err(Error::setup(format!("it is {what}, and not a rad-admin database")).at(path).hint(which))
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::setup("cannot check whether the database exists")
                .at(path)
                .caused_by(error)
                .hint(which))
        }
        Err(_) if path.is_symlink() => {
            Err(Error::setup("the symbolic link leads to no file").at(path).hint(which))
        }
        Err(_) => Ok(false),
    }
}

/// Opens the database at the path. Another program's file is refused before it is touched.
pub(crate) fn open(path: &Path, lock_timeout: Duration) -> Result<(Session, Place)> {
    let place = Place::of(path)?;
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(lock_timeout).map_err(of_sqlite)?;
    let version = schema::check(&connection)?;
    let session = configured(connection)?;
    schema::migrate(&session, version)?;
    Ok((session, place))
}

/// Opens a new, empty file and gives it the schema.
pub(crate) fn build(path: &Path) -> Result<Session> {
    let session = configured(connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?)?;
    schema::migrate(&session, 0)?;
    Ok(session)
}

/// Opens the database for a short look: nothing is migrated and no file is made. Where there is no write-ahead log, nobody
/// has the database open, and it is read as it lies; else the index of that log is only read.
pub(crate) fn peek(path: &Path) -> Result<(Session, Place)> {
    // SQLite puts its files beside what a link points to.
    let path = fs::canonicalize(path)?;
    let place = Place::of(&path)?;
    let path = path.to_str().ok_or_else(|| Error::setup("the database's path is not text"))?;
    let log_is_open = ["-wal", "-shm"].iter().all(|suffix| Path::new(&format!("{path}{suffix}")).exists());
    let parameter = if log_is_open { "readonly_shm=1" } else { "immutable=1" };
    let uri = format!("file:{}?{parameter}", escaped(path));
    let connection = connect(Path::new(&uri), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)?;
    connection.busy_timeout(COMPLETION_LOCK_TIMEOUT).map_err(of_sqlite)?;
    schema::check(&connection)?;
    Ok((Session::over(connection), place))
}

/// Opens the file a second time, to check it beside the first.
pub(crate) fn beside(place: &Place) -> Result<Session> {
    // Not read-only: SQLite would then leave out the checks of the schema.
    let session = Session::over(connect(&place.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?);
    place.require_unmoved()?;
    session.batch("PRAGMA trusted_schema = OFF")?;
    Ok(session)
}

pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(of_sqlite)
}

/// Durable at every commit, readers never blocked by the writer, and every reference checked.
fn configured(connection: Connection) -> Result<Session> {
    let session = Session::over(connection);
    session.batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    Ok(session)
}

/// The path as it stands in a URI.
fn escaped(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
