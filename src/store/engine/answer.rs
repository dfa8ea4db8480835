//! Asks for answers before they are needed, so that several of them cost one wait for a server.

use std::borrow::Cow;

use super::failure::no_row;
use super::postgres::connection::Connection as ServerConnection;
use super::postgres::pipeline::Pending;
use super::rows::Row;
use super::session::Session;
use super::value::Values;
use crate::error::{Error, Result};

/// The answer to a statement.
pub(crate) struct Awaited<'s, T>(Box<dyn FnOnce() -> Result<T> + 's>);

impl<'s, T> Awaited<'s, T> {
    pub(crate) fn new(get: impl FnOnce() -> Result<T> + 's) -> Self {
        Self(Box::new(get))
    }

    pub(crate) fn get(self) -> Result<T> {
        (self.0)()
    }
}

impl<T> Awaited<'_, Option<T>> {
    /// The one that there is.
    pub(crate) fn one(self) -> Result<T> {
        self.get()?.ok_or_else(no_row)
    }
}

/// A question sent to a server before anybody knows whether the answer is needed. It borrows nothing, so a writer can hold it.
pub(crate) struct Foreseen(Pending<Vec<tokio_postgres::Row>>);

impl std::fmt::Debug for Foreseen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Foreseen")
    }
}

impl Session {
    /// Asks for the first row, if there is one. A file is read when the answer is needed, so do not change it until then.
    pub(crate) fn ask<'s, T: 's>(
        &'s self,
        sql: impl Into<Cow<'s, str>>,
        values: impl Values + 's,
        read: impl FnOnce(Row<'_>) -> Result<T> + 's,
    ) -> Result<Awaited<'s, Option<T>>> {
        let sql = sql.into();
        let Some(server) = self.server() else {
            return Ok(Awaited::new(move || self.optional(&sql, values, read)));
        };
        let sent = server.send(&server.translated(&sql), values)?;
        Ok(Awaited::new(move || first_of(server, &sent, read)))
    }

    /// Asks a server early. A file is read when the answer is needed.
    pub(crate) fn foresee(&self, sql: &str) -> Result<Option<Foreseen>> {
        let ask = |server: &ServerConnection| server.send(&server.translated(sql), ()).map(Foreseen);
        self.server().map(ask).transpose()
    }

    /// Reads the first row that [`Self::foresee`] asked for, or asks now.
    pub(crate) fn foreseen<'s, T: 's>(
        &'s self,
        foreseen: Option<Foreseen>,
        sql: &'static str,
        read: impl FnOnce(Row<'_>) -> Result<T> + 's,
    ) -> Result<Awaited<'s, Option<T>>> {
        match (self.server(), foreseen) {
            (Some(server), Some(Foreseen(sent))) => Ok(Awaited::new(move || first_of(server, &sent, read))),
            _ => self.ask(sql, (), read),
        }
    }

    /// Asks for all rows. Use it for few rows, and do not change a file until they are read.
    pub(crate) fn ask_all<'s, T: 's>(
        &'s self,
        sql: impl Into<Cow<'s, str>>,
        values: impl Values + 's,
        mut read: impl FnMut(Row<'_>) -> Result<T> + 's,
    ) -> Result<Awaited<'s, Vec<T>>> {
        let sql = sql.into();
        let Some(server) = self.server() else {
            return Ok(Awaited::new(move || self.all(&sql, values, read)));
        };
        let sent = server.send(&server.translated(&sql), values)?;
        Ok(Awaited::new(move || server.wait(&sent)?.iter().map(|row| read(Row::Postgres(row))).collect()))
    }

    /// Starts a statement that writes. The answer is the number of rows. A server may report a failure with a later answer.
    pub(crate) fn start(&self, sql: &str, values: impl Values) -> Result<Awaited<'_, u64>> {
        let Some(server) = self.server() else {
            let count = self.execute(sql, values)?;
            return Ok(Awaited::new(move || Ok(count)));
        };
        let sent = server.send_count(&server.translated(sql), values)?;
        Ok(Awaited::new(move || server.wait(&sent)))
    }

    /// Starts a statement that writes, if nobody needs the number of rows.
    pub(crate) fn run(&self, sql: &str, values: impl Values) -> Result<()> {
        self.start(sql, values).map(drop)
    }

    /// Fails with this error about the text in the first row, if there is a row. On a server, a later answer may fail instead,
    /// at the latest the one to the commit.
    pub(crate) fn forbid(
        &self,
        sql: &str,
        values: impl Values,
        error: impl FnOnce(&str) -> Error + Send + 'static,
    ) -> Result<()> {
        let Some(server) = self.server() else {
            return self.optional(sql, values, |row| row.text(0).map(error))?.map_or(Ok(()), Err);
        };
        let sent = server.send(&server.translated(sql), values)?;
        server.expect(sent, move |_, rows| match rows.first() {
            Some(row) => Err(error(Row::Postgres(row).text(0)?)),
            None => Ok(()),
        });
        Ok(())
    }
}

fn first_of<T>(
    server: &ServerConnection,
    sent: &Pending<Vec<tokio_postgres::Row>>,
    read: impl FnOnce(Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    server.wait(sent)?.first().map(|row| read(Row::Postgres(row))).transpose()
}
