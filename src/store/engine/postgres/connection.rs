//! A connection to a server.
//!
//! A statement and its parameters go to the server in one round trip. Nothing waits for an answer that nobody needs.

use std::cell::{Cell as Flag, OnceCell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use tokio_postgres::Row;

use super::dialect::translated;
use super::failure::of_postgres;
use super::features::Features;
use super::pipeline::{Pending, Pipeline, ServerWarning};
use super::reach::connect;
use super::server::Server;
use super::temporary::TemporaryTables;
use super::values::{parameters, with_nulls_of};
use crate::error::{Code, Error, Result};
use crate::store::engine::value::{OwnedValue, Values};

/// How many translations are kept. A command has far fewer statements, unless their texts contain values.
const MAX_TRANSLATIONS: usize = 512;

const CONNECT_STEP: Duration = Duration::from_millis(200);

pub(crate) struct Connection {
    pub(super) pipeline: Pipeline,
    server: Server,
    /// What the server is and can do, once it was asked.
    features: OnceCell<Features>,
    lock_timeout: Duration,
    /// Translations of statements, at most [`MAX_TRANSLATIONS`].
    statements: RefCell<HashMap<String, Arc<str>>>,
    temporary: RefCell<TemporaryTables>,
    cursors: Flag<u64>,
    pub(super) is_in_transaction: Flag<bool>,
    /// Checks to make before any later answer is used.
    pub(super) expected: RefCell<VecDeque<Expectation>>,
    /// Whether a statement failed in this transaction. The server then answers COMMIT with ROLLBACK, which the driver takes for
    /// success.
    pub(super) has_failed: Flag<bool>,
}

pub(super) struct Expectation {
    sent: Pending<Vec<Row>>,
    check: Box<RowsCheck>,
}

type RowsCheck = dyn FnOnce(&Connection, &[Row]) -> Result<()> + Send;

pub(super) static COMMIT_WARNING: OnceLock<ServerWarning> = OnceLock::new();

/// Returns the warning that a server gave at a commit of this process. The commit is done.
pub(crate) fn commit_warning() -> Option<&'static ServerWarning> {
    COMMIT_WARNING.get()
}

/// How the server describes a session.
#[derive(Debug)]
pub(crate) struct ServerLogin {
    /// The account, which the client cannot choose.
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
    /// Connects. If the server is starting or has no connection left, tries again until `lock_timeout` is over.
    pub(crate) fn open(server: &Server, lock_timeout: Duration) -> Result<Self> {
        let begun = Instant::now();
        let pipeline = loop {
            match connect(server) {
                Err(error) if error.code() == Code::Busy && begun.elapsed() < lock_timeout => {
                    thread::sleep(CONNECT_STEP.min(lock_timeout.saturating_sub(begun.elapsed())));
                }
                connected => break connected?,
            }
        };
        Ok(Self {
            pipeline,
            server: server.clone(),
            features: OnceCell::new(),
            lock_timeout,
            statements: RefCell::default(),
            temporary: RefCell::default(),
            cursors: Flag::new(0),
            is_in_transaction: Flag::new(false),
            expected: RefCell::default(),
            has_failed: Flag::new(false),
        })
    }

    pub(crate) fn server(&self) -> &Server {
        &self.server
    }

    /// Opens another connection to the same place, to replace one that was lost.
    pub(crate) fn another(&self) -> Result<Self> {
        let another = Self::open(&self.server, Duration::ZERO)?;
        Ok(Self { lock_timeout: self.lock_timeout, features: self.features.clone(), ..another })
    }

    /// Stores what the server is. Only the first answer counts.
    pub(super) fn learn(&self, features: Features) {
        let _ = self.features.set(features);
    }

    pub(super) fn features(&self) -> Features {
        self.features.get().cloned().unwrap_or_default()
    }

    pub(crate) fn lock_timeout(&self) -> Duration {
        self.lock_timeout
    }

    pub(crate) fn is_in_transaction(&self) -> bool {
        self.is_in_transaction.get()
    }

    /// Sends statements without parameters. The next wait for an answer reports a failure.
    pub(crate) fn batch(&self, sql: &str) {
        if sql.starts_with("ROLLBACK TO") {
            self.has_failed.set(false);
            self.pipeline.forgive();
        }
        let sql = self.translated(sql);
        self.prepare_planner(&sql);
        self.batch_as_is(&*sql);
    }

    /// Counts the rows of temporary tables that the statement reads, if they changed since. The planner would otherwise expect
    /// thousands of rows in an empty table.
    fn prepare_planner(&self, sql: &str) {
        for table in self.temporary.borrow_mut().changed_before(sql) {
            self.batch_as_is(format!("ANALYZE pg_temp.{table}"));
        }
    }

    pub(super) fn batch_as_is(&self, sql: impl Into<String>) {
        self.pipeline.batch(sql.into());
    }

    pub(crate) fn translated(&self, sql: &str) -> Arc<str> {
        if let Some(known) = self.statements.borrow().get(sql) {
            return Arc::clone(known);
        }
        let new: Arc<str> = translated(sql, self.server.schema()).into();
        let mut statements = self.statements.borrow_mut();
        if statements.len() >= MAX_TRANSLATIONS {
            statements.clear();
        }
        statements.insert(sql.to_owned(), Arc::clone(&new));
        new
    }

    /// Runs a translated statement. Returns how many rows it wrote.
    pub(crate) fn execute(&self, sql: &str, values: impl Values) -> Result<u64> {
        self.wait(&self.send_count(sql, values)?)
    }

    /// Reads all rows of a translated statement. Use it for few rows.
    pub(crate) fn all(&self, sql: &str, values: impl Values) -> Result<Vec<Row>> {
        self.wait(&self.send(sql, values)?)
    }

    /// Sends a translated statement that returns few rows or none.
    pub(in crate::store::engine) fn send(&self, sql: &str, values: impl Values) -> Result<Pending<Vec<Row>>> {
        Ok(self.send_with(sql, parameters(values)?))
    }

    pub(super) fn send_with(&self, sql: &str, parameters: Vec<OwnedValue>) -> Pending<Vec<Row>> {
        self.prepare_planner(sql);
        self.pipeline.query(with_nulls_of(sql, &parameters).into_owned(), parameters)
    }

    /// Returns a name that no cursor of this session has.
    pub(super) fn new_cursor(&self) -> String {
        format!("rows_{}", self.cursors.replace(self.cursors.get() + 1))
    }

    /// Sends a translated statement. Its answer is the number of rows it wrote.
    pub(in crate::store::engine) fn send_count(
        &self,
        sql: &str,
        values: impl Values,
    ) -> Result<Pending<u64>> {
        self.prepare_planner(sql);
        let parameters = parameters(values)?;
        Ok(self.pipeline.execute(with_nulls_of(sql, &parameters).into_owned(), parameters))
    }

    /// Sends a translated statement that takes whole columns, each of them an array. The server begins with it at once.
    pub(in crate::store::engine) fn send_columns(&self, sql: &str, columns: Vec<Vec<OwnedValue>>) {
        self.prepare_planner(sql);
        self.pipeline.execute(sql.to_owned(), columns);
        self.pipeline.flush();
    }

    /// Checks the rows of a sent statement before any later answer is used.
    pub(in crate::store::engine) fn expect(
        &self,
        sent: Pending<Vec<Row>>,
        check: impl FnOnce(&Self, &[Row]) -> Result<()> + Send + 'static,
    ) {
        self.expected.borrow_mut().push_back(Expectation { sent, check: Box::new(check) });
    }

    /// Waits for the answer to a sent statement.
    pub(in crate::store::engine) fn wait<T>(&self, pending: &Pending<T>) -> Result<T> {
        self.meet_expectations(pending.number)?;
        self.answer(pending)
    }

    fn answer<T>(&self, pending: &Pending<T>) -> Result<T> {
        let answer = self.checked(self.pipeline.wait(pending))?;
        answer.ok_or_else(|| Error::new(Code::Failed, "a statement has no answer after one that failed"))
    }

    /// Checks what earlier statements were expected to return.
    pub(super) fn meet_expectations(&self, before: u64) -> Result<()> {
        loop {
            if self.expected.borrow().front().is_none_or(|next| next.sent.number >= before) {
                return Ok(());
            }
            let next = self.expected.borrow_mut().pop_front();
            let Some(Expectation { sent, check }) = next else { return Ok(()) };
            let rows = self.answer(&sent)?;
            check(self, &rows).inspect_err(|_| self.has_failed.set(true))?;
        }
    }

    /// Waits for the answers to everything that was sent.
    pub(crate) fn settle(&self) -> Result<()> {
        self.meet_expectations(u64::MAX)?;
        self.checked(self.pipeline.settle())
    }

    fn checked<T>(&self, done: Result<T, tokio_postgres::Error>) -> Result<T> {
        done.map_err(|error| {
            self.has_failed.set(true);
            of_postgres(error)
        })
    }

    pub(super) fn has_failed(&self) -> bool {
        self.has_failed.get()
    }

    /// Defers the check of references to the commit.
    pub(crate) fn defer_references(&self) {
        self.batch_as_is("SET CONSTRAINTS ALL DEFERRED");
    }

    /// Opens another connection that holds the right to send; `None` if another process still has it after `timeout`. The right
    /// ends with the transaction that is open there, so a connection pooler cannot hand it on.
    pub(crate) fn lock_outbox(&self, timeout: Duration) -> Result<Option<Self>> {
        let holder = self.another()?;
        holder.batch_as_is("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0");
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
}
