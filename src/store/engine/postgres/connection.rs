//! One connection to a server.
//!
//! A statement goes to the server with its parameters in one round trip. The rows of a statement that may have many come through a
//! cursor, a thousand at a time, so that other statements can run between them, and memory does not grow.

use std::cell::{Cell as Flag, OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use postgres::{CancelToken, Client, Row, SimpleQueryMessage};

use super::dialect::{quoted, translated};
use super::failure::of_postgres;
use super::features::Features;
use super::reach::{Warnings, connect};
use super::server::Server;
use super::values::{PostgresValue, parameters, typed, with_nulls_of};
use crate::error::{Code, Error, Result};
use crate::store::engine::failure::foreign;
use crate::store::engine::value::{OwnedValue, Value, Values};

/// How many rows of a cursor come at once.
const PORTION: usize = 1000;

/// The tables whose rows are numbered as they come.
const NUMBERED: [&str; 6] = ["operations", "entries", "changes", "users", "invitations", "outbox"];

const CONNECT_STEP: Duration = Duration::from_millis(200);

/// The server ends what a client that is gone had begun, within this time.
const CLIENT_CHECK_MS: u32 = 1000;

pub(crate) struct Connection {
    client: RefCell<Client>,
    warnings: Warnings,
    server: Server,
    /// What the server is, once it was asked.
    features: OnceCell<Features>,
    lock_timeout: Duration,
    statements: RefCell<HashMap<String, Arc<str>>>,
    cursors: Flag<u64>,
    newest_operation: Flag<i64>,
    is_in_transaction: Flag<bool>,
    /// The server answers ROLLBACK to the COMMIT of a transaction in which a statement failed, and the driver calls that done.
    has_failed: Flag<bool>,
}

static COMMIT_WARNING: OnceLock<String> = OnceLock::new();

/// What a server warned of at a commit of this process: it stopped waiting for a synchronous replica. The commit is done.
pub(crate) fn commit_warning() -> Option<&'static str> {
    COMMIT_WARNING.get().map(String::as_str)
}

/// What a server says of a session.
#[derive(Debug)]
pub(crate) struct ServerLogin {
    /// The account, which the client cannot set.
    pub(crate) account: String,
    /// The server's clock, in seconds of UTC.
    pub(crate) clock_seconds: i64,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Connection").field(&self.server).finish()
    }
}

impl Connection {
    /// Connects. A server that is starting, or has no connection left, is asked again until `lock_timeout` is over.
    pub(crate) fn open(server: &Server, lock_timeout: Duration) -> Result<Self> {
        let begun = Instant::now();
        let (client, warnings) = loop {
            match connect(server) {
                Err(error) if error.code() == Code::Busy && begun.elapsed() < lock_timeout => {
                    thread::sleep(CONNECT_STEP.min(lock_timeout.saturating_sub(begun.elapsed())));
                }
                connected => break connected?,
            }
        };
        Ok(Self {
            client: RefCell::new(client),
            warnings,
            server: server.clone(),
            features: OnceCell::new(),
            lock_timeout,
            statements: RefCell::default(),
            cursors: Flag::new(0),
            newest_operation: Flag::new(0),
            is_in_transaction: Flag::new(false),
            has_failed: Flag::new(false),
        })
    }

    pub(crate) fn server(&self) -> &Server {
        &self.server
    }

    /// Another connection to the same place, in the stead of one that was lost.
    pub(crate) fn another(&self) -> Result<Self> {
        let another = Self::open(&self.server, Duration::ZERO)?;
        Ok(Self { lock_timeout: self.lock_timeout, features: self.features.clone(), ..another })
    }

    /// What the server is. Only the first answer counts.
    pub(super) fn learn(&self, features: Features) {
        let _ = self.features.set(features);
    }

    pub(super) fn features(&self) -> Features {
        self.features.get().cloned().unwrap_or_default()
    }

    pub(crate) fn lock_timeout(&self) -> Duration {
        self.lock_timeout
    }

    /// Begins a transaction: for reading, of one snapshot; for writing, when no other writes.
    pub(crate) fn begin(&self, writes: bool) -> Result<()> {
        self.begin_within(writes).inspect_err(|_| _ = self.rollback())
    }

    fn begin_within(&self, writes: bool) -> Result<()> {
        let features = self.features();
        let kind = match (writes, features.is_standby) {
            (true, _) => "READ COMMITTED",
            (false, true) => "REPEATABLE READ",
            // What is read may have to be laid out in temporary tables, also by a login whose transactions read by default.
            (false, false) => "REPEATABLE READ READ WRITE",
        };
        let check_client = if features.checks_clients {
            format!("; SET LOCAL client_connection_check_interval = {CLIENT_CHECK_MS}")
        } else {
            String::new()
        };
        // 0 would wait for ever.
        let wait_ms = self.lock_timeout.as_millis().max(1);
        self.batch_as_is(&format!(
            "BEGIN ISOLATION LEVEL {kind}; SET LOCAL search_path = {schema}; SET LOCAL lock_timeout = {wait_ms};
             SET LOCAL client_min_messages = warning{check_client}",
            schema = quoted(self.server.schema()),
        ))?;
        self.is_in_transaction.set(true);
        self.has_failed.set(false);
        if writes { self.take_turn() } else { Ok(()) }
    }

    /// Waits until no other writes, and looks which operation is the newest then.
    fn take_turn(&self) -> Result<()> {
        let sql = "SELECT id FROM turn FOR UPDATE; SELECT coalesce(max(operation), 0) FROM seals";
        let asked = self.client.borrow_mut().simple_query(sql);
        let answers = self.checked(asked)?;
        let rows = answers.iter().filter_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        let rows: Vec<&str> = rows.collect();
        let [_, newest] = rows.as_slice() else {
            // The ledger was replaced while its turn was waited for, and this row is not the new one's.
            return Err(Error::new(Code::Busy, "the ledger was just replaced; nothing was written")
                .hint("run the command again"));
        };
        self.newest_operation.set(newest.parse().unwrap_or(0));
        Ok(())
    }

    /// The newest operation when this transaction took its turn.
    pub(crate) fn newest_operation(&self) -> i64 {
        self.newest_operation.get()
    }

    /// Begins the transaction that makes a ledger. Two such wait for each other.
    pub(crate) fn begin_new(&self) -> Result<()> {
        self.batch_as_is("BEGIN")?;
        self.is_in_transaction.set(true);
        self.has_failed.set(false);
        self.one_change_of_schemas()
    }

    /// Waits, in the transaction that is open, until no other makes or replaces a ledger in this database.
    pub(super) fn one_change_of_schemas(&self) -> Result<()> {
        // A look at a table has the server forget what it knew of schemas before it waited.
        self.batch_as_is(
            "SELECT pg_advisory_xact_lock(hashtext('rad-admin init')); SELECT oid FROM pg_namespace LIMIT 0",
        )
    }

    /// Has rows numbered on without a gap: a sequence keeps the numbers of what was rolled back. Only who has the turn may do so.
    pub(crate) fn renumber(&self) -> Result<()> {
        let of = |table: &str| {
            format!(
                "setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
            )
        };
        self.all(&format!("SELECT {}", NUMBERED.map(of).join(", ")), ()).map(drop)
    }

    pub(crate) fn commit(&self) -> Result<()> {
        if self.has_failed.get() {
            self.rollback()?;
            return Err(Error::new(
                Code::Failed,
                "a statement failed before the commit; nothing was written",
            ));
        }
        self.is_in_transaction.set(false);
        self.warnings.take();
        let committed = self.batch_as_is("COMMIT");
        if let Some(warning) = self.warnings.take().pop() {
            COMMIT_WARNING.get_or_init(|| warning);
        }
        committed
    }

    pub(crate) fn rollback(&self) -> Result<()> {
        self.is_in_transaction.set(false);
        self.has_failed.set(false);
        self.batch_as_is("ROLLBACK")
    }

    pub(crate) fn is_in_transaction(&self) -> bool {
        self.is_in_transaction.get()
    }

    /// Runs statements without parameters.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        if sql.starts_with("ROLLBACK TO") {
            self.has_failed.set(false);
        }
        let sql = self.translated(sql);
        self.batch_as_is(&sql)
    }

    pub(super) fn batch_as_is(&self, sql: &str) -> Result<()> {
        let done = self.client.borrow_mut().batch_execute(sql);
        self.checked(done)
    }

    pub(crate) fn translated(&self, sql: &str) -> Arc<str> {
        if let Some(known) = self.statements.borrow().get(sql) {
            return Arc::clone(known);
        }
        let new: Arc<str> = translated(sql, self.server.schema()).into();
        self.statements.borrow_mut().insert(sql.to_owned(), Arc::clone(&new));
        new
    }

    /// Runs a translated statement. Returns how many rows it wrote.
    pub(crate) fn execute(&self, sql: &str, values: impl Values) -> Result<u64> {
        let parameters = parameters(values)?;
        let sql = with_nulls_of(sql, &parameters);
        let done = self.client.borrow_mut().execute_typed(&sql, &typed(&parameters));
        self.checked(done)
    }

    /// All rows of a translated statement: for few.
    pub(crate) fn all(&self, sql: &str, values: impl Values) -> Result<Vec<Row>> {
        let parameters = parameters(values)?;
        self.query(sql, &parameters)
    }

    fn query(&self, sql: &str, parameters: &[OwnedValue]) -> Result<Vec<Row>> {
        let sql = with_nulls_of(sql, parameters);
        let rows = self.client.borrow_mut().query_typed(&sql, &typed(parameters));
        self.checked(rows)
    }

    /// The rows of a translated statement, one at a time.
    pub(crate) fn rows(&self, sql: &str, values: impl Values) -> Result<PostgresRows<'_>> {
        let parameters = parameters(values)?;
        let reads = ["SELECT", "WITH"].iter().any(|word| sql.trim_start().starts_with(word));
        if !reads || !self.is_in_transaction.get() {
            let rows = self.query(sql, &parameters)?;
            return Ok(PostgresRows { connection: self, cursor: None, portion: rows, next: 0 });
        }
        let cursor = format!("rows_{}", self.cursors.replace(self.cursors.get() + 1));
        self.query(&format!("DECLARE {cursor} NO SCROLL CURSOR FOR {sql}"), &parameters)?;
        let mut rows = PostgresRows { connection: self, cursor: Some(cursor), portion: Vec::new(), next: 0 };
        rows.fetch()?;
        Ok(rows)
    }

    fn checked<T>(&self, done: Result<T, postgres::Error>) -> Result<T> {
        done.map_err(|error| {
            self.has_failed.set(true);
            of_postgres(error)
        })
    }

    /// As the server knows this session.
    pub(crate) fn login(&self) -> Result<ServerLogin> {
        let sql =
            "SELECT CAST(session_user AS TEXT), CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)";
        let rows = self.all(sql, ())?;
        let row =
            rows.first().ok_or_else(|| Error::new(Code::Failed, "the server does not name the account"))?;
        let account = row.try_get(0).map_err(of_postgres)?;
        Ok(ServerLogin { account, clock_seconds: row.try_get(1).map_err(of_postgres)? })
    }

    /// Has references checked at the commit.
    pub(crate) fn defer_references(&self) -> Result<()> {
        self.batch_as_is("SET CONSTRAINTS ALL DEFERRED")
    }

    /// Another connection, with the right to send: it ends with the transaction that is open there, so that a pooler cannot
    /// hand it on. None where another process still has it after `timeout`.
    pub(crate) fn lock_outbox(&self, timeout: Duration) -> Result<Option<Self>> {
        let holder = self.another()?;
        holder.batch_as_is("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0")?;
        let take = format!(
            "SELECT pg_try_advisory_xact_lock(hashtext('rad-admin outbox {}'))",
            self.server.schema()
        );
        let mut left = timeout;
        loop {
            let rows = holder.all(&take, ())?;
            let taken = rows.first().map(|row| row.try_get::<_, bool>(0)).transpose().map_err(of_postgres)?;
            if taken == Some(true) {
                return Ok(Some(holder));
            }
            if left.is_zero() {
                return Ok(None);
            }
            thread::sleep(CONNECT_STEP.min(left));
            left = left.saturating_sub(CONNECT_STEP);
        }
    }

    pub(crate) fn cancel_token(&self) -> (CancelToken, Server) {
        (self.client.borrow().cancel_token(), self.server.clone())
    }
}

/// The rows of a statement.
pub(crate) struct PostgresRows<'c> {
    connection: &'c Connection,
    /// Where more may come from.
    cursor: Option<String>,
    portion: Vec<Row>,
    next: usize,
}

impl PostgresRows<'_> {
    pub(crate) fn next(&mut self) -> Result<Option<&Row>> {
        if self.next == self.portion.len() && self.cursor.is_some() {
            self.fetch()?;
        }
        self.next += 1;
        Ok(self.portion.get(self.next - 1))
    }

    fn fetch(&mut self) -> Result<()> {
        let Some(cursor) = &self.cursor else { return Ok(()) };
        self.portion = self.connection.query(&format!("FETCH {PORTION} FROM {cursor}"), &[])?;
        self.next = 0;
        if self.portion.len() < PORTION {
            let close = format!("CLOSE {cursor}");
            self.cursor = None;
            self.connection.batch_as_is(&close)?;
        }
        Ok(())
    }
}

impl Drop for PostgresRows<'_> {
    fn drop(&mut self) {
        if let Some(cursor) = &self.cursor
            && self.connection.is_in_transaction()
            && !self.connection.has_failed.get()
        {
            let _ = self.connection.batch_as_is(&format!("CLOSE {cursor}"));
        }
    }
}

/// The value of a column as it lies in the row.
pub(crate) fn value(row: &Row, column: usize) -> Result<Value<'_>> {
    row.try_get::<_, PostgresValue<'_>>(column).map(|cell| cell.0).map_err(|_| foreign(column, None))
}
