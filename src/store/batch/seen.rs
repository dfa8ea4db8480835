//! Recognises rows of a file that were applied before under their keys, and keys that stand for something else.

use super::apply::{ColumnNames, Counts, OnFault};
use super::erased_keys::STORED_KEY;
use crate::domain::OperationId;
use crate::error::Result;
use crate::row::FaultReason;
use crate::store::address::sql_user_of;
use crate::store::ledger::operation::Draft;
use crate::store::ledger::own_account::{self, sql_own_accounts};
use crate::store::ledger::sealed_ranges::sql_is_entry_of;
use crate::store::ledger::take::bounded;
use crate::store::session::Reader;
use crate::store::sums::{sql_sum, sum_at};

impl Draft<'_> {
    /// A key stands for one adjustment. The same adjustment under it is passed over, another one is a fault.
    pub(super) fn find_used_keys(&self, columns: &ColumnNames) -> Result<()> {
        if !self.writer().find_seen(self.id())? {
            return Ok(());
        }
        self.session().run(
            &format!(
                "INSERT INTO temp.faults (row, column_name, what, reason, operation)
             SELECT s.row, ?1, 'the key ''' || s.key || ''' was used for something else, by operation '
                 || e.operation, ?2, e.operation
             FROM temp.spool s CROSS JOIN entries e ON e.key = {STORED_KEY}
             WHERE s.row NOT IN (SELECT row FROM temp.seen)"
            ),
            (&columns.key, FaultReason::KeyReused.as_str()),
        )?;
        self.session().run(
            &format!(
                "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT s.row, ?1, 'the key ''' || s.key || ''' is used for something else on line ' ||
                 f.line, ?2
             FROM temp.spool f CROSS JOIN temp.spool s ON s.key = f.key AND s.row > f.row
             WHERE f.row = (SELECT min(row) FROM temp.spool WHERE key = f.key)
               AND s.row NOT IN (SELECT row FROM temp.seen)
               AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.key = {STORED_KEY})"
            ),
            (&columns.key, FaultReason::Repeated.as_str()),
        )?;
        Ok(())
    }
}

/// What rows that were applied before came to then.
#[derive(Clone, Debug, Default)]
pub struct AppliedBefore {
    /// The operations that applied them, newest first.
    pub operations: Vec<OperationId>,
    /// The credits that the rows asked for and did not get, at most the largest amount.
    pub short_credits: i64,
}

impl Reader<'_> {
    /// Returns what the spooled rows came to that were applied before.
    pub fn applied_before(&self) -> Result<AppliedBefore> {
        let entries = format!(
            "SELECT DISTINCT e.id, e.operation, e.amount - e.asked AS short
             FROM temp.seen k CROSS JOIN temp.spool s ON s.row = k.row CROSS JOIN entries e ON e.key = {STORED_KEY}"
        );
        let operations = self.session.all(
            &format!("SELECT DISTINCT operation FROM ({entries}) x ORDER BY operation DESC"),
            (),
            |row| row.get(0),
        )?;
        let short_credits =
            self.session.one(&format!("SELECT {} FROM ({entries}) x", sql_sum("short")), (), |row| {
                Ok(bounded(sum_at(row, 0)?))
            })?;
        Ok(AppliedBefore { operations, short_credits })
    }

    /// Returns what a repeat of an operation comes to. Rows that it applied or skipped count as skipped, and so do rows that
    /// were applied since. All others it rejected.
    ///
    /// With [`OnFault::Stop`] it rejected none, or there would be no operation. With `at_most`, a row may have found nothing to
    /// take: without a key, such a row was applied without an entry.
    pub fn repeated(&self, operation: OperationId, on_fault: OnFault, at_most: bool) -> Result<Counts> {
        let spooled = self.spooled_rows()?;
        if on_fault == OnFault::Stop {
            return Ok(Counts { applied: 0, rejected: 0, skipped: spooled });
        }
        self.find_seen(operation)?;
        let done: u64 = self.session.value(
            "SELECT entries + (SELECT count(*) FROM temp.seen) FROM seals WHERE operation = ?1",
            [operation],
        )?;
        let without_entry = if at_most { self.takings_without_entry(operation)? } else { 0 };
        let skipped = done + without_entry;
        Ok(Counts { applied: 0, rejected: spooled.saturating_sub(skipped), skipped })
    }

    /// Counts the spooled rows without a key that found nothing to take. With `at_most`, such a row is at fault only if its user
    /// did not exist yet or was the actor.
    fn takings_without_entry(&self, operation: OperationId) -> Result<u64> {
        let actor: String = self.session.value("SELECT actor FROM operations WHERE id = ?1", [operation])?;
        let sql = format!(
            "SELECT (SELECT count(*) FROM temp.spool p JOIN users u ON u.id = {}
                     WHERE p.amount < 0 AND p.key IS NULL AND u.id NOT IN {}
                       AND u.created_at <= (SELECT at FROM operations WHERE id = ?1))
                  - (SELECT count(*) FROM entries e WHERE {} AND e.amount < 0 AND e.key IS NULL)",
            sql_user_of("p.email"),
            sql_own_accounts("?2"),
            sql_is_entry_of("e.id", "?1")
        );
        let count: i64 = self.session.value(&sql, (operation, own_account::address(&actor)))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Finds the rows whose key and content are already in the ledger, from another operation than this one, or earlier in the
    /// file. Returns whether any row has a key.
    pub(super) fn find_seen(&self, operation: OperationId) -> Result<bool> {
        if self.count_spooled("SELECT EXISTS (SELECT 1 FROM temp.spool WHERE key IS NOT NULL)")? == 0 {
            return Ok(false);
        }
        self.session.batch(
            "CREATE INDEX IF NOT EXISTS temp.spool_key ON spool (key) WHERE key IS NOT NULL;
             INSERT INTO temp.seen
             SELECT s.row FROM temp.spool f CROSS JOIN temp.spool s ON s.key = f.key AND s.row > f.row
             WHERE f.row = (SELECT min(row) FROM temp.spool WHERE key = f.key)
               AND f.email = s.email AND f.bucket = s.bucket AND f.amount = s.amount
               AND f.reference IS NOT DISTINCT FROM s.reference
               AND (s.reason IS NULL OR s.reason IS NOT DISTINCT FROM f.reason);",
        )?;
        self.recognise_erased_keys()?;
        // Compare users, because the address may have changed since. And compare what a row asked for, not what it took.
        let sql = format!(
            "INSERT INTO temp.seen
             SELECT s.row FROM temp.spool s CROSS JOIN entries e ON e.key = {STORED_KEY}
             WHERE e.user_id = coalesce(s.erased_user, {}) AND e.bucket = s.bucket AND coalesce(e.asked, e.amount) = s.amount
               AND e.operation <> ?1
               AND (s.erased_key IS NOT NULL
                    OR (e.reference IS NOT DISTINCT FROM s.reference
                        AND (s.reason IS NULL OR s.reason IS NOT DISTINCT FROM e.reason)))
             ON CONFLICT DO NOTHING",
            sql_user_of("s.email")
        );
        self.session.run(&sql, [operation])?;
        Ok(true)
    }
}
