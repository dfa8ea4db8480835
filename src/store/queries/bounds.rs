//! Bounds of queries, as the database takes them.

/// A limit as the database has it: -1 is none.
pub(super) fn sql_limit(limit: Option<u64>) -> i64 {
    limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}
