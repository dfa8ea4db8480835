//! Lists entries: the histories of users, and the journal.

use std::collections::BinaryHeap;

use super::entry::{Entry, ListedEntry};
use super::filter::{CompiledFilter, ListKey, order_by};
use super::list::{DOMAIN, ROLE};
use super::list_query::ListQuery;
use super::log::{DAY, MONTH_OF};
use crate::domain::{Bucket, Kind, Sort, ValueKind};
use crate::error::{Error, Result};
use crate::store::chain::sql_chain;
use crate::store::engine::value::Value;
use crate::store::session::Reader;
use crate::store::users::selection::{LeaveOut, Selection};

/// The key of the total balance after an entry. It is known only if the entries were found along the chains of a few users.
const TOTAL_AFTER: &str = "total_after";
const TOTAL: &str = "w.total";

/// Says which entries to show.
#[derive(Clone, Debug, Default)]
pub struct HistoryQuery {
    /// The users; `None` for everybody.
    pub selection: Option<Selection>,
    pub rows: ListQuery,
}

/// What entries can be filtered and sorted by. In the SQL, `e` is the entry, `o` its operation and `u` its user.
pub const ENTRY_KEYS: &[ListKey] = &[
    ListKey::new("id", ValueKind::Integer, "e.id"),
    ListKey::new("operation", ValueKind::Integer, "e.operation"),
    ListKey::new("at", ValueKind::Time, "o.at"),
    DAY,
    MONTH_OF,
    ListKey::new("email", ValueKind::Address, "u.email"),
    ListKey::new(
        "bucket",
        ValueKind::Word(|| [Bucket::Awarded, Bucket::Purchased].map(Bucket::as_str).to_vec()),
        "e.bucket",
    ),
    ListKey::new("kind", ValueKind::Word(|| Kind::ALL.map(Kind::as_str).to_vec()), "e.kind"),
    ListKey::new("amount", ValueKind::Integer, "e.amount"),
    ListKey::new("balance_after", ValueKind::Integer, "e.balance_after"),
    ListKey::new(TOTAL_AFTER, ValueKind::Integer, TOTAL),
    ListKey::new("reason", ValueKind::Text, "coalesce(e.reason, o.reason)"),
    ListKey::new("reference", ValueKind::Text, "coalesce(e.reference, o.reference)"),
    ListKey::new("key", ValueKind::Text, "coalesce(e.key, o.key)"),
    ListKey::new("month", ValueKind::Month, "e.month"),
    ListKey::new("actor", ValueKind::Actor, "o.actor"),
    DOMAIN,
    ROLE,
];

/// The keys that limit which operations an entry can belong to.
const OF_OPERATION: &[ListKey] = &[
    ListKey::new("operation", ValueKind::Integer, "o.id"),
    ListKey::new("at", ValueKind::Time, "o.at"),
    DAY,
    MONTH_OF,
    ListKey::new("actor", ValueKind::Actor, "o.actor"),
];

/// For up to this many users, walk the chains of their entries. For more, it is quicker to read all entries in order.
const MAX_CHAINS: u64 = 1_000;

/// Entries with their operation and user, looked up in this order.
const ENTRIES: &str =
    "entries e CROSS JOIN operations o ON o.id = e.operation CROSS JOIN users u ON u.id = e.user_id";

/// The entries of the selected users, found along their chains, with the total balance after each.
fn chained() -> String {
    let selected = "temp.selected s JOIN main.users u ON u.id = s.user_id";
    let total = ("total", "u.awarded + u.purchased", "c.total - e.amount");
    format!(
        "(WITH RECURSIVE {} SELECT id, total FROM chain) w CROSS JOIN ",
        sql_chain(selected, &[total], "TRUE")
    )
}

/// Whose entries to read, and how to find them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owners {
    Everybody,
    /// The current selection: follow the chains.
    Few,
    /// The current selection: search all entries.
    Many,
}

impl Owners {
    /// Returns the tables to join, the condition that an entry is one of theirs, and the total balance after it.
    fn sql(self) -> (String, &'static str, &'static str) {
        const UNKNOWN: &str = "CAST(NULL AS INTEGER)";
        match self {
            Self::Everybody => (String::new(), "TRUE", UNKNOWN),
            Self::Few => (chained(), "e.id = w.id", TOTAL),
            Self::Many => (String::new(), "e.user_id IN (SELECT user_id FROM temp.selected)", UNKNOWN),
        }
    }
}

const NEWEST_FIRST: Sort = Sort { key: "id", descending: true };
const OLDEST_FIRST: Sort = Sort { key: "id", descending: false };

impl Reader<'_> {
    /// Hands over the entries of the query one by one, newest first unless it sorts. Fails (exit 3) for an address that nobody
    /// has. Ends with the first error of `each`.
    pub fn history(&self, query: &HistoryQuery, each: impl FnMut(&Entry) -> Result<()>) -> Result<()> {
        let owners = self.owners(query)?;
        if owners == Owners::Few && query.rows.sort.is_empty() {
            return self.walk_chains(&query.rows, each);
        }
        self.scan(&query.rows, owners, &NEWEST_FIRST, each)
    }

    /// Hands over the entries of the query one by one, oldest first, so a limit takes the oldest. Fails (exit 3) for an address
    /// that nobody has. Ends with the first error of `each`.
    pub fn journal(&self, query: &HistoryQuery, each: impl FnMut(&Entry) -> Result<()>) -> Result<()> {
        let owners = self.owners(query)?;
        self.scan(&query.rows, owners, &OLDEST_FIRST, each)
    }

    /// Counts the entries of the query. Fails (exit 3) for an address that nobody has.
    pub fn count_entries(&self, query: &HistoryQuery) -> Result<u64> {
        let (chained, of_owners, _) = self.owners(query)?.sql();
        let filter = CompiledFilter::new(&query.rows.filter, ENTRY_KEYS, 2)?;
        let (first, last) = self.entries_between(&query.rows)?;
        self.session.value(
            &format!(
                "SELECT count(*) FROM {chained}{ENTRIES}
                 WHERE e.id BETWEEN ?1 AND ?2 AND {of_owners} AND {}",
                filter.sql()
            ),
            filter.values(&[Value::Integer(first), Value::Integer(last)]).as_slice(),
        )
    }

    /// Makes the query's users the current selection. Fails (exit 2) if a condition or the order needs a total balance that is
    /// not known for so many users.
    fn owners(&self, query: &HistoryQuery) -> Result<Owners> {
        let owners = match &query.selection {
            None => Owners::Everybody,
            Some(selection) if self.select(selection, LeaveOut::default())?.users <= MAX_CHAINS => {
                Owners::Few
            }
            Some(_) => Owners::Many,
        };
        if owners == Owners::Few || !query.rows.needs(TOTAL_AFTER) {
            return Ok(owners);
        }
        let message = format!("{TOTAL_AFTER} is known only in the history of up to {MAX_CHAINS} users");
        Err(Error::usage(message)
            .hint("name the users, such as: rad-admin credits history USERS --where 'total_after<10'"))
    }

    /// Walks the chains of the selected users back side by side, always from the newest entry that is left. So it costs as much
    /// as these users have entries, however large the ledger is.
    fn walk_chains(&self, query: &ListQuery, mut each: impl FnMut(&Entry) -> Result<()>) -> Result<()> {
        // Each head is the newest entry of a user that is left, and the total balance after it.
        let mut heads = BinaryHeap::from(self.session.all(
            "SELECT last_entry, awarded + purchased FROM main.users
             WHERE id IN (SELECT user_id FROM temp.selected)",
            (),
            |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
        )?);
        let has_total = query.filter.mentions(TOTAL_AFTER);
        let (total_row, parameters) =
            if has_total { ("(SELECT CAST(?2 AS INTEGER) AS total) w CROSS JOIN ", 2) } else { ("", 1) };
        let filter = CompiledFilter::new(&query.filter, ENTRY_KEYS, parameters)?;
        let mut entry = self.session.prepare(&format!(
            "SELECT {}, coalesce({}, FALSE) FROM {total_row}{ENTRIES} WHERE e.id = ?1",
            ListedEntry::sql(),
            filter.sql()
        ))?;
        let (mut passed_over, mut left) = (query.offset, query.limit.unwrap_or(u64::MAX));
        while let Some((id, total)) = heads.pop().filter(|(id, _)| *id > 0 && left > 0) {
            let values = filter.values(&[Value::Integer(id), Value::Integer(total)][..parameters]);
            let (entry, fits): (_, bool) = entry
                .one(values.as_slice(), |row| Ok((ListedEntry::read(row)?, row.get(ListedEntry::COUNT)?)))?;
            heads.push((entry.previous, total - entry.amount));
            if fits && passed_over > 0 {
                passed_over -= 1;
            } else if fits {
                left -= 1;
                each(&entry.into_entry(self.zone(), Some(total)))?;
            }
        }
        Ok(())
    }

    fn scan(
        &self,
        query: &ListQuery,
        owners: Owners,
        last: &Sort,
        mut each: impl FnMut(&Entry) -> Result<()>,
    ) -> Result<()> {
        let (first, newest) = self.entries_between(query)?;
        let (chained, of_owners, total) = owners.sql();
        let filter = CompiledFilter::new(&query.filter, ENTRY_KEYS, 2)?;
        let mut statement = self.session.prepare(&format!(
            "SELECT {}, {total} FROM {chained}{ENTRIES}
             WHERE e.id BETWEEN ?1 AND ?2 AND {of_owners} AND {}
             ORDER BY {} {}",
            ListedEntry::sql(),
            filter.sql(),
            order_by(&query.sort, ENTRY_KEYS, last, "e.id"),
            query.cut()
        ))?;
        let bounds = [Value::Integer(first), Value::Integer(newest)];
        let mut rows = statement.query(filter.values(&bounds).as_slice())?;
        while let Some(row) = rows.next()? {
            let total = row.get(ListedEntry::COUNT)?;
            each(&ListedEntry::read(row)?.into_entry(self.zone(), total))?;
        }
        Ok(())
    }

    /// Returns the first and the last entry of the operations that the query asks for, so that a month among years costs a
    /// month. After a clock was set back, entries of other operations may lie between them.
    fn entries_between(&self, query: &ListQuery) -> Result<(i64, i64)> {
        if !OF_OPERATION.iter().any(|key| query.filter.mentions(key.key.name)) {
            return Ok((i64::MIN, i64::MAX));
        }
        let filter = CompiledFilter::of_these(&query.filter, OF_OPERATION, 0);
        let between = self.session.one(
            &format!(
                "SELECT min(s.first_entry), max(s.first_entry + s.entries - 1)
                 FROM operations o JOIN seals s ON s.operation = o.id
                 WHERE s.entries > 0 AND {}",
                filter.sql()
            ),
            filter.values(&[]).as_slice(),
            |row| Ok(row.get::<Option<i64>>(0)?.zip(row.get(1)?)),
        )?;
        Ok(between.unwrap_or((1, 0)))
    }
}
