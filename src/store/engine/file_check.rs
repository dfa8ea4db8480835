//! Has SQLite check the file: its pages, indexes and constraints.

use super::failure;
use super::open;
use super::place::Place;
use super::session::{Access, Session, Transaction};
use crate::error::Result;

const SNAPSHOT_ATTEMPTS: u32 = 3;

/// The check looks up the row of each address. With a cache of 2 MiB, it would read most of the file several times.
const CACHE_KIB: i64 = 32_768;

/// The partial indexes: table, index, and the condition on their rows.
const PARTIAL_INDEXES: [(&str, &str, &str); 8] = [
    ("operations", "operations_key", "key IS NOT NULL"),
    ("operations", "operations_undoes", "undoes IS NOT NULL"),
    ("users", "users_admins", "status = 'active' AND roles & 32 <> 0"),
    ("entries", "entries_month", "month IS NOT NULL"),
    ("entries", "entries_key", "key IS NOT NULL"),
    ("changes", "changes_reverses", "reverses IS NOT NULL"),
    ("changes", "changes_month", "field = 'monthly' AND reverses IS NULL"),
    ("changes", "changes_former_address", "field = 'email'"),
];

/// Begins a snapshot, and opens a second session that sees the same one. There is no second session if others commit all the
/// time. There is none either if the file cannot be written: SQLite then has no index of the log, and cannot tell whether
/// somebody committed.
pub(crate) fn snapshots<'s>(
    session: &'s Session,
    place: &Place,
) -> Result<(Transaction<'s>, Option<Session>)> {
    if session.server().is_some() {
        return Ok((session.begin(Access::Read)?, None));
    }
    let beside = open::beside(place)?;
    for _ in 0..SNAPSHOT_ATTEMPTS {
        let before = session.foreign_commits()?;
        beside.batch("BEGIN; SELECT id FROM ledger")?;
        let snapshot = session.begin(Access::Read)?;
        if session.foreign_commits()? == before {
            return Ok((snapshot, Some(beside)));
        }
        snapshot.rollback()?;
        beside.batch("ROLLBACK")?;
    }
    Ok((session.begin(Access::Read)?, None))
}

/// Returns what SQLite finds damaged. SQLite's own check overlooks an entry in a partial index that should be empty. So this
/// also checks that the first entry of each leads to a row that belongs there.
pub(crate) fn damage(session: &Session) -> Result<Option<String>> {
    if session.server().is_some() {
        // A server checks its own files.
        return Ok(None);
    }
    session.set_cache_kib(CACHE_KIB)?;
    let found = words(session.value("PRAGMA integrity_check(1)", ()))?;
    if found.is_some() {
        return Ok(found);
    }
    for (table, index, condition) in PARTIAL_INDEXES {
        let sql = format!(
            "SELECT CASE WHEN EXISTS (
                 SELECT 1 FROM (SELECT id FROM {table} INDEXED BY {index} WHERE {condition} LIMIT 1) first
                 WHERE NOT EXISTS (SELECT 1 FROM {table} NOT INDEXED WHERE id = first.id AND {condition}))
             THEN 'an entry of index {index} leads to no row of it' ELSE 'ok' END"
        );
        let found = words(session.value(&sql, ()))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn words(answer: Result<String>) -> Result<Option<String>> {
    match answer {
        Ok(answer) => Ok((answer != "ok").then_some(answer)),
        Err(error) => failure::damage(&error).map_or(Err(error), |damage| Ok(Some(damage))),
    }
}
