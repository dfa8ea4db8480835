//! Puts the ledgers of tests into SQLite files or, with `RAD_ADMIN_TEST_ENGINE=postgres`, on a server, and changes them
//! behind the program's back.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::process::Child;
use std::time::Duration;

use rusqlite::Connection;

use super::{Home, postgres};

thread_local! {
    static ON_FILE: Cell<bool> = const { Cell::new(false) };
}

#[must_use]
pub struct OnFile(());

/// Marks a test about the SQLite file. Until the result is dropped, new homes of this thread have their ledger in a
/// file, whichever engine is tested.
pub fn on_file() -> OnFile {
    ON_FILE.set(true);
    OnFile(())
}

impl Drop for OnFile {
    fn drop(&mut self) {
        ON_FILE.set(false);
    }
}

/// Returns the URL of a new home's ledger, or `None` if it is a file in the home.
pub(super) fn new_place() -> Option<String> {
    if ON_FILE.get() { None } else { postgres::schema_of_its_own() }
}

/// Keeps others from writing until it is dropped.
pub enum Lock {
    File(Connection),
    Server(Child),
}

impl Drop for Lock {
    fn drop(&mut self) {
        match self {
            Self::File(connection) => connection.execute_batch("ROLLBACK").unwrap(),
            Self::Server(session) => {
                drop(session.stdin.take());
                session.wait().unwrap();
            }
        }
    }
}

impl Home {
    /// Returns the schema of the ledger on the server, or `None` if it is in a file.
    fn schema(&self) -> Option<&str> {
        let place = self.environment.iter().find(|(name, _)| name == "RAD_ADMIN_DB")?;
        Some(place.1.strip_prefix("postgres://")?.split_once("&schema=")?.1)
    }

    pub fn is_on_server(&self) -> bool {
        self.schema().is_some()
    }

    /// Runs SQL that both engines understand, with all rights.
    pub fn tamper(&self, sql: &str) -> Result<(), String> {
        match self.schema() {
            Some(schema) => postgres::in_schema(schema, sql).map(drop),
            None => self.sql().execute_batch(sql).map_err(|error| error.to_string()),
        }
    }

    /// Like [`Self::tamper`], with the database's triggers switched off.
    #[track_caller]
    pub fn forge(&self, sql: &str) {
        if self.is_on_server() {
            return self.tamper(&format!("SET session_replication_role = replica; {sql}")).unwrap();
        }
        let file = self.sql();
        let mut triggers =
            file.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        let triggers = triggers.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let triggers: Vec<(String, String)> = triggers.map(Result::unwrap).collect();
        let drops: Vec<String> = triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name}")).collect();
        let again: Vec<String> = triggers.into_iter().map(|(_, trigger)| trigger).collect();
        let (drops, again) = (drops.join("; "), again.join("; "));
        file.execute_batch(&format!("BEGIN; {drops}; {sql}; {again}; COMMIT")).unwrap();
    }

    /// Returns the number that a query selects.
    #[track_caller]
    pub fn number(&self, query: &str) -> i64 {
        match self.schema() {
            Some(schema) => postgres::in_schema(schema, query).unwrap().parse().unwrap(),
            None => self.sql().query_row(query, [], |row| row.get(0)).unwrap(),
        }
    }

    /// Takes the lock that only one writer can have.
    pub fn lock(&self) -> Lock {
        let Some(schema) = self.schema() else {
            let file = self.sql();
            file.execute_batch("BEGIN IMMEDIATE").unwrap();
            return Lock::File(file);
        };
        let mut session = postgres::session();
        let lock = format!("BEGIN; SELECT 'locked' FROM {schema}.turn FOR UPDATE;\n");
        session.stdin.as_mut().unwrap().write_all(lock.as_bytes()).unwrap();
        let mut line = String::new();
        BufReader::new(session.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "locked\n");
        Lock::Server(session)
    }

    /// Whether a writer has the lock.
    pub fn is_locked(&self) -> bool {
        if let Some(schema) = self.schema() {
            return postgres::in_schema(schema, "SET lock_timeout = 1; SELECT 1 FROM turn FOR UPDATE NOWAIT")
                .is_err();
        }
        let file = self.sql();
        file.busy_timeout(Duration::ZERO).unwrap();
        file.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_err()
    }

    /// Gives a copy of this home its own copy of a ledger on the server.
    pub(super) fn copy_ledger_to(&self, copy: Self) -> Self {
        let Some(place) = self.is_on_server().then(new_place).flatten() else { return copy };
        let copy = copy.with("RAD_ADMIN_DB", &place);
        let file = tempfile::tempdir().unwrap();
        let file = file.path().join("copy.db").display().to_string();
        if self.run(&["backup", &file]).status == 0 {
            copy.ok(&["restore", &file, "--yes"]);
        }
        copy
    }
}
