//! Posts the spooled rows of a file: looks up their users, passes over rows that were applied before, and finds faults.

use super::erased_keys::STORED_KEY;
use crate::error::Result;
use crate::row::FaultReason;
use crate::store::ledger::operation::Draft;
use crate::store::ledger::own_account::sql_own_accounts;
use crate::store::ledger::posting::Source;
use crate::store::ledger::take::Shortage;
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
        } else if staged > 0 && !self.try_post_staged()? {
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
        self.short = at_most.then_some(shortage.credits);
        Ok((Counts { applied: if stopped { 0 } else { staged }, rejected, skipped }, shortage))
    }

    /// Stages and counts the rows that have no fault and were not applied before. A row whose address nobody has is left out,
    /// and so is a shortened row that finds nothing to take, unless it has a key, which its entry of 0 credits uses up.
    pub(super) fn stage_spooled(&self, shortened: bool) -> Result<u64> {
        self.clear_staged()?;
        let (amount, asked, joined) = if shortened {
            (
                "coalesce(t.amount, s.amount)",
                "CASE WHEN t.row IS NOT NULL THEN s.amount END",
                "LEFT JOIN temp.shortened t ON t.row = s.row",
            )
        } else {
            ("s.amount", "NULL", "")
        };
        let staged = self.session().execute(
            &format!(
                "INSERT INTO temp.requested (user_id, bucket, kind, amount, asked, reason, reference, key, row)
                 SELECT u.id, s.bucket,
                        CASE WHEN s.amount < 0 THEN 'deduct' WHEN s.bucket = 'awarded' THEN 'award' ELSE
                            'purchase' END,
                        {amount}, {asked}, s.reason, s.reference, {STORED_KEY}, s.row
                 FROM temp.spool s CROSS JOIN users u ON u.email = s.email {joined}
                 WHERE NOT EXISTS (SELECT 1 FROM temp.faults f WHERE f.row = s.row)
                   AND NOT EXISTS (SELECT 1 FROM temp.seen k WHERE k.row = s.row) AND ({amount} <> 0 OR s.key IS NOT NULL)
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

    fn find_unknown_users(&self, columns: &ColumnNames) -> Result<()> {
        self.session().run(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT s.row, ?1, 'no user ''' || s.email || '''', ?2
             FROM temp.spool s LEFT JOIN users u ON u.email = s.email
             WHERE u.id IS NULL AND s.email IS NOT NULL AND s.row NOT IN (SELECT row FROM temp.seen)",
            (&columns.user, FaultReason::NotFound.as_str()),
        )?;
        let unknown = "s.row IN (SELECT f.row FROM temp.faults f WHERE f.reason = 'not_found')";
        for (row, what) in self.writer().erased_in_spool(unknown)? {
            self.session().run(
                "UPDATE temp.faults SET what = ?2, reason = ?3 WHERE row = ?1 AND reason = 'not_found'",
                (row, what, FaultReason::Erased.as_str()),
            )?;
        }
        Ok(())
    }
}

impl Reader<'_> {
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
