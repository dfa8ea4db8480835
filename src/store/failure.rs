//! What SQLite reports, in our terms.

use rusqlite::ErrorCode;

use crate::error::{Code, Error};

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::new(Code::Busy, "the database is locked by another process; nothing was written")
                    .hint("try again, or wait longer with --lock-timeout SECONDS")
            }
            Some(ErrorCode::NotADatabase) => Self::setup("the file is not a rad-admin database").hint(
                "give the right one with --db, or make a new one elsewhere with: rad-admin --db PATH init",
            ),
            Some(ErrorCode::DatabaseCorrupt) => Self::setup("the database file is damaged")
                .caused_by(error)
                .hint("restore the last backup; do not write to this file"),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::setup("the database cannot be opened").caused_by(error)
            }
            Some(ErrorCode::ReadOnly) => Self::failed("the database cannot be written", error)
                .hint("check whether the file, its folder or the file system is read-only"),
            Some(ErrorCode::DiskFull) => Self::failed("the disk is full; nothing was written", error),
            _ => Self::failed("the database reported a failure", error),
        }
    }
}

/// Whether a constraint of the schema stopped the statement.
pub(super) fn is_constraint(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}
