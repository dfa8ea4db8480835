//! Checks the operations one by one: their numbers have no gaps, each digest continues the one before, and each entry the
//! balance before.

use std::ops::RangeInclusive;

use super::walk::{Account, Operation, Payments, Walk};
use super::{Check, Found, Proof, kinds};
use crate::domain::{Digest, OperationId};
use crate::error::Result;
use crate::store::engine::session::{Row, Session};
use crate::store::engine::value::{FromValue, OwnedValue, ToValue};
use crate::store::ledger::attached_rows::{AttachedRows, AttachedStatements};
use crate::store::ledger::digest::{Body, BodyRows, BodyStatements};
use crate::store::ledger::operation_digest::{MONTH_COLUMNS, OPERATION_COLUMNS, OperationRows, SealFigures};

pub(super) struct Chain<'c> {
    session: &'c Session,
    /// Indexed by the number of the user, less 1.
    pub(super) accounts: Vec<Account>,
    /// The number that the next operation has to have.
    pub(super) next: OperationId,
    changes: u64,
    pub(super) payments: Payments,
    /// The digest of the last operation that fits, or of the ledger's own row.
    pub(super) head: Digest,
    known: Option<Digest>,
    /// Whether an operation with the known digest was met. `true` if no digest is known.
    pub(super) met_known: bool,
}

/// What follows the columns of the operation and of the month that it closed.
const SEAL_COLUMNS: &str =
    "users, total, first_entry, entries, first_change, changes, undo_rest, short, digest";

/// All entries and changes of a ledger have numbers from 1 on.
const ALL: RangeInclusive<i64> = 1..=i64::MAX;

/// An operation and its seal.
struct Sealed {
    operation: Operation,
    undoes: Option<OperationId>,
    seal: Option<Seal>,
    /// The columns that enter the digest.
    own: Vec<OwnedValue>,
    /// Those of the month that it closed.
    month: Option<Vec<OwnedValue>>,
}

/// The rows of all operations, each kind read in one pass.
struct AllRows<'q> {
    bodies: BodyRows<'q>,
    attached: AttachedRows<'q>,
}

/// What an operation without a discrepancy adds to the proof.
struct Fits {
    entries: u64,
    changes: u64,
    digest: Digest,
    closes_month: bool,
}

struct Seal {
    users: i64,
    total: i64,
    first_entry: i64,
    entries: i64,
    first_change: i64,
    changes: i64,
    undo_rest: Option<i64>,
    short: Option<i64>,
    digest: Digest,
}

impl<'c> Chain<'c> {
    /// `start` is the digest that the first operation continues.
    pub(super) fn new(session: &'c Session, start: Digest, known: Option<Digest>, users: u64) -> Self {
        // The users were just counted, so this takes memory only for users that exist.
        let accounts = vec![Account::default(); usize::try_from(users).unwrap_or(0)];
        let met_known = known.is_none_or(|known| known == start);
        let next = OperationId::FIRST;
        Self {
            session,
            accounts,
            next,
            changes: 0,
            payments: Payments::default(),
            head: start,
            known,
            met_known,
        }
    }

    pub(super) fn prove(&mut self, proof: &mut Proof) -> Check {
        let mut closed_months = 0_u64;
        let session = self.session;
        let mut statement = session.prepare(&operations())?;
        let (mut bodies, mut attached) =
            (BodyStatements::prepare(session)?, AttachedStatements::prepare(session)?);
        let mut rows = statement.query(())?;
        let mut all = AllRows { bodies: bodies.query(session, &ALL, &ALL)?, attached: attached.query(ALL)? };
        while let Some(row) = rows.next()? {
            let mut sealed = Sealed::from_row(row)?;
            match self.operation(&mut sealed, &mut all, proof)? {
                Err(found) => return Ok(Some(found)),
                Ok(fits) => {
                    closed_months += u64::from(fits.closes_month);
                    self.head = fits.digest;
                    proof.entries += fits.entries;
                    self.changes += fits.changes;
                }
            }
            self.met_known |= self.known == Some(self.head);
            proof.operations += 1;
            self.next = self.next.next();
        }
        self.nothing_else(proof, closed_months)
    }

    fn operation(
        &mut self,
        sealed: &mut Sealed,
        all: &mut AllRows<'_>,
        proof: &Proof,
    ) -> Result<Result<Fits, Found>> {
        let operation = &sealed.operation;
        let (id, expected) = (operation.id, self.next);
        if id != expected {
            let what = format!("it is missing: operation {id} is next");
            return Ok(Err(Found::in_operation(expected, what)));
        }
        let Some(seal) = &sealed.seal else {
            return Ok(Err(Found::in_operation(id, "it has no seal")));
        };
        let entries = following(proof.entries, seal.entries);
        let changes = following(self.changes, seal.changes);
        let first = (*entries.start(), *changes.start());
        let mut walk = Walk::new(&mut self.accounts, &mut self.payments, operation, first);
        let body = all.bodies.read(&entries, &changes, &mut walk)?;
        let (users, capped) = (walk.users, walk.capped);
        if let Some(found) = walk.found {
            return Ok(Err(found));
        }
        let rows =
            OperationRows::known(self.session, id, std::mem::take(&mut sealed.own), sealed.month.clone());
        let figures = SealFigures { users, undo_rest: seal.undo_rest, short: seal.short };
        let (digest, closes_month) = rows.digest_among(self.head, &body, figures, &mut all.attached)?;
        if let Some(what) = seal.discrepancy(&body, users, digest) {
            return Ok(Err(Found::in_operation(id, what)));
        }
        let found = sealed.wrong_marks(&body, capped);
        Ok(found.map_or(
            Ok(Fits { entries: body.entries.count, changes: body.changes.count, digest, closes_month }),
            Err,
        ))
    }

    /// Checks that every row belongs to an operation.
    fn nothing_else(&self, proof: &Proof, closed_months: u64) -> Check {
        for (table, expected) in [("entries", proof.entries), ("changes", self.changes)] {
            let (first, last): (Option<i64>, Option<i64>) = self.session.one(
                &format!("SELECT (SELECT min(id) FROM {table}), (SELECT max(id) FROM {table})"),
                (),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            if first.is_some_and(|first| first < 1) || i128::from(last.unwrap_or(0)) != i128::from(expected) {
                return Ok(Some(Found::new(format!("there are {table} of no operation"))));
            }
        }
        let tables = [("ledger", 1), ("seals", proof.operations), ("monthly_grants", closed_months)];
        for (table, expected) in tables {
            let rows: u64 = self.session.value(&format!("SELECT count(*) FROM {table}"), ())?;
            if rows != expected {
                return Ok(Some(Found::new(format!(
                    "the table {table} has {rows} rows, and should have {expected}"
                ))));
            }
        }
        Ok(None)
    }
}

/// Returns the numbers of the next `count` rows.
fn following(before: u64, count: i64) -> RangeInclusive<i64> {
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    before.saturating_add(1)..=before.saturating_add(count.max(0))
}

/// The statement that reads the operations.
fn operations() -> String {
    let of = |table: &str, columns: &str| {
        let columns: Vec<String> = columns.split(", ").map(|column| format!("{table}.{column}")).collect();
        columns.join(", ")
    };
    format!(
        "SELECT {}, {}, {} FROM operations o LEFT JOIN monthly_grants g ON g.operation = o.id
              LEFT JOIN seals s ON s.operation = o.id ORDER BY o.id",
        of("o", OPERATION_COLUMNS),
        of("g", MONTH_COLUMNS),
        of("s", SEAL_COLUMNS)
    )
}

impl Sealed {
    fn from_row(row: Row<'_>) -> Result<Self> {
        let columns = |list: &str| list.split(", ").count();
        let month_at = columns(OPERATION_COLUMNS);
        let seal_at = month_at + columns(MONTH_COLUMNS);
        let seal = match row.get::<Option<[u8; 32]>>(seal_at + 8)? {
            None => None,
            Some(digest) => Some(Seal {
                users: row.get(seal_at)?,
                total: row.get(seal_at + 1)?,
                first_entry: row.get(seal_at + 2)?,
                entries: row.get(seal_at + 3)?,
                first_change: row.get(seal_at + 4)?,
                changes: row.get(seal_at + 5)?,
                undo_rest: row.get(seal_at + 6)?,
                short: row.get(seal_at + 7)?,
                digest: Digest(digest),
            }),
        };
        let operation = Operation {
            id: row.get(0)?,
            at: row.get(1)?,
            month: row.get(4)?,
            max_balance: row.get(5)?,
            kinds: kinds::of_command(row.text(3)?),
        };
        let month = row.owned_columns(month_at..seal_at)?;
        Ok(Self {
            operation,
            undoes: row.get(6)?,
            seal,
            own: row.owned_columns(0..month_at)?,
            month: (month.first() != Some(&OwnedValue::Null)).then_some(month),
        })
    }

    /// Checks which operation it undoes, and the figures of the month that it closed.
    fn wrong_marks(&self, body: &Body, capped: u64) -> Option<Found> {
        let operation = &self.operation;
        if self.undoes.is_some_and(|undone| undone >= operation.id) {
            return Some(Found::in_operation(operation.id, "it undoes an operation that comes after it"));
        }
        let (month, closed) = operation.month.zip(self.month.as_ref())?;
        let paid = &body.payments;
        let right = [
            ("users", 3, paid.users.into()),
            ("capped users", 5, capped.into()),
            ("expired credits", 6, paid.expired_credits),
            ("credits", 7, paid.credits),
        ];
        right.into_iter().find_map(|(name, column, right): (_, _, i128)| {
            let stored = i64::from_value(closed.get(column)?.to_value()).unwrap_or(-1);
            let what =
                || format!("the closed month {month} says {stored} {name}, and the operation has {right}");
            (i128::from(stored) != right).then(|| Found::in_operation(operation.id, what()))
        })
    }
}

impl Seal {
    fn discrepancy(&self, body: &Body, users: u64, digest: Digest) -> Option<String> {
        let figures = [
            ("users", self.users.into(), users.into()),
            ("credits in all", i128::from(self.total), body.total),
            ("as its first entry", self.first_entry.into(), body.entries.first.into()),
            ("entries", self.entries.into(), body.entries.count.into()),
            ("as its first change", self.first_change.into(), body.changes.first.into()),
            ("changes", self.changes.into(), body.changes.count.into()),
        ];
        let wrong = figures.into_iter().find(|(_, sealed, found)| sealed != found);
        if let Some((what, sealed, found)) = wrong {
            return Some(format!("its seal says {sealed} {what}, and it has {found}"));
        }
        (self.digest != digest)
            .then(|| "its content or the history before it does not match its digest".to_owned())
    }
}
