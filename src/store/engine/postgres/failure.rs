//! Turns what PostgreSQL reports into our errors.

use std::error::Error as _;
use std::time::Duration;

use tokio_postgres::error::SqlState;

use super::tls::certificate_fault;
use crate::error::{Code, Error};
use crate::store::engine::failure::{EngineFailure, FailureKind};

/// Returns the error for what the server or the driver reports.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
pub(crate) fn of_postgres(error: tokio_postgres::Error) -> Error {
    let Some(reported) = error.as_db_error() else { return of_driver(&error) };
    let (state, words) = (reported.code(), reported.message());
    of_class(state, words).unwrap_or_else(|| of_state(state, words))
}

/// Describes a failure of a class whose states mean the same to a user.
fn of_class(state: &SqlState, words: &str) -> Option<Error> {
    let failure = |kind| EngineFailure::new(kind, words.to_owned());
    let class = state.code().get(..2).unwrap_or_default();
    Some(match class {
        "23" | "P0" => Error::failed("the database refused a statement", failure(FailureKind::Constraint)),
        "22" if *state == SqlState::NUMERIC_VALUE_OUT_OF_RANGE => {
            Error::failed("a number is too large", failure(FailureKind::Overflow))
        }
        "08" => lost(failure(FailureKind::ConnectionLost)),
        "57" if ["57P04", "57P05"].contains(&state.code()) => lost(failure(FailureKind::ConnectionLost)),
        "28" => {
            let hint = if words.contains("no encryption") {
                "the server may demand TLS: leave out sslmode=disable"
            } else {
                "check the user in the URL, the password in ~/.pgpass, and the server's pg_hba.conf"
            };
            Error::setup("the server refuses the login").caused_by(failure(FailureKind::Other)).hint(hint)
        }
        "XX" => Error::new(Code::VerifyFailed, "the server finds its data damaged")
            .caused_by(failure(FailureKind::Damage))
            .hint("restore the last backup; do not write to this database"),
        _ => return None,
    })
}

fn of_state(state: &SqlState, words: &str) -> Error {
    let failure = |kind| EngineFailure::new(kind, words.to_owned());
    match *state {
        SqlState::LOCK_NOT_AVAILABLE => {
            Error::new(Code::Busy, "another process writes to the ledger; nothing was written")
                .hint("try again, or wait longer with --lock-timeout SECONDS")
        }
        // Only an upgrade of the tables locks more than the turn.
        SqlState::T_R_DEADLOCK_DETECTED => {
            Error::new(Code::Busy, "another process uses the ledger; nothing was written").hint("try again")
        }
        SqlState::TOO_MANY_CONNECTIONS | SqlState::CANNOT_CONNECT_NOW => {
            Error::new(Code::Busy, "the server takes no connection now; nothing was written")
                .caused_by(failure(FailureKind::Other))
                .hint("try again, or wait longer with --lock-timeout SECONDS")
        }
        SqlState::DISK_FULL => {
            Error::failed("the server's disk is full; nothing was written", failure(FailureKind::NoSpace))
                .hint("make room on the server, then run the command again")
        }
        SqlState::INSUFFICIENT_PRIVILEGE if words.contains("temporary") => {
            Error::setup("the server's user may make no temporary tables, which this command needs")
                .caused_by(failure(FailureKind::MissingRight))
                .hint(
                    "ask the database's administrator: GRANT TEMPORARY ON DATABASE … TO …_reader, …_operator",
                )
        }
        SqlState::INSUFFICIENT_PRIVILEGE => Error::setup("the server's user has no right to do this")
            .caused_by(failure(FailureKind::MissingRight))
            .hint(
                "ask the database's administrator for the role of an operator (to write) or of a reader; \
                   init and restore need the right to create roles and schemas",
            ),
        SqlState::INVALID_CATALOG_NAME => Error::setup("there is no such database on the server")
            .caused_by(failure(FailureKind::Other))
            .hint("check the name in the URL, or have it made: createdb NAME"),
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => lost(failure(FailureKind::ConnectionLost)),
        SqlState::READ_ONLY_SQL_TRANSACTION => Error::setup(
            "the ledger may only be read here; nothing was written",
        )
        .caused_by(failure(FailureKind::MissingRight))
        .hint("if it is a standby, name the server that can be written, or all of them in the URL: HOST1,HOST2")
        .hint("if not, the login's transactions are read-only: ALTER ROLE … RESET default_transaction_read_only")
        .hint("a standby makes no temporary tables, which 'user show', reports, statements and --at need"),
        SqlState::QUERY_CANCELED => {
            Error::failed("the server ended the statement; nothing was written", failure(FailureKind::Other))
                .hint("raise the server's statement_timeout for this login, then run the command again")
        }
        _ => Error::failed("the database reported a failure", failure(FailureKind::Other)),
    }
}

fn of_driver(error: &tokio_postgres::Error) -> Error {
    let words = error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    if error.is_closed() || words.contains("communicating with the server") {
        return lost(EngineFailure::new(FailureKind::ConnectionLost, words));
    }
    Error::failed("the database reported a failure", EngineFailure::new(FailureKind::Other, words))
}

fn lost(failure: EngineFailure) -> Error {
    Error::setup("the connection to the server was lost; nothing was written")
        .caused_by(failure)
        .hint("run the command again")
}

/// Returns the error for a server that accepts a connection and then says nothing for this long.
pub(super) fn silent_server(limit: Duration) -> Error {
    let words = format!("it does not answer within {} seconds", limit.as_secs());
    Error::setup("cannot connect to the server")
        .caused_by(EngineFailure::new(FailureKind::ConnectionLost, words))
        .hint("check host and port in the URL; give it more time with connect_timeout=SECONDS in the URL")
}

/// Returns the error for a server that cannot be reached.
pub(super) fn of_connect(error: tokio_postgres::Error) -> Error {
    if error.as_db_error().is_some() {
        return of_postgres(error);
    }
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    if let Some((words, hint)) = certificate_fault(&error) {
        return Error::setup("the server's certificate is refused")
            .caused_by(EngineFailure::new(FailureKind::ConnectionLost, words))
            .hint(hint);
    }
    let hint = if words.contains("TLS") || words.contains("tls") {
        "the server offers no TLS: set it up there, or use sslmode=disable where the network is trusted"
    } else if words.contains("password missing") {
        "put the password in ~/.pgpass (HOST:PORT:DATABASE:USER:PASSWORD, mode 0600) or in PGPASSWORD"
    } else if words.contains("does not allow writes") || words.contains("is not read only") {
        "no host of the URL has a session as target_session_attrs asks for"
    } else {
        "check host and port in the URL, and that the server runs"
    };
    Error::setup("cannot connect to the server")
        .caused_by(EngineFailure::new(FailureKind::ConnectionLost, words))
        .hint(hint)
}
