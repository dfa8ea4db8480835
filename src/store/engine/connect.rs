//! Opens a connection to a file in the way that its place allows.

use std::fmt::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::contains;
use super::failure::of_sqlite;
use super::place::Opened;
use super::session::Session;
use crate::error::Result;

/// Connects to the file. SQLite's special names, such as `:memory:` and `file:x`, are names of files here.
pub(super) fn connect_as(path: &Path, opened: Opened) -> Result<Connection> {
    let path = if path.is_absolute() { path } else { &Path::new(".").join(path) };
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // A read-only connection skips checks of the schema, so one that could write checks a file more thoroughly.
    let connection = match opened {
        Opened::Shared | Opened::OnServer => {
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)
        }
        Opened::Private => {
            Connection::open_with_flags_and_vfs(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE, c"unix-none")
        }
        Opened::ReadOnly | Opened::AsItLies(_) => {
            let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(uri(path, opened), flags)
        }
    };
    connection.map_err(of_sqlite)
}

/// Limits the connection: every reference is checked, nothing that the file brings along is run, data cannot change the schema,
/// and the triggers that guard DELETE also guard what REPLACE removes.
pub(super) fn limited(session: &Session) -> Result<()> {
    for (option, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        session.sqlite()?.set_db_config(option, value).map_err(of_sqlite)?;
    }
    contains::define(session.sqlite()?)?;
    session.batch("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;")
}

/// Returns the file as a URI that says how to open it.
fn uri(path: &Path, opened: Opened) -> String {
    let mut uri = "file:".to_owned();
    for &byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            uri.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri.push_str(if opened == Opened::ReadOnly { "?readonly_shm=1" } else { "?immutable=1" });
    uri
}
