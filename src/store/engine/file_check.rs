//! SQLite's own check of the file: its pages, indexes and constraints.

use super::failure;
use super::open;
use super::place::Place;
use super::session::{Access, Session, Transaction};
use crate::error::Result;

const SNAPSHOT_ATTEMPTS: u32 = 3;

/// It looks up the row of each address, and with 2 MiB reads most of the file several times over.
const CACHE_KIB: i64 = 32_768;

/// The indexes of a part of their table's rows, and which part.
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

/// A snapshot, and a second session that sees the same one: none where others commit all the time, or where the file cannot
/// be written, so that SQLite has no index of the log and cannot say whether somebody committed.
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

/// What SQLite finds damaged, where it finds anything. Its check passes over a partial index that should be empty and is
/// not, so the first entry of each has to lead to a row that belongs there.
pub(crate) fn damage(session: &Session) -> Result<Option<String>> {
    if session.server().is_some() {
        // A server keeps its own files in order.
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
