//! Takes credits from each user of a selection: decides which balance they come from, and finds users who have too little.

use super::bounds::Stopped;
use super::operation::Draft;
use super::posting::Source;
use crate::domain::{Bucket, Credits, Kind, MAX_CREDITS};
use crate::error::Result;
use crate::store::sums::{sql_sum, sum_at};

/// The same amount, taken from each user of the current selection.
#[derive(Clone, Copy, Debug)]
pub struct Taking {
    pub kind: Kind,
    /// Credits to take from each user.
    pub amount: Credits,
    /// The only balance to take from. `None` takes from the awarded balance first, then from the purchased one.
    pub only: Option<Bucket>,
    /// The credits of both balances together that each user keeps.
    pub leave: Credits,
    /// Whether users who have less give what they have. Otherwise nobody gives anything.
    pub at_most: bool,
}

/// The credits that were missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortage {
    /// The sum over all users, including those who had nothing; at most [`MAX_CREDITS`].
    pub credits: i64,
    /// The credits that were missing, for each of the first entries in order. The figure of a user with several entries is at
    /// the last of them.
    pub by_entry: Vec<Option<i64>>,
}

/// How many entries have their own figure. No receipt holds more entries.
pub(crate) const MAX_ENTRIES: i64 = 1000;

impl Shortage {
    /// Makes a shortage from the exact sum and the figures of the first entries.
    pub(crate) fn of(credits: i128, by_entry: Vec<Option<i64>>) -> Self {
        Self { credits: bounded(credits), by_entry }
    }
}

/// Returns a sum of credits, at most [`MAX_CREDITS`].
pub(crate) fn bounded(credits: i128) -> i64 {
    i64::try_from(credits).map_or(MAX_CREDITS, |all| all.min(MAX_CREDITS))
}

impl Taking {
    /// SQL for the credits that can be taken from a user `u`.
    fn available(&self) -> String {
        let source = match self.only {
            Some(Bucket::Awarded) => "u.awarded",
            Some(Bucket::Purchased) => "u.purchased",
            None => "u.awarded + u.purchased",
        };
        let beyond = format!("u.awarded + u.purchased - {}", self.leave.get());
        format!("CASE WHEN {beyond} <= 0 THEN 0 WHEN {beyond} < {source} THEN {beyond} ELSE {source} END")
    }

    /// SQL for the part of `taken` that comes from the awarded balance.
    fn awarded_part(&self) -> &'static str {
        match self.only {
            Some(Bucket::Awarded) => "taken",
            Some(Bucket::Purchased) => "0",
            None => "CASE WHEN taken < awarded THEN taken ELSE awarded END",
        }
    }

    fn refusal(&self, email: &str, awarded: i64, purchased: i64) -> String {
        let credits = |number: i64| if number == 1 { "credit" } else { "credits" };
        let has = match self.only {
            Some(Bucket::Awarded) => format!("{awarded} awarded {}", credits(awarded)),
            Some(Bucket::Purchased) => format!("{purchased} purchased {}", credits(purchased)),
            None => format!("{awarded} awarded and {purchased} purchased {}", credits(purchased)),
        };
        let remain = match self.leave.get() {
            0 => String::new(),
            leave => format!(" if {leave} have to remain"),
        };
        format!("'{email}' has {has}: {} cannot be taken{remain}", self.amount)
    }
}

impl Draft<'_> {
    /// Takes the amount from each user of the current selection, with at most one entry for each balance.
    ///
    /// Fails (exit 4, `overdraft`) if users have too little, and names them. With `at_most`, takes what is there instead.
    pub fn take(&mut self, taking: &Taking) -> Result<Shortage> {
        if !taking.at_most {
            self.refuse_shortage(taking)?;
        }
        self.clear_staged()?;
        self.session().run(
            &format!(
                "INSERT INTO temp.requested (user_id, bucket, kind, amount)
                 SELECT user_id, bucket, ?1, -credits FROM (
                     SELECT s.user_id, b.bucket,
                            CASE b.bucket WHEN 'awarded' THEN s.from_awarded ELSE s.taken - s.from_awarded END AS credits
                     FROM (SELECT t.user_id, t.taken, {} AS from_awarded
                           FROM (SELECT a.user_id, a.awarded,
                                        CASE WHEN a.available < ?2 THEN a.available ELSE ?2 END AS taken
                                 FROM (SELECT u.id AS user_id, u.awarded, {} AS available
                                       FROM temp.selected p CROSS JOIN users u ON u.id = p.user_id) a) t) s
                          CROSS JOIN (SELECT 'awarded' AS bucket UNION ALL SELECT 'purchased') b) c
                 WHERE credits > 0 ORDER BY user_id, bucket",
                taking.awarded_part(),
                taking.available()
            ),
            (taking.kind, taking.amount.get()),
        )?;
        let shortage = if taking.at_most { self.shortage(taking.amount)? } else { Shortage::default() };
        self.short = taking.at_most.then_some(shortage.credits);
        self.post(Source::StagedOnce)?;
        Ok(shortage)
    }

    fn refuse_shortage(&self, taking: &Taking) -> Result<()> {
        let mut stopped = Stopped::default();
        let need = taking.amount.get();
        self.session().each(
            &format!(
                "SELECT id, email, awarded, purchased, available FROM (
                     SELECT u.id, u.email, u.awarded, u.purchased, {} AS available
                     FROM temp.selected p CROSS JOIN users u ON u.id = p.user_id) a
                 WHERE available < ?1 ORDER BY id",
                taking.available()
            ),
            [need],
            |row| {
                let (email, awarded, purchased) = (row.text(1)?, row.get(2)?, row.get(3)?);
                let data = serde_json::json!({ "email": email, "need": need, "available": row.get::<i64>(4)?,
                                               "awarded": awarded, "purchased": purchased });
                stopped.add_case(row.get(0)?, || (taking.refusal(email, awarded, purchased), data));
                Ok(())
            },
        )?;
        stopped.into_error().map_or(Ok(()), Err)
    }

    /// Returns by how much the staged rows fall short of the amount for each selected user.
    fn shortage(&self, amount: Credits) -> Result<Shortage> {
        let (users, taken): (i64, _) = self.session().one(
            &format!(
                "SELECT (SELECT count(*) FROM temp.selected), {} FROM temp.requested",
                sql_sum("-amount")
            ),
            (),
            |row| Ok((row.get(0)?, sum_at(row, 1)?)),
        )?;
        let credits = i128::from(amount.get()) * i128::from(users) - taken;
        let by_entry = self.session().all(
            "SELECT CASE WHEN q.user_id IS NULL THEN nullif(?1 + p.amount + coalesce(b.amount, 0), 0) END
             FROM temp.requested p LEFT JOIN temp.requested q ON q.seq = p.seq + 1 AND q.user_id = p.user_id
                                   LEFT JOIN temp.requested b ON b.seq = p.seq - 1 AND b.user_id = p.user_id
             WHERE p.seq <= ?2 ORDER BY p.seq",
            (amount.get(), MAX_ENTRIES),
            |row| row.get(0),
        )?;
        Ok(Shortage::of(credits, by_entry))
    }
}
