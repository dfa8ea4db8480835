//! The digests of an operation's entries and changes: each over all rows of one kind, in the order of their numbers.
//!
//! The encoding is that of [`crate::encoding`]. Every column is a value that may be absent. Personal texts enter as the
//! commitments of [`super::commitment`].

use std::ops::RangeInclusive;

use super::commitment::{Salt, Subject, Texts};
use super::sealed_rows::{ChangeRow, EntryRow, changes_between, entries_between};
use crate::domain::{EntryId, MAX_CREDITS};
use crate::encoding::Encoder;
use crate::error::{Error, Result};
use crate::store::engine::ranged::RangedRows;
use crate::store::engine::session::{Row, Session, Statement};
use crate::store::engine::value::Value;

/// The names of the encodings; a change of one is a new name.
const ENTRIES_OF_OPERATION: &str = "rad-admin entries 1";
const CHANGES_OF_OPERATION: &str = "rad-admin changes 1";

/// Watches the rows of an operation while they are read: first its changes, then its entries.
pub(crate) trait Witness {
    fn change(&mut self, _: &ChangeRow<'_>) {}

    fn entry(&mut self, _: &EntryRow<'_>) {}
}

struct Nobody;

impl Witness for Nobody {}

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
    pub(super) digest: [u8; 32],
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
    read_plain(session, first_entry.get()..=i64::MAX, first_change..=i64::MAX)
}

/// Reads the changes and the entries of these numbers, and nobody looks on.
pub(super) fn read_plain(
    session: &Session,
    entries: RangeInclusive<i64>,
    changes: RangeInclusive<i64>,
) -> Result<Body> {
    read(session, entries, changes, &mut Nobody)
}

/// Reads the changes and entries with these numbers.
fn read(
    session: &Session,
    entries: RangeInclusive<i64>,
    changes: RangeInclusive<i64>,
    witness: &mut impl Witness,
) -> Result<Body> {
    let mut statements = BodyStatements::prepare(session)?;
    statements.query(session, &entries, &changes)?.read(&entries, &changes, witness)
}

/// The statements that read bodies.
pub(crate) struct BodyStatements<'s> {
    changes: Statement<'s>,
    entries: Statement<'s>,
}

impl<'s> BodyStatements<'s> {
    pub(crate) fn prepare(session: &'s Session) -> Result<Self> {
        Ok(Self {
            changes: session.prepare(&changes_between())?,
            entries: session.prepare(&entries_between())?,
        })
    }

    /// Begins to read the entries and changes of these numbers. A server is asked for both before either is waited for.
    pub(crate) fn query<'q>(
        &'q mut self,
        session: &'q Session,
        entries: &RangeInclusive<i64>,
        changes: &RangeInclusive<i64>,
    ) -> Result<BodyRows<'q>> {
        let changes = self.changes.query((*changes.start(), *changes.end()))?;
        let entries = self.entries.query((*entries.start(), *entries.end()))?;
        Ok(BodyRows { session, changes: RangedRows::new(changes), entries: RangedRows::new(entries) })
    }
}

/// The rows of one body, or of several that follow each other.
pub(crate) struct BodyRows<'q> {
    session: &'q Session,
    changes: RangedRows<'q>,
    entries: RangedRows<'q>,
}

impl BodyRows<'_> {
    /// Reads the changes and entries with these numbers, which come after those that were read before.
    pub(crate) fn read(
        &mut self,
        entries: &RangeInclusive<i64>,
        changes: &RangeInclusive<i64>,
        witness: &mut impl Witness,
    ) -> Result<Body> {
        let (mut total, mut absolute_total) = (0_i128, 0_u128);
        let mut payments = PaidCredits::default();
        let session = self.session;
        let changes = run(CHANGES_OF_OPERATION, changes, &mut self.changes, |encoder, row| {
            let change = ChangeRow::read(row)?;
            witness.change(&change);
            add_change(encoder, session, &change)
        })?;
        let entries = run(ENTRIES_OF_OPERATION, entries, &mut self.entries, |encoder, row| {
            let entry = EntryRow::read(row)?;
            let amount = i128::from(entry.amount);
            total += amount;
            absolute_total += amount.unsigned_abs();
            payments.add(entry.kind, amount);
            witness.entry(&entry);
            add_entry(encoder, session, &entry)
        })?;
        Ok(Body { total, absolute_total, payments, entries, changes })
    }
}

fn run(
    encoding: &str,
    range: &RangeInclusive<i64>,
    rows: &mut RangedRows<'_>,
    mut each: impl FnMut(&mut Encoder, Row<'_>) -> Result<()>,
) -> Result<Run> {
    let mut encoder = Encoder::new(encoding);
    let mut count = 0;
    while let Some(row) = rows.next_within(range)? {
        count += 1;
        each(&mut encoder, row)?;
    }
    Ok(Run { first: *range.start(), count, digest: encoder.finish() })
}

fn too_large() -> Error {
    Error::refused(format!("the operation moves more than {MAX_CREDITS} credits in all"))
        .reason("overflow")
        .datum("limit", MAX_CREDITS)
        .hint("do it in several parts; nothing was changed")
}

fn add_change(encoder: &mut Encoder, session: &Session, change: &ChangeRow<'_>) -> Result<()> {
    let ChangeRow { id, user, field, month, reverses, before, after, person, .. } = *change;
    encoder.optional_integer(Some(user)).optional_integer(Some(id)).optional_text(Some(field));
    encoder.optional_integer(Some(month)).optional_integer(reverses);
    let texts = Texts { session, subject: Subject::Change, row: id };
    let salt = Salt::of(change.salt);
    if matches!(field, "email" | "name") {
        texts.add_all(encoder, &[("before", before), ("after", after)], salt)?;
        encoder.optional_text(person);
        return Ok(());
    }
    encoder.optional_text(before).optional_text(after);
    texts.add_all(encoder, &[("person", person)], salt)
}

/// If the row asked for more than it took, a byte 0 and that amount follow. The first column of a row is always there, so no row
/// begins with a byte 0.
fn add_entry(encoder: &mut Encoder, session: &Session, entry: &EntryRow<'_>) -> Result<()> {
    let EntryRow { id, reason, reference, key, .. } = *entry;
    encoder.optional_integer(Some(entry.user)).optional_integer(Some(id));
    encoder.optional_text(Some(entry.bucket)).optional_text(Some(entry.kind));
    for number in [entry.amount, entry.balance_after, entry.previous] {
        encoder.optional_integer(Some(number));
    }
    encoder.optional_integer(entry.month).optional_integer(entry.attempt).optional_integer(entry.reverses);
    let texts = Texts { session, subject: Subject::Entry, row: id };
    texts.add_all(
        encoder,
        &[("reason", reason), ("reference", reference), ("key", key)],
        Salt::of(entry.salt),
    )?;
    if let Some(asked) = entry.asked {
        encoder.boolean(false).integer(asked);
    }
    Ok(())
}

/// Adds a value, which may be absent.
pub(super) fn add_value(encoder: &mut Encoder, value: Value<'_>) {
    match value {
        Value::Null => _ = encoder.boolean(false),
        Value::Integer(number) => _ = encoder.optional_integer(Some(number)),
        Value::Text(text) => _ = encoder.optional_text(Some(text)),
        Value::Bytes(bytes) => _ = encoder.boolean(true).bytes(bytes),
    }
}
