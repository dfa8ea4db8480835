//! Finds the rows of a file whose amount a balance cannot take.

use serde_json::Value;

use crate::domain::{Credits, MAX_CREDITS};
use crate::error::Result;
use crate::row::FaultReason;
use crate::store::engine::row_batch::RowBatch;
use crate::store::engine::session::Row;
use crate::store::ledger::bounds::{
    beyond_bounds, beyond_max_balance, figures_beyond_bounds, figures_beyond_max_balance,
};
use crate::store::ledger::operation::Draft;

/// The columns of a fault with figures.
const FAULT: &str = "temp.faults (row, column_name, what, reason, user_id, figures)";

/// Both balances of one user after the rows so far.
#[derive(Clone, Copy, Default)]
struct Running {
    user: i64,
    awarded: i64,
    purchased: i64,
}

impl Running {
    fn sum(self) -> i64 {
        self.awarded + self.purchased
    }

    /// The balances after the change. They may be out of bounds.
    fn after(self, bucket: &str, amount: i64) -> Self {
        match bucket {
            "awarded" => Self { awarded: self.awarded + amount, ..self },
            _ => Self { purchased: self.purchased + amount, ..self },
        }
    }
}

impl Draft<'_> {
    /// Adds up the balances of the staged rows one by one. A row that is impossible is a fault and does not count.
    ///
    /// The largest balance (`limits.max_balance`) limits what a user has after the whole file. Only if that is too much, each
    /// row of the user that goes beyond the limit is a fault. With `at_most`, no row is at fault for what it takes.
    pub(super) fn find_out_of_bounds(&self, amount_column: &str, at_most: bool) -> Result<()> {
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS beyond_most (user_id INTEGER PRIMARY KEY);
             DELETE FROM temp.beyond_most;",
        )?;
        self.judge_rows(amount_column, at_most, None)?;
        let Some(most) = self.max_balance() else { return Ok(()) };
        if self.session().value::<i64>("SELECT count(*) FROM temp.beyond_most", ())? == 0 {
            return Ok(());
        }
        // Judge the rows of these users once more, from the first one on.
        self.session().run(
            "DELETE FROM temp.faults WHERE (reason = ?1 OR reason = ?2)
               AND row IN (SELECT p.row FROM temp.requested p
                           WHERE p.user_id IN (SELECT user_id FROM temp.beyond_most))",
            (FaultReason::Overdraft.as_str(), FaultReason::Overflow.as_str()),
        )?;
        self.judge_rows(amount_column, at_most, Some(most))
    }

    /// Judges all rows, and finds the users who end beyond the largest balance. With `most`, judges only the rows of those
    /// users.
    fn judge_rows(&self, amount_column: &str, at_most: bool, most: Option<Credits>) -> Result<()> {
        let only = if most.is_some() { "WHERE u.id IN (SELECT user_id FROM temp.beyond_most)" } else { "" };
        let mut rows = self.session().prepare(&format!(
            "SELECT p.row, p.user_id, p.bucket, p.amount, u.awarded, u.purchased, u.email
             FROM temp.requested p CROSS JOIN users u ON u.id = p.user_id {only} ORDER BY p.seq"
        ))?;
        let mut faults = RowBatch::new(self.session(), FAULT, 6)?;
        let mut rows = rows.query(())?;
        let (mut first, mut now) = (Running::default(), Running::default());
        while let Some(row) = rows.next()? {
            let user: i64 = row.get(1)?;
            if user != now.user {
                self.note_beyond_most(first, now, most)?;
                first = Running { user, awarded: row.get(4)?, purchased: row.get(5)? };
                now = first;
            }
            let (bucket, amount) = (row.text(2)?, row.get::<i64>(3)?);
            let mut next = now.after(bucket, amount);
            if at_most {
                next = Running { awarded: next.awarded.max(0), purchased: next.purchased.max(0), ..next };
            }
            match fault_of(&row, (now, next), most)? {
                None => now = next,
                Some((reason, what, figures)) => {
                    let number: i64 = row.get(0)?;
                    faults.add((number, amount_column, what, reason.as_str(), user, figures.to_string()))?;
                }
            }
        }
        drop(rows);
        faults.finish();
        self.note_beyond_most(first, now, most)
    }

    /// Notes a user whose balance grows beyond the largest one. Only the first pass does so (`judged` is `None`).
    fn note_beyond_most(&self, first: Running, last: Running, judged: Option<Credits>) -> Result<()> {
        let Some(most) = self.max_balance().filter(|_| judged.is_none()) else { return Ok(()) };
        if last.sum() > most.get() && last.sum() > first.sum() {
            self.session().run("INSERT INTO temp.beyond_most (user_id) VALUES (?1)", [last.user])?;
        }
        Ok(())
    }
}

/// Returns why a row that turns the balances `now` into `next` is impossible, with the figures for scripts.
fn fault_of(
    row: &Row<'_>,
    (now, next): (Running, Running),
    most: Option<Credits>,
) -> Result<Option<(FaultReason, String, Value)>> {
    let (bucket, amount, email) = (row.text(2)?, row.get(3)?, row.text(6)?);
    let beyond = |reason| {
        let balances = (now.awarded, now.purchased);
        let figures = figures_beyond_bounds(email, bucket, amount, balances);
        Ok(Some((reason, beyond_bounds(email, bucket, amount, balances), figures)))
    };
    if let Some(most) = most.filter(|most| amount > 0 && next.sum() > most.get()) {
        let figures = figures_beyond_max_balance(email, amount, now.sum(), most);
        let what = beyond_max_balance(email, amount, now.sum(), most);
        return Ok(Some((FaultReason::MaxBalance, what, figures)));
    }
    if next.awarded < 0 || next.purchased < 0 {
        return beyond(FaultReason::Overdraft);
    }
    if next.sum() > MAX_CREDITS { beyond(FaultReason::Overflow) } else { Ok(None) }
}
