//! `credits apply --at-most`: rows that take more than there is take what is there.

use crate::error::Result;
use crate::store::ledger::operation::Draft;
use crate::store::ledger::take::{MAX_ENTRIES, Shortage};
use crate::store::sums::{sql_sum, sum_at};

impl Draft<'_> {
    /// Stages the rows; with `at_most`, those that take too much take what is there. Returns how many rows this settles.
    pub(super) fn stage_rows(&self, at_most: bool) -> Result<u64> {
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
    pub(super) fn shortage_of_rows(&self) -> Result<Shortage> {
        let credits =
            self.session()
                .one(&format!("SELECT {} FROM temp.shortened", sql_sum("short")), (), |row| sum_at(row, 0))?;
        let by_entry = self.session().all(
            "SELECT t.short FROM temp.requested p LEFT JOIN temp.shortened t ON t.row = p.row
             WHERE p.seq <= ?1 ORDER BY p.seq",
            [MAX_ENTRIES],
            |row| row.get(0),
        )?;
        Ok(Shortage::of(credits, by_entry))
    }
}
