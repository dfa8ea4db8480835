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
                Self::setup("the database cannot be opened").caused_by(error).hint(RIGHTS)
            }
            Some(ErrorCode::ReadOnly) => Self::failed("the database cannot be written", error).hint(RIGHTS),
            Some(ErrorCode::DiskFull) => {
                Self::failed("the disk is full; nothing was written", error).hint(ROOM)
            }
            Some(ErrorCode::SystemIoFailure) => {
                Self::failed("the database cannot be read or written", error).hint(ROOM)
            }
            None if is_foreign(&error) => Self::setup("the database holds what rad-admin never writes")
                .caused_by(error)
                .hint("restore the last intact backup; rad-admin verify may tell what is damaged"),
            _ => Self::failed("the database reported a failure", error),
        }
    }
}

const RIGHTS: &str = "the account that runs rad-admin must be able to write the file and its folder: a log and its index \
                      (-wal, -shm) are kept beside the file";
const ROOM: &str =
    "is there room on the disk, and is it in order? see df and the system's log; then run the command again";

/// Whether a value has a type or a range that the schema's own values never have.
fn is_foreign(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    matches!(
        error,
        E::FromSqlConversionFailure(..)
            | E::InvalidColumnType(..)
            | E::IntegralValueOutOfRange(..)
            | E::Utf8Error(..)
    )
}

/// Whether a constraint of the schema stopped the statement.
pub(crate) fn is_constraint(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}
