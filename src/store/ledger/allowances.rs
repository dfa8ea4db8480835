//! Monthly allowances: what is in force from which month on.

use super::operation::{Draft, Field};
use crate::domain::{Credits, Month};
use crate::error::Result;
use crate::store::ids::UserId;
use crate::store::session::Reader;

impl Reader<'_> {
    /// The user's allowance in force for this month; 0 where there is none.
    pub fn allowance(&self, user: UserId, month: Month) -> Result<Credits> {
        let amount = self.session.optional(
            "SELECT amount FROM allowances WHERE user_id = ?1 AND from_month <= ?2
                 ORDER BY from_month DESC LIMIT 1",
            (user, month),
            |row| row.get(0),
        )?;
        Ok(amount.unwrap_or_default())
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
            (month, amount.get()),
        )
    }
}

impl Draft<'_> {
    /// Puts an allowance in force from this month on; 0 ends it, and with it what was planned for later months.
    ///
    /// Returns whether anything changed.
    pub fn set_allowance(&mut self, user: UserId, month: Month, amount: Credits) -> Result<bool> {
        let before = self.writer().allowance(user, month)?;
        let mut changed = before != amount;
        if changed {
            self.session().execute(
                "INSERT INTO allowances (user_id, from_month, amount) VALUES (?1, ?2, ?3)
                     ON CONFLICT (user_id, from_month) DO UPDATE SET amount = excluded.amount",
                (user, month, amount.get()),
            )?;
            let (before, after) = (before.to_string(), amount.to_string());
            self.record(user, Field::Allowance, Some(month), Some(&before), Some(&after))?;
        }
        if amount == Credits::ZERO {
            for (later, planned) in self.writer().later_allowances(user, month)? {
                self.session().execute(
                    "DELETE FROM allowances WHERE user_id = ?1 AND from_month = ?2",
                    (user, later),
                )?;
                self.record(user, Field::Allowance, Some(later), Some(&planned.to_string()), None)?;
                changed = true;
            }
        }
        Ok(changed)
    }
}
