//! Reads the rows of a statement on a server.
//!
//! If there may be many, a cursor brings them in portions, so other statements can run in between and memory does not grow. The
//! next portion is on its way while one is read.

use tokio_postgres::Row;

use super::connection::Connection;
use super::pipeline::Pending;
use super::values::{PostgresValue, parameters};
use crate::error::Result;
use crate::store::engine::failure::foreign;
use crate::store::engine::value::{Value, Values};

/// How many rows of a cursor come at once.
const PORTION: usize = 1000;

/// The rows of a statement.
pub(crate) struct PostgresRows<'c> {
    connection: &'c Connection,
    /// The cursor that may have more rows.
    cursor: Option<String>,
    /// The portion after this one.
    coming: Option<Pending<Vec<Row>>>,
    portion: Vec<Row>,
    next: usize,
}

impl Connection {
    /// Reads the rows of a translated statement one at a time.
    pub(crate) fn rows(&self, sql: &str, values: impl Values) -> Result<PostgresRows<'_>> {
        let parameters = parameters(values)?;
        let reads = ["SELECT", "WITH"].iter().any(|word| sql.trim_start().starts_with(word));
        let cursor = (reads && self.is_in_transaction()).then(|| self.new_cursor());
        let coming = match &cursor {
            None => self.send_with(sql, parameters),
            Some(cursor) => {
                self.send_with(&format!("DECLARE {cursor} NO SCROLL CURSOR FOR {sql}"), parameters);
                fetch(self, cursor)
            }
        };
        Ok(PostgresRows { connection: self, cursor, coming: Some(coming), portion: Vec::new(), next: 0 })
    }
}

impl PostgresRows<'_> {
    pub(crate) fn next(&mut self) -> Result<Option<&Row>> {
        if self.next == self.portion.len()
            && let Some(coming) = self.coming.take()
        {
            self.portion = self.connection.wait(&coming)?;
            self.next = 0;
            self.go_on();
        }
        self.next += 1;
        Ok(self.current())
    }

    /// Returns the row that was read last, unless the rows have ended.
    pub(crate) fn current(&self) -> Option<&Row> {
        self.portion.get(self.next.checked_sub(1)?)
    }

    fn go_on(&mut self) {
        let Some(cursor) = &self.cursor else { return };
        if self.portion.len() == PORTION {
            self.coming = Some(fetch(self.connection, cursor));
        } else {
            self.connection.batch_as_is(format!("CLOSE {cursor}"));
            self.cursor = None;
        }
    }
}

fn fetch(connection: &Connection, cursor: &str) -> Pending<Vec<Row>> {
    connection.send_with(&format!("FETCH {PORTION} FROM {cursor}"), Vec::new())
}

impl Drop for PostgresRows<'_> {
    fn drop(&mut self) {
        if let Some(cursor) = &self.cursor
            && self.connection.is_in_transaction()
            && !self.connection.has_failed()
        {
            self.connection.batch_as_is(format!("CLOSE {cursor}"));
        }
    }
}

/// Returns the value of a column, borrowed from the row.
pub(crate) fn value(row: &Row, column: usize) -> Result<Value<'_>> {
    row.try_get::<_, PostgresValue<'_>>(column).map(|cell| cell.0).map_err(|_| foreign(column, None))
}
