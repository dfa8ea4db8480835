//! The digest of an operation: SHA-256 over all that it did and over the digest before it.
//!
//! The encoding is unambiguous: a whole number is eight bytes, most significant first; a text is its length in bytes as such
//! a number and its UTF-8 bytes; what may be absent begins with one byte, 0 or 1. Entries and changes are hashed apart, so
//! that both can be read in one pass side by side, and their digests enter the operation's.

use rusqlite::{Connection, OptionalExtension, Row, types::ValueRef};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// Names the encoding; a change of it is a new name.
const VERSION: &str = "rad-admin operation 1";

/// What an operation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) users: i64,
    pub(super) total: i64,
    pub(super) entries: i64,
}

pub(super) const ENTRY_COLUMNS: &str =
    "user_id, id, bucket, kind, amount, balance_after, previous, month, reason, reference, key";
pub(super) const CHANGE_COLUMNS: &str = "user_id, field, month, before, after";
const OPERATION_COLUMNS: &str =
    "id, at, actor, os_user, command, reason, reference, key, fingerprint, month, undoes";
const MONTH_COLUMNS: &str = "month, granted, skipped, credits";

/// The digest of an operation whose body has been read, over all that it did and the digest before it.
pub(super) fn of_operation(
    connection: &Connection,
    id: i64,
    first_entry: i64,
    body: &Body,
) -> Result<[u8; 32]> {
    let mut hasher = Sha256::new();
    text(&mut hasher, VERSION.as_bytes());
    hasher.update(previous(connection, id)?);
    row_of(
        &mut hasher,
        connection,
        &format!("SELECT {OPERATION_COLUMNS} FROM operations WHERE id = ?1"),
        id,
    )?;
    row_of(
        &mut hasher,
        connection,
        &format!("SELECT {MONTH_COLUMNS} FROM monthly_grants WHERE operation = ?1"),
        id,
    )?;
    for number in [body.totals.users, body.totals.total, first_entry, body.totals.entries] {
        hasher.update(number.to_be_bytes());
    }
    hasher.update(body.entries);
    hasher.update(body.changes);
    Ok(hasher.finalize().into())
}

/// The digest of the operation before this one; zeros before the first.
fn previous(connection: &Connection, id: i64) -> Result<[u8; 32]> {
    let digest = connection
        .query_row("SELECT digest FROM seals WHERE operation = ?1 - 1", [id], |row| row.get(0))
        .optional()?;
    Ok(digest.unwrap_or([0; 32]))
}

/// The entries and changes of an operation, read once.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) totals: Totals,
    entries: [u8; 32],
    changes: [u8; 32],
}

/// Reads the entries and the changes side by side, both in the order of the users, so that a user who has both is counted
/// once.
pub(super) fn body(connection: &Connection, id: i64, first_entry: i64) -> Result<Body> {
    let mut entries = connection.prepare_cached(&format!(
        "SELECT {ENTRY_COLUMNS} FROM entries WHERE id >= ?1 AND operation = ?2 ORDER BY id"
    ))?;
    let mut changes = connection.prepare_cached(&format!(
        "SELECT {CHANGE_COLUMNS} FROM changes WHERE operation = ?1 ORDER BY user_id, field, month"
    ))?;
    let (mut entry_rows, mut change_rows) = (entries.query((first_entry, id))?, changes.query([id])?);
    let (mut entry_digest, mut change_digest) = (Sha256::new(), Sha256::new());
    let mut totals = Totals { users: 0, total: 0, entries: 0 };
    let mut last_user = 0;
    let mut count = |user: i64| {
        totals.users += i64::from(user != last_user);
        last_user = user;
    };
    let (mut total, mut number) = (0_i64, 0_i64);
    let mut change_user = hash_next(&mut change_digest, &mut change_rows)?;
    while let Some(entry) = entry_rows.next()? {
        let user: i64 = entry.get(0)?;
        while let Some(other) = change_user.filter(|other| *other <= user) {
            count(other);
            change_user = hash_next(&mut change_digest, &mut change_rows)?;
        }
        count(user);
        total = entry.get::<_, i64>(4)?.checked_add(total).filter(is_exact).ok_or_else(too_large)?;
        number += 1;
        row(&mut entry_digest, entry)?;
    }
    while let Some(other) = change_user {
        count(other);
        change_user = hash_next(&mut change_digest, &mut change_rows)?;
    }
    totals.total = total;
    totals.entries = number;
    Ok(Body { totals, entries: entry_digest.finalize().into(), changes: change_digest.finalize().into() })
}

/// Hashes the next row and returns its user.
fn hash_next(hasher: &mut Sha256, rows: &mut rusqlite::Rows<'_>) -> Result<Option<i64>> {
    match rows.next()? {
        None => Ok(None),
        Some(next) => {
            row(hasher, next)?;
            Ok(Some(next.get(0)?))
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that Option::filter asks for")]
fn is_exact(total: &i64) -> bool {
    total.abs() <= crate::domain::MAX_CREDITS
}

fn too_large() -> Error {
    Error::refused(format!("the operation moves more than {} credits in all", crate::domain::MAX_CREDITS))
        .hint("do it in several parts; nothing was changed")
}

/// Hashes the one row of a query, or that there is none.
fn row_of(hasher: &mut Sha256, connection: &Connection, sql: &str, id: i64) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    match rows.next()? {
        None => hasher.update([0]),
        Some(found) => {
            hasher.update([1]);
            row(hasher, found)?;
        }
    }
    Ok(())
}

fn row(hasher: &mut Sha256, row: &Row<'_>) -> Result<()> {
    for column in 0..row.as_ref().column_count() {
        match row.get_ref(column)? {
            ValueRef::Null => hasher.update([0]),
            ValueRef::Integer(number) => {
                hasher.update([1]);
                hasher.update(number.to_be_bytes());
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                hasher.update([1]);
                text(hasher, bytes);
            }
            ValueRef::Real(_) => return Err(Error::setup("the database holds a fraction where none can be")),
        }
    }
    Ok(())
}

fn text(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}
