//! What every list takes: which rows, in which order, and how many.

use crate::domain::{Condition, Filter, Sort};

/// Which rows of a list to show.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// Those that fit.
    pub filter: Filter,
    /// The first key that differs decides; empty: the list's own order.
    pub sort: Vec<Sort>,
    /// At most that many.
    pub limit: Option<u64>,
    /// That many are passed over first.
    pub offset: u64,
}

impl ListQuery {
    /// All rows for which this holds.
    pub fn of(condition: Condition) -> Self {
        Self { filter: Filter::default().and(condition), ..Self::default() }
    }

    /// The clauses that cut the rows.
    pub(crate) fn cut(&self) -> String {
        // A limit that no list reaches is none: an offset needs one.
        let limit = self.limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        match (self.limit, self.offset) {
            (None, 0) => String::new(),
            (_, 0) => format!("LIMIT {limit}"),
            (_, offset) => format!("LIMIT {limit} OFFSET {}", i64::try_from(offset).unwrap_or(i64::MAX)),
        }
    }
}
