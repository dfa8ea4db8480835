//! Opens a database file, or connects to a server.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::MAIN_DB;

use super::connect::{connect_as, limited};
use super::failure::{is_missing_right, of_sqlite};
#[cfg(feature = "test-hooks")]
pub(crate) use super::migrations::invent;
use super::place::{Opened, Place};
use super::postgres;
use super::postgres::connection::Connection;
use super::postgres::schema::FoundLedger;
use super::postgres::server::Server;
use super::read_only;
use super::schema;
use super::session::Session;
use crate::error::{Code, Error, Result};

/// The version of the built-in SQLite.
pub(crate) const SQLITE_VERSION: &str = match rusqlite::ffi::SQLITE_VERSION.to_str() {
    Ok(version) => version,
    Err(_) => "",
};

/// How long completion waits for a lock.
const COMPLETION_LOCK_TIMEOUT: Duration = Duration::from_millis(20);

/// How often to open a file that is replaced each time before it is locked.
const ATTEMPTS: u32 = 5;

/// Whether a file is at the path. Fails (exit 7) if something else is there, or if the folder cannot be read.
pub(crate) fn is_at(path: &Path) -> Result<bool> {
    let which = "name the ledger with --db PATH";
    match path.metadata() {
        Ok(found) if found.is_file() => Ok(true),
        Ok(found) => {
            let what = if found.is_dir() { "a folder" } else { "no regular file" };
            Err(Error::setup(format!("it is {what}, and not a rad-admin ledger")).at(path).hint(which))
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::setup("cannot check whether the ledger exists").at(path).caused_by(error).hint(which))
        }
        Err(_) if path.is_symlink() => {
            Err(Error::setup("the symbolic link leads to no file").at(path).hint(which))
        }
        Err(_) => Ok(false),
    }
}

/// Whether the file ends before SQLite's header does: nothing, or a part of the header, is left of a database.
fn is_cut_off(path: &Path) -> bool {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    const HEADER_BYTES: u64 = 100;
    let is_short = path.metadata().is_ok_and(|found| found.len() < HEADER_BYTES);
    is_short
        && std::fs::read(path).is_ok_and(|bytes| MAGIC.iter().zip(&bytes).all(|(magic, byte)| magic == byte))
}

/// Opens the database at the path, read-only if this account may not write. A file of another program is refused and stays
/// untouched.
pub(crate) fn open(path: &Path, lock_timeout: Duration) -> Result<(Session, Place)> {
    for _ in 0..ATTEMPTS {
        let place = Place::of(path)?;
        let (session, place) = match open_shared(path, lock_timeout) {
            // A restored ledger took the name while this waited for the lock of the old one.
            Err(_) if !place.is_unmoved() => continue,
            Err(error) if error.code() == Code::Setup && is_cut_off(path) => {
                return Err(Error::setup("the file is not a rad-admin ledger: it is empty, or cut off in its header")
                    .reason("damaged")
                    .hint("put the last backup in its place with: rad-admin restore FILE, or make a new ledger elsewhere with: \
                           rad-admin --db PATH init"));
            }
            Err(error) => return Err(error),
            Ok(Some(session)) => (session, place),
            Ok(None) => read_only::open(place, lock_timeout)?,
        };
        // From its first read on, SQLite's lock keeps `restore` from replacing the file.
        if place.is_unmoved() {
            return Ok((session, place));
        }
    }
    Err(Error::setup("the file is being replaced"))
}

/// Returns `None` if this account may not write the file or its folder.
fn open_shared(path: &Path, lock_timeout: Duration) -> Result<Option<Session>> {
    let connection = connect_as(path, Opened::Shared)?;
    if connection.is_readonly(MAIN_DB).map_err(of_sqlite)? {
        return Ok(None);
    }
    connection.busy_timeout(lock_timeout).map_err(of_sqlite)?;
    let version = match schema::check(&connection) {
        Err(error) if is_missing_right(&error) => return Ok(None),
        version => version?,
    };
    let session = Session::over(connection);
    // SQLite overwrites what is removed from a page at once, so an erasure finds no older copies.
    session.batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST;")?;
    if cfg!(target_os = "macos") {
        // On macOS, a plain fsync leaves the bytes in the disk's own cache.
        session.batch("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;")?;
    }
    limited(&session)?;
    schema::upgrade(&session, version)?;
    Ok(Some(session))
}

/// Connects to the server, and upgrades an older ledger. Fails (exit 7) if no ledger is there, or a newer one, or one that this
/// login may not upgrade.
pub(crate) fn connect(server: &Server, lock_timeout: Duration) -> Result<(Session, Place, FoundLedger)> {
    let connection = Connection::open(server, lock_timeout)?;
    let found = postgres::schema::find(&connection)?;
    postgres::upgrade::upgrade(&connection, found.schema)?;
    Ok((Session::on(connection), Place::on_server(&server.to_string()), found))
}

/// Returns the statements that make a ledger on the server. The row of `ledger` comes last.
pub(crate) fn script(server: &Server, ledger_row: &str) -> Result<String> {
    server.require_new_schema()?;
    Ok(postgres::schema::printed(server.schema(), ledger_row))
}

/// Connects to the server, to make a ledger there; `None` if one is already there.
pub(crate) fn connect_to_new(server: &Server, lock_timeout: Duration) -> Result<Option<Session>> {
    let (session, is_there) = connect_to_replace(server, lock_timeout)?;
    if !is_there {
        server.require_new_schema()?;
    }
    Ok((!is_there).then_some(session))
}

/// Connects to the server. Returns whether a ledger is there.
pub(crate) fn connect_to_replace(server: &Server, lock_timeout: Duration) -> Result<(Session, bool)> {
    let connection = Connection::open(server, lock_timeout)?;
    let is_there = postgres::schema::is_there(&connection)?;
    Ok((Session::on(connection), is_there))
}

/// Opens the database for a short look: upgrades nothing, makes no file, and waits for nobody.
pub(crate) fn peek(path: &Path) -> Result<(Session, Place)> {
    read_only::open(Place::of(path)?, COMPLETION_LOCK_TIMEOUT)
}

/// Opens the file a second time, to check it beside the first connection.
pub(crate) fn beside(place: &Place) -> Result<Session> {
    let session = Session::over(connect_as(&place.path, place.opened)?);
    place.require_unmoved()?;
    session.batch("PRAGMA trusted_schema = OFF")?;
    Ok(session)
}
