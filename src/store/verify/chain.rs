//! The operations one by one: numbered without a gap, sealed, each digest over the one before, each entry on the balance
//! before.

use rusqlite::{Connection, Row};

use super::{Check, Found, Proof};
use crate::domain::Digest;
use crate::error::Result;
use crate::store::digest::{self, Body, Span, Witness};

/// What the operations so far made of a user. There is one for each, so every byte counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Account {
    pub(super) awarded: i64,
    pub(super) purchased: i64,
    pub(super) last_entry: i64,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    last_operation: i64,
    /// How many operations touched the user.
    pub(super) version: u32,
    is_made: bool,
}

/// The walk along the operations.
pub(super) struct Chain<'c> {
    connection: &'c Connection,
    /// By number, from user 1 on.
    pub(super) accounts: Vec<Account>,
    known: Option<Digest>,
    /// Whether the known digest, if there is one, is that of an operation.
    pub(super) met_known: bool,
}

/// An operation as it stands beside its seal.
struct Sealed {
    id: i64,
    at: i64,
    month: Option<i64>,
    undoes: Option<i64>,
    seal: Option<Seal>,
}

/// What an operation that fits adds to the proof.
struct Fits {
    entries: i64,
    digest: Digest,
    closes_month: bool,
}

struct Seal {
    users: i64,
    total: i64,
    first_entry: i64,
    entries: i64,
    digest: Digest,
}

impl<'c> Chain<'c> {
    pub(super) fn new(connection: &'c Connection, known: Option<Digest>, users: i64) -> Self {
        // Whatever the number, memory is only used for users that are there: they have just been counted.
        let accounts = vec![Account::default(); usize::try_from(users).unwrap_or(0)];
        let met_known = known.is_none_or(|known| known == Digest::EMPTY);
        Self { connection, accounts, known, met_known }
    }

    pub(super) fn prove(&mut self, proof: &mut Proof) -> Check {
        let mut head = digest::of_ledger(self.connection)?;
        let mut closed_months = 0_i64;
        let mut statement = self.connection.prepare(
            "SELECT o.id, o.at, o.month, o.undoes, s.users, s.total, s.first_entry, s.entries, s.digest
             FROM operations o LEFT JOIN seals s ON s.operation = o.id ORDER BY o.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let operation = Sealed::from_row(row)?;
            match self.operation(&operation, head, proof)? {
                Err(found) => return Ok(Some(found)),
                Ok(fits) => {
                    closed_months += i64::from(fits.closes_month);
                    head = fits.digest;
                    proof.entries += fits.entries;
                }
            }
            self.met_known |= self.known == Some(head);
            proof.head = head;
            proof.operations += 1;
        }
        self.nothing_else(proof, closed_months)
    }

    fn operation(
        &mut self,
        operation: &Sealed,
        previous: Digest,
        proof: &Proof,
    ) -> Result<Result<Fits, Found>> {
        let (id, expected) = (operation.id, proof.operations + 1);
        if id != expected {
            let what = format!("it is missing: operation {id} is next");
            return Ok(Err(Found::in_operation(expected, what)));
        }
        let Some(seal) = &operation.seal else {
            return Ok(Err(Found::in_operation(id, "it has no seal")));
        };
        let first_entry = proof.entries + 1;
        let last_entry = proof.entries.saturating_add(seal.entries.max(0));
        let mut walk = Walk { accounts: &mut self.accounts, operation, next_entry: first_entry, found: None };
        let body = digest::read(self.connection, Span { operation: id, first_entry, last_entry }, &mut walk)?;
        if let Some(found) = walk.found {
            return Ok(Err(found));
        }
        let (digest, closes_month) = digest::of_operation(self.connection, id, previous, &body)?;
        if let Some(what) = seal.fault(&body, digest) {
            return Ok(Err(Found::in_operation(id, what)));
        }
        let found = self.marks(operation, &body, closes_month)?;
        Ok(found.map_or(Ok(Fits { entries: body.number, digest, closes_month }), Err))
    }

    /// What the operation undoes, and what the month that it closed says of it.
    fn marks(&self, operation: &Sealed, body: &Body, closes_month: bool) -> Check {
        if operation.undoes.is_some_and(|undone| undone >= operation.id) {
            return Ok(Some(Found::in_operation(operation.id, "it undoes an operation that comes after it")));
        }
        let Some(month) = operation.month.filter(|_| closes_month) else { return Ok(None) };
        let (granted, credits): (i64, i64) = self
            .connection
            .prepare_cached("SELECT granted, credits FROM monthly_grants WHERE month = ?1")?
            .query_row([month], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let fits = granted == body.number && i128::from(credits) == body.total;
        Ok((!fits).then(|| {
            let what = format!("the closed month {month} says {granted} users and {credits} credits, and it granted {} and {}", body.number, body.total);
            Found::in_operation(operation.id, what)
        }))
    }

    /// That no row is left over which belongs to no operation.
    fn nothing_else(&self, proof: &Proof, closed_months: i64) -> Check {
        let (first, last): (Option<i64>, Option<i64>) = self.connection.query_row(
            "SELECT (SELECT min(id) FROM entries), (SELECT max(id) FROM entries)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if first.is_some_and(|first| first < 1) || last.unwrap_or(0) != proof.entries {
            return Ok(Some(Found::new("there are entries of no operation")));
        }
        for (table, expected) in [("seals", proof.operations), ("monthly_grants", closed_months)] {
            let rows: i64 =
                self.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
            if rows != expected {
                return Ok(Some(Found::new(format!(
                    "the table {table} has {rows} rows, and the operations made {expected}"
                ))));
            }
        }
        Ok(None)
    }
}

impl Sealed {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let seal = match row.get::<_, Option<[u8; 32]>>(8)? {
            None => None,
            Some(digest) => Some(Seal {
                users: row.get(4)?,
                total: row.get(5)?,
                first_entry: row.get(6)?,
                entries: row.get(7)?,
                digest: Digest(digest),
            }),
        };
        Ok(Self { id: row.get(0)?, at: row.get(1)?, month: row.get(2)?, undoes: row.get(3)?, seal })
    }
}

impl Seal {
    fn fault(&self, body: &Body, digest: Digest) -> Option<String> {
        let figures = [
            ("users", i128::from(self.users), i128::from(body.users)),
            ("credits in all", i128::from(self.total), body.total),
            ("as its first entry", i128::from(self.first_entry), i128::from(body.first_entry)),
            ("entries", i128::from(self.entries), i128::from(body.number)),
        ];
        let wrong = figures.into_iter().find(|(_, sealed, found)| sealed != found);
        if let Some((what, sealed, found)) = wrong {
            return Some(format!("its seal says {sealed} {what}, and it has {found}"));
        }
        (self.digest != digest)
            .then(|| "its content or the history before it is not what was sealed".to_owned())
    }
}

/// Runs up what an operation made of the users.
struct Walk<'a> {
    accounts: &'a mut [Account],
    operation: &'a Sealed,
    next_entry: i64,
    found: Option<Found>,
}

impl Walk<'_> {
    fn fault(&mut self, user: i64, what: String) {
        let found = Found { operation: Some(self.operation.id), user: Some(user), what };
        self.found.get_or_insert(found);
    }

    fn account(&mut self, user: i64) -> Option<&mut Account> {
        let operation = self.operation;
        let account = usize::try_from(user - 1).ok().and_then(|index| self.accounts.get_mut(index))?;
        if account.last_operation != operation.id {
            account.last_operation = operation.id;
            account.version += 1;
            account.updated_at = operation.at;
        }
        Some(account)
    }
}

impl Witness for Walk<'_> {
    fn change(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let user: i64 = row.get(0)?;
        let creates = row.get_ref(1)?.as_bytes()? == b"created";
        let at = self.operation.at;
        let made_twice = match self.account(user) {
            None => {
                self.fault(user, "a change of a user who is not there".to_owned());
                return Ok(());
            }
            Some(account) if creates => {
                account.created_at = at;
                std::mem::replace(&mut account.is_made, true)
            }
            Some(_) => false,
        };
        if made_twice {
            self.fault(user, "the user is made a second time".to_owned());
        }
        Ok(())
    }

    fn entry(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let (operation, user, id): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (amount, after, previous): (i64, i64, i64) = (row.get(5)?, row.get(6)?, row.get(7)?);
        let awarded = row.get_ref(3)?.as_bytes()? == b"awarded";
        let month: Option<i64> = row.get(8)?;
        let expected = std::mem::replace(&mut self.next_entry, id.saturating_add(1));
        let Some(account) = self.account(user) else {
            self.fault(user, format!("entry {id} is of a user who is not there"));
            return Ok(());
        };
        let balance = if awarded { &mut account.awarded } else { &mut account.purchased };
        let right = balance.saturating_add(amount);
        *balance = after;
        let last_entry = std::mem::replace(&mut account.last_entry, id);
        let is_made = account.is_made;
        let what = if id != expected {
            format!("entry {expected} is missing: entry {id} is next")
        } else if operation != self.operation.id {
            format!("entry {id} says that it is of operation {operation}")
        } else if !is_made {
            format!("entry {id} comes before the user was made")
        } else if after != right {
            format!("entry {id} says that the balance after it is {after}, and it is {right}")
        } else if previous != last_entry {
            format!("entry {id} says that the user's entry before it is {previous}, and it is {last_entry}")
        } else if month.is_some() && month != self.operation.month {
            format!("entry {id} is of another month than its operation")
        } else {
            return Ok(());
        };
        self.fault(user, what);
        Ok(())
    }
}
