//! A session with either engine, in neutral types: statements, rows and transactions.
//!
//! All code above this module uses SQL with parameters `?1`, `?2`, … and reads [`Row`]s. Each engine is a variant of the types
//! here.

use rusqlite::{Connection, InterruptHandle};

use super::failure::of_sqlite;
use super::postgres::connection::Connection as ServerConnection;
pub(crate) use super::rows::{Row, Rows, Statement};
use super::value::{FromValue, Values};
use crate::error::{Code, Error, Result};

/// How many statements stay prepared.
const PREPARED_STATEMENTS: usize = 64;

#[derive(Debug)]
pub(crate) struct Session {
    pub(super) engine: Engine,
}

#[derive(Debug)]
pub(super) enum Engine {
    Sqlite(Connection),
    Postgres(Box<ServerConnection>),
}

/// The purpose of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads one snapshot, which begins with the first read.
    Read,
    /// Writes. It waits for other writers when it begins, and not later.
    Write,
    /// Changes the schema. Nobody else can read meanwhile.
    Exclusive,
}

/// A transaction. Dropping it rolls it back.
#[derive(Debug)]
pub(crate) struct Transaction<'s> {
    session: &'s Session,
}

/// Stops the statement that a session runs on a file, from another thread.
pub(crate) struct Interrupt(Option<InterruptHandle>);

impl Session {
    pub(super) fn over(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
        Self { engine: Engine::Sqlite(connection) }
    }

    pub(super) fn on(connection: ServerConnection) -> Self {
        Self { engine: Engine::Postgres(Box::new(connection)) }
    }

    /// Returns SQLite's own connection, for what only a file has. Fails (exit 1) for a server.
    pub(super) fn sqlite(&self) -> Result<&Connection> {
        match &self.engine {
            Engine::Sqlite(connection) => Ok(connection),
            Engine::Postgres(_) => Err(Error::new(Code::Failed, "the ledger is on a server, and no file")),
        }
    }

    pub(super) fn sqlite_mut(&mut self) -> Result<&mut Connection> {
        match &mut self.engine {
            Engine::Sqlite(connection) => Ok(connection),
            Engine::Postgres(_) => Err(Error::new(Code::Failed, "the ledger is on a server, and no file")),
        }
    }

    pub(crate) fn server(&self) -> Option<&ServerConnection> {
        match &self.engine {
            Engine::Sqlite(_) => None,
            Engine::Postgres(connection) => Some(connection),
        }
    }

    /// Prepares a statement, or takes a prepared one from the cache.
    pub(crate) fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        match &self.engine {
            Engine::Sqlite(connection) => {
                connection.prepare_cached(sql).map(Statement::Sqlite).map_err(of_sqlite)
            }
            Engine::Postgres(connection) => Ok(Statement::Postgres(connection, connection.translated(sql))),
        }
    }

    /// Runs a statement. Returns how many rows it wrote.
    pub(crate) fn execute(&self, sql: &str, values: impl Values) -> Result<u64> {
        self.prepare(sql)?.execute(values)
    }

    /// Runs several statements without parameters. A server may report a failure with a later statement.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(connection) => connection.execute_batch(sql).map_err(of_sqlite)?,
            Engine::Postgres(connection) => connection.batch(sql),
        }
        Ok(())
    }

    /// Reads the only row. Fails if there is none.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.prepare(sql)?.one(values, read)
    }

    /// Reads the first row; `None` if there is none.
    pub(crate) fn optional<T>(
        &self,
        sql: &str,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.prepare(sql)?.optional(values, read)
    }

    /// Reads the only value of the only row.
    pub(crate) fn value<T: for<'r> FromValue<'r>>(&self, sql: &str, values: impl Values) -> Result<T> {
        self.one(sql, values, |row| row.get(0))
    }

    /// Reads all rows into memory. Use it for few rows.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        values: impl Values,
        mut read: impl FnMut(Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(sql, values, |row| {
            all.push(read(row)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// Hands over the rows one by one. Ends with the first error of `each`.
    pub(crate) fn each(
        &self,
        sql: &str,
        values: impl Values,
        mut each: impl FnMut(Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }

    pub(crate) fn begin(&self, access: Access) -> Result<Transaction<'_>> {
        match &self.engine {
            Engine::Sqlite(_) => self.batch(match access {
                Access::Read => "BEGIN DEFERRED",
                Access::Write => "BEGIN IMMEDIATE",
                Access::Exclusive => "BEGIN EXCLUSIVE",
            })?,
            Engine::Postgres(connection) => connection.begin(access != Access::Read)?,
        }
        Ok(Transaction { session: self })
    }

    /// Returns the transaction that [`Transaction::keep`] left open.
    pub(crate) fn open_transaction(&self) -> Transaction<'_> {
        Transaction { session: self }
    }

    /// Runs `work` in a savepoint. If it fails, what it wrote is undone, and the transaction goes on.
    pub(crate) fn savepoint<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.batch("SAVEPOINT attempt")?;
        // What stops a statement is known here, and not later.
        let result = work().and_then(|done| self.settle().map(|()| done));
        self.batch(if result.is_ok() { "RELEASE attempt" } else { "ROLLBACK TO attempt; RELEASE attempt" })?;
        result
    }

    /// Waits for the statements that a server may still work on.
    fn settle(&self) -> Result<()> {
        self.server().map_or(Ok(()), ServerConnection::settle)
    }

    /// Runs statements that a constraint may stop, so that other statements can look for the reason afterwards. SQLite undoes
    /// only the statement that failed; PostgreSQL needs a savepoint to go on.
    pub(crate) fn attempt<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.server().is_some() { self.savepoint(work) } else { work() }
    }

    pub(crate) fn interrupt(&self) -> Interrupt {
        Interrupt(self.sqlite().ok().map(Connection::get_interrupt_handle))
    }
}

impl Interrupt {
    pub(crate) fn interrupt(&self) {
        self.0.iter().for_each(InterruptHandle::interrupt);
    }
}

impl Transaction<'_> {
    pub(crate) fn session(&self) -> &Session {
        self.session
    }

    /// Leaves the transaction open until [`Session::open_transaction`] takes it up, or until the session ends.
    pub(crate) fn keep(self) {
        std::mem::forget(self);
    }

    pub(crate) fn commit(self) -> Result<()> {
        match &self.session.engine {
            Engine::Sqlite(_) => self.session.batch("COMMIT"),
            Engine::Postgres(connection) => connection.commit(),
        }
    }

    pub(crate) fn rollback(self) -> Result<()> {
        match &self.session.engine {
            Engine::Sqlite(_) => self.session.batch("ROLLBACK"),
            Engine::Postgres(connection) => {
                connection.rollback();
                Ok(())
            }
        }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        match &self.session.engine {
            Engine::Sqlite(connection) if !connection.is_autocommit() => _ = self.session.batch("ROLLBACK"),
            Engine::Postgres(connection) if connection.is_in_transaction() => connection.rollback(),
            _ => {}
        }
    }
}
