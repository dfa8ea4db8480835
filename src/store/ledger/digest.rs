//! The digest of an operation: SHA-256 over all that it did and over the digest before it.
//!
//! The encoding is unambiguous: a whole number is eight bytes, most significant first; a text is its length in bytes as such
//! a number and its UTF-8 bytes; what may be absent begins with one byte, 0 or 1. Entries and changes are hashed apart, in the
//! order of their numbers, and their digests enter the operation's. The first operation continues the digest of the ledger's
//! own row, so that its time zone is proven too.

use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, Row, types::ValueRef};
use sha2::{Digest as _, Sha256};

use crate::domain::{Digest, MAX_CREDITS};
use crate::error::{Error, Result};

/// They name the encoding; a change of it is a new name.
const VERSION: &str = "rad-admin operation 1";
const LEDGER_VERSION: &str = "rad-admin ledger 1";

/// The operation of a row is read, to be compared, and not hashed: it is the one whose digest this is.
const ENTRIES: &str = "SELECT operation, user_id, id, bucket, kind, amount, balance_after, previous, month, reason, reference, key
     FROM entries WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const CHANGES: &str = "SELECT operation, user_id, id, field, month, before, after
     FROM changes WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const OPERATION_COLUMNS: &str =
    "id, at, actor, os_user, command, reason, reference, key, fingerprint, month, undoes";
const MONTH_COLUMNS: &str = "month, granted, skipped, credits";
const LEDGER_COLUMNS: &str = "id, timezone, created_at";

/// Looks on while an operation is read: its changes, then its entries.
pub(crate) trait Witness {
    /// A row of `operation, user_id, id, field, …`.
    fn change(&mut self, _: &Row<'_>) -> rusqlite::Result<()> {
        Ok(())
    }

    /// A row of `operation, user_id, id, bucket, kind, amount, balance_after, previous, month, …`.
    fn entry(&mut self, _: &Row<'_>) -> rusqlite::Result<()> {
        Ok(())
    }
}

struct Nobody;

impl Witness for Nobody {}

/// What the first operation's digest continues: that of the ledger's own row.
pub(crate) fn of_ledger(connection: &Connection) -> Result<Digest> {
    let mut hasher = Sha256::new();
    text(&mut hasher, LEDGER_VERSION.as_bytes());
    row_of(&mut hasher, connection, &format!("SELECT {LEDGER_COLUMNS} FROM ledger WHERE id = ?1"), [1])?;
    Ok(Digest(hasher.finalize().into()))
}

/// What the digest of an operation continues: that of the operation before it.
pub(crate) fn previous(connection: &Connection, id: i64) -> Result<Digest> {
    connection
        .query_row("SELECT digest FROM seals WHERE operation = ?1 - 1", [id], |row| row.get(0).map(Digest))
        .optional()?
        .map_or_else(|| of_ledger(connection), Ok)
}

/// The digest of an operation whose body has been read, and whether it closes a month. `users` is how many it touched.
pub(crate) fn of_operation(
    connection: &Connection,
    id: i64,
    previous: Digest,
    body: &Body,
    users: i64,
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
    hasher.update(users.to_be_bytes());
    hasher.update(body.total.to_be_bytes());
    for run in [&body.entries, &body.changes] {
        hasher.update(run.first.to_be_bytes());
        hasher.update(run.count.to_be_bytes());
        hasher.update(run.digest);
    }
    Ok((Digest(hasher.finalize().into()), closes_month))
}

/// The entries and changes of an operation, read once.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) total: i128,
    absolute_total: i128,
    pub(crate) entries: Run,
    pub(crate) changes: Run,
}

/// Rows that are numbered without a gap.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) first: i64,
    pub(crate) count: i64,
    digest: [u8; 32],
}

impl Body {
    /// The sum of the entries. Exit 4 where it is more than a sum may be.
    pub(crate) fn total_credits(&self) -> Result<i64> {
        let total = i64::try_from(self.total).ok().filter(|total| total.abs() <= MAX_CREDITS);
        total.ok_or_else(too_large)
    }

    /// The sum of their absolute amounts; at most [`MAX_CREDITS`].
    pub(crate) fn absolute_credits(&self) -> i64 {
        i64::try_from(self.absolute_total).map_or(MAX_CREDITS, |total| total.min(MAX_CREDITS))
    }
}

/// Reads the operation that is being written, whose entries and changes are the last ones.
pub(crate) fn newest(connection: &Connection, first_entry: i64, first_change: i64) -> Result<Body> {
    read(connection, first_entry..=i64::MAX, first_change..=i64::MAX, &mut Nobody)
}

/// Reads the changes and the entries of these numbers.
pub(crate) fn read(
    connection: &Connection,
    entries: RangeInclusive<i64>,
    changes: RangeInclusive<i64>,
    witness: &mut impl Witness,
) -> Result<Body> {
    let (mut total, mut absolute_total) = (0_i128, 0_i128);
    let changes = run(connection, CHANGES, changes, |row| witness.change(row))?;
    let entries = run(connection, ENTRIES, entries, |row| {
        let amount = i128::from(row.get::<_, i64>(5)?);
        total += amount;
        absolute_total += amount.abs();
        witness.entry(row)
    })?;
    Ok(Body { total, absolute_total, entries, changes })
}

fn run(
    connection: &Connection,
    sql: &str,
    numbers: RangeInclusive<i64>,
    mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> Result<Run> {
    let mut hasher = Sha256::new();
    let (first, last) = numbers.into_inner();
    let mut count = 0;
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((first, last))?;
    while let Some(row) = rows.next()? {
        hash_columns(&mut hasher, row, 1)?;
        each(row)?;
        count += 1;
    }
    Ok(Run { first, count, digest: hasher.finalize().into() })
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
