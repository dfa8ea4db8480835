//! Works out what a month pays to users who did not get it: the allowances in force for it, under their policies.

use super::allowances::in_force_before;
use super::operation::Draft;
use super::payees::Payees;
use super::posting::{PostingRows, Source};
use crate::domain::{Credits, Month};
use crate::error::Result;
use crate::store::engine::value::Value;

/// SQL for what a row `p` pays to the user `u`, whose awarded balance is the SQL `awarded`: at most up to the cap and to the
/// largest balance. The result may be 0 or less.
fn payable(awarded: &str, max_balance: Option<Credits>) -> String {
    let up_to_cap =
        format!("CASE WHEN p.cap - {awarded} < p.amount THEN p.cap - {awarded} ELSE p.amount END");
    let Some(most) = max_balance else { return up_to_cap };
    let left = format!("{most} - {awarded} - u.purchased");
    format!("CASE WHEN {left} < {up_to_cap} THEN {left} ELSE {up_to_cap} END")
}

/// SQL for whether a row `z` of changes says that a month paid nothing, and was not undone.
pub(crate) const PAID_NOTHING: &str = "z.field = 'monthly' AND z.reverses IS NULL
     AND NOT EXISTS (SELECT 1 FROM changes n WHERE n.reverses = z.id)";

/// SQL for whether an entry `e` paid a user less than the allowance that was in force, and was undone as a whole; `r` has what
/// was taken back of it.
pub(crate) fn undone_and_capped() -> String {
    let allowance = in_force_before("e.user_id", "e.month", "e.operation");
    format!("e.month IS NOT NULL AND r.credits = r.limit_credits AND e.amount < {allowance}")
}

impl Draft<'_> {
    /// Pays a month: records the users who get nothing because of a cap, lets balances expire, and posts the allowances.
    /// Returns how many users got less than their allowance.
    pub(super) fn pay_month(&mut self, month: Month, payees: Payees) -> Result<u64> {
        if !self.is_limited(month)? {
            self.post(Source::Allowances { month, payees })?;
            return Ok(0);
        }
        self.stage_due(month, payees)?;
        let capped = self.record_capped(month)?;
        self.post(Source::StagedExpiries)?;
        self.post(Source::StagedAllowances)?;
        Ok(capped)
    }

    /// Whether the month may do more than pay every allowance in full: an allowance up to the month has another policy than
    /// `plain`, or there is a largest balance.
    fn is_limited(&self, month: Month) -> Result<bool> {
        if self.max_balance().is_some() {
            return Ok(true);
        }
        self.session().value(
            "SELECT EXISTS (SELECT 1 FROM allowances WHERE policy <> 'plain' AND from_month <= ?1)",
            [month],
        )
    }

    /// Whether the month was paid to anybody before this operation. A payment of nothing counts.
    fn is_paid_before(&self, month: Month) -> Result<bool> {
        self.session().value(
            "SELECT EXISTS (SELECT 1 FROM entries WHERE month = ?1 AND id < ?2)
                 OR EXISTS (SELECT 1 FROM changes
                            WHERE field = 'monthly' AND reverses IS NULL AND month = ?1 AND id < ?3)",
            (month, self.first_entry, self.first_change),
        )
    }

    /// Selects what month `?1` pays: the allowances `a` in force, of users who did not get it before this operation, with the
    /// number of the user's attempt if the month is paid again.
    fn due(&self, month: Month, is_paid_before: bool) -> (String, Vec<Value<'static>>) {
        let mut values = vec![Value::Integer(month.number())];
        let (mut unpaid, mut attempt) = (String::new(), "CAST(NULL AS INTEGER)".to_owned());
        if is_paid_before {
            // Not the entries of this operation: they are there when a fault is diagnosed.
            values.push(Value::Integer(self.first_entry.get()));
            unpaid = format!(
                "AND NOT EXISTS (SELECT 1 {PAID_BEFORE} AND NOT EXISTS (
                     SELECT 1 FROM reversals r WHERE r.entry = e.id AND r.credits = r.limit_credits))
                 AND NOT EXISTS (SELECT 1 FROM changes z
                                 WHERE z.month = ?1 AND z.user_id = a.user_id AND {PAID_NOTHING})"
            );
            attempt = format!("nullif((SELECT count(*) {PAID_BEFORE}), 0)");
        }
        let sql = format!(
            "SELECT a.user_id, 'awarded' AS bucket, 'monthly' AS kind, a.amount, a.policy, a.cap, ?1 AS month,
                    {attempt} AS attempt
             FROM (SELECT user_id, max(from_month) AS from_month FROM allowances
                   WHERE from_month <= ?1 GROUP BY user_id) f
                  JOIN allowances a ON a.user_id = f.user_id AND a.from_month = f.from_month
             WHERE a.amount > 0 {unpaid}"
        );
        (sql, values)
    }

    /// Returns the rows that pay the month in full.
    pub(super) fn allowances_due(&self, month: Month, payees: Payees) -> Result<PostingRows> {
        let is_paid_before = self.is_paid_before(month)?;
        let (sql, values) = self.due(month, is_paid_before);
        let only = payees.condition();
        if is_paid_before {
            self.record_repayments(&format!("({sql}) p JOIN users u ON u.id = p.user_id"), only, &values)?;
        }
        Ok(PostingRows::Distinct { sql, values, only })
    }

    /// Records which attempt pays a month to the users of the rows `p`, so that the database refuses another of the same
    /// number.
    fn record_repayments(&self, from: &str, only: &str, values: &[Value<'static>]) -> Result<()> {
        let sql = format!(
            "INSERT INTO repayments (month, user_id, attempt)
             SELECT p.month, p.user_id, p.attempt FROM {from} WHERE p.attempt IS NOT NULL AND {only} ORDER BY p.user_id"
        );
        self.session().run(&sql, values)?;
        Ok(())
    }

    /// Puts what the month pays into `temp.due`, in one pass over the users. `amount` is what is paid under cap and largest
    /// balance and may be 0 or less; `expires` is what a reset takes before.
    fn stage_due(&self, month: Month, payees: Payees) -> Result<()> {
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS due (
                 user_id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, allowance INTEGER NOT NULL,
                 expires INTEGER NOT NULL, month INTEGER NOT NULL, attempt INTEGER);
             DELETE FROM temp.due;",
        )?;
        let (sql, values) = self.due(month, self.is_paid_before(month)?);
        let amount = payable("CASE p.policy WHEN 'reset' THEN 0 ELSE u.awarded END", self.max_balance());
        self.session().run(
            &format!(
                "INSERT INTO temp.due (user_id, amount, allowance, expires, month, attempt)
                 SELECT p.user_id, {amount}, p.amount, CASE p.policy WHEN 'reset' THEN u.awarded ELSE 0 END, p.month,
                        p.attempt
                 FROM ({sql}) p JOIN users u ON u.id = p.user_id WHERE {} ORDER BY p.user_id",
                payees.condition()
            ),
            values.as_slice(),
        )?;
        Ok(())
    }

    /// Returns the rows that take what is left of awarded balances that the month resets.
    pub(super) fn staged_expiries() -> PostingRows {
        staged(
            "SELECT user_id, 'awarded' AS bucket, 'expire' AS kind, -expires AS amount, CAST(NULL AS INTEGER) AS month,
                    CAST(NULL AS INTEGER) AS attempt
             FROM temp.due WHERE expires > 0",
        )
    }

    /// Returns the rows that pay the month as far as caps and the largest balance allow.
    pub(super) fn staged_allowances(&self) -> Result<PostingRows> {
        self.record_repayments("temp.due p", "p.amount > 0", &[])?;
        Ok(staged(
            "SELECT user_id, 'awarded' AS bucket, 'monthly' AS kind, amount, month, attempt
             FROM temp.due WHERE amount > 0",
        ))
    }

    /// Records that the month paid nothing to users at their cap. Returns how many users get less than their allowance.
    fn record_capped(&self, month: Month) -> Result<u64> {
        let (capped, unpaid): (u64, u64) = self.session().one(
            "SELECT count(*), coalesce(sum(CASE WHEN amount <= 0 THEN 1 ELSE 0 END), 0)
             FROM temp.due WHERE amount < allowance",
            (),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if unpaid > 0 {
            self.session().insert_many(|| {
                self.session().run(
                    "INSERT INTO changes (operation, user_id, field, month, after)
                     SELECT ?1, user_id, 'monthly', ?2, '0' FROM temp.due WHERE amount <= 0 ORDER BY user_id",
                    (self.id(), month),
                )
            })?;
        }
        Ok(capped)
    }
}

/// The entries that paid month `?1` to the user of allowance `a` before this operation.
const PAID_BEFORE: &str = "FROM entries e WHERE e.month = ?1 AND e.user_id = a.user_id AND e.id < ?2";

/// The rows that `sql` selects from `temp.due`.
fn staged(sql: &str) -> PostingRows {
    PostingRows::Distinct { sql: sql.to_owned(), values: Vec::new(), only: "TRUE" }
}
