//! Converts limits for the database.

/// Returns the limit as SQL takes it; -1 is no limit.
pub(super) fn sql_limit(limit: Option<u64>) -> i64 {
    limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}
