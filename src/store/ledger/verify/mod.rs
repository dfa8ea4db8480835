//! The proof of the ledger: that everything it holds is what its operations made.
//!
//! One pass over the operations takes each digest anew and runs up the balances; one pass over the users replays the changes
//! of their fields. Every reference between tables is followed on the way, so that SQLite's own check of foreign keys would
//! find nothing more. Memory grows by [`walk::Account`] a user, and by nothing else.

mod chain;
mod users;
mod walk;

use std::thread;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction};
use serde::Serialize;

use crate::domain::Digest;
use crate::error::{Code, Error, Result};
use crate::store::session::{Store, named};

/// The first thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// In which operation.
    pub operation: Option<i64>,
    /// Whose: by today's address, or by number where nobody has it.
    pub user: Option<String>,
    /// What is wrong.
    pub what: String,
}

/// What a proof came to. The figures count what was proven before a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The digest of the last operation that fits.
    pub head: Digest,
    /// How many operations fit.
    pub operations: i64,
    /// How many entries they hold.
    pub entries: i64,
    /// How many users there are.
    pub users: i64,
    /// The first thing that does not fit.
    pub fault: Option<Fault>,
}

impl Proof {
    const NOTHING: Self = Self { head: Digest::EMPTY, operations: 0, entries: 0, users: 0, fault: None };
}

/// A fault whose user has no address yet.
#[derive(Clone, Debug)]
struct Found {
    operation: Option<i64>,
    user: Option<i64>,
    what: String,
}

impl Found {
    fn new(what: impl Into<String>) -> Self {
        Self { operation: None, user: None, what: what.into() }
    }

    fn in_operation(operation: i64, what: impl Into<String>) -> Self {
        Self { operation: Some(operation), ..Self::new(what) }
    }

    fn of_user(user: i64, what: impl Into<String>) -> Self {
        Self { user: Some(user), ..Self::new(what) }
    }

    fn named(self, connection: &Connection) -> Fault {
        let user = self.user.map(|user| name_of(connection, user));
        Fault { operation: self.operation, user, what: self.what }
    }
}

/// A check that was done: `None` where everything fits.
type Check = Result<Option<Found>>;

impl Store {
    /// Proves the ledger, and that an operation of it has the digest `known`, where one is given. Reads every row once, and
    /// has SQLite check the file meanwhile, on a connection of its own over the same snapshot.
    pub fn verify(&self, known: Option<Digest>) -> Result<Proof> {
        self.verify_within(known).map_err(|error| named(error, &self.place.path))
    }

    fn verify_within(&self, known: Option<Digest>) -> Result<Proof> {
        let (snapshot, beside) = self.snapshots()?;
        let mut proof = Proof::NOTHING;
        let (damage, found) = match beside {
            None => (integrity(&snapshot), prove(&snapshot, known, &mut proof)),
            Some(beside) => thread::scope(|scope| {
                let rest = snapshot.get_interrupt_handle();
                let check = scope.spawn(move || {
                    let damage = integrity(&beside);
                    if !matches!(damage, Ok(None)) {
                        rest.interrupt();
                    }
                    damage
                });
                let found = prove(&snapshot, known, &mut proof);
                let ended_early = |_| Err(Error::new(Code::Failed, "SQLite's check ended early"));
                (check.join().unwrap_or_else(ended_early), found)
            }),
        };
        // In a damaged file every other fault, or failure, is only what follows.
        if let Some(found) = damage? {
            proof = Proof { fault: Some(found.named(&snapshot)), ..Proof::NOTHING };
        } else if let Some(found) = found? {
            proof.fault = Some(found.named(&snapshot));
        }
        Ok(proof)
    }

    /// A snapshot, and a second connection that sees the same one: none where others commit all the time, or where the
    /// file cannot be written and SQLite, for want of an index of the log, cannot tell whether somebody did.
    fn snapshots(&self) -> Result<(Transaction<'_>, Option<Connection>)> {
        // Not read-only: then SQLite would forget the checks of the schema, and its own check would pass over them.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let beside = Connection::open_with_flags(&self.place.path, flags)?;
        self.place.require_unmoved()?;
        beside.execute_batch("PRAGMA trusted_schema = OFF")?;
        let commits = || self.connection.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0));
        for _ in 0..SNAPSHOT_ATTEMPTS {
            let before = commits()?;
            beside.execute_batch("BEGIN; SELECT id FROM ledger")?;
            let snapshot = self.connection.unchecked_transaction()?;
            if commits()? == before {
                return Ok((snapshot, Some(beside)));
            }
            beside.execute_batch("ROLLBACK")?;
        }
        Ok((self.connection.unchecked_transaction()?, None))
    }
}

const SNAPSHOT_ATTEMPTS: u32 = 3;

fn prove(connection: &Connection, known: Option<Digest>, proof: &mut Proof) -> Check {
    let (users, last): (i64, Option<i64>) =
        connection
            .query_row("SELECT count(*), max(id) FROM users", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if last.unwrap_or(0) != users {
        return Ok(Some(Found::new(
            "the users are not numbered without a gap: some are missing or were added",
        )));
    }
    proof.users = users;
    let mut chain = chain::Chain::new(connection, known, users);
    let found = chain.prove(proof)?;
    if found.is_some() {
        return Ok(found);
    }
    let found = users::prove(connection, &chain.accounts, proof.operations)?;
    if found.is_some() {
        return Ok(found);
    }
    Ok((!chain.met_known).then(|| {
        let known = known.unwrap_or(Digest::EMPTY);
        Found::new(format!("no operation has the digest {known}: the history that ended in it is not the beginning of this one"))
    }))
}

impl Store {
    /// The digest of the newest operation.
    pub fn head(&self) -> Result<Digest> {
        let newest = "SELECT digest FROM seals ORDER BY operation DESC LIMIT 1";
        let head = self.connection.query_row(newest, [], |row| row.get(0).map(Digest)).optional()?;
        Ok(head.unwrap_or(Digest::EMPTY))
    }
}

/// The indexes of a part of their table's rows, and which part.
const PARTIAL_INDEXES: [(&str, &str, &str); 5] = [
    ("operations", "operations_key", "key IS NOT NULL"),
    ("operations", "operations_undoes", "undoes IS NOT NULL"),
    ("users", "users_admins", "status = 'active' AND roles & 32"),
    ("entries", "entries_month", "month IS NOT NULL"),
    ("entries", "entries_key", "key IS NOT NULL"),
];

/// SQLite's own check of the file: its pages, indexes and constraints. It passes over a partial index that should be empty and
/// is not, so that the first entry of each has to lead to a row that belongs there.
fn integrity(connection: &Connection) -> Check {
    // 32 MiB: it looks up the row of each address, and with 2 MiB reads most of the file several times over.
    connection.pragma_update(None, "cache_size", -32_768)?;
    let answer = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    if let Some(found) = damage(answer)? {
        return Ok(Some(found));
    }
    for (table, index, condition) in PARTIAL_INDEXES {
        let sql = format!(
            "SELECT CASE WHEN EXISTS (
                 SELECT 1 FROM (SELECT id FROM {table} INDEXED BY {index} WHERE {condition} LIMIT 1) first
                 WHERE NOT EXISTS (SELECT 1 FROM {table} NOT INDEXED WHERE id = first.id AND {condition}))
             THEN 'an entry of index {index} leads to no row of it' ELSE 'ok' END"
        );
        if let Some(found) = damage(connection.query_row(&sql, [], |row| row.get(0)))? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn damage(answer: rusqlite::Result<String>) -> Check {
    match answer {
        Ok(answer) if answer == "ok" => Ok(None),
        Ok(answer) => Ok(Some(Found::new(format!("SQLite finds the file damaged: {answer}")))),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
            Ok(Some(Found::new(format!("SQLite finds the file damaged: {error}"))))
        }
        Err(error) => Err(error.into()),
    }
}

fn name_of(connection: &Connection, user: i64) -> String {
    connection
        .query_row("SELECT email FROM users WHERE id = ?1", [user], |row| row.get(0))
        .unwrap_or_else(|_| format!("user number {user}"))
}
