//! Turns what an engine reports into our errors.

use std::fmt;

use rusqlite::ErrorCode;

use super::value::Value;
use crate::error::{Code, Error};

/// The words of an engine, as the cause of an [`Error`].
#[derive(Debug)]
pub(crate) struct EngineFailure {
    kind: FailureKind,
    words: String,
}

/// The kinds of failures that callers distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store::engine) enum FailureKind {
    /// A constraint of the schema stopped the statement.
    Constraint,
    /// A number exceeded 64 bits.
    Overflow,
    /// The file is damaged.
    Damage,
    /// A column has a value that this program never writes.
    Foreign,
    /// The disk is full.
    NoSpace,
    /// The account, the folder or the mount does not allow it.
    MissingRight,
    /// The server is gone or cannot be reached.
    ConnectionLost,
    Other,
}

impl EngineFailure {
    pub(in crate::store::engine) fn new(kind: FailureKind, words: String) -> Self {
        Self { kind, words }
    }
}

impl fmt::Display for EngineFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for EngineFailure {}

/// What an account needs to write.
pub(super) const RIGHTS: &str = "the account that runs rad-admin must be able to write the file and its folder: SQLite keeps a log and its \
                      index (-wal, -shm) beside the file";
const DISK: &str =
    "check free space and the disk's health (df, the system's log), then run the command again";

/// Returns the error for a failure of SQLite.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
pub(crate) fn of_sqlite(error: rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    let words = error.to_string();
    let kind = match code {
        Some(ErrorCode::ConstraintViolation) => FailureKind::Constraint,
        Some(ErrorCode::DatabaseCorrupt) => FailureKind::Damage,
        Some(ErrorCode::DiskFull) => FailureKind::NoSpace,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
            FailureKind::MissingRight
        }
        _ if words.contains("integer overflow") => FailureKind::Overflow,
        _ => FailureKind::Other,
    };
    let failure = EngineFailure { kind, words };
    match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(Code::Busy, "the ledger is locked by another process; nothing was written")
                .hint("try again, or wait longer with --lock-timeout SECONDS")
        }
        Some(ErrorCode::NotADatabase) => Error::setup("the file is not a rad-admin ledger")
            .hint("give the right one with --db, or make a new one elsewhere with: rad-admin --db PATH init"),
        Some(ErrorCode::DatabaseCorrupt) => Error::new(Code::VerifyFailed, "the database file is damaged")
            .caused_by(failure)
            .hint("restore the last backup; do not write to this file"),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Error::setup("the ledger cannot be opened").caused_by(failure).hint(RIGHTS)
        }
        Some(ErrorCode::ReadOnly) => Error::failed("the ledger cannot be written", failure).hint(RIGHTS),
        Some(ErrorCode::DiskFull) => {
            Error::failed("the disk is full; nothing was written", failure).hint(DISK)
        }
        Some(ErrorCode::SystemIoFailure) => {
            Error::failed("the ledger cannot be read or written", failure).hint(DISK)
        }
        _ => Error::failed("the database reported a failure", failure),
    }
}

/// Returns the error for a column with a type or range that this program never writes.
pub(in crate::store::engine) fn foreign(column: usize, value: Option<Value<'_>>) -> Error {
    let value = value.map_or_else(|| "a value of another type".to_owned(), |value| format!("{value:?}"));
    let words = format!("{value} in column {column} of a query");
    Error::new(Code::VerifyFailed, "the ledger holds what rad-admin never writes")
        .caused_by(EngineFailure { kind: FailureKind::Foreign, words })
        .hint("restore the last intact backup; rad-admin verify may show what is damaged")
}

/// The error for a query that had to find a row.
pub(super) fn no_row() -> Error {
    of_sqlite(rusqlite::Error::QueryReturnedNoRows)
}

pub(super) fn kind(error: &Error) -> Option<FailureKind> {
    error.source_as::<EngineFailure>().map(|failure| failure.kind)
}

/// Whether the engine failed, rather than a rule or the caller.
pub(crate) fn is_of_engine(error: &Error) -> bool {
    kind(error).is_some()
}

/// Whether the schema's constraints, or 64 bits, stopped the statement.
pub(crate) fn is_out_of_bounds(error: &Error) -> bool {
    matches!(kind(error), Some(FailureKind::Constraint | FailureKind::Overflow))
}

/// Whether the account, the folder or the mount does not allow what was tried.
pub(super) fn is_missing_right(error: &Error) -> bool {
    kind(error) == Some(FailureKind::MissingRight)
}

/// Whether the connection to a server was lost.
pub(crate) fn is_connection_lost(error: &Error) -> bool {
    kind(error) == Some(FailureKind::ConnectionLost)
}

/// Returns the value that this program never writes, if a column with one is the failure.
pub(crate) fn foreign_value(error: &Error) -> Option<String> {
    (kind(error) == Some(FailureKind::Foreign)).then(|| error.message())
}

/// Returns what the engine says about damage to its file.
pub(crate) fn damage(error: &Error) -> Option<String> {
    error
        .source_as::<EngineFailure>()
        .filter(|failure| failure.kind == FailureKind::Damage)
        .map(EngineFailure::to_string)
}
