//! The one way in which allowances change.
//!
//! What a command comes to is laid out in `temp.allowance_rows`, whoever asks for it, and written from there: to the log, to the
//! allowances, to the months.

use std::collections::BTreeMap;

use super::allowances::{Steps, newest_row, policy, row_from, stored};
use super::operation::Draft;
use crate::domain::{Allowance, AllowanceChange, AllowanceRow, Credits, Month, Policy, changed_rows};
use crate::error::Result;
use crate::store::engine::row_batch::RowBatch;
use crate::store::engine::session::Row;
use crate::store::engine::value::{ToValue, Value};
use crate::store::ids::UserId;

impl Draft<'_> {
    /// Puts an allowance of this amount in force for the user from this month on, under the policy that is in force.
    /// [`Draft::set_allowances`] has the rule.
    ///
    /// Returns whether anything changed.
    pub fn set_allowance(&mut self, user: UserId, month: Month, amount: Credits) -> Result<bool> {
        let wanted = "SELECT CAST(?2 AS INTEGER) AS user_id, CAST(?3 AS INTEGER) AS amount, CAST(NULL AS TEXT) AS policy,
                             CAST(NULL AS INTEGER) AS cap";
        let values = [user.to_value(), amount.to_value()];
        Ok(self.set_wanted_allowances(wanted, &values, month, None)? > 0)
    }

    /// Sets the allowance from this month on for every user of the current selection, as [`AllowanceChange::Set`] says.
    ///
    /// Returns how many rows of allowances that changed.
    pub fn set_allowances(
        &mut self,
        month: Month,
        allowance: Allowance,
        until: Option<Month>,
    ) -> Result<u64> {
        let wanted = "SELECT user_id, CAST(?2 AS INTEGER) AS amount, CAST(?3 AS TEXT) AS policy, CAST(?4 AS INTEGER) AS cap
                      FROM temp.selected";
        let (policy, cap) = (allowance.policy.as_str(), allowance.policy.cap());
        let values = [allowance.amount.to_value(), policy.to_value(), cap.to_value()];
        self.set_wanted_allowances(wanted, &values, month, until)
    }

    /// `wanted` is a SELECT of `user_id, amount, policy, cap`, each user once; without a policy, the one in force stays. Its
    /// values begin at `?2`.
    pub(crate) fn set_wanted_allowances(
        &mut self,
        wanted: &str,
        values: &[Value<'_>],
        month: Month,
        until: Option<Month>,
    ) -> Result<u64> {
        let is_plan = self.is_planned(month)?;
        self.change_allowances(wanted, values, month, |wanted, policy| AllowanceChange::Set {
            allowance: match wanted.amount {
                Credits::ZERO => Allowance::NONE,
                amount => Allowance { amount, policy: wanted.policy.unwrap_or(policy) },
            },
            until,
            is_plan,
        })
    }

    /// Pauses the allowance of every user of the current selection from this month on, as [`AllowanceChange::Pause`] says.
    ///
    /// Returns how many rows of allowances that changed.
    pub fn pause_allowances(&mut self, month: Month, until: Option<Month>) -> Result<u64> {
        let wanted = "SELECT user_id, 0 AS amount, CAST(NULL AS TEXT) AS policy, CAST(NULL AS INTEGER) AS cap FROM temp.selected";
        self.change_allowances(wanted, &[], month, |_, _| AllowanceChange::Pause { until })
    }

    /// Changes the allowance of each user of `wanted` from this month on. `change` is asked with what is wanted and the policy
    /// that was named for the month.
    fn change_allowances(
        &mut self,
        wanted: &str,
        values: &[Value<'_>],
        month: Month,
        change: impl Fn(Wanted, Policy) -> AllowanceChange,
    ) -> Result<u64> {
        self.clear_allowance_rows()?;
        let mut changes = AllowanceChanges { month, rows: Vec::new(), batch: self.allowance_row_batch()? };
        let mut user: Option<(UserId, Wanted)> = None;
        self.session().each(
            &format!(
                "SELECT w.user_id, w.amount, w.policy, w.cap, a.from_month, a.amount, a.policy, a.cap, a.held, a.carried
                 FROM ({wanted}) w LEFT JOIN allowances a
                      ON a.user_id = w.user_id AND a.from_month >= coalesce({}, ?1)
                 ORDER BY w.user_id, a.from_month",
                newest_row("w.user_id", "?1")
            ),
            [&[month.to_value()], values].concat().as_slice(),
            |row| {
                let id: UserId = row.get(0)?;
                if let Some((before, wanted)) = user.filter(|(user, _)| *user != id) {
                    changes.add(before, wanted, &change)?;
                }
                user = Some((id, Wanted::from_row(row)?));
                if row.get::<Option<Month>>(4)?.is_some() {
                    changes.rows.push(row_from(row, 4)?);
                }
                Ok(())
            },
        )?;
        if let Some((user, wanted)) = user {
            changes.add(user, wanted, &change)?;
        }
        changes.batch.finish();
        self.write_allowance_rows()
    }

    fn allowance_row_batch(&self) -> Result<RowBatch<'_>> {
        const ROW: &str = "temp.allowance_rows (user_id, month, before, before_credits, amount, policy, cap, held, carried)";
        RowBatch::new(self.session(), ROW, 9)
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
                 before TEXT NOT NULL, before_credits INTEGER NOT NULL, -- what was in force in the month
                 amount INTEGER,          -- NULL: no row any more
                 policy TEXT NOT NULL DEFAULT 'plain', cap INTEGER, held INTEGER, carried INTEGER NOT NULL DEFAULT 0,
                 reverses INTEGER,        -- the change that is taken back
                 PRIMARY KEY (user_id, month)) WITHOUT ROWID;
             DELETE FROM temp.allowance_rows;",
        )
    }

    /// Writes what `temp.allowance_rows` holds. Returns how many rows that are.
    pub(super) fn write_allowance_rows(&self) -> Result<u64> {
        let record = format!(
            "INSERT INTO changes (operation, user_id, field, month, before, after, reverses)
             SELECT ?1, r.user_id, 'allowance', r.month, r.before, {}, r.reverses
             FROM temp.allowance_rows r ORDER BY r.user_id, r.month",
            stored("r", "r.carried")
        );
        let recorded = self.session().insert_many(|| self.session().execute(&record, [self.id()]))?;
        if recorded == 0 {
            return Ok(0);
        }
        let mut steps = self.steps_of_turned()?;
        for sql in [
            "DELETE FROM allowances
             WHERE EXISTS (SELECT 1 FROM temp.allowance_rows r WHERE r.user_id = allowances.user_id
                           AND r.month = allowances.from_month AND r.amount IS NULL)
               AND user_id IN (SELECT user_id FROM temp.allowance_rows WHERE amount IS NULL)",
            "INSERT INTO allowances (user_id, from_month, amount, policy, cap, held, carried)
             SELECT user_id, month, amount, policy, cap, held, carried FROM temp.allowance_rows
             WHERE amount IS NOT NULL ORDER BY user_id, month
             ON CONFLICT (user_id, from_month) DO UPDATE SET amount = excluded.amount, policy = excluded.policy,
                                                             cap = excluded.cap, held = excluded.held,
                                                             carried = excluded.carried",
        ] {
            self.session().run(sql, ())?;
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

/// What is wanted for a user.
#[derive(Clone, Copy)]
struct Wanted {
    amount: Credits,
    /// `None`: the one that was named before stays.
    policy: Option<Policy>,
}

impl Wanted {
    fn from_row(row: Row<'_>) -> Result<Self> {
        let policy = row.optional_text(2)?.map(|name| policy(name, row.get(3)?)).transpose()?;
        Ok(Self { amount: row.get(1)?, policy })
    }
}

/// The rows of the user who is being read, and what changes of all users.
struct AllowanceChanges<'s> {
    month: Month,
    rows: Vec<AllowanceRow>,
    batch: RowBatch<'s>,
}

impl AllowanceChanges<'_> {
    fn add(
        &mut self,
        user: UserId,
        wanted: Wanted,
        change: impl Fn(Wanted, Policy) -> AllowanceChange,
    ) -> Result<()> {
        let before = std::mem::take(&mut self.rows);
        let newest = |month: Month| before.iter().rfind(|row| row.month <= month);
        let change = change(wanted, newest(self.month).map_or(Policy::Plain, |row| row.named.policy));
        let after = changed_rows(&before, self.month, change);
        let gone = before.iter().filter(|row| row.month >= self.month).map(|row| row.month);
        let gone =
            gone.filter(|month| after.iter().all(|row| row.month != *month)).map(|month| (month, None));
        let new = after.iter().filter(|row| !before.contains(row)).map(|row| (row.month, Some(*row)));
        for (month, row) in gone.chain(new) {
            let replaced = newest(month).copied().unwrap_or(AllowanceRow::none(month));
            let policy = row.map_or(Policy::Plain, |row| row.named.policy);
            self.batch.add((
                user,
                month,
                replaced.to_stored(),
                replaced.in_force().amount,
                row.map(|row| row.in_force().amount),
                policy.as_str(),
                policy.cap(),
                row.filter(|row| row.is_paused).map(|row| row.named.amount),
                i64::from(row.is_some_and(|row| row.is_carried)),
            ))?;
        }
        Ok(())
    }
}
