//! Bounds of queries, as the database takes them.

use crate::domain::Timestamp;

/// A limit as the database has it: -1 is none.
pub(super) fn sql_limit(limit: Option<u64>) -> i64 {
    limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}

/// The seconds from `since` to `until`, both included; without them, all.
pub(super) fn seconds_between(since: Option<Timestamp>, until: Option<Timestamp>) -> (i64, i64) {
    (since.map_or(i64::MIN, Timestamp::seconds), until.map_or(i64::MAX, Timestamp::seconds))
}
