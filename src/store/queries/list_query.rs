//! The filter, order and limit that every list takes.

use crate::domain::{Condition, Filter, Sort};

/// Says which rows of a list to show, in which order.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    pub filter: Filter,
    /// The first key in which two rows differ decides. An empty list means the list's own order.
    pub sort: Vec<Sort>,
    pub limit: Option<u64>,
    /// The number of rows to pass over first.
    pub offset: u64,
}

impl ListQuery {
    /// All rows that fit the condition.
    pub fn of(condition: Condition) -> Self {
        Self { filter: Filter::default().and(condition), ..Self::default() }
    }

    /// Whether a condition or the order needs this key.
    pub(crate) fn needs(&self, key: &str) -> bool {
        self.filter.mentions(key) || self.sort.iter().any(|sort| sort.key == key)
    }

    /// Returns how many of all `rows` a list with this offset and limit shows.
    pub fn rows_shown(&self, rows: u64) -> u64 {
        rows.saturating_sub(self.offset).min(self.limit.unwrap_or(u64::MAX))
    }

    /// Returns the SQL clauses LIMIT and OFFSET.
    pub(crate) fn cut(&self) -> String {
        // OFFSET needs a LIMIT; this one is never reached.
        let limit = self.limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        match (self.limit, self.offset) {
            (None, 0) => String::new(),
            (_, 0) => format!("LIMIT {limit}"),
            (_, offset) => format!("LIMIT {limit} OFFSET {}", i64::try_from(offset).unwrap_or(i64::MAX)),
        }
    }
}
