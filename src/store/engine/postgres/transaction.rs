//! Begins and ends transactions on a server, and lets writers take turns.

use super::connection::{COMMIT_WARNING, Connection};
use super::dialect::quoted;
use crate::error::{Code, Error, Result};

/// The tables that number their rows.
const NUMBERED: [&str; 5] = ["entries", "changes", "users", "invitations", "outbox"];
/// How often the server checks, while it runs a statement, whether the client is still there.
const CLIENT_CHECK_MS: u32 = 1000;
/// How much the server looks at to plan for a temporary table: 300 rows times this. Its number of rows matters most.
const PLANNER_SAMPLE: u32 = 10;

impl Connection {
    /// Begins a transaction. One that reads sees one snapshot; one that writes waits until no other writes.
    pub(crate) fn begin(&self, writes: bool) -> Result<()> {
        let features = self.features();
        let kind = match (writes, features.is_standby) {
            (true, _) => "READ COMMITTED",
            (false, true) => "REPEATABLE READ",
            // Reads may fill temporary tables, so ask for READ WRITE: transactions of this login may be read-only by default.
            (false, false) => "REPEATABLE READ READ WRITE",
        };
        let check_client = if features.checks_clients {
            format!("; SET LOCAL client_connection_check_interval = {CLIENT_CHECK_MS}")
        } else {
            String::new()
        };
        // A timeout of 0 would wait forever. To compile a plan takes longer than to run most of them. All rows of a cursor are
        // read, and a server plans for the first tenth of them.
        let wait_ms = self.lock_timeout().as_millis().max(1);
        self.batch_as_is(format!(
            "BEGIN ISOLATION LEVEL {kind}; SET LOCAL search_path = {schema}; SET LOCAL lock_timeout = {wait_ms};
             SET LOCAL client_min_messages = warning; SET LOCAL jit = off; SET LOCAL quote_all_identifiers = off;
             SET LOCAL cursor_tuple_fraction = 1;
             SET LOCAL default_statistics_target = {PLANNER_SAMPLE}{check_client}",
            schema = quoted(self.server().schema()),
        ));
        self.is_in_transaction.set(true);
        self.has_failed.set(false);
        if writes { self.take_turn() } else { Ok(()) }
    }

    /// Makes all that follows wait until no other writes.
    fn take_turn(&self) -> Result<()> {
        let turn = self.send("SELECT id FROM turn FOR UPDATE", ())?;
        self.expect(turn, |_, rows| match rows {
            // The ledger was replaced while this waited for its turn, so the row is not that of the new ledger.
            [] => Err(Error::new(Code::Busy, "the ledger was just replaced; nothing was written")
                .hint("run the command again")),
            _ => Ok(()),
        });
        Ok(())
    }

    /// Begins a transaction that only looks at what is there, before the server said what it can do.
    pub(super) fn begin_look(&self) {
        let wait_ms = self.lock_timeout().as_millis().max(1);
        self.batch_as_is(format!("BEGIN; SET LOCAL lock_timeout = {wait_ms}"));
        self.is_in_transaction.set(true);
        self.has_failed.set(false);
    }

    /// Begins a transaction that makes a ledger. Two of them wait for each other.
    pub(crate) fn begin_new(&self) {
        self.batch_as_is("BEGIN");
        self.is_in_transaction.set(true);
        self.has_failed.set(false);
        self.one_change_of_schemas();
    }

    /// Waits, in the open transaction, until nobody else makes or replaces a ledger in this database.
    pub(super) fn one_change_of_schemas(&self) {
        // A query on a table makes the server drop what it cached about schemas before it waited.
        self.batch_as_is(
            "SELECT pg_advisory_xact_lock(hashtext('rad-admin init')); SELECT oid FROM pg_namespace LIMIT 0",
        );
    }

    /// Lets rows be numbered without a gap, although a sequence skips the numbers of rows that were rolled back. Only whoever
    /// has the turn may do this.
    pub(crate) fn renumber(&self) -> Result<()> {
        let of = |table: &str| {
            format!(
                "setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
            )
        };
        self.send(&format!("SELECT {}", NUMBERED.map(of).join(", ")), ()).map(drop)
    }

    pub(crate) fn commit(&self) -> Result<()> {
        if self.has_failed.get() {
            self.rollback();
            return Err(Error::new(
                Code::Failed,
                "a statement failed before the commit; nothing was written",
            ));
        }
        // Every refusal has to be known before the server sees the commit.
        self.meet_expectations(u64::MAX)?;
        self.is_in_transaction.set(false);
        self.pipeline.take_warnings();
        self.batch_as_is("COMMIT");
        let committed = self.settle();
        if let Some(warning) = self.pipeline.take_warnings().pop() {
            COMMIT_WARNING.get_or_init(|| warning);
        }
        committed
    }

    /// Rolls back, without waiting for the answer.
    pub(crate) fn rollback(&self) {
        self.is_in_transaction.set(false);
        self.has_failed.set(false);
        self.batch_as_is("ROLLBACK");
        self.pipeline.forgive();
        self.expected.take();
        self.pipeline.flush();
    }
}
