//! Monthly allowances: what is in force from which month on, and the one way in which that changes.
//!
//! A row of `allowances` is a month that a command named. The allowance of a month is that of the newest row up to it; a row
//! of 0 is an end. What a command comes to is laid out in `temp.allowance_rows`, whoever asks for it, and written from there:
//! to the log, to the allowances, to the months.

use std::collections::BTreeMap;

use super::operation::Draft;
use crate::domain::{Credits, Month};
use crate::error::Result;
use crate::store::ids::UserId;
use crate::store::session::Reader;

/// The allowance in force for month `?1` of the user in `user`.
pub(crate) fn in_force(user: &str, month: &str) -> String {
    format!(
        "coalesce((SELECT a.amount FROM allowances a WHERE a.user_id = {user} AND a.from_month <= {month}
                   ORDER BY a.from_month DESC LIMIT 1), 0)"
    )
}

impl Reader<'_> {
    /// The user's allowance in force for this month; 0 where there is none.
    pub fn allowance(&self, user: UserId, month: Month) -> Result<Credits> {
        self.session.value(&format!("SELECT {}", in_force("?1", "?2")), (user, month))
    }

    /// The changes of the user's allowance that take effect after this month, oldest first.
    pub fn later_allowances(&self, user: UserId, month: Month) -> Result<Vec<(Month, Credits)>> {
        self.session.all(
            "SELECT from_month, amount FROM allowances WHERE user_id = ?1 AND from_month > ?2 ORDER BY from_month",
            (user, month),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// What is planned for the user after this month, oldest first, from where it is other than `amount` on.
    pub fn planned_after(
        &self,
        user: UserId,
        month: Month,
        amount: Credits,
    ) -> Result<Vec<(Month, Credits)>> {
        let later = self.later_allowances(user, month)?;
        Ok(later.into_iter().skip_while(|(_, planned)| *planned == amount).collect())
    }

    /// How many users of the current selection have another allowance than `amount` planned for after this month.
    pub fn selected_with_plans(&self, month: Month, amount: Credits) -> Result<i64> {
        self.session.value(
            "SELECT count(*) FROM temp.selected s
             WHERE EXISTS (SELECT 1 FROM allowances a
                           WHERE a.user_id = s.user_id AND a.from_month > ?1 AND a.amount <> ?2)",
            (month, amount),
        )
    }
}

impl Draft<'_> {
    /// Puts an allowance in force for the user from this month on. [`Draft::set_allowances`] has the rule.
    ///
    /// Returns whether anything changed.
    pub fn set_allowance(&mut self, user: UserId, month: Month, amount: Credits) -> Result<bool> {
        let wanted = format!("SELECT {} AS user_id, {} AS amount", user.0, amount.get());
        Ok(self.change_allowances(&wanted, month)? > 0)
    }

    /// Puts an allowance in force from this month on for every user of the current selection: up to the next month that a
    /// command named for a later allowance. An end is no such plan, and gives way. 0 ends the allowance, and with it what was
    /// planned for later months.
    ///
    /// Returns how many rows of allowances that changed.
    pub fn set_allowances(&mut self, month: Month, amount: Credits) -> Result<u64> {
        let wanted = format!("SELECT user_id, {} AS amount FROM temp.selected", amount.get());
        self.change_allowances(&wanted, month)
    }

    /// `wanted` is a SELECT of `user_id, amount`, each user once.
    pub(crate) fn change_allowances(&mut self, wanted: &str, month: Month) -> Result<u64> {
        self.clear_allowance_rows()?;
        let in_force = in_force("w.user_id", "?1");
        // A plan that changes nothing by itself is a month that was named, and holds against what is set for before it.
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before, amount)
                 SELECT user_id, ?1, before, amount FROM (SELECT w.user_id, w.amount, {in_force} AS before FROM ({wanted}) w) f
                 WHERE amount <> before
                    OR (amount > 0 AND ?2 <> 0 AND NOT EXISTS (SELECT 1 FROM allowances a
                                                          WHERE a.user_id = f.user_id AND a.from_month = ?1))
                 ORDER BY user_id"
            ),
            (month, self.is_planned(month)?),
        )?;
        self.session().execute(
            &format!(
                "INSERT INTO temp.allowance_rows (user_id, month, before)
                 SELECT w.user_id, a.from_month, a.amount
                 FROM ({wanted}) w CROSS JOIN allowances a ON a.user_id = w.user_id AND a.from_month > ?1
                 WHERE w.amount = 0
                    OR (a.amount = 0 AND NOT EXISTS (SELECT 1 FROM allowances p
                                                     WHERE p.user_id = a.user_id AND p.from_month > ?1
                                                       AND p.from_month < a.from_month AND p.amount > 0))
                 ORDER BY w.user_id, a.from_month"
            ),
            [month],
        )?;
        self.write_allowance_rows()
    }

    /// Whether a change of an allowance for this month is a plan: an earlier one could still be made.
    fn is_planned(&self, month: Month) -> Result<bool> {
        let current = self.writer().zone().month_of(self.at());
        Ok(month > self.writer().next_grant(current)?)
    }

    /// Makes `temp.allowance_rows` an empty table.
    pub(super) fn clear_allowance_rows(&self) -> Result<()> {
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS allowance_rows (
                 user_id INTEGER NOT NULL, month INTEGER NOT NULL,
                 before INTEGER NOT NULL, -- what was in force in the month
                 amount INTEGER,          -- NULL: no row any more
                 reverses INTEGER,        -- the change that is taken back
                 PRIMARY KEY (user_id, month)) WITHOUT ROWID;
             DELETE FROM temp.allowance_rows;",
        )
    }

    /// Writes what `temp.allowance_rows` holds. Returns how many rows that are.
    pub(super) fn write_allowance_rows(&mut self) -> Result<u64> {
        let recorded = self.session().execute(
            "INSERT INTO changes (operation, user_id, field, month, before, after, reverses)
             SELECT ?1, user_id, 'allowance', month, CAST(before AS TEXT), CAST(amount AS TEXT), reverses
             FROM temp.allowance_rows ORDER BY user_id, month",
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
            "INSERT INTO allowances (user_id, from_month, amount)
             SELECT user_id, month, amount FROM temp.allowance_rows WHERE amount IS NOT NULL ORDER BY user_id, month
             ON CONFLICT (user_id, from_month) DO UPDATE SET amount = excluded.amount",
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

    /// With which months the allowances begin and end of those users for whom `temp.allowance_rows` makes a difference there.
    fn steps_of_turned(&self) -> Result<BTreeMap<i64, i64>> {
        let mut steps = Steps::default();
        self.session().each(
            "SELECT a.user_id, a.from_month, a.amount
             FROM (SELECT DISTINCT user_id FROM temp.allowance_rows
                   WHERE amount IS NULL OR (amount > 0) <> (before > 0)) t
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

/// Counts with which months allowances above 0 begin and end, from the rows of allowances in the order of users and months.
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
