//! Proves the ledger: checks that everything in it is what its operations made.
//!
//! One pass over the operations computes each digest again and adds up the balances. One pass over the users replays the
//! changes of their fields. On the way, both follow every reference between tables, so SQLite's own check of foreign keys would
//! find nothing more. Memory grows only by one [`walk::Account`] for each user.

mod chain;
mod invitations;
mod kinds;
mod users;
mod walk;
mod working;

use std::thread;

use serde::Serialize;

use crate::domain::{Digest, OperationId};
use crate::error::{Code, Error, Result};
use crate::store::engine::failure::foreign_value;
use crate::store::engine::file_check::{self, snapshots};
use crate::store::engine::schema;
use crate::store::engine::session::{Access, Session};
use crate::store::ledger::allowances::Steps;
use crate::store::ledger::attached_rows::ERASING_COMMAND;
use crate::store::ledger::operation_digest;
use crate::store::session::Store;

/// The first thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Discrepancy {
    /// The operation with the discrepancy.
    pub operation: Option<OperationId>,
    /// The user with the discrepancy: the present address, or a number if no user has this number.
    pub user: Option<String>,
    pub what: String,
}

/// The result of a proof. If there is a discrepancy, the figures count what was proven before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The digest of the last operation, or of the ledger's own row if there is none. `None` if there is a discrepancy.
    pub head: Option<Digest>,
    /// The number of operations that fit.
    pub operations: u64,
    /// The number of entries in them.
    pub entries: u64,
    /// The number of all users.
    pub users: u64,
    /// The number of values that were erased, each by an erasure on record.
    pub redacted: u64,
    pub discrepancy: Option<Discrepancy>,
}

impl Proof {
    pub const NOTHING: Self =
        Self { head: None, operations: 0, entries: 0, users: 0, redacted: 0, discrepancy: None };
}

/// A discrepancy whose user is still a number.
#[derive(Clone, Debug)]
struct Found {
    operation: Option<OperationId>,
    user: Option<i64>,
    what: String,
}

impl Found {
    fn new(what: impl Into<String>) -> Self {
        Self { operation: None, user: None, what: what.into() }
    }

    fn in_operation(operation: OperationId, what: impl Into<String>) -> Self {
        Self { operation: Some(operation), ..Self::new(what) }
    }

    fn of_user(user: i64, what: impl Into<String>) -> Self {
        Self { user: Some(user), ..Self::new(what) }
    }

    fn named(self, session: &Session) -> Discrepancy {
        let user = self.user.map(|user| name_of(session, user));
        Discrepancy { operation: self.operation, user, what: self.what }
    }
}

/// The result of a check; `None` if everything fits.
type Check = Result<Option<Found>>;

impl Store {
    /// Proves the ledger. If `known` is given, also proves that an operation of the ledger has this digest. Reads every row
    /// once. Meanwhile SQLite checks the file, in a session of its own over the same snapshot.
    pub fn verify(&self, known: Option<Digest>) -> Result<Proof> {
        self.verify_within(known).map_err(|error| self.named(error))
    }

    fn verify_within(&self, known: Option<Digest>) -> Result<Proof> {
        let (transaction, beside) = snapshots(&self.session, &self.place)?;
        let snapshot = transaction.session();
        // The rest of the proof names indexes, and relies on the schema's checks.
        if let Some(what) = schema::thorough_difference(snapshot)? {
            let found = Found::new(format!("the ledger's schema was changed: {what}"));
            return Ok(Proof { discrepancy: Some(found.named(snapshot)), ..Proof::NOTHING });
        }
        let mut proof = Proof::NOTHING;
        let (damage, found) = match beside {
            None => (file_check::damage(snapshot), prove(snapshot, known, &mut proof)),
            Some(beside) => thread::scope(|scope| {
                let rest = snapshot.interrupt();
                let check = move || {
                    let damage = file_check::damage(&beside);
                    if !matches!(damage, Ok(None)) {
                        rest.interrupt();
                    }
                    damage
                };
                // If no thread can be started, one check follows the other.
                let check = thread::Builder::new().spawn_scoped(scope, check);
                let found = prove(snapshot, known, &mut proof);
                let ended_early = |_| Err(Error::new(Code::Failed, "SQLite's check ended early"));
                let damage = match check {
                    Ok(check) => check.join().unwrap_or_else(ended_early),
                    Err(_) => file_check::damage(snapshot),
                };
                (damage, found)
            }),
        };
        // In a damaged file, every other discrepancy or failure may only be a consequence.
        if let Some(damage) = damage? {
            let found = Found::new(format!("SQLite finds the file damaged: {damage}"));
            proof = Proof { discrepancy: Some(found.named(snapshot)), ..Proof::NOTHING };
        } else {
            let found = match found {
                Err(error) => Some(Found::new(foreign_value(&error).ok_or(error)?)),
                Ok(found) => found,
            };
            proof.head = proof.head.filter(|_| found.is_none());
            proof.discrepancy = found.map(|found| found.named(snapshot));
        }
        self.place.require_unchanged()?;
        Ok(proof)
    }
}

/// Proves what a session sees in its transaction. Checks no file.
pub(crate) fn of_session(session: &Session) -> Result<Proof> {
    let mut proof = Proof::NOTHING;
    let found = prove(session, None, &mut proof)?;
    proof.discrepancy = found.map(|found| found.named(session));
    Ok(proof)
}

fn prove(session: &Session, known: Option<Digest>, proof: &mut Proof) -> Check {
    let (users, last): (u64, Option<u64>) =
        session.one("SELECT count(*), max(id) FROM users", (), |row| Ok((row.get(0)?, row.get(1)?)))?;
    if last.unwrap_or(0) != users {
        return Ok(Some(Found::new(
            "the users are not numbered without a gap: some are missing or were added",
        )));
    }
    proof.users = users;
    let mut chain = chain::Chain::new(session, operation_digest::of_ledger(session)?, known, users);
    let found = chain.prove(proof)?;
    if found.is_some() {
        return Ok(found);
    }
    let mut steps = Steps::default();
    let found = users::prove(session, &chain.accounts, chain.next, &mut steps)?;
    if found.is_some() {
        return Ok(found);
    }
    let found = working::prove(session, chain.payments, steps.by_month)?;
    if found.is_some() {
        return Ok(found);
    }
    for check in [invitations::prove(session)?, erased(session, proof)?, moved(session)?] {
        if check.is_some() {
            return Ok(check);
        }
    }
    if let Some(known) = known.filter(|_| !chain.met_known) {
        return Ok(Some(Found::new(format!(
            "no operation has the digest {known}: the history that ended in it is not the beginning of this one"
        ))));
    }
    proof.head = Some(chain.head);
    Ok(None)
}

/// Checks that only erasures removed texts, and only of users who are erased.
fn erased(session: &Session, proof: &mut Proof) -> Check {
    proof.redacted = session.value("SELECT count(*) FROM redactions", ())?;
    for table in ["redactions", "tombstones"] {
        let sql = format!(
            "SELECT t.operation FROM {table} t
             WHERE NOT EXISTS (SELECT 1 FROM operations o WHERE o.id = t.operation AND o.command = ?1)
                OR NOT EXISTS (SELECT 1 FROM users u WHERE u.id = t.user_id AND u.status = 'erased') LIMIT 1"
        );
        let wrong: Option<OperationId> = session.optional(&sql, [ERASING_COMMAND], |row| row.get(0))?;
        if let Some(operation) = wrong {
            return Ok(Some(Found::in_operation(operation, "a text was removed, and no erasure removed it")));
        }
    }
    let sql = "SELECT unscrubbed FROM ledger
               WHERE unscrubbed IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.id = unscrubbed AND o.command = ?1)";
    let wrong: Option<OperationId> = session.optional(sql, [ERASING_COMMAND], |row| row.get(0))?;
    Ok(wrong.map(|operation| Found::in_operation(operation, "it is marked as an erasure, and is none")))
}

/// Checks that a ledger that is marked as moved ends with the move.
fn moved(session: &Session) -> Check {
    let sql = "SELECT moved_to IS NOT NULL
                      AND coalesce((SELECT command FROM operations ORDER BY id DESC LIMIT 1), '') <> ?1
               FROM ledger";
    let is_wrong: bool = session.value(sql, ["move"])?;
    Ok(is_wrong.then(|| Found::new("the ledger is marked as moved, and its newest operation is no move")))
}

impl Store {
    /// Returns the digest of the ledger's own row, which no other ledger has.
    pub fn identity(&self) -> Result<Digest> {
        self.in_snapshot(operation_digest::of_ledger)
    }

    /// Returns the digest of the newest operation, or of the ledger's own row if there is none.
    pub fn head(&self) -> Result<Digest> {
        let newest = "SELECT digest FROM seals ORDER BY operation DESC LIMIT 1";
        self.in_snapshot(|session| {
            let head = session.optional(newest, (), |row| row.get(0))?;
            head.map_or_else(|| operation_digest::of_ledger(session), Ok)
        })
    }

    /// Runs `read` in a snapshot. On a server, only a transaction finds the ledger's tables.
    fn in_snapshot<T>(&self, read: impl FnOnce(&Session) -> Result<T>) -> Result<T> {
        let snapshot = self.session.begin(Access::Read)?;
        let found = read(&self.session);
        snapshot.rollback()?;
        found
    }
}

fn name_of(session: &Session, user: i64) -> String {
    session
        .value("SELECT email FROM users WHERE id = ?1", [user])
        .unwrap_or_else(|_| format!("user number {user}"))
}
