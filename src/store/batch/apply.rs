//! From the spooled rows of a file to one posting: whose they are, which were applied before, which cannot be.

use super::spool::{INSERT_FAULT, number};
use crate::domain::MAX_CREDITS;
use crate::error::{Code, Result};
use crate::store::address::sql_user_of;
use crate::store::ledger::bounds::{beyond_bounds, beyond_max_balance};
use crate::store::ledger::operation::Draft;
use crate::store::ledger::posting::Source;
use crate::store::session::Reader;

/// How a file calls the columns that faults are found in.
#[derive(Clone, Debug)]
pub struct ColumnNames {
    /// The address.
    pub user: String,
    /// The amount.
    pub amount: String,
    /// The row's key.
    pub key: String,
}

/// What becomes of the good rows where others have faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFault {
    /// They are not posted either.
    Stop,
    /// They are posted.
    Continue,
}

impl OnFault {
    /// The word for it in a stored fingerprint. It never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Continue => "continue",
        }
    }
}

/// What became of the rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that were posted.
    pub applied: u64,
    /// Rows with a fault.
    pub rejected: u64,
    /// Rows whose key and content are in the ledger already, or earlier in the file.
    pub skipped: u64,
}

impl Draft<'_> {
    /// Posts the spooled adjustments that have no fault. All faults are in the spool then, and with [`OnFault::Stop`]
    /// nothing is posted where there is one.
    ///
    /// A row is at fault when it is malformed, when nobody has its address or the actor does, when its key stands for
    /// something else, and when its balance would leave its bounds: the rows of one user are taken in the order of the
    /// file, without those that are at fault.
    pub fn post_spooled(&mut self, columns: &ColumnNames, on_fault: OnFault) -> Result<Counts> {
        self.find_used_keys(columns)?;
        self.find_own_rows(columns)?;
        let skipped = self.writer().count_spooled("SELECT count(*) FROM temp.seen")?;
        let (spooled, mut staged) = (self.writer().spooled_rows()?, self.stage_spooled()?);
        if staged < spooled {
            self.find_unknown_users(columns)?;
        }
        let faulty = self.writer().faulty_rows()?;
        if on_fault == OnFault::Stop && faulty > 0 {
            self.find_overdrafts(columns)?;
        } else if staged > 0 && !self.try_post()? {
            self.find_overdrafts(columns)?;
            if on_fault == OnFault::Continue || self.writer().faulty_rows()? == 0 {
                staged = self.stage_spooled()?;
                self.post(Source::Staged)?;
            }
        }
        let rejected = self.writer().faulty_rows()?;
        let stopped = on_fault == OnFault::Stop && rejected > 0;
        debug_assert!(stopped || staged + rejected + skipped == spooled, "each row is one of the three");
        Ok(Counts { applied: if stopped { 0 } else { staged }, rejected, skipped })
    }

    /// Posts what is staged; where a rule forbids some of it, nothing is posted and the answer is no.
    fn try_post(&mut self) -> Result<bool> {
        match self.session().savepoint(|| self.post(Source::Staged)) {
            Ok(()) => Ok(true),
            Err(error) if error.code() == Code::Refused => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Stages the rows that have no fault and were not applied before, and counts them. Users that nobody is are left out.
    fn stage_spooled(&self) -> Result<u64> {
        self.clear_staged()?;
        let staged = self.session().execute(
            "INSERT INTO temp.requested (user_id, bucket, kind, amount, reason, reference, key, row)
             SELECT u.id, s.bucket,
                    CASE WHEN s.amount < 0 THEN 'deduct' WHEN s.bucket = 'awarded' THEN 'award' ELSE
                        'purchase' END,
                    s.amount, s.reason, s.reference, s.key, s.row
             FROM temp.spool s CROSS JOIN users u ON u.email = s.email
             WHERE NOT EXISTS (SELECT 1 FROM temp.faults f WHERE f.row = s.row)
               AND NOT EXISTS (SELECT 1 FROM temp.seen k WHERE k.row = s.row)
             ORDER BY u.id, s.row",
            (),
        )?;
        Ok(staged)
    }

    /// Rule *Guards* (docs/rules.md): nobody changes their own balance. Rows that were applied before adjust nothing.
    fn find_own_rows(&self, columns: &ColumnNames) -> Result<()> {
        let Some(own) = self.own_account()? else { return Ok(()) };
        self.session().execute(
            "INSERT INTO temp.faults (row, column_name, what, code)
             SELECT s.row, ?2, s.email || ' is the actor: nobody changes their own balance', ?3
             FROM temp.spool s JOIN users u ON u.email = s.email
             WHERE u.id = ?1 AND s.row NOT IN (SELECT row FROM temp.seen)",
            (own, &columns.user, number(Code::Refused)),
        )?;
        Ok(())
    }

    /// A key stands for one adjustment: the same again is passed over, something else under it is a fault.
    fn find_used_keys(&self, columns: &ColumnNames) -> Result<()> {
        if !self.writer().find_seen(self.id())? {
            return Ok(());
        }
        self.session().execute(
            "INSERT INTO temp.faults (row, column_name, what, code)
             SELECT s.row, ?1, 'the key ''' || s.key || ''' was used for something else, by operation '
                 || e.operation, ?2
             FROM temp.spool s CROSS JOIN entries e ON e.key = s.key
             WHERE s.row NOT IN (SELECT row FROM temp.seen)",
            (&columns.key, number(Code::Refused)),
        )?;
        self.session().execute(
            "INSERT INTO temp.faults (row, column_name, what, code)
             SELECT s.row, ?1, 'the key ''' || s.key || ''' is used for something else on line ' ||
                 f.line, ?2
             FROM temp.spool f CROSS JOIN temp.spool s ON s.key = f.key AND s.row > f.row
             WHERE f.row = (SELECT min(row) FROM temp.spool WHERE key = f.key)
               AND s.row NOT IN (SELECT row FROM temp.seen)
               AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.key = s.key)",
            (&columns.key, number(Code::Usage)),
        )?;
        Ok(())
    }

    fn find_unknown_users(&self, columns: &ColumnNames) -> Result<()> {
        self.session().execute(
            "INSERT INTO temp.faults (row, column_name, what, code)
             SELECT s.row, ?1, 'no user ''' || s.email || '''', ?2
             FROM temp.spool s LEFT JOIN users u ON u.email = s.email
             WHERE u.id IS NULL AND s.email IS NOT NULL AND s.row NOT IN (SELECT row FROM temp.seen)",
            (&columns.user, number(Code::NotFound)),
        )?;
        Ok(())
    }

    /// Runs the balances of the staged rows up one by one. A row that cannot be counts as a fault and not as a change.
    fn find_overdrafts(&self, columns: &ColumnNames) -> Result<()> {
        let mut rows = self.session().prepare(
            "SELECT p.row, p.user_id, p.bucket, p.amount, u.awarded, u.purchased, u.email
             FROM temp.requested p CROSS JOIN users u ON u.id = p.user_id ORDER BY p.seq",
        )?;
        let mut fault = self.session().prepare(INSERT_FAULT)?;
        let mut rows = rows.query(())?;
        let (mut user, mut awarded, mut purchased) = (0_i64, 0_i64, 0_i64);
        while let Some(row) = rows.next()? {
            let (number_of_row, next_user, amount): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
            if next_user != user {
                (user, awarded, purchased) = (next_user, row.get(4)?, row.get(5)?);
            }
            let bucket = row.text(2)?;
            let before = (awarded, purchased);
            let balance = if bucket == "awarded" { &mut awarded } else { &mut purchased };
            *balance += amount;
            let is_overdrawn = *balance < 0;
            let most = self.max_balance().filter(|most| amount > 0 && awarded + purchased > most.get());
            if is_overdrawn || awarded + purchased > MAX_CREDITS || most.is_some() {
                let email = row.text(6)?;
                let what = match most {
                    Some(most) => beyond_max_balance(email, amount, before.0 + before.1, most),
                    None => beyond_bounds(email, bucket, amount, before),
                };
                fault.execute((number_of_row, &columns.amount, what, number(Code::Refused)))?;
                (awarded, purchased) = before;
            }
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// What a repeat of an operation comes to: the spooled rows that it applied or skipped are skipped, and the others are those
    /// that it rejected, but for what has been applied since.
    pub fn repeated(&self, operation: i64) -> Result<Counts> {
        self.find_seen(operation)?;
        let skipped: i64 = self.session.value(
            "SELECT entries + (SELECT count(*) FROM temp.seen) FROM seals WHERE operation = ?1",
            [operation],
        )?;
        let skipped = skipped.unsigned_abs();
        Ok(Counts { applied: 0, rejected: self.spooled_rows()?.saturating_sub(skipped), skipped })
    }

    /// Finds the rows whose key and content are in the ledger already, by another operation than this one, or earlier in the
    /// file. Returns whether any row has a key.
    fn find_seen(&self, operation: i64) -> Result<bool> {
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
        // By user, also where the address has changed since.
        let sql = format!(
            "INSERT INTO temp.seen
             SELECT s.row FROM temp.spool s CROSS JOIN entries e ON e.key = s.key
             WHERE e.user_id = {} AND e.bucket = s.bucket AND e.amount = s.amount AND e.operation <> ?1
               AND e.reference IS NOT DISTINCT FROM s.reference
               AND (s.reason IS NULL OR s.reason IS NOT DISTINCT FROM e.reason)
             ON CONFLICT DO NOTHING",
            sql_user_of("s.email")
        );
        self.session.execute(&sql, [operation])?;
        Ok(true)
    }

    /// What may be meant by the first few spooled addresses that are nobody's, where there is an answer.
    pub fn hints_for_unknown(&self) -> Result<Vec<String>> {
        const MAX_LOOKED_UP: usize = 3;
        let sql = format!(
            "SELECT s.email FROM temp.faults f CROSS JOIN temp.spool s ON s.row = f.row
             WHERE f.code = ?1 ORDER BY f.row LIMIT {MAX_LOOKED_UP}"
        );
        let unknown: Vec<String> = self.session.all(&sql, [number(Code::NotFound)], |row| row.get(0))?;
        let mut found = Vec::new();
        for email in unknown {
            found.extend(self.hint_for(&email, &format!("for '{email}', "))?);
        }
        Ok(found)
    }
}
