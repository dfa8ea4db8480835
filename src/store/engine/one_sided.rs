//! What a session does on one engine only, or does differently on each.

use rusqlite::config::DbConfig;

use super::failure::of_sqlite;
use super::postgres::connection::Connection as ServerConnection;
use super::postgres::schema;
use super::session::{Access, Engine, Session, Transaction};
use crate::error::{Code, Error, Result};

impl Session {
    /// On a server, begins the transaction that makes the ledger's tables, and makes them. `None` if somebody else has made a
    /// ledger in the meantime.
    pub(crate) fn begin_new(&self) -> Result<Option<Transaction<'_>>> {
        let Engine::Postgres(connection) = &self.engine else { return Ok(None) };
        connection.begin_new();
        let transaction = self.open_transaction();
        if schema::is_there(connection)? {
            return transaction.rollback().map(|()| None);
        }
        schema::make(connection)?;
        Ok(Some(transaction))
    }

    /// On a server, begins a transaction that takes the turn, renames the present ledger to `kept`, and makes the tables of the
    /// one that replaces it. Returns the name that the old ledger has now: `kept`, or a name that begins with it if that is
    /// taken.
    pub(crate) fn begin_replacing(&self, kept: &str) -> Result<(Transaction<'_>, String)> {
        let transaction = self.begin(Access::Write)?;
        let mut name = kept.to_owned();
        if let Engine::Postgres(connection) = &self.engine {
            name = schema::set_aside(connection, kept)?;
            schema::make(connection)?;
        }
        Ok((transaction, name))
    }

    /// On a server, removes the ledger's schema in the open transaction.
    pub(crate) fn drop_ledger(&self) {
        self.server().map(schema::drop_ledger);
    }

    /// On a server, lets the next rows be numbered without a gap. SQLite does so by itself.
    pub(crate) fn renumber(&self) -> Result<()> {
        self.server().map_or(Ok(()), ServerConnection::renumber)
    }

    /// Lets a server gather statistics of a ledger if it has none, so that it does not depend on when it does so by itself.
    /// SQLite plans without them.
    pub(crate) fn gather_statistics(&self) {
        if let Some(server) = self.server() {
            server.batch("SELECT gather_statistics()");
        }
    }

    /// Returns whether the server refuses temporary tables to this login. SQLite always makes them.
    pub(crate) fn lacks_temporary_tables(&self) -> Result<bool> {
        if self.server().is_none() {
            return Ok(false);
        }
        self.value("SELECT NOT has_database_privilege(current_database(), 'TEMPORARY')", ())
    }

    /// Opens another session with the same server.
    pub(crate) fn reconnected(&self) -> Result<Self> {
        match &self.engine {
            Engine::Postgres(connection) => connection.another().map(Self::on),
            Engine::Sqlite(_) => Err(Error::new(Code::Failed, "a file has no connection to lose")),
        }
    }

    /// Defers the check of references to the commit of this transaction.
    pub(crate) fn defer_references(&self) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(_) => self.batch("PRAGMA defer_foreign_keys = ON")?,
            Engine::Postgres(connection) => connection.defer_references(),
        }
        Ok(())
    }

    /// Lets SQLite overwrite whatever is removed from now on. A server keeps old versions of rows until it cleans up.
    pub(crate) fn remove_securely(&self) -> Result<()> {
        if self.server().is_some() { Ok(()) } else { self.batch("PRAGMA secure_delete = ON") }
    }

    /// Inserts many rows without the triggers that refuse to replace a row. They would make a grant of a month take half as long
    /// again, and this connection replaces nothing: it has the triggers of DELETE run for a REPLACE.
    pub(crate) fn insert_many<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let Engine::Sqlite(connection) = &self.engine else { return work() };
        let set =
            |on| connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, on).map_err(of_sqlite);
        set(false)?;
        let done = work();
        set(true)?;
        done
    }

    /// Sets how long to wait for the locks of others.
    pub(super) fn wait_for_locks(&self, timeout: std::time::Duration) -> Result<()> {
        self.sqlite()?.busy_timeout(timeout).map_err(of_sqlite)
    }

    /// Sets the size of the page cache. SQLite's own is 2 MiB.
    pub(crate) fn set_cache_kib(&self, kib: i64) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(connection) => {
                connection.pragma_update(None, "cache_size", -kib).map_err(of_sqlite)
            }
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Returns a number that changes when another connection commits.
    pub(crate) fn foreign_commits(&self) -> Result<i64> {
        self.sqlite()?.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(of_sqlite)
    }

    /// Returns the size of the database in bytes, without its log.
    pub(crate) fn size_bytes(&self) -> Result<u64> {
        self.value(
            match self.engine {
                Engine::Sqlite(_) => {
                    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
                }
                Engine::Postgres(_) => {
                    "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
                     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
                }
            },
            (),
        )
    }

    /// Closes the connection, which writes its log back into the file.
    pub(crate) fn close(self) -> Result<()> {
        match self.engine {
            Engine::Sqlite(connection) => connection.close().map_err(|(_, error)| of_sqlite(error)),
            Engine::Postgres(_) => Ok(()),
        }
    }
}
