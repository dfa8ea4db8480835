//! On which engine the ledgers of the tests are: on SQLite, or with `RAD_ADMIN_TEST_ENGINE=postgres` on a server. Here is what the
//! tests do to a ledger past the program, on either.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::process::Child;
use std::time::Duration;

use rusqlite::Connection;

use super::{Home, postgres};

thread_local! {
    static ON_FILE: Cell<bool> = const { Cell::new(false) };
}

/// See [`on_file`].
#[must_use]
pub struct OnFile(());

/// Marks a test about the SQLite file. Until the result is dropped, the homes of this thread have their ledger in a file, whichever
/// engine is tested.
pub fn on_file() -> OnFile {
    ON_FILE.set(true);
    OnFile(())
}

impl Drop for OnFile {
    fn drop(&mut self) {
        ON_FILE.set(false);
    }
}

/// Where the ledger of a new home is, unless it is in the file of the home.
pub(super) fn new_place() -> Option<String> {
    if ON_FILE.get() { None } else { postgres::schema_of_its_own() }
}

/// What keeps others from writing, until it is dropped.
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
    /// The schema of the server that has the ledger; none where it is in a file.
    fn schema(&self) -> Option<&str> {
        let place = self.environment.iter().find(|(name, _)| name == "RAD_ADMIN_DB")?;
        Some(place.1.strip_prefix("postgres://")?.split_once("&schema=")?.1)
    }

    pub fn is_on_server(&self) -> bool {
        self.schema().is_some()
    }

    /// Runs SQL that both engines take past the program, as somebody with every right.
    pub fn tamper(&self, sql: &str) -> Result<(), String> {
        match self.schema() {
            Some(schema) => postgres::in_schema(schema, sql).map(drop),
            None => self.sql().execute_batch(sql).map_err(|error| error.to_string()),
        }
    }

    /// The same past the triggers of the database.
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

    /// The number that a query returns.
    #[track_caller]
    pub fn number(&self, query: &str) -> i64 {
        match self.schema() {
            Some(schema) => postgres::in_schema(schema, query).unwrap().parse().unwrap(),
            None => self.sql().query_row(query, [], |row| row.get(0)).unwrap(),
        }
    }

    /// Takes the writer's turn.
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

    /// Whether somebody has the writer's turn.
    pub fn is_locked(&self) -> bool {
        if let Some(schema) = self.schema() {
            return postgres::in_schema(schema, "SELECT 1 FROM turn FOR UPDATE NOWAIT").is_err();
        }
        let file = self.sql();
        file.busy_timeout(Duration::ZERO).unwrap();
        file.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_err()
    }

    /// Gives a copy of this home a ledger of its own on the server.
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
