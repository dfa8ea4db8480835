//! Works out what a month pays to users who did not get it: the allowances in force for it, under their policies.

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

impl Draft<'_> {
    /// Pays a month: records the users who get nothing because of a cap, lets balances expire, and posts the allowances.
    /// Returns how many users got less than their allowance.
    pub(super) fn pay_month(&mut self, month: Month, payees: Payees) -> Result<u64> {
        let mut capped = 0;
        if self.is_limited(month)? {
            capped = self.record_capped(month, payees)?;
            self.post(Source::Expiries { month, payees })?;
        }
        self.post(Source::Allowances { month, payees })?;
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

    /// Selects the allowances `a` in force for month `?2`, of users who did not get it before this operation. `?1` is the
    /// operation.
    fn due(&self, month: Month, columns: &str, is_paid_before: bool) -> (String, Vec<Value<'static>>) {
        let mut values = vec![Value::Integer(self.id().get()), Value::Integer(month.number())];
        let mut unpaid = String::new();
        if is_paid_before {
            // Leave out entries of this operation: they are already there when `Draft::diagnose` runs.
            values.push(Value::Integer(self.first_entry.get()));
            unpaid = format!(
                "AND NOT EXISTS (SELECT 1 {PAID_BEFORE} AND NOT EXISTS (
                     SELECT 1 FROM reversals r WHERE r.entry = e.id AND r.credits = r.limit_credits))
                 AND NOT EXISTS (SELECT 1 FROM changes z
                                 WHERE z.month = ?2 AND z.user_id = a.user_id AND {PAID_NOTHING})"
            );
        }
        let sql = format!(
            "SELECT a.user_id, {columns}
             FROM (SELECT user_id, max(from_month) AS from_month FROM allowances
                   WHERE from_month <= ?2 GROUP BY user_id) f
                  JOIN allowances a ON a.user_id = f.user_id AND a.from_month = f.from_month
             WHERE a.amount > 0 {unpaid}"
        );
        (sql, values)
    }

    /// Returns the rows that pay the month.
    pub(super) fn allowances_due(&self, month: Month, payees: Payees) -> Result<PostingRows> {
        let is_limited = self.is_limited(month)?;
        let is_paid_before = self.is_paid_before(month)?;
        let attempt = if is_paid_before {
            format!("nullif((SELECT count(*) {PAID_BEFORE}), 0)")
        } else {
            "CAST(NULL AS INTEGER)".to_owned()
        };
        let columns = format!(
            "'awarded' AS bucket, 'monthly' AS kind, a.amount, a.cap, ?2 AS month, {attempt} AS attempt"
        );
        let (sql, values) = self.due(month, &columns, is_paid_before);
        let (only, amount) = if is_limited {
            let amount = payable("u.awarded", self.max_balance());
            (format!("{} AND {amount} > 0", payees.condition()), amount)
        } else {
            (payees.condition().to_owned(), "p.amount".to_owned())
        };
        if is_paid_before {
            self.session().execute(
                &format!(
                    "INSERT INTO repayments (month, user_id, attempt)
                     SELECT p.month, p.user_id, p.attempt FROM ({sql}) p JOIN users u ON u.id = p.user_id
                     WHERE p.attempt IS NOT NULL AND {only} ORDER BY p.user_id"
                ),
                values.as_slice(),
            )?;
        }
        Ok(PostingRows::Distinct { sql, values, only, amount })
    }

    /// Returns the rows that take the rest of the awarded balances that the month resets.
    pub(super) fn expiries_due(&self, month: Month, payees: Payees) -> Result<PostingRows> {
        let columns = "'awarded' AS bucket, 'expire' AS kind, a.amount, a.policy, CAST(NULL AS INTEGER) AS month, CAST(NULL AS INTEGER) AS attempt";
        let (sql, values) = self.due(month, columns, self.is_paid_before(month)?);
        let only = format!("{} AND p.policy = 'reset' AND u.awarded > 0", payees.condition());
        Ok(PostingRows::Distinct { sql, values, only, amount: "-u.awarded".to_owned() })
    }

    /// Records that the month paid nothing to the users who are at their cap. Returns how many users get less than their
    /// allowance.
    fn record_capped(&self, month: Month, payees: Payees) -> Result<u64> {
        let (sql, values) = self.due(month, "a.amount, a.policy, a.cap", self.is_paid_before(month)?);
        let amount = payable("CASE p.policy WHEN 'reset' THEN 0 ELSE u.awarded END", self.max_balance());
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS capped (user_id INTEGER PRIMARY KEY, amount INTEGER NOT NULL);
             DELETE FROM temp.capped;",
        )?;
        let capped = self.session().execute(
            &format!(
                "INSERT INTO temp.capped (user_id, amount)
                 SELECT p.user_id, {amount} FROM ({sql}) p JOIN users u ON u.id = p.user_id
                 WHERE ?1 > 0 AND {amount} < p.amount AND {} ORDER BY p.user_id",
                payees.condition()
            ),
            values.as_slice(),
        )?;
        if capped > 0 {
            self.session().execute(
                "INSERT INTO changes (operation, user_id, field, month, after)
                 SELECT ?1, user_id, 'monthly', ?2, '0' FROM temp.capped WHERE amount <= 0 ORDER BY user_id",
                (self.id(), month),
            )?;
        }
        Ok(capped)
    }
}

/// The entries that paid month `?2` to the user of allowance `a` before this operation.
const PAID_BEFORE: &str = "FROM entries e WHERE e.month = ?2 AND e.user_id = a.user_id AND e.id < ?3";
