//! Opens a database that may only be read, because of the account, the folder or the mount. It makes no file and changes none.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::connect::{connect_as, limited};
use super::failure::{is_missing_right, of_sqlite};
use super::place::{Content, Opened, Place};
use super::schema;
use super::session::Session;
use crate::error::{Error, Result};
use crate::files::with_suffix;

/// How often the log may appear or vanish while the file is opened.
const ATTEMPTS: u32 = 10;

/// Opens the file. If others have it open, or crashed with it, its log and the log's index are read under SQLite's locks.
/// Without a log, the file is read without locks, and [`Place::require_unchanged`] says whether that was right.
pub(super) fn open(place: Place, lock_timeout: Duration) -> Result<(Session, Place)> {
    // SQLite puts its files beside the target of a link.
    let path = fs::canonicalize(&place.path)?;
    let [log, index] = ["-wal", "-shm"].map(|suffix| with_suffix(&path, suffix));
    let mut failed = None;
    for _ in 0..ATTEMPTS {
        // Before looking for the log: whatever is written to the file from here on changes its content.
        let content = Content::settled(&path)?;
        let log_bytes = log.metadata().map_or(0, |log| log.len());
        let opened = match (log.exists(), log_bytes) {
            (true, _) if index.exists() => Opened::ReadOnly,
            (_, 0) => Opened::AsItLies(content),
            _ => return Err(log_without_index(&log)),
        };
        let connection = connect_as(&path, opened)?;
        connection.busy_timeout(lock_timeout).map_err(of_sqlite)?;
        match schema::check(&connection) {
            Err(error) if is_missing_right(&error) => failed = Some(error),
            Err(error) => return Err(error),
            Ok(schema) => {
                schema::require_newest(schema)?;
                let session = Session::over(connection);
                limited(&session)?;
                return Ok((session, Place { opened, ..place }));
            }
        }
    }
    Err(failed.unwrap_or_else(|| log_without_index(&log)))
}

fn log_without_index(log: &Path) -> Error {
    Error::setup(format!("its log {} has no index (-shm), and none can be made here", log.display()))
        .hint("copy the file and its log to a folder where you may write, and read the copy")
}
