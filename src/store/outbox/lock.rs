//! Lets only one process at a time send the messages of a ledger.
//!
//! The lock is one of the operating system, on the folder that holds the database. A lease in a row would have to run out after
//! a crash, and a slow mail server could outlast it; this lock ends with its process. A lock file would belong to whoever sends
//! first, and keep out other accounts. Locking the database file does not work either: closing it would release SQLite's own
//! locks. Two ledgers in one folder send one after the other. On a server, a second session holds the lock as long as it lives.

use std::fs::{self, File, TryLockError};
use std::thread;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::files;
use crate::store::engine::postgres::connection::Connection as ServerConnection;
use crate::store::session::Store;

const STEP: Duration = Duration::from_millis(50);

/// The right to send. Dropping it releases the lock.
#[derive(Debug)]
pub struct OutboxLock {
    _held_by: Holder,
}

#[derive(Debug)]
#[expect(dead_code, reason = "what it holds is let go of when it is dropped")]
enum Holder {
    Folder(File),
    Session(Box<ServerConnection>),
}

impl Store {
    /// Waits up to `timeout` for the right to send; `None` if another process still has it.
    pub fn lock_outbox(&self, timeout: Duration) -> Result<Option<OutboxLock>> {
        if let Some(server) = self.session.server() {
            let session = server.lock_outbox(timeout)?;
            return Ok(session.map(|session| OutboxLock { _held_by: Holder::Session(Box::new(session)) }));
        }
        let path = fs::canonicalize(&self.place.path)?;
        let folder = files::folder_of(&path);
        let failed = |error| Error::failed(format!("cannot lock the folder {}", folder.display()), error);
        let file = File::open(folder).map_err(failed)?;
        let mut left = timeout;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(OutboxLock { _held_by: Holder::Folder(file) })),
                Err(TryLockError::WouldBlock) if left.is_zero() => return Ok(None),
                Err(TryLockError::WouldBlock) => thread::sleep(STEP.min(left)),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            left = left.saturating_sub(STEP);
        }
    }
}
