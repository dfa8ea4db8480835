//! Gets a database file for this process alone.

use std::path::Path;
use std::time::Duration;

use super::connect::connect_as;
use super::failure::{FailureKind, kind};
use super::place::Opened;
use super::session::Session;
use crate::error::{Code, Error, Result};

/// A file that nobody else has open, and that nobody else can open until this is dropped. It has no log, because the contents
/// of the log were written to the file.
#[derive(Debug)]
pub(crate) struct Exclusive {
    _session: Session,
}

/// Waits until nobody else has the file open. Fails (exit 4, `in_use`) if somebody still has. Returns `None` if the file is so
/// damaged that SQLite cannot tell; then nobody can work with it either.
pub(crate) fn take(path: &Path, lock_timeout: Duration) -> Result<Option<Exclusive>> {
    let taken = connect_as(path, Opened::Shared).map(Session::over).and_then(|session| {
        session.wait_for_locks(lock_timeout)?;
        // SQLite leaves WAL mode only if nobody else has the file open. A journal in memory leaves no file beside the next
        // ledger.
        session.batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY;")?;
        session.begin(super::session::Access::Exclusive)?.rollback()?;
        Ok(Exclusive { _session: session })
    });
    match taken {
        Ok(exclusive) => Ok(Some(exclusive)),
        Err(error) if error.code() == Code::Busy => {
            Err(Error::refused("the ledger is in use; nothing was replaced")
                .at(path)
                .reason("in_use")
                .datum("ledger", path.display().to_string())
                .datum("waited_seconds", lock_timeout.as_secs())
                .hint("stop what uses it (cron, timers, people), or wait longer with --lock-timeout SECONDS"))
        }
        Err(error) if kind(&error) == Some(FailureKind::NoSpace) => Err(error.at(path)),
        Err(error) if kind(&error) == Some(FailureKind::MissingRight) => Err(error.at(path)),
        Err(_) => Ok(None),
    }
}
