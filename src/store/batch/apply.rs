//! Posts the spooled rows of a file: looks up their users, passes over rows that were applied before, and finds faults.

use crate::domain::OperationId;
use crate::error::{Code, Result};
use crate::row::FaultReason;
use crate::store::address::sql_user_of;
use crate::store::ledger::operation::Draft;
use crate::store::ledger::own_account::{self, sql_own_accounts};
use crate::store::ledger::posting::Source;
use crate::store::ledger::take::{MAX_ENTRIES, Shortage};
use crate::store::session::Reader;

/// What the file itself calls the columns in which faults are found.
#[derive(Clone, Debug)]
pub struct ColumnNames {
    pub user: String,
    pub amount: String,
    /// The key of the row.
    pub key: String,
}

/// What happens to the good rows if others have faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFault {
    /// Nothing is posted.
    Stop,
    /// The good rows are posted.
    Continue,
}

impl OnFault {
    /// The word that goes into a stored fingerprint. It must never change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Continue => "continue",
        }
    }
}

/// The key of a spooled row `s`, as the ledger has it.
const STORED_KEY: &str = "coalesce(s.erased_key, s.key)";

/// The outcome of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that were posted.
    pub applied: u64,
    /// Rows with a fault.
    pub rejected: u64,
    /// Rows whose key and content are already in the ledger, or earlier in the file.
    pub skipped: u64,
}

impl Draft<'_> {
    /// Posts the spooled adjustments that have no fault, and leaves all faults in the spool. With [`OnFault::Stop`], a single
    /// fault keeps everything from being posted.
    ///
    /// A row is at fault if it is malformed; if its address is nobody's, or the actor's; if its key stands for something else;
    /// and if its balance would leave the bounds ([`Self::find_out_of_bounds`]). The rows of a user are taken in the order of
    /// the file, except for those at fault.
    ///
    /// With `at_most`, a row that takes more than there is takes what is there, and is not at fault for that. The second value
    /// is what was missing.
    pub fn post_spooled(
        &mut self,
        columns: &ColumnNames,
        on_fault: OnFault,
        at_most: bool,
    ) -> Result<(Counts, Shortage)> {
        if at_most {
            self.find_keyed_takings(columns)?;
        }
        self.find_used_keys(columns)?;
        self.find_own_rows(columns)?;
        let skipped = self.writer().count_spooled("SELECT count(*) FROM temp.seen")?;
        let (spooled, mut staged) = (self.writer().spooled_rows()?, self.stage_rows(at_most)?);
        if staged < spooled {
            self.find_unknown_users(columns)?;
        }
        let faulty = self.writer().faulty_rows()?;
        if on_fault == OnFault::Stop && faulty > 0 {
            self.find_out_of_bounds(&columns.amount, at_most)?;
        } else if staged > 0 && !self.try_post()? {
            self.find_out_of_bounds(&columns.amount, at_most)?;
            if on_fault == OnFault::Continue || self.writer().faulty_rows()? == 0 {
                staged = self.stage_rows(at_most)?;
                self.post(Source::Staged)?;
            }
        }
        let rejected = self.writer().faulty_rows()?;
        let stopped = on_fault == OnFault::Stop && rejected > 0;
        debug_assert!(stopped || staged + rejected + skipped == spooled, "each row is one of the three");
        let shortage = if at_most { self.shortage_of_rows()? } else { Shortage::default() };
        Ok((Counts { applied: if stopped { 0 } else { staged }, rejected, skipped }, shortage))
    }

    /// Rejects rows that take credits and have a key. With `at_most`, an entry may take less than its row says, so a repeat of
    /// the row would not match it.
    fn find_keyed_takings(&self, columns: &ColumnNames) -> Result<()> {
        self.session().run(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT row, ?1, 'with --at-most, a row that takes credits has no key: give the whole file one with --key', ?2
             FROM temp.spool WHERE key IS NOT NULL AND amount < 0",
            (&columns.key, FaultReason::Invalid.as_str()),
        )?;
        Ok(())
    }

    /// Stages the rows; with `at_most`, those that take too much take what is there. Returns how many rows this settles.
    fn stage_rows(&self, at_most: bool) -> Result<u64> {
        if !at_most {
            return self.stage_spooled(false);
        }
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS shortened (
                 row INTEGER PRIMARY KEY, amount INTEGER NOT NULL, short INTEGER NOT NULL);
             DELETE FROM temp.shortened;",
        )?;
        let staged = self.stage_spooled(false)?;
        if self.shorten()? {
            self.stage_spooled(true)?;
        }
        Ok(staged)
    }

    /// Finds the staged rows that take more than there is, one after the other, and how much each can take. Returns whether
    /// there are any.
    fn shorten(&self) -> Result<bool> {
        let mut rows = self.session().prepare(
            "SELECT p.row, p.user_id, p.bucket, p.amount, u.awarded, u.purchased
             FROM temp.requested p CROSS JOIN users u ON u.id = p.user_id ORDER BY p.seq",
        )?;
        let mut shorten = self.session().prepare("INSERT INTO temp.shortened VALUES (?1, ?2, ?3)")?;
        let mut rows = rows.query(())?;
        let (mut user, mut balances, mut any) = (0_i64, [0_i64, 0], false);
        while let Some(row) = rows.next()? {
            let (number_of_row, next_user, amount): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
            if next_user != user {
                (user, balances) = (next_user, [row.get(4)?, row.get(5)?]);
            }
            let balance = &mut balances[usize::from(row.text(2)? != "awarded")];
            let after = balance.saturating_add(amount);
            if after < 0 {
                shorten.run((number_of_row, -*balance, -after))?;
                any = true;
            }
            *balance = after.max(0);
        }
        Ok(any)
    }

    /// Returns by how much the rows fell short.
    fn shortage_of_rows(&self) -> Result<Shortage> {
        let (high, low): (i64, i64) = self.session().one(
            "SELECT coalesce(sum(short >> 20), 0), coalesce(sum(short & 1048575), 0) FROM temp.shortened",
            (),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let by_entry = self.session().all(
            "SELECT t.short FROM temp.requested p LEFT JOIN temp.shortened t ON t.row = p.row
             WHERE p.seq <= ?1 ORDER BY p.seq",
            [MAX_ENTRIES],
            |row| row.get(0),
        )?;
        Ok(Shortage::of((i128::from(high) << 20) + i128::from(low), by_entry))
    }

    /// Posts what is staged. If a rule forbids any of it, posts nothing and returns `false`.
    fn try_post(&mut self) -> Result<bool> {
        match self.session().savepoint(|| self.post(Source::Staged)) {
            Ok(()) => Ok(true),
            Err(error) if error.code() == Code::Refused => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Stages and counts the rows that have no fault and were not applied before. A row whose address nobody has is left out.
    fn stage_spooled(&self, shortened: bool) -> Result<u64> {
        self.clear_staged()?;
        let (amount, joined) = if shortened {
            ("coalesce(t.amount, s.amount)", "LEFT JOIN temp.shortened t ON t.row = s.row")
        } else {
            ("s.amount", "")
        };
        let staged = self.session().execute(
            &format!(
                "INSERT INTO temp.requested (user_id, bucket, kind, amount, reason, reference, key, row)
                 SELECT u.id, s.bucket,
                        CASE WHEN s.amount < 0 THEN 'deduct' WHEN s.bucket = 'awarded' THEN 'award' ELSE
                            'purchase' END,
                        {amount}, s.reason, s.reference, {STORED_KEY}, s.row
                 FROM temp.spool s CROSS JOIN users u ON u.email = s.email {joined}
                 WHERE NOT EXISTS (SELECT 1 FROM temp.faults f WHERE f.row = s.row)
                   AND NOT EXISTS (SELECT 1 FROM temp.seen k WHERE k.row = s.row) AND {amount} <> 0
                 ORDER BY u.id, s.row"
            ),
            (),
        )?;
        Ok(staged)
    }

    /// Rule *Guards* (docs/rules.md): nobody changes their own balance. Rows that were applied before change nothing, so they
    /// are not at fault.
    fn find_own_rows(&self, columns: &ColumnNames) -> Result<()> {
        let Some(own) = self.own_address() else { return Ok(()) };
        self.session().run(
            &format!(
                "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT s.row, ?2, s.email || ' is the actor: nobody changes their own balance', ?3
             FROM temp.spool s JOIN users u ON u.email = s.email
             WHERE u.id IN {} AND s.row NOT IN (SELECT row FROM temp.seen)",
                sql_own_accounts("?1")
            ),
            (&own, &columns.user, FaultReason::SelfAdjustment.as_str()),
        )?;
        Ok(())
    }

    /// A key stands for one adjustment. The same adjustment under it is passed over, another one is a fault.
    fn find_used_keys(&self, columns: &ColumnNames) -> Result<()> {
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

    fn find_unknown_users(&self, columns: &ColumnNames) -> Result<()> {
        self.session().run(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT s.row, ?1, 'no user ''' || s.email || '''', ?2
             FROM temp.spool s LEFT JOIN users u ON u.email = s.email
             WHERE u.id IS NULL AND s.email IS NOT NULL AND s.row NOT IN (SELECT row FROM temp.seen)",
            (&columns.user, FaultReason::NotFound.as_str()),
        )?;
        let unknown = "s.row IN (SELECT f.row FROM temp.faults f WHERE f.reason = 'not_found')";
        for (row, address) in self.writer().erased_in_spool(unknown)? {
            let what =
                format!("'{address}' was erased; rad-admin user restore {address} makes a fresh account");
            self.session().run(
                "UPDATE temp.faults SET what = ?2, reason = ?3 WHERE row = ?1 AND reason = 'not_found'",
                (row, what, FaultReason::Erased.as_str()),
            )?;
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// Returns what a repeat of an operation comes to. Rows that it applied or skipped count as skipped, and so do rows that
    /// were applied since. All others it rejected.
    ///
    /// With [`OnFault::Stop`] it rejected none, or there would be no operation. With `at_most`, a row may have found nothing to
    /// take: such a row was applied without an entry.
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

    /// Counts the spooled rows that found nothing to take. With `at_most`, a row that takes credits is at fault only because of
    /// its key, or if its user did not exist yet or was the actor.
    fn takings_without_entry(&self, operation: OperationId) -> Result<u64> {
        let actor: String = self.session.value("SELECT actor FROM operations WHERE id = ?1", [operation])?;
        let sql = format!(
            "SELECT (SELECT count(*) FROM temp.spool p JOIN users u ON u.id = {}
                     WHERE p.amount < 0 AND p.key IS NULL AND u.id NOT IN {}
                       AND u.created_at <= (SELECT at FROM operations WHERE id = ?1))
                  - (SELECT count(*) FROM seals s
                         JOIN entries e ON e.id >= s.first_entry AND e.id < s.first_entry + s.entries
                     WHERE s.operation = ?1 AND e.amount < 0)",
            sql_user_of("p.email"),
            sql_own_accounts("?2")
        );
        let count: i64 = self.session.value(&sql, (operation, own_account::address(&actor)))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Finds the rows whose key and content are already in the ledger, from another operation than this one, or earlier in the
    /// file. Returns whether any row has a key.
    fn find_seen(&self, operation: OperationId) -> Result<bool> {
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
        // Compare users, because the address may have changed since.
        let sql = format!(
            "INSERT INTO temp.seen
             SELECT s.row FROM temp.spool s CROSS JOIN entries e ON e.key = {STORED_KEY}
             WHERE e.user_id = coalesce(s.erased_user, {}) AND e.bucket = s.bucket AND e.amount = s.amount AND e.operation <> ?1
               AND (s.erased_key IS NOT NULL
                    OR (e.reference IS NOT DISTINCT FROM s.reference
                        AND (s.reason IS NULL OR s.reason IS NOT DISTINCT FROM e.reason)))
             ON CONFLICT DO NOTHING",
            sql_user_of("s.email")
        );
        self.session.run(&sql, [operation])?;
        Ok(true)
    }

    /// Returns hints on what the first few unknown addresses of the spool may mean. An address without a likely meaning has
    /// none.
    pub fn hints_for_unknown(&self) -> Result<Vec<String>> {
        const MAX_LOOKED_UP: usize = 3;
        let sql = format!(
            "SELECT s.email FROM temp.faults f CROSS JOIN temp.spool s ON s.row = f.row
             WHERE f.reason = ?1 ORDER BY f.row LIMIT {MAX_LOOKED_UP}"
        );
        let unknown: Vec<String> =
            self.session.all(&sql, [FaultReason::NotFound.as_str()], |row| row.get(0))?;
        let mut found = Vec::new();
        for email in unknown {
            found.extend(self.hint_for(&email, &format!("for '{email}', "))?);
        }
        Ok(found)
    }
}
