//! Who may send: one process at a time for each database.
//!
//! A lock of the operating system on a file beside the database, not a lease in a row: it ends with its process, however
//! that ends, so nothing waits for a lease of the dead to run out, and no slow server outlasts one.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::store::session::Store;

const STEP: Duration = Duration::from_millis(50);

/// The right to send, until it is dropped.
#[derive(Debug)]
pub struct OutboxLock {
    _file: File,
}

impl Store {
    /// Waits up to `timeout` for the right to send; `None` when another process still has it.
    pub fn lock_outbox(&self, timeout: Duration) -> Result<Option<OutboxLock>> {
        let path = format!("{}.outbox", self.session.path().unwrap_or_else(|| Path::new("")).display());
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| Error::failed(format!("the lock file {path} cannot be opened"), error))?;
        let mut left = timeout;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(OutboxLock { _file: file })),
                Err(TryLockError::WouldBlock) if left.is_zero() => return Ok(None),
                Err(TryLockError::WouldBlock) => thread::sleep(STEP.min(left)),
                Err(TryLockError::Error(error)) => {
                    return Err(Error::failed(format!("{path} cannot be locked"), error));
                }
            }
            left = left.saturating_sub(STEP);
        }
    }
}
