//! Copies the database while it is in use.

use rusqlite::backup::{Backup, StepResult};

use super::failure::of_sqlite;
use super::new_database::NewDatabase;
use super::session::Session;
use crate::error::{Code, Error, Result};

/// Copies all pages to an empty file in one step. In WAL mode, one step is one snapshot, which blocks nobody. A copy in several
/// steps would start over whenever another process writes.
pub(crate) fn copy_to(session: &Session, file: &NewDatabase) -> Result<()> {
    let mut copy = file.connect()?;
    let step = Backup::new(session.sqlite()?, copy.sqlite_mut()?)
        .and_then(|backup| backup.step(-1))
        .map_err(of_sqlite)?;
    if step != StepResult::Done {
        return Err(Error::new(Code::Busy, "the ledger is locked by another process; nothing was copied")
            .hint("try again, or wait longer with --lock-timeout SECONDS"));
    }
    copy.close()?;
    file.without_log()
}
