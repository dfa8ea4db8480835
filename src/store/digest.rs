//! The digest of an operation: SHA-256 over all that it did and over the digest before it.
//!
//! The encoding is unambiguous: a whole number is eight bytes, most significant first; a text is its length in bytes as such
//! a number and its UTF-8 bytes; what may be absent begins with one byte, 0 or 1. Entries and changes are hashed apart, so
//! that both can be read in one pass side by side, and their digests enter the operation's. The first operation continues the
//! digest of the ledger's own row, so that its time zone is proven too.

use rusqlite::{Connection, OptionalExtension, Row, Rows, types::ValueRef};
use sha2::{Digest as _, Sha256};

use crate::domain::{Digest, MAX_CREDITS};
use crate::error::{Error, Result};

/// They name the encoding; a change of it is a new name.
const VERSION: &str = "rad-admin operation 1";
const LEDGER_VERSION: &str = "rad-admin ledger 1";

/// What an operation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) users: i64,
    pub(super) total: i64,
    pub(super) entries: i64,
}

/// The entries' operation is read, to be compared, and not hashed: it is the one whose digest this is.
const ENTRY_COLUMNS: &str =
    "operation, user_id, id, bucket, kind, amount, balance_after, previous, month, reason, reference, key";
const CHANGE_COLUMNS: &str = "user_id, field, month, before, after";
const OPERATION_COLUMNS: &str =
    "id, at, actor, os_user, command, reason, reference, key, fingerprint, month, undoes";
const MONTH_COLUMNS: &str = "month, granted, skipped, credits";
const LEDGER_COLUMNS: &str = "id, timezone, created_at";

/// An operation and the entries that are its own, numbered from the first to the last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) operation: i64,
    pub(super) first_entry: i64,
    pub(super) last_entry: i64,
}

/// Looks on while an operation is read: its changes and its entries, user by user, the changes of a user first.
pub(super) trait Witness {
    /// A row of `user_id, field, month, before, after`.
    fn change(&mut self, row: &Row<'_>) -> rusqlite::Result<()>;
    /// A row of `operation, user_id, id, bucket, kind, amount, balance_after, previous, month, …`.
    fn entry(&mut self, row: &Row<'_>) -> rusqlite::Result<()>;
}

struct Nobody;

impl Witness for Nobody {
    fn change(&mut self, _: &Row<'_>) -> rusqlite::Result<()> {
        Ok(())
    }

    fn entry(&mut self, _: &Row<'_>) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// What the first operation's digest continues: that of the ledger's own row.
pub(super) fn of_ledger(connection: &Connection) -> Result<Digest> {
    let mut hasher = Sha256::new();
    text(&mut hasher, LEDGER_VERSION.as_bytes());
    row_of(&mut hasher, connection, &format!("SELECT {LEDGER_COLUMNS} FROM ledger WHERE id = ?1"), [1])?;
    Ok(Digest(hasher.finalize().into()))
}

/// What the digest of an operation continues: that of the operation before it.
pub(super) fn previous(connection: &Connection, id: i64) -> Result<Digest> {
    connection
        .query_row("SELECT digest FROM seals WHERE operation = ?1 - 1", [id], |row| row.get(0).map(Digest))
        .optional()?
        .map_or_else(|| of_ledger(connection), Ok)
}

/// The digest of an operation whose body has been read, and whether it closes a month.
pub(super) fn of_operation(
    connection: &Connection,
    id: i64,
    previous: Digest,
    body: &Body,
) -> Result<(Digest, bool)> {
    let mut hasher = Sha256::new();
    text(&mut hasher, VERSION.as_bytes());
    hasher.update(previous.0);
    let header = format!("SELECT {OPERATION_COLUMNS} FROM operations WHERE id = ?1");
    row_of(&mut hasher, connection, &header, [id])?;
    let month = format!(
        "SELECT {MONTH_COLUMNS} FROM monthly_grants
         WHERE month = (SELECT month FROM operations WHERE id = ?1) AND operation = ?1"
    );
    let closes_month = row_of(&mut hasher, connection, &month, [id])?;
    hasher.update(body.users.to_be_bytes());
    hasher.update(body.total.to_be_bytes());
    hasher.update(body.first_entry.to_be_bytes());
    hasher.update(body.number.to_be_bytes());
    hasher.update(body.entries);
    hasher.update(body.changes);
    Ok((Digest(hasher.finalize().into()), closes_month))
}

/// The entries and changes of an operation, read once.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) users: i64,
    pub(super) total: i128,
    pub(super) first_entry: i64,
    pub(super) number: i64,
    entries: [u8; 32],
    changes: [u8; 32],
}

impl Body {
    /// What it came to. Exit 4 where that is more than a sum may be.
    pub(super) fn totals(&self) -> Result<Totals> {
        let Self { users, total, number: entries, .. } = *self;
        let total = i64::try_from(total).ok().filter(|total| total.abs() <= MAX_CREDITS);
        Ok(Totals { users, total: total.ok_or_else(too_large)?, entries })
    }
}

/// Reads the operation that is being written, whose entries are the last ones.
pub(super) fn newest(connection: &Connection, operation: i64, first_entry: i64) -> Result<Body> {
    read(connection, Span { operation, first_entry, last_entry: i64::MAX }, &mut Nobody)
}

/// Reads the entries and the changes side by side, both in the order of the users, so that a user who has both is counted
/// once.
pub(super) fn read(connection: &Connection, span: Span, witness: &mut impl Witness) -> Result<Body> {
    let mut entries = connection.prepare_cached(&format!(
        "SELECT {ENTRY_COLUMNS} FROM entries WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
    ))?;
    let mut changes = connection.prepare_cached(&format!(
        "SELECT {CHANGE_COLUMNS} FROM changes WHERE operation = ?1 ORDER BY user_id, field, month"
    ))?;
    let mut entry_rows = entries.query((span.first_entry, span.last_entry))?;
    let mut change_rows = changes.query([span.operation])?;
    let (mut entry_digest, mut change_digest) = (Sha256::new(), Sha256::new());
    let (mut users, mut total, mut number) = (0, 0_i128, 0);
    let mut last_user = 0;
    let mut count = |user: i64| {
        users += i64::from(user != last_user);
        last_user = user;
    };
    let mut change_user = next_change(&mut change_digest, &mut change_rows, witness)?;
    while let Some(entry) = entry_rows.next()? {
        let user: i64 = entry.get(1)?;
        while let Some(other) = change_user.filter(|other| *other <= user) {
            count(other);
            change_user = next_change(&mut change_digest, &mut change_rows, witness)?;
        }
        count(user);
        total += i128::from(entry.get::<_, i64>(5)?);
        number += 1;
        hash_columns(&mut entry_digest, entry, 1)?;
        witness.entry(entry)?;
    }
    while let Some(other) = change_user {
        count(other);
        change_user = next_change(&mut change_digest, &mut change_rows, witness)?;
    }
    let (entries, changes) = (entry_digest.finalize().into(), change_digest.finalize().into());
    Ok(Body { users, total, first_entry: span.first_entry, number, entries, changes })
}

/// Hashes and shows the next change and returns its user.
fn next_change(hasher: &mut Sha256, rows: &mut Rows<'_>, witness: &mut impl Witness) -> Result<Option<i64>> {
    let Some(next) = rows.next()? else { return Ok(None) };
    hash_columns(hasher, next, 0)?;
    witness.change(next)?;
    Ok(Some(next.get(0)?))
}

fn too_large() -> Error {
    Error::refused(format!("the operation moves more than {MAX_CREDITS} credits in all"))
        .hint("do it in several parts; nothing was changed")
}

/// Hashes the one row of a query, or that there is none. Returns whether there is one.
fn row_of(hasher: &mut Sha256, connection: &Connection, sql: &str, id: [i64; 1]) -> Result<bool> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(id)?;
    let found = rows.next()?;
    hasher.update([u8::from(found.is_some())]);
    if let Some(found) = found {
        hash_columns(hasher, found, 0)?;
    }
    Ok(found.is_some())
}

fn hash_columns(hasher: &mut Sha256, row: &Row<'_>, first: usize) -> Result<()> {
    for column in first..row.as_ref().column_count() {
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
