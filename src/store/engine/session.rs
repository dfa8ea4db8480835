//! One connection to the engine, in neutral types: statements, rows, transactions.
//!
//! Everything above this file speaks SQL with parameters `?1`, `?2`, … and reads [`Row`]s. A second engine becomes a second variant
//! of the types here, with one branch for each row.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, InterruptHandle, ToSql};

use super::failure::{foreign, of_sqlite};
use super::value::{FromValue, Value, Values};
use crate::error::Result;

/// How many statements stay prepared.
const PREPARED_STATEMENTS: usize = 64;

/// A connection.
#[derive(Debug)]
pub(crate) struct Session {
    pub(super) connection: Connection,
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads one snapshot; it begins with the first read.
    Read,
    /// Writes. It waits here for other writers, and not later.
    Write,
    /// Changes the schema: nobody else reads meanwhile.
    Exclusive,
}

/// A transaction. It is rolled back when it is dropped.
#[derive(Debug)]
pub(crate) struct Transaction<'s> {
    session: &'s Session,
}

/// A prepared statement. It goes back to those that stay prepared when it is dropped.
pub(crate) struct Statement<'s>(CachedStatement<'s>);

/// The rows of a statement, one at a time.
pub(crate) struct Rows<'s>(rusqlite::Rows<'s>);

/// A row, as long as the next one is not asked for.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r>(&'r rusqlite::Row<'r>);

/// Ends the statement that a session runs, from another thread.
pub(crate) struct Interrupt(InterruptHandle);

impl Session {
    pub(super) fn over(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
        Self { connection }
    }

    /// Prepares a statement, or takes it out of those that stay prepared.
    pub(crate) fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        self.connection.prepare_cached(sql).map(Statement).map_err(of_sqlite)
    }

    /// Runs a statement. Returns how many rows it wrote.
    pub(crate) fn execute(&self, sql: &str, values: impl Values) -> Result<u64> {
        self.prepare(sql)?.execute(values)
    }

    /// Runs several statements without parameters.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(of_sqlite)
    }

    /// Reads the one row that there is.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.prepare(sql)?.one(values, read)
    }

    /// Reads the first row, where there is one.
    pub(crate) fn optional<T>(
        &self,
        sql: &str,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.prepare(sql)?.optional(values, read)
    }

    /// Reads the one value of the one row.
    pub(crate) fn value<T: FromValue>(&self, sql: &str, values: impl Values) -> Result<T> {
        self.one(sql, values, |row| row.get(0))
    }

    /// Reads all rows into memory: for few.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        values: impl Values,
        mut read: impl FnMut(Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(sql, values, |row| {
            let _: () = all.push(read(row)?);
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

    /// Begins a transaction.
    pub(crate) fn begin(&self, access: Access) -> Result<Transaction<'_>> {
        self.batch(match access {
            Access::Read => "BEGIN DEFERRED",
            Access::Write => "BEGIN IMMEDIATE",
            Access::Exclusive => "BEGIN EXCLUSIVE",
        })?;
        Ok(Transaction { session: self })
    }

    /// Runs `work` in a savepoint: what it wrote is undone where it fails, and the transaction goes on.
    pub(crate) fn savepoint<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.batch("SAVEPOINT attempt")?;
        let result = work();
        self.batch(if result.is_ok() { "RELEASE attempt" } else { "ROLLBACK TO attempt; RELEASE attempt" })?;
        result
    }

    /// Waits this long for the locks of others.
    pub(super) fn wait_for_locks(&self, timeout: std::time::Duration) -> Result<()> {
        self.connection.busy_timeout(timeout).map_err(of_sqlite)
    }

    /// Gives the page cache this size. SQLite's own is 2 MiB.
    pub(crate) fn set_cache_kib(&self, kib: i64) -> Result<()> {
        self.connection.pragma_update(None, "cache_size", -kib).map_err(of_sqlite)
    }

    /// A number that changes when another connection commits.
    pub(crate) fn foreign_commits(&self) -> Result<i64> {
        self.connection.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(of_sqlite)
    }

    /// The size of the database in bytes, without its log.
    pub(crate) fn size_bytes(&self) -> Result<u64> {
        self.value("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", ())
    }

    /// Closes the connection, which writes its log back into the file.
    pub(crate) fn close(self) -> Result<()> {
        self.connection.close().map_err(|(_, error)| of_sqlite(error))
    }

    pub(crate) fn interrupt(&self) -> Interrupt {
        Interrupt(self.connection.get_interrupt_handle())
    }
}

impl Interrupt {
    pub(crate) fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Transaction<'_> {
    pub(crate) fn session(&self) -> &Session {
        self.session
    }

    pub(crate) fn commit(self) -> Result<()> {
        self.session.batch("COMMIT")
    }

    pub(crate) fn rollback(self) -> Result<()> {
        self.session.batch("ROLLBACK")
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.session.connection.is_autocommit() {
            let _ = self.session.batch("ROLLBACK");
        }
    }
}

impl Statement<'_> {
    fn bind(&mut self, values: impl Values) -> Result<()> {
        let mut bound = 0;
        values.each(|value| {
            bound += 1;
            self.0.raw_bind_parameter(bound, Bound(value)).map_err(of_sqlite)
        })?;
        if bound == self.0.parameter_count() {
            return Ok(());
        }
        let count = self.0.parameter_count();
        Err(of_sqlite(rusqlite::Error::InvalidParameterCount(bound, count)))
    }

    /// Runs the statement. Returns how many rows it wrote.
    pub(crate) fn execute(&mut self, values: impl Values) -> Result<u64> {
        self.bind(values)?;
        Ok(self.0.raw_execute().map_err(of_sqlite)? as u64)
    }

    pub(crate) fn query(&mut self, values: impl Values) -> Result<Rows<'_>> {
        self.bind(values)?;
        Ok(Rows(self.0.raw_query()))
    }

    /// Reads the one row that there is.
    pub(crate) fn one<T>(
        &mut self,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.optional(values, read)?.ok_or_else(|| of_sqlite(rusqlite::Error::QueryReturnedNoRows))
    }

    /// Reads the first row, where there is one.
    pub(crate) fn optional<T>(
        &mut self,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.query(values)?.next()?.map(read).transpose()
    }
}

impl Rows<'_> {
    /// The next row. The one before it is gone then.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>> {
        self.0.next().map(|row| row.map(Row)).map_err(of_sqlite)
    }
}

impl<'r> Row<'r> {
    /// The value of a column, from 0 on.
    pub(crate) fn get<T: FromValue>(self, column: usize) -> Result<T> {
        let value = self.value(column)?;
        T::from_value(value).ok_or_else(|| foreign(column, Some(value)))
    }

    /// The value of a column as it lies in the row.
    pub(crate) fn value(self, column: usize) -> Result<Value<'r>> {
        Ok(match self.0.get_ref(column).map_err(of_sqlite)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Text(text) => {
                Value::Text(std::str::from_utf8(text).map_err(|_| foreign(column, None))?)
            }
            ValueRef::Blob(bytes) => Value::Bytes(bytes),
            ValueRef::Real(_) => return Err(foreign(column, None)),
        })
    }

    /// A column of text, as it lies in the row.
    pub(crate) fn text(self, column: usize) -> Result<&'r str> {
        match self.value(column)? {
            Value::Text(text) => Ok(text),
            other => Err(foreign(column, Some(other))),
        }
    }

    /// A column of text that may be absent.
    pub(crate) fn optional_text(self, column: usize) -> Result<Option<&'r str>> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other => Err(foreign(column, Some(other))),
        }
    }

    /// How many columns there are.
    pub(crate) fn columns(self) -> usize {
        self.0.as_ref().column_count()
    }
}

/// A parameter, as SQLite takes it.
struct Bound<'a>(Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
