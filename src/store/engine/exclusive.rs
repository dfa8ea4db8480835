//! Having a database file to oneself.

use std::path::Path;
use std::time::Duration;

use super::connect::connect_as;
use super::failure::{FailureKind, kind};
use super::place::Opened;
use super::session::Session;
use crate::error::{Code, Error, Result};

/// A file that nobody else has open, and nobody else can open until this is dropped. It has no log: what the log held is in the
/// file.
#[derive(Debug)]
pub(crate) struct Exclusive {
    _session: Session,
}

/// Waits until nobody else has the file open; exit 4 where somebody still has. None where the file is so damaged that SQLite
/// cannot say who has it open: nobody can work with it then.
pub(crate) fn take(path: &Path, lock_timeout: Duration) -> Result<Option<Exclusive>> {
    let taken = connect_as(path, Opened::Shared).map(Session::over).and_then(|session| {
        session.wait_for_locks(lock_timeout)?;
        // A log can only be left with the file to oneself. The journal in memory leaves no file beside the one that comes next.
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
                .hint("stop what uses it (cron, timers, people), or wait longer with --lock-timeout SECONDS"))
        }
        Err(error) if kind(&error) == Some(FailureKind::NoSpace) => Err(error.at(path)),
        Err(error) if kind(&error) == Some(FailureKind::MissingRight) => Err(error.at(path)),
        Err(_) => Ok(None),
    }
}
