//! Runs statements on either engine, and reads their rows.

use std::ops::Range;
use std::sync::Arc;

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, ToSql};

use super::failure::{foreign, no_row, of_sqlite};
use super::postgres::connection::Connection as ServerConnection;
use super::postgres::cursor::{self, PostgresRows};
use super::value::{FromValue, OwnedValue, Value, Values};
use crate::error::Result;

/// A prepared statement. When it is dropped, it returns to the cache of prepared statements.
pub(crate) enum Statement<'s> {
    Sqlite(CachedStatement<'s>),
    Postgres(&'s ServerConnection, Arc<str>),
}

/// The rows of a statement, one at a time.
pub(crate) enum Rows<'s> {
    Sqlite(rusqlite::Rows<'s>),
    Postgres(PostgresRows<'s>),
}

/// A row. It is valid until the next one is read.
#[derive(Clone, Copy)]
pub(crate) enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

fn bind(statement: &mut CachedStatement<'_>, values: impl Values) -> Result<()> {
    let mut bound = 0;
    values.each(|value| {
        bound += 1;
        statement.raw_bind_parameter(bound, Bound(value)).map_err(of_sqlite)
    })?;
    let count = statement.parameter_count();
    if bound == count {
        return Ok(());
    }
    Err(of_sqlite(rusqlite::Error::InvalidParameterCount(bound, count)))
}

impl Statement<'_> {
    /// Runs the statement. Returns how many rows it wrote.
    pub(crate) fn execute(&mut self, values: impl Values) -> Result<u64> {
        match self {
            Self::Sqlite(statement) => {
                bind(statement, values)?;
                Ok(statement.raw_execute().map_err(of_sqlite)? as u64)
            }
            Self::Postgres(connection, sql) => connection.execute(sql, values),
        }
    }

    /// Runs the statement, whose rows nobody counts. A server may report a failure with a later answer.
    pub(crate) fn run(&mut self, values: impl Values) -> Result<()> {
        match self {
            Self::Sqlite(_) => self.execute(values).map(drop),
            Self::Postgres(connection, sql) => connection.send_count(sql, values).map(drop),
        }
    }

    pub(crate) fn query(&mut self, values: impl Values) -> Result<Rows<'_>> {
        match self {
            Self::Sqlite(statement) => {
                bind(statement, values)?;
                Ok(Rows::Sqlite(statement.raw_query()))
            }
            Self::Postgres(connection, sql) => connection.rows(sql, values).map(Rows::Postgres),
        }
    }

    /// Reads the only row. Fails if there is none.
    pub(crate) fn one<T>(
        &mut self,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.optional(values, read)?.ok_or_else(no_row)
    }

    /// Reads the first row; `None` if there is none.
    pub(crate) fn optional<T>(
        &mut self,
        values: impl Values,
        read: impl FnOnce(Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        match self {
            Self::Sqlite(_) => self.query(values)?.next()?.map(read).transpose(),
            // For few rows, a query without a cursor takes only one round trip.
            Self::Postgres(connection, sql) => {
                connection.all(sql, values)?.first().map(|row| read(Row::Postgres(row))).transpose()
            }
        }
    }
}

impl Rows<'_> {
    /// Reads the next row, after which the row before it is gone.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>> {
        match self {
            Self::Sqlite(rows) => rows.next().map(|row| row.map(Row::Sqlite)).map_err(of_sqlite),
            Self::Postgres(rows) => Ok(rows.next()?.map(Row::Postgres)),
        }
    }

    /// Returns the row that was read last, unless the rows have ended.
    pub(super) fn current(&self) -> Option<Row<'_>> {
        match self {
            Self::Sqlite(rows) => rows.get().map(Row::Sqlite),
            Self::Postgres(rows) => rows.current().map(Row::Postgres),
        }
    }
}

impl<'r> Row<'r> {
    /// Returns the value of a column, counted from 0. Fails (exit 9) if it has another type or range.
    pub(crate) fn get<T: FromValue<'r>>(self, column: usize) -> Result<T> {
        let value = self.value(column)?;
        T::from_value(value).ok_or_else(|| foreign(column, Some(value)))
    }

    /// Returns the value of a column, borrowed from the row.
    pub(crate) fn value(self, column: usize) -> Result<Value<'r>> {
        let row = match self {
            Self::Sqlite(row) => row,
            Self::Postgres(row) => return cursor::value(row, column),
        };
        Ok(match row.get_ref(column).map_err(of_sqlite)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Text(text) => {
                Value::Text(std::str::from_utf8(text).map_err(|_| foreign(column, None))?)
            }
            ValueRef::Blob(bytes) => Value::Bytes(bytes),
            ValueRef::Real(_) => return Err(foreign(column, None)),
        })
    }

    /// Returns all values.
    pub(crate) fn owned(self) -> Result<Vec<OwnedValue>> {
        self.owned_columns(0..self.columns())
    }

    /// Returns the values of these columns.
    pub(crate) fn owned_columns(self, columns: Range<usize>) -> Result<Vec<OwnedValue>> {
        columns.map(|column| self.value(column).map(OwnedValue::from)).collect()
    }

    /// Returns a text column, borrowed from the row.
    pub(crate) fn text(self, column: usize) -> Result<&'r str> {
        self.get(column)
    }

    /// Returns a text column that may be NULL.
    pub(crate) fn optional_text(self, column: usize) -> Result<Option<&'r str>> {
        self.get(column)
    }

    pub(crate) fn columns(self) -> usize {
        match self {
            Self::Sqlite(row) => row.as_ref().column_count(),
            Self::Postgres(row) => row.len(),
        }
    }
}

/// All columns of the row, to write them into another table.
impl Values for Row<'_> {
    fn each(self, mut bind: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
        (0..self.columns()).try_for_each(|column| bind(self.value(column)?))
    }
}

/// A parameter for SQLite.
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
