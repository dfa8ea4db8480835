//! The entries: a history of users, newest first, and what one operation posted.

use std::collections::BinaryHeap;

use serde::Serialize;

use super::bounds::{seconds_between, sql_limit};
use crate::domain::{Bucket, Email, Kind, Month, Timestamp};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::session::Reader;
use crate::store::users::selection::{LeaveOut, Selection};

/// One change of one balance, with what is known about it. Keys and order are stable: scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// The operation that posted it.
    pub operation: i64,
    /// When.
    pub at: Timestamp,
    /// Whose balance.
    pub email: Email,
    /// Which balance.
    pub bucket: Bucket,
    /// Why it exists.
    pub kind: Kind,
    /// The change, in credits.
    pub amount: i64,
    /// The balance of the bucket after it.
    pub balance_after: i64,
    /// Its own reason, else the operation's.
    pub reason: Option<String>,
    /// Its own reference, else the operation's.
    pub reference: Option<String>,
    /// The month of a monthly allowance.
    pub month: Option<Month>,
    /// Who posted it.
    pub actor: String,
}

/// Which entries to show.
#[derive(Clone, Debug, Default)]
pub struct HistoryQuery {
    /// Whose; `None`: everybody's.
    pub selection: Option<Selection>,
    /// Not before this second.
    pub since: Option<Timestamp>,
    /// Not after this second.
    pub until: Option<Timestamp>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// At most that many, the newest.
    pub limit: Option<u64>,
}

/// An entry as a receipt shows it. Keys and order are stable: scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostedEntry {
    /// Whose balance.
    pub email: Email,
    /// Which balance.
    pub bucket: Bucket,
    /// Why it exists.
    pub kind: Kind,
    /// The change, in credits.
    pub amount: i64,
    /// The balance of the bucket before it.
    pub balance_before: i64,
    /// The balance of the bucket after it.
    pub balance_after: i64,
}

/// Up to that many users the chains of their entries are walked; beyond, reading all entries in order is quicker.
const MAX_CHAINS: i64 = 1_000;

/// Entries with their operation and user, looked up in this order.
const ENTRIES: &str = "SELECT e.id, e.operation, o.at, u.email, e.bucket, e.kind, e.amount, e.balance_after,
            coalesce(e.reason, o.reason), coalesce(e.reference, o.reference), e.month, o.actor, e.previous
     FROM entries e CROSS JOIN operations o ON o.id = e.operation CROSS JOIN users u ON u.id = e.user_id";

const OF_SELECTED: &str = "AND e.user_id IN (SELECT user_id FROM temp.selected)";
const NEWEST_FIRST: &str = "e.id DESC";
const OLDEST_FIRST: &str = "e.id";

impl Reader<'_> {
    /// Hands over the entries of the query one by one, newest first. Exit 3 for an address that nobody has. Ends with the
    /// first error of `each`.
    pub fn history(&self, query: &HistoryQuery, each: impl FnMut(&Entry) -> Result<()>) -> Result<()> {
        match &query.selection {
            None => self.scan(query, "", NEWEST_FIRST, each),
            Some(selection) if self.select(selection, LeaveOut::default())?.users <= MAX_CHAINS => {
                self.walk_chains(query, each)
            }
            Some(_) => self.scan(query, OF_SELECTED, NEWEST_FIRST, each),
        }
    }

    /// Hands over the entries of the query one by one, oldest first; its limit counts from the oldest. Exit 3 for an address
    /// that nobody has. Ends with the first error of `each`.
    pub fn journal(&self, query: &HistoryQuery, each: impl FnMut(&Entry) -> Result<()>) -> Result<()> {
        let Some(selection) = &query.selection else { return self.scan(query, "", OLDEST_FIRST, each) };
        self.select(selection, LeaveOut::default())?;
        self.scan(query, OF_SELECTED, OLDEST_FIRST, each)
    }

    /// Walks the chains of the selected users back side by side, always at the newest entry that is left: the cost is that
    /// of their own entries, however large the ledger.
    fn walk_chains(&self, query: &HistoryQuery, mut each: impl FnMut(&Entry) -> Result<()>) -> Result<()> {
        let mut heads = BinaryHeap::from(self.session.all(
            "SELECT last_entry FROM users WHERE id IN (SELECT user_id FROM temp.selected)",
            (),
            |row| row.get::<i64>(0),
        )?);
        let mut entry = self.session.prepare(&format!("{ENTRIES} WHERE e.id = ?1"))?;
        let mut left = query.limit.unwrap_or(u64::MAX);
        while let Some(id) = heads.pop().filter(|id| *id > 0 && left > 0) {
            let (entry, previous) = entry.one([id], |row| Ok((entry_from_row(row)?, row.get(12)?)))?;
            heads.push(previous);
            if query.wants(&entry) {
                left -= 1;
                each(&entry)?;
            }
        }
        Ok(())
    }

    fn scan(
        &self,
        query: &HistoryQuery,
        condition: &str,
        order: &str,
        mut each: impl FnMut(&Entry) -> Result<()>,
    ) -> Result<()> {
        let Some((first, last)) = self.entries_between(query)? else { return Ok(()) };
        let mut statement = self.session.prepare(&format!(
            "{ENTRIES} WHERE e.id BETWEEN ?1 AND ?2 AND o.at BETWEEN ?3 AND ?4
                         AND (?5 IS NULL OR e.kind = ?5) {condition}
             ORDER BY {order} LIMIT ?6"
        ))?;
        let (since, until) = query.seconds();
        let kind = query.kind.map(Kind::as_str);
        let mut rows = statement.query((first, last, since, until, kind, sql_limit(query.limit)))?;
        while let Some(row) = rows.next()? {
            each(&entry_from_row(row)?)?;
        }
        Ok(())
    }

    /// The first and the last entry of the operations in the query's time, so that a month among years costs a month. A
    /// clock that was set back may have put others between them.
    fn entries_between(&self, query: &HistoryQuery) -> Result<Option<(i64, i64)>> {
        Ok(self
            .session
            .optional(
                "SELECT min(s.first_entry), max(s.first_entry + s.entries - 1)
                 FROM operations o JOIN seals s ON s.operation = o.id
                 WHERE o.at BETWEEN ?1 AND ?2 AND s.entries > 0",
                query.seconds(),
                |row| Ok(row.get::<Option<i64>>(0)?.zip(row.get(1)?)),
            )?
            .flatten())
    }

    /// The first entries of a sealed operation, in their order.
    pub fn posted_entries(&self, operation: i64, limit: usize) -> Result<Vec<PostedEntry>> {
        let mut posted = Vec::new();
        self.posted(operation, Some(limit as u64), |entry| {
            posted.push(entry.clone());
            Ok(())
        })?;
        Ok(posted)
    }

    /// Hands over all entries of a sealed operation one by one, in their order. Ends with the first error of `each`.
    pub fn entries_of(&self, operation: i64, each: impl FnMut(&PostedEntry) -> Result<()>) -> Result<()> {
        self.posted(operation, None, each)
    }

    fn posted(
        &self,
        operation: i64,
        limit: Option<u64>,
        mut each: impl FnMut(&PostedEntry) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.session.prepare(
            "SELECT u.email, e.bucket, e.kind, e.amount, e.balance_after
             FROM seals s CROSS JOIN entries e ON e.id >= s.first_entry AND e.id < s.first_entry + s.entries
                          CROSS JOIN users u ON u.id = e.user_id
             WHERE s.operation = ?1 ORDER BY e.id LIMIT ?2",
        )?;
        let mut rows = statement.query((operation, sql_limit(limit)))?;
        while let Some(row) = rows.next()? {
            each(&posted_from_row(row)?)?;
        }
        Ok(())
    }
}

impl HistoryQuery {
    fn seconds(&self) -> (i64, i64) {
        seconds_between(self.since, self.until)
    }

    fn wants(&self, entry: &Entry) -> bool {
        let (since, until) = self.seconds();
        (since..=until).contains(&entry.at.seconds()) && self.kind.is_none_or(|kind| kind == entry.kind)
    }
}

fn entry_from_row(row: Row<'_>) -> Result<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        operation: row.get(1)?,
        at: row.get(2)?,
        email: row.get(3)?,
        bucket: row.get(4)?,
        kind: row.get(5)?,
        amount: row.get(6)?,
        balance_after: row.get(7)?,
        reason: row.get(8)?,
        reference: row.get(9)?,
        month: row.get(10)?,
        actor: row.get(11)?,
    })
}

fn posted_from_row(row: Row<'_>) -> Result<PostedEntry> {
    let (amount, balance_after) = (row.get::<i64>(3)?, row.get::<i64>(4)?);
    Ok(PostedEntry {
        email: row.get(0)?,
        bucket: row.get(1)?,
        kind: row.get(2)?,
        amount,
        balance_before: balance_after - amount,
        balance_after,
    })
}
