//! Checks the operations one by one: their numbers have no gaps, each digest continues the one before, and each entry the
//! balance before.

use std::ops::RangeInclusive;

use super::walk::{Account, Operation, Payments, Walk};
use super::{Check, Found, Proof, kinds};
use crate::domain::{Digest, OperationId};
use crate::error::Result;
use crate::store::engine::session::{Row, Session};
use crate::store::ledger::digest::{self, Body};
use crate::store::ledger::operation_digest::OperationRows;

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

/// An operation and its seal.
struct Sealed {
    operation: Operation,
    undoes: Option<OperationId>,
    seal: Option<Seal>,
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
        let mut statement = self.session.prepare(
            "SELECT o.id, o.at, o.month, o.undoes, s.users, s.total, s.first_entry, s.entries,
                    s.first_change, s.changes, s.digest, s.undo_rest, o.max_balance, o.command
             FROM operations o LEFT JOIN seals s ON s.operation = o.id ORDER BY o.id",
        )?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            let sealed = Sealed::from_row(row)?;
            match self.operation(&sealed, self.head, proof)? {
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

    fn operation(&mut self, sealed: &Sealed, previous: Digest, proof: &Proof) -> Result<Result<Fits, Found>> {
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
        let rows = OperationRows::ask(self.session, id)?;
        let body = digest::read(self.session, entries, changes, &mut walk)?;
        let (users, capped) = (walk.users, walk.capped);
        if let Some(found) = walk.found {
            return Ok(Err(found));
        }
        let (digest, closes_month) = rows.digest(previous, &body, users, seal.undo_rest)?;
        if let Some(what) = seal.discrepancy(&body, users, digest) {
            return Ok(Err(Found::in_operation(id, what)));
        }
        let found = self.marks(sealed, &body, capped, closes_month)?;
        Ok(found.map_or(
            Ok(Fits { entries: body.entries.count, changes: body.changes.count, digest, closes_month }),
            Err,
        ))
    }

    /// Checks which operation it undoes, and the figures of the month that it closed.
    fn marks(&self, sealed: &Sealed, body: &Body, capped: u64, closes_month: bool) -> Check {
        let operation = &sealed.operation;
        if sealed.undoes.is_some_and(|undone| undone >= operation.id) {
            return Ok(Some(Found::in_operation(operation.id, "it undoes an operation that comes after it")));
        }
        let Some(month) = operation.month.filter(|_| closes_month) else { return Ok(None) };
        let stored: [i64; 4] = self.session.one(
            "SELECT granted, capped, expired, credits FROM monthly_grants WHERE operation = ?1",
            [operation.id],
            |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]),
        )?;
        let paid = &body.payments;
        let right = [paid.users.into(), capped.into(), paid.expired_credits, paid.credits];
        let names = ["users", "capped users", "expired credits", "credits"];
        let wrong =
            names.iter().zip(stored).zip(right).find(|((_, stored), right)| i128::from(*stored) != *right);
        Ok(wrong.map(|((name, stored), right)| {
            let what =
                format!("the closed month {month} says {stored} {name}, and the operation has {right}");
            Found::in_operation(operation.id, what)
        }))
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

impl Sealed {
    fn from_row(row: Row<'_>) -> Result<Self> {
        let seal = match row.get::<Option<[u8; 32]>>(10)? {
            None => None,
            Some(digest) => Some(Seal {
                users: row.get(4)?,
                total: row.get(5)?,
                first_entry: row.get(6)?,
                entries: row.get(7)?,
                first_change: row.get(8)?,
                changes: row.get(9)?,
                undo_rest: row.get(11)?,
                digest: Digest(digest),
            }),
        };
        let operation = Operation {
            id: row.get(0)?,
            at: row.get(1)?,
            month: row.get(2)?,
            max_balance: row.get(12)?,
            kinds: kinds::of_command(row.text(13)?),
        };
        Ok(Self { operation, undoes: row.get(3)?, seal })
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
