//! Computes the course of a user's balance over time.

use crate::domain::{Email, Timestamp};
use crate::error::Result;
use crate::store::session::Reader;

/// A balance at equal steps of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// The beginning, which is never before the account was made.
    pub from: Timestamp,
    pub to: Timestamp,
    /// The balance at the end of each step, both buckets together.
    pub balances: Vec<i64>,
    /// The lowest and the highest balance of the whole time, also within steps.
    pub extremes: (i64, i64),
}

impl Reader<'_> {
    /// Computes the user's balance between two times. It walks back along the user's entries once, and keeps one figure for
    /// each step. `None` if nobody has the address, or if no time lies in between.
    pub fn balance_curve(
        &self,
        email: &Email,
        since: Option<Timestamp>,
        until: Timestamp,
        steps: usize,
    ) -> Result<Option<Curve>> {
        let user = self.session.optional(
            "SELECT awarded + purchased, last_entry, created_at FROM users WHERE email = ?1",
            [email],
            |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?)),
        )?;
        let Some((mut balance, mut entry, created_at)) = user else { return Ok(None) };
        let (from, to) = (since.map_or(created_at, |since| since.seconds().max(created_at)), until.seconds());
        if to <= from || steps == 0 {
            return Ok(None);
        }
        let mut statement = self.session.prepare(
            "SELECT e.amount, o.at, e.previous, e.operation FROM entries e JOIN operations o ON o.id = e.operation WHERE e.id = ?1",
        )?;
        let mut reached = vec![None; steps];
        let (mut lowest, mut highest, mut later, mut oldest_at) = (i64::MAX, i64::MIN, 0, i64::MAX);
        while entry > 0 {
            let (amount, at, previous, operation): (i64, i64, i64, i64) =
                statement.one([entry], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            if at < from {
                break;
            }
            // Entries of one operation take effect together, so only the balance after the last of them counts.
            if at <= to && operation != later {
                reached[step(at - from, to - from, steps)].get_or_insert(balance);
                (lowest, highest) = (lowest.min(balance), highest.max(balance));
            }
            balance -= amount;
            (entry, later, oldest_at) = (previous, operation, at);
        }
        if oldest_at > from {
            (lowest, highest) = (lowest.min(balance), highest.max(balance));
        }
        let carried = reached.into_iter().map(|reached| {
            balance = reached.unwrap_or(balance);
            balance
        });
        let balances = carried.collect();
        Ok(Some(Curve {
            from: Timestamp::from_seconds(from),
            to: Timestamp::from_seconds(to),
            balances,
            extremes: (lowest, highest),
        }))
    }
}

/// The step that a moment lies in. Both times count from the beginning.
fn step(at_seconds: i64, length_seconds: i64, steps: usize) -> usize {
    let step = i128::from(at_seconds) * steps as i128 / i128::from(length_seconds);
    usize::try_from(step).unwrap_or(0).min(steps - 1)
}
