//! Keeps the history of monthly allowances: which one is in force from which month on, and the one way to change that.
//!
//! A row of `allowances` is a month that a command named. The allowance of a month is that of the newest row up to it. A row of
//! 0 is an end, and a row with `resumes` ends a pause. Every command puts its changes into `temp.allowance_rows`. From there
//! they are written to the log, to the allowances and to the months.

use std::collections::BTreeMap;

use super::operation::Draft;
use crate::domain::{Allowance, Credits, Month};
use crate::error::Result;
use crate::store::ids::UserId;
use crate::store::session::Reader;

/// SQL for the allowance of `user` that is in force in `month`; both are SQL, too.
pub(crate) fn in_force(user: &str, month: &str) -> String {
    format!(
        "coalesce((SELECT a.amount FROM allowances a WHERE a.user_id = {user} AND a.from_month <= {month}
                   ORDER BY a.from_month DESC LIMIT 1), 0)"
    )
}

/// SQL for the stored text of the allowance in the row `row`, as [`Allowance::from_stored`] reads it. `resumes` is the flag of
/// the row, or 0.
pub(super) fn stored(row: &str, resumes: &str) -> String {
    format!(
        "CASE WHEN {row}.policy = 'plain' AND {resumes} = 0 THEN CAST({row}.amount AS TEXT)
              ELSE '{{\"amount\":' || CAST({row}.amount AS TEXT) || ',\"policy\":\"' || {row}.policy || '\"'
                   || CASE WHEN {row}.cap IS NULL THEN '' ELSE ',\"cap\":' || CAST({row}.cap AS TEXT) END
                   || CASE WHEN {resumes} = 0 THEN '' ELSE ',\"resumes\":true' END || '}}' END"
    )
}

/// SQL for the first month of the allowance that is in force in `month`.
pub(super) fn newest_row(user: &str, month: &str) -> String {
    format!(
        "(SELECT max(m.from_month) FROM allowances m WHERE m.user_id = {user} AND m.from_month <= {month})"
    )
}

impl Reader<'_> {
    /// Returns the user's allowance in force in this month; 0 if there is none.
    pub fn allowance(&self, user: UserId, month: Month) -> Result<Credits> {
        self.session.value(&format!("SELECT {}", in_force("?1", "?2")), (user, month))
    }

    /// Returns the changes of the user's allowance after this month, oldest first. What a pause without an end holds back is
    /// left out.
    pub fn later_allowances(&self, user: UserId, month: Month) -> Result<Vec<(Month, Credits)>> {
        self.session.all(
            "SELECT from_month, amount FROM allowances
             WHERE user_id = ?1 AND from_month > ?2 AND from_month < ?3 ORDER BY from_month",
            (user, month, Month::NEVER),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Returns the allowance that comes back after the pause that the user is in, and its first month, which is `None` if the
    /// pause has no end. The outer `None` means that the user is in no pause.
    pub fn after_pause(&self, user: UserId, month: Month) -> Result<Option<(Option<Month>, Credits)>> {
        let next = self.session.optional(
            "SELECT from_month, amount, resumes <> 0 FROM allowances
             WHERE user_id = ?1 AND from_month > ?2 ORDER BY from_month LIMIT 1",
            (user, month),
            |row| Ok((row.get::<Month>(0)?, row.get(1)?, row.get::<bool>(2)?)),
        )?;
        Ok(next
            .filter(|(from, _, resumes)| *resumes || *from == Month::NEVER)
            .map(|(from, amount, _)| (from.unless_never(), amount)))
    }

    /// Returns what is planned for the user after this month, oldest first, from the first other amount than `amount` on.
    pub fn planned_after(
        &self,
        user: UserId,
        month: Month,
        amount: Credits,
    ) -> Result<Vec<(Month, Credits)>> {
        let later = self.later_allowances(user, month)?;
        Ok(later.into_iter().skip_while(|(_, planned)| *planned == amount).collect())
    }

    /// Counts the users of the current selection for whom another allowance than `amount` is planned after this month. Ends do
    /// not count.
    pub fn selected_with_plans(&self, month: Month, amount: Credits) -> Result<u64> {
        self.session.value(
            "SELECT count(*) FROM temp.selected s
             WHERE EXISTS (SELECT 1 FROM allowances a
                           WHERE a.user_id = s.user_id AND a.from_month > ?1 AND a.amount <> ?2 AND a.amount > 0
                             AND a.resumes = 0)",
            (month, amount),
        )
    }
}

impl Draft<'_> {
    /// Puts an allowance of this amount in force for the user from this month on. Its policy stays. [`Draft::set_allowances`]
    /// has the rule.
    ///
    /// Returns whether anything changed.
    pub fn set_allowance(&mut self, user: UserId, month: Month, amount: Credits) -> Result<bool> {
        let wanted = format!(
            "SELECT {} AS user_id, {} AS amount, CAST(NULL AS TEXT) AS policy, CAST(NULL AS INTEGER) AS cap",
            user.0,
            amount.get()
        );
        Ok(self.change_allowances(&wanted, month, None)? > 0)
    }

    /// Puts an allowance in force from this month on for each user of the current selection. It lasts until the next month for
    /// which a command planned another allowance. An end is no such plan, and neither is the end of a pause: both are removed.
    /// An allowance of 0 also removes all plans. After `until`, only what is planned is in force.
    ///
    /// Returns how many rows of allowances changed.
    pub fn set_allowances(
        &mut self,
        month: Month,
        allowance: Allowance,
        until: Option<Month>,
    ) -> Result<u64> {
        let cap = allowance.policy.cap().map_or_else(|| "NULL".to_owned(), |cap| cap.get().to_string());
        let wanted = format!(
            "SELECT user_id, {} AS amount, '{}' AS policy, CAST({cap} AS INTEGER) AS cap FROM temp.selected",
            allowance.amount.get(),
            allowance.policy.as_str()
        );
        self.change_allowances(&wanted, month, until)
    }

    /// Changes the allowances. `wanted` is a SELECT of `user_id, amount, policy, cap` with each user once. If the policy is
    /// NULL, the one in force stays.
    pub(crate) fn change_allowances(
        &mut self,
        wanted: &str,
        month: Month,
        until: Option<Month>,
    ) -> Result<u64> {
        self.clear_allowance_rows()?;
        // A plan gets a row even if it changes nothing, because the row names its month. So the plan still holds when an
        // allowance is set for an earlier month.
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before, before_credits, amount, policy, cap)
                 SELECT user_id, ?1, before, before_credits, amount, policy, cap
                 FROM (SELECT w.user_id, w.amount, f.from_month, f.policy AS old_policy, f.cap AS old_cap,
                              coalesce(f.resumes, 0) AS resumes, coalesce(f.amount, 0) AS before_credits,
                              coalesce({before}, '0') AS before,
                              CASE WHEN w.amount = 0 THEN 'plain' ELSE coalesce(w.policy, f.policy, 'plain') END AS policy,
                              CASE WHEN w.amount > 0 THEN CASE WHEN w.policy IS NULL THEN f.cap ELSE w.cap END END AS cap
                       FROM ({wanted}) w LEFT JOIN allowances f
                            ON f.user_id = w.user_id AND f.from_month = {newest}) x
                 WHERE amount <> before_credits
                    OR (amount > 0 AND (policy <> old_policy OR cap IS DISTINCT FROM old_cap))
                    OR (amount > 0 AND ?2 <> 0 AND (from_month <> ?1 OR resumes <> 0))
                 ORDER BY user_id",
                before = stored("f", "0"),
                newest = newest_row("w.user_id", "?1"),
            ),
            (month, self.is_planned(month)?),
        )?;
        let end = until.map_or(0, |until| until.next().number());
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before, before_credits)
                 SELECT w.user_id, a.from_month, {}, a.amount
                 FROM ({wanted}) w CROSS JOIN allowances a ON a.user_id = w.user_id AND a.from_month > ?1
                 WHERE w.amount = 0
                    OR ((a.amount = 0 OR a.resumes <> 0) AND NOT (a.amount = 0 AND a.from_month = ?2)
                        AND NOT EXISTS (SELECT 1 FROM allowances p
                                        WHERE p.user_id = a.user_id AND p.from_month > ?1
                                          AND p.from_month < a.from_month AND p.amount > 0 AND p.resumes = 0))
                 ORDER BY w.user_id, a.from_month",
                stored("a", "0")
            ),
            (month, end),
        )?;
        if end > 0 {
            self.end_allowances(wanted, month, end)?;
        }
        self.write_allowance_rows()
    }

    /// Ends the allowances with the month `end`, unless something else is planned for it.
    fn end_allowances(&self, wanted: &str, month: Month, end: i64) -> Result<()> {
        let kept = "a.user_id = w.user_id AND NOT EXISTS (SELECT 1 FROM temp.allowance_rows r
                        WHERE r.user_id = a.user_id AND r.month = a.from_month AND r.amount IS NULL)";
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before, before_credits, amount)
                 SELECT w.user_id, ?2, coalesce({}, '0'), coalesce(f.amount, 0), 0
                 FROM ({wanted}) w LEFT JOIN allowances f ON f.user_id = w.user_id AND f.from_month = {}
                 WHERE coalesce((SELECT a.amount FROM allowances a
                                 WHERE {kept} AND a.from_month > ?1 AND a.from_month <= ?2
                                 ORDER BY a.from_month DESC LIMIT 1), w.amount) > 0
                   AND NOT EXISTS (SELECT 1 FROM allowances a WHERE {kept} AND a.from_month = ?2)
                 ORDER BY w.user_id
                 ON CONFLICT (user_id, month) DO UPDATE SET amount = 0",
                stored("f", "0"),
                newest_row("w.user_id", "?2"),
            ),
            (month, end),
        )?;
        Ok(())
    }

    /// Pauses the allowance of each user of the current selection from this month up to `until`. Afterwards, what was in force
    /// comes back, or what was planned for a month of the pause. A pause without an end lasts until an allowance is set.
    ///
    /// Returns how many rows of allowances changed.
    pub fn pause_allowances(&mut self, month: Month, until: Option<Month>) -> Result<u64> {
        self.clear_allowance_rows()?;
        let resume = until.map_or(Month::NEVER, Month::next);
        // `source_month` is the row that comes back after the pause: the newest row within it, else the one in force before it,
        // else the one that an earlier pause holds back.
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS paused (
                 user_id INTEGER PRIMARY KEY, before_month INTEGER, inside_month INTEGER, source_month INTEGER);
             DELETE FROM temp.paused;",
        )?;
        self.session().execute(
            &format!(
                "INSERT INTO temp.paused (user_id, before_month, inside_month)
                 SELECT s.user_id, {}, (SELECT max(m.from_month) FROM allowances m
                                        WHERE m.user_id = s.user_id AND m.from_month > ?1 AND m.from_month <= ?2)
                 FROM temp.selected s ORDER BY s.user_id",
                newest_row("s.user_id", "?1")
            ),
            (month, resume),
        )?;
        self.session().execute(
            "UPDATE temp.paused SET source_month = coalesce(inside_month,
                 (SELECT a.from_month FROM allowances a
                  WHERE a.user_id = paused.user_id AND a.from_month = paused.before_month AND a.amount > 0),
                 (SELECT a.from_month FROM allowances a
                  WHERE a.user_id = paused.user_id AND a.resumes <> 0
                    AND a.from_month = (SELECT min(m.from_month) FROM allowances m
                                        WHERE m.user_id = paused.user_id AND m.from_month > ?1)))",
            [resume],
        )?;
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before, before_credits, amount)
                 SELECT p.user_id, ?1, {}, a.amount, 0
                 FROM temp.paused p JOIN allowances a ON a.user_id = p.user_id AND a.from_month = p.before_month
                 WHERE a.amount > 0 ORDER BY p.user_id",
                stored("a", "0")
            ),
            [month],
        )?;
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before, before_credits)
                 SELECT p.user_id, a.from_month, {}, a.amount
                 FROM temp.paused p JOIN allowances a ON a.user_id = p.user_id AND a.from_month > ?1
                 WHERE a.from_month < ?2 OR (a.from_month > ?2 AND a.from_month = p.source_month)
                 ORDER BY p.user_id, a.from_month",
                stored("a", "0")
            ),
            (month, resume),
        )?;
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before, before_credits, amount, policy, cap, resumes)
                 SELECT p.user_id, ?1, coalesce({}, '0'), coalesce(f.amount, 0), a.amount, a.policy, a.cap,
                        CASE WHEN p.inside_month IS NULL THEN 1 ELSE a.resumes END
                 FROM temp.paused p JOIN allowances a ON a.user_id = p.user_id AND a.from_month = p.source_month
                      LEFT JOIN allowances f ON f.user_id = p.user_id AND f.from_month = coalesce(p.inside_month, p.before_month)
                 WHERE a.amount > 0 AND p.source_month <> ?1
                 ORDER BY p.user_id",
                stored("f", "0")
            ),
            [resume],
        )?;
        self.write_allowance_rows()
    }

    /// Whether a change for this month is a plan: an earlier month could still be changed.
    fn is_planned(&self, month: Month) -> Result<bool> {
        let current = self.writer().zone().month_of(self.at());
        Ok(month > self.writer().next_grant(current)?)
    }

    /// Makes `temp.allowance_rows` an empty table.
    pub(super) fn clear_allowance_rows(&self) -> Result<()> {
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS allowance_rows (
                 user_id INTEGER NOT NULL, month INTEGER NOT NULL,
                 before TEXT NOT NULL, before_credits INTEGER NOT NULL, -- what was in force in the month
                 amount INTEGER,          -- NULL: no row any more
                 policy TEXT NOT NULL DEFAULT 'plain', cap INTEGER, resumes INTEGER NOT NULL DEFAULT 0,
                 reverses INTEGER,        -- the change that is taken back
                 PRIMARY KEY (user_id, month)) WITHOUT ROWID;
             DELETE FROM temp.allowance_rows;",
        )
    }

    /// Writes the rows of `temp.allowance_rows`. Returns how many there are.
    pub(super) fn write_allowance_rows(&mut self) -> Result<u64> {
        let recorded = self.session().execute(
            &format!(
                "INSERT INTO changes (operation, user_id, field, month, before, after, reverses)
                 SELECT ?1, r.user_id, 'allowance', r.month, r.before, {}, r.reverses
                 FROM temp.allowance_rows r ORDER BY r.user_id, r.month",
                stored("r", "r.resumes")
            ),
            [self.id()],
        )?;
        if recorded == 0 {
            return Ok(0);
        }
        let mut steps = self.steps_of_turned()?;
        for sql in [
            "DELETE FROM allowances
             WHERE EXISTS (SELECT 1 FROM temp.allowance_rows r WHERE r.user_id = allowances.user_id
                           AND r.month = allowances.from_month AND r.amount IS NULL)
               AND user_id IN (SELECT user_id FROM temp.allowance_rows WHERE amount IS NULL)",
            "INSERT INTO allowances (user_id, from_month, amount, policy, cap, resumes)
             SELECT user_id, month, amount, policy, cap, resumes FROM temp.allowance_rows
             WHERE amount IS NOT NULL ORDER BY user_id, month
             ON CONFLICT (user_id, from_month) DO UPDATE SET amount = excluded.amount, policy = excluded.policy,
                                                             cap = excluded.cap, resumes = excluded.resumes",
        ] {
            self.session().execute(sql, ())?;
        }
        for step in steps.values_mut() {
            *step = -*step;
        }
        for (month, step) in self.steps_of_turned()? {
            *steps.entry(month).or_default() += step;
        }
        self.add_steps(&steps)?;
        Ok(recorded)
    }

    /// Counts for each month the allowances that begin less those that end, of the users for whom `temp.allowance_rows` may
    /// change this count.
    fn steps_of_turned(&self) -> Result<BTreeMap<i64, i64>> {
        let mut steps = Steps::default();
        self.session().each(
            "SELECT a.user_id, a.from_month, a.amount
             FROM (SELECT DISTINCT user_id FROM temp.allowance_rows
                   WHERE amount IS NULL OR (amount > 0) <> (before_credits > 0)) t
                  CROSS JOIN allowances a ON a.user_id = t.user_id
             ORDER BY a.user_id, a.from_month",
            (),
            |row| {
                steps.add(row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(())
            },
        )?;
        Ok(steps.by_month)
    }
}

/// Counts for each month the allowances above 0 that begin, less those that end. Takes the rows of `allowances` in the order of
/// users and months.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    pub(crate) by_month: BTreeMap<i64, i64>,
    user: i64,
    is_in_force: bool,
}

impl Steps {
    pub(crate) fn add(&mut self, user: i64, month: i64, amount: i64) {
        let was_in_force = self.is_in_force && self.user == user;
        (self.user, self.is_in_force) = (user, amount > 0);
        let step = i64::from(self.is_in_force) - i64::from(was_in_force);
        if step != 0 {
            *self.by_month.entry(month).or_default() += step;
        }
    }
}
