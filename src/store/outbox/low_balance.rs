//! Queues messages about low balances: to users whose balance fell below the threshold, and to those whose balance stays low.
//!
//! A fall is an entry that takes a balance from the threshold or above to below it. Each fall counts once. An account that was
//! made with little has never fallen, and a new threshold counts falls only from the newest entry on, so neither floods
//! anybody.

use crate::domain::Timestamp;
use crate::error::Result;
use crate::store::chain::{Carried, sql_chain};
use crate::store::session::Writer;

/// Older falls are no news. This bounds the first look at an old ledger.
const NEWS_DAYS: i64 = 30;
const DAY_SECONDS: i64 = 86_400;
/// A message may be repeated this much early, because cron is not punctual to the second.
const EARLY_SECONDS: i64 = 3_600;

/// Says what to look for.
#[derive(Clone, Debug)]
pub struct LowBalanceQuery<'a> {
    /// The total balance of a user is low if it is below this.
    pub threshold: i64,
    /// After how many days to remind a user; 0 is never.
    pub repeat_days: u32,
    /// Whether to look at the current selection only.
    pub selected_only: bool,
    /// The beginning of the Message-IDs.
    pub run: &'a str,
    pub now: Timestamp,
}

/// The result of a look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LowBalances {
    /// Active users who get mail and whose balance is low.
    pub low_users: u64,
    /// Those of them who fell below the threshold and get a message.
    pub newly_low_users: u64,
    /// Those of them who got a message before and get it again.
    pub reminded_users: u64,
    /// Whether the last look had another threshold.
    pub threshold_changed: bool,
}

const USER_ID: Carried<'_> = ("user_id", "u.id", "c.user_id");
/// The total balance after the entry.
const BALANCE: Carried<'_> = ("balance", "u.awarded + u.purchased", "c.balance - e.amount");

impl Writer<'_> {
    /// Queues a message to each user whose balance fell below the threshold since the last look, and to each whose last message
    /// is old and whose balance is still low.
    pub fn queue_low_balances(&self, query: &LowBalanceQuery<'_>) -> Result<LowBalances> {
        self.require_here()?;
        let (since_entry, threshold_changed) = self.watch_threshold(query)?;
        let wanted = format!(
            "u.status = 'active' AND u.mail <> 0 AND u.awarded + u.purchased < ?1 {}",
            if query.selected_only { "AND u.id IN (SELECT user_id FROM temp.selected)" } else { "" }
        );
        let low_users =
            self.session.value(&format!("SELECT count(*) FROM users u WHERE {wanted}"), [query.threshold])?;
        let reminded_users = self.repeat_low_balances(query, &wanted)?;
        let carried = [
            USER_ID,
            BALANCE,
            ("fell_with", "CAST(0 AS INTEGER)", "e.id"),
            (
                "seen",
                "(SELECT coalesce(max(x.seen_entry), 0) FROM outbox x WHERE x.user_id = u.id AND x.kind = 'low_balance')",
                "c.seen",
            ),
        ];
        let chain = sql_chain(
            &format!("users u WHERE {wanted} AND u.last_entry > ?2"),
            &carried,
            "c.balance < ?1 AND c.id > ?2 AND c.id > c.seen",
        );
        let newly_low_users = self.session.execute(
            &format!(
                "WITH RECURSIVE {chain}
                 INSERT INTO outbox (kind, user_id, cause, threshold, seen_entry, message_id, status, queued_at)
                 SELECT 'low_balance', u.id, c.fell_with, ?1, u.last_entry, ?3 || '.' || u.id, 'queued', ?4
                 FROM chain c JOIN users u ON u.id = c.user_id WHERE c.balance >= ?1
                 ORDER BY u.id"
            ),
            (query.threshold, since_entry, query.run, query.now),
        )?;
        Ok(LowBalances { low_users, newly_low_users, reminded_users, threshold_changed })
    }

    /// Stores the threshold. Returns the entry after which falls count, and whether the threshold has changed.
    fn watch_threshold(&self, query: &LowBalanceQuery<'_>) -> Result<(i64, bool)> {
        let known: Option<(Option<i64>, i64)> = self.session.optional(
            "SELECT threshold, since_entry FROM mail_state WHERE id = 1",
            (),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let known = known.and_then(|(threshold, since)| threshold.map(|threshold| (threshold, since)));
        let newest = |condition: &str, value: i64| {
            self.session.value::<i64>(
                &format!(
                    "SELECT coalesce(max(first_entry + entries - 1), 0) FROM seals WHERE operation = (
                              SELECT coalesce(max(id), 0) FROM operations WHERE {condition})"
                ),
                [value],
            )
        };
        let changed = known.is_some_and(|(threshold, _)| threshold != query.threshold);
        let since = match known {
            None => 0,
            Some((_, since)) if !changed => since,
            Some(_) => newest("id > ?1", 0)?,
        };
        self.session.run(
            "INSERT INTO mail_state (id, threshold, since_entry) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET threshold = ?1, since_entry = ?2",
            (query.threshold, since),
        )?;
        let no_news = newest("at <= ?1", query.now.seconds() - NEWS_DAYS * DAY_SECONDS)?;
        Ok((since.max(no_news), changed))
    }

    /// Queues reminders. A user whose balance reached the threshold since the last message gets none: the look for falls finds
    /// a new fall of theirs.
    fn repeat_low_balances(&self, query: &LowBalanceQuery<'_>, wanted: &str) -> Result<u64> {
        if query.repeat_days == 0 {
            return Ok(0);
        }
        let chain = sql_chain(
            "told t JOIN users u ON u.id = t.user_id",
            &[USER_ID, BALANCE, ("seen", "t.seen", "c.seen")],
            "c.balance < ?1 AND c.id > c.seen",
        );
        let told_by = query.now.seconds() - i64::from(query.repeat_days) * DAY_SECONDS + EARLY_SECONDS;
        self.session.execute(
            &format!(
                "WITH RECURSIVE told (user_id, id, cause, round, seen) AS (
                     SELECT x.user_id, x.id, x.cause, x.round, x.seen_entry
                     FROM users u JOIN outbox x ON x.user_id = u.id AND x.kind = 'low_balance'
                     WHERE {wanted} AND x.status <> 'queued' AND x.queued_at <= ?2
                       AND x.id = (SELECT max(y.id) FROM outbox y
                                   WHERE y.user_id = u.id AND y.kind = 'low_balance')),
                 {chain}
                 INSERT INTO outbox (kind, user_id, cause, round, threshold, seen_entry, message_id, status, queued_at)
                 SELECT 'low_balance', u.id, t.cause, t.round + 1, ?1, u.last_entry, ?3 || '.' || u.id, 'queued', ?4
                 FROM told t JOIN users u ON u.id = t.user_id
                 WHERE NOT EXISTS (SELECT 1 FROM chain c WHERE c.user_id = t.user_id AND c.balance >= ?1)
                 ORDER BY u.id"
            ),
            (query.threshold, told_by, query.run, query.now),
        )
    }
}
