//! How a user's balance went over time.

use crate::domain::{Email, Timestamp};
use crate::error::Result;
use crate::store::session::Reader;

/// A balance at equal steps of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// When it begins: not before the account was made.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// The balance at the end of each step, awarded and purchased together.
    pub balances: Vec<i64>,
    /// The lowest and the highest balance there was in between, also within a step.
    pub extremes: (i64, i64),
}

impl Reader<'_> {
    /// The user's balance between two times in that many steps, by one walk back along the user's entries in memory for
    /// the steps alone. `None` where nobody has the address or no time lies between.
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
            // Between two entries of one operation nobody had a balance.
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

/// The step in which a moment lies, from both in seconds since the beginning.
fn step(at_seconds: i64, length_seconds: i64, steps: usize) -> usize {
    let step = i128::from(at_seconds) * steps as i128 / i128::from(length_seconds);
    usize::try_from(step).unwrap_or(0).min(steps - 1)
}
