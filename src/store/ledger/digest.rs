//! Computes the digest of an operation: a SHA-256 over all that it did and the digest before it.
//!
//! [`crate::encoding`] says how values are encoded. Each column is encoded as a value that may be absent. Entries and changes
//! are hashed separately, in the order of their numbers, and the digests of both enter the operation's. Personal texts enter as
//! commitments ([`super::commitment`]). The first operation continues the digest of the ledger's own row, which proves its time
//! zone too.

use std::ops::{Range, RangeInclusive};

use super::commitment::{OPERATION_TEXTS, Salt, Subject, Texts};
use crate::domain::{Digest, EntryId, MAX_CREDITS, OperationId};
use crate::encoding::Encoder;
use crate::error::{Error, Result};
use crate::store::engine::session::{Row, Session};
use crate::store::engine::value::{ToValue, Value};

/// The names of the encodings. Another encoding needs another name.
const OPERATION: &str = "rad-admin operation 1";
const ENTRIES_OF_OPERATION: &str = "rad-admin entries 1";
const CHANGES_OF_OPERATION: &str = "rad-admin changes 1";
const ERASURE: &str = "rad-admin erasure 1";
const INVITATIONS: &str = "rad-admin invitations 1";
const LEDGER: &str = "rad-admin ledger 1";

/// The command of an erasure. The schema names it too.
pub(crate) const ERASING_COMMAND: &str = "user erase";

/// The beginning of every command that makes invitations.
pub(crate) const INVITING_COMMANDS: &str = "invite";

/// The column `operation` is read so that a witness can compare it. It is not hashed, because the row belongs to the operation
/// whose digest this is.
const ENTRIES: &str =
    "SELECT operation, user_id, id, bucket, kind, amount, balance_after, previous, month, attempt, reverses,
            reason, reference, key, salt
     FROM entries WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const CHANGES: &str = "SELECT operation, user_id, id, field, month, reverses, before, after, person, salt
     FROM changes WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const OPERATION_COLUMNS: &str = "id, at, os_user, command, month, max_balance, undoes, fingerprint, actor, reason, reference, key, arguments, salt";
const MONTH_COLUMNS: &str = "month, attempt, status, granted, skipped, capped, expired, credits";
const LEDGER_COLUMNS: &str = "id, timezone, created_at, identity";

/// Watches the rows of an operation while they are read: first its changes, then its entries.
pub(crate) trait Witness {
    /// Takes a row of [`CHANGES`].
    fn change(&mut self, _: Row<'_>) -> Result<()> {
        Ok(())
    }

    /// Takes a row of [`ENTRIES`].
    fn entry(&mut self, _: Row<'_>) -> Result<()> {
        Ok(())
    }
}

struct Nobody;

impl Witness for Nobody {}

/// Returns the digest of the ledger's own row, which the first operation continues.
pub(crate) fn of_ledger(session: &Session) -> Result<Digest> {
    let mut encoder = Encoder::new(LEDGER);
    row_of(&mut encoder, session, &format!("SELECT {LEDGER_COLUMNS} FROM ledger WHERE id = ?1"), 1_i64)?;
    Ok(Digest(encoder.finish()))
}

/// Returns the digest that this operation continues: that of the operation before it, or of the ledger's own row.
pub(crate) fn previous(session: &Session, id: OperationId) -> Result<Digest> {
    session
        .optional("SELECT digest FROM seals WHERE operation = ?1 - 1", [id], |row| row.get(0))?
        .map_or_else(|| of_ledger(session), Ok)
}

/// Returns the digest of an operation whose body was read, and whether it closes a month. `users` is the number of users that
/// it touched, `undo_rest` the number of entries and changes that an undo left.
pub(crate) fn of_operation(
    session: &Session,
    id: OperationId,
    previous: Digest,
    body: &Body,
    users: u64,
    undo_rest: Option<i64>,
) -> Result<(Digest, bool)> {
    let mut encoder = Encoder::new(OPERATION);
    encoder.bytes(&previous.0);
    let command = header(&mut encoder, session, id)?;
    if command == ERASING_COMMAND {
        encoder.bytes(&of_erasure(session, id)?);
    } else if command.starts_with(INVITING_COMMANDS) {
        encoder.bytes(&of_invitations(session, id)?);
    }
    let month = format!("SELECT {MONTH_COLUMNS} FROM monthly_grants WHERE operation = ?1");
    let closes_month = row_of(&mut encoder, session, &month, id)?;
    encoder.count(users).bytes(&body.total.to_be_bytes()).optional_integer(undo_rest);
    for run in [&body.entries, &body.changes] {
        encoder.integer(run.first).count(run.count).bytes(&run.digest);
    }
    Ok((Digest(encoder.finish()), closes_month))
}

/// Whether the operation is unchanged since it was sealed.
pub(crate) fn fits_seal(session: &Session, id: OperationId) -> Result<bool> {
    let seal = session.optional(
        "SELECT first_entry, entries, first_change, changes, users, undo_rest, digest FROM seals WHERE operation = ?1",
        [id],
        |row| {
            let run = |first: i64, count: i64| first..=first.saturating_add(count).saturating_sub(1);
            let runs = (run(row.get(0)?, row.get(1)?), run(row.get(2)?, row.get(3)?));
            Ok((runs, row.get(4)?, row.get(5)?, row.get::<Digest>(6)?))
        },
    )?;
    let Some(((entries, changes), users, undo_rest, sealed)) = seal else { return Ok(false) };
    let body = read(session, entries, changes, &mut Nobody)?;
    let (digest, _) = of_operation(session, id, previous(session, id)?, &body, users, undo_rest)?;
    Ok(digest == sealed)
}

/// The entries and changes of an operation, read once.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) total: i128,
    absolute_total: u128,
    pub(crate) payments: PaidCredits,
    pub(crate) entries: Run,
    pub(crate) changes: Run,
}

/// The credits that the entries of an operation pay and take as allowances.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PaidCredits {
    /// The number of entries that pay a month.
    pub(crate) users: u64,
    /// The sum of these entries.
    pub(crate) credits: i128,
    /// The credits that expire.
    pub(crate) expired_credits: i128,
}

impl PaidCredits {
    fn add(&mut self, kind: &str, amount: i128) {
        match kind {
            "monthly" => {
                self.users += 1;
                self.credits += amount;
            }
            "expire" => self.expired_credits -= amount,
            _ => {}
        }
    }
}

/// Rows that are numbered without gaps.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) first: i64,
    pub(crate) count: u64,
    digest: [u8; 32],
}

impl Body {
    /// Returns the sum of the entries. Fails (exit 4, `overflow`) if it exceeds [`MAX_CREDITS`].
    pub(crate) fn total_credits(&self) -> Result<i64> {
        let total = i64::try_from(self.total).ok().filter(|total| total.abs() <= MAX_CREDITS);
        total.ok_or_else(too_large)
    }

    /// Returns how many users the entries pay a month, how much in all, and the credits that expire. Fails (exit 4, `overflow`)
    /// if a sum exceeds [`MAX_CREDITS`].
    pub(crate) fn paid_credits(&self) -> Result<(u64, i64, i64)> {
        let bounded =
            |sum: i128| i64::try_from(sum).ok().filter(|sum| *sum <= MAX_CREDITS).ok_or_else(too_large);
        let PaidCredits { users, credits, expired_credits } = self.payments;
        Ok((users, bounded(credits)?, bounded(expired_credits)?))
    }

    /// Returns the sum of the absolute amounts, at most [`MAX_CREDITS`].
    pub(crate) fn absolute_credits(&self) -> u64 {
        bounded_credits(self.absolute_total)
    }
}

/// Limits a sum of absolute amounts to [`MAX_CREDITS`].
pub(crate) fn bounded_credits(sum: u128) -> u64 {
    const MOST: u64 = MAX_CREDITS.unsigned_abs();
    u64::try_from(sum).map_or(MOST, |sum| sum.min(MOST))
}

/// Reads the operation that is being written: its entries and changes are the last ones.
pub(crate) fn newest(session: &Session, first_entry: EntryId, first_change: i64) -> Result<Body> {
    read(session, first_entry.get()..=i64::MAX, first_change..=i64::MAX, &mut Nobody)
}

/// Reads the changes and entries with these numbers.
pub(crate) fn read(
    session: &Session,
    entries: RangeInclusive<i64>,
    changes: RangeInclusive<i64>,
    witness: &mut impl Witness,
) -> Result<Body> {
    let (mut total, mut absolute_total) = (0_i128, 0_u128);
    let mut payments = PaidCredits::default();
    let changes = run(session, CHANGES_OF_OPERATION, CHANGES, changes, |encoder, row| {
        add_change(encoder, session, row)?;
        witness.change(row)
    })?;
    let entries = run(session, ENTRIES_OF_OPERATION, ENTRIES, entries, |encoder, row| {
        add_entry(encoder, session, row)?;
        let amount = i128::from(row.get::<i64>(5)?);
        total += amount;
        absolute_total += amount.unsigned_abs();
        payments.add(row.text(4)?, amount);
        witness.entry(row)
    })?;
    Ok(Body { total, absolute_total, payments, entries, changes })
}

fn run(
    session: &Session,
    encoding: &str,
    sql: &str,
    numbers: RangeInclusive<i64>,
    mut each: impl FnMut(&mut Encoder, Row<'_>) -> Result<()>,
) -> Result<Run> {
    let mut encoder = Encoder::new(encoding);
    let (first, last) = numbers.into_inner();
    let mut count = 0;
    session.each(sql, (first, last), |row| {
        count += 1;
        each(&mut encoder, row)
    })?;
    Ok(Run { first, count, digest: encoder.finish() })
}

fn too_large() -> Error {
    Error::refused(format!("the operation moves more than {MAX_CREDITS} credits in all"))
        .reason("overflow")
        .datum("limit", MAX_CREDITS)
        .hint("do it in several parts; nothing was changed")
}

/// Adds the one row of a query, or the mark that there is none. Returns whether there is one.
fn row_of(encoder: &mut Encoder, session: &Session, sql: &str, id: impl ToValue) -> Result<bool> {
    let mut statement = session.prepare(sql)?;
    let mut rows = statement.query([id])?;
    let row = rows.next()?;
    encoder.boolean(row.is_some());
    row.map_or(Ok(()), |row| add_columns(encoder, row, 0..row.columns()))?;
    Ok(row.is_some())
}

/// Adds the operation's own row. Returns its command.
fn header(encoder: &mut Encoder, session: &Session, id: OperationId) -> Result<String> {
    const FIRST_TEXT: usize = 8;
    let mut statement =
        session.prepare(&format!("SELECT {OPERATION_COLUMNS} FROM operations WHERE id = ?1"))?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        _ = encoder.boolean(false);
        return Ok(String::new());
    };
    add_columns(encoder.boolean(true), row, 0..FIRST_TEXT)?;
    let texts = Texts { session, subject: Subject::Operation, row: id.get() };
    let salts = row.value(FIRST_TEXT + OPERATION_TEXTS.len())?;
    for (number, column) in OPERATION_TEXTS.into_iter().enumerate() {
        let salt = Salt::of_operation(salts, number);
        texts.add(encoder, column, row.value(FIRST_TEXT + number)?, salt)?;
    }
    row.get(3)
}

/// Hashes the invitations that an operation made.
fn of_invitations(session: &Session, operation: OperationId) -> Result<[u8; 32]> {
    let mut encoder = Encoder::new(INVITATIONS);
    session.each(
        "SELECT id, user_id, expires_at FROM invitations WHERE operation = ?1 ORDER BY id",
        [operation],
        |row| {
            encoder.boolean(true);
            add_columns(&mut encoder, row, 0..row.columns())
        },
    )?;
    encoder.boolean(false);
    Ok(encoder.finish())
}

/// Hashes what an erasure removed, and the addresses that it keeps from coming back.
fn of_erasure(session: &Session, operation: OperationId) -> Result<[u8; 32]> {
    let mut encoder = Encoder::new(ERASURE);
    session.each(
        "SELECT subject, row_id, field, user_id, commitment, key_hash FROM redactions WHERE operation = ?1
         ORDER BY subject, row_id, field",
        [operation],
        |row| {
            encoder.boolean(true).text(row.text(0)?).integer(row.get(1)?).text(row.text(2)?);
            encoder.integer(row.get(3)?).bytes(&row.get::<[u8; 32]>(4)?);
            add_columns(&mut encoder, row, 5..6)
        },
    )?;
    encoder.boolean(false);
    session.each(
        "SELECT address_hash, user_id FROM tombstones WHERE operation = ?1 ORDER BY address_hash",
        [operation],
        |row| {
            encoder.boolean(true).bytes(&row.get::<[u8; 32]>(0)?).integer(row.get(1)?);
            Ok(())
        },
    )?;
    encoder.boolean(false);
    Ok(encoder.finish())
}

/// Adds a row of [`CHANGES`].
fn add_change(encoder: &mut Encoder, session: &Session, row: Row<'_>) -> Result<()> {
    add_columns(encoder, row, 1..6)?;
    let is_personal = matches!(row.text(3)?, "email" | "name");
    let texts = Texts { session, subject: Subject::Change, row: row.get(2)? };
    let salt = Salt::of(row.value(9)?);
    if is_personal {
        let own = [("before", row.optional_text(6)?), ("after", row.optional_text(7)?)];
        texts.add_all(encoder, &own, salt)?;
        return add_columns(encoder, row, 8..9);
    }
    add_columns(encoder, row, 6..8)?;
    texts.add_all(encoder, &[("person", row.optional_text(8)?)], salt)
}

/// Adds a row of [`ENTRIES`].
fn add_entry(encoder: &mut Encoder, session: &Session, row: Row<'_>) -> Result<()> {
    add_columns(encoder, row, 1..11)?;
    let texts = Texts { session, subject: Subject::Entry, row: row.get(2)? };
    let own = [
        ("reason", row.optional_text(11)?),
        ("reference", row.optional_text(12)?),
        ("key", row.optional_text(13)?),
    ];
    texts.add_all(encoder, &own, Salt::of(row.value(14)?))
}

fn add_columns(encoder: &mut Encoder, row: Row<'_>, columns: Range<usize>) -> Result<()> {
    for column in columns {
        match row.value(column)? {
            Value::Null => _ = encoder.boolean(false),
            Value::Integer(number) => _ = encoder.optional_integer(Some(number)),
            Value::Text(text) => _ = encoder.optional_text(Some(text)),
            Value::Bytes(bytes) => _ = encoder.boolean(true).bytes(bytes),
        }
    }
    Ok(())
}
