//! The entries and changes as a seal covers them.

use crate::store::engine::value::Value;

columns! {
    /// An entry. Its number comes first, so that it can be read in ranges.
    EntryRow<'r> {
        id: i64 = "id",
        /// Not hashed, because the row belongs to the operation whose digest this is. `verify` compares it.
        operation: i64 = "operation",
        user: i64 = "user_id",
        bucket: &'r str = "bucket",
        kind: &'r str = "kind",
        amount: i64 = "amount",
        balance_after: i64 = "balance_after",
        /// The user's entry before it.
        previous: i64 = "previous",
        month: Option<i64> = "month",
        attempt: Option<i64> = "attempt",
        reverses: Option<i64> = "reverses",
        reason: Option<&'r str> = "reason",
        reference: Option<&'r str> = "reference",
        key: Option<&'r str> = "key",
        salt: Value<'r> = "salt",
        /// The amount that a row asked for, if it took less.
        asked: Option<i64> = "asked",
    }
}

columns! {
    /// A change. Its number comes first, so that it can be read in ranges.
    ChangeRow<'r> {
        id: i64 = "id",
        /// Not hashed, for the same reason.
        operation: i64 = "operation",
        user: i64 = "user_id",
        field: &'r str = "field",
        month: i64 = "month",
        reverses: Option<i64> = "reverses",
        before: Option<&'r str> = "before",
        after: Option<&'r str> = "after",
        person: Option<&'r str> = "person",
        salt: Value<'r> = "salt",
    }
}

/// The entries with the numbers from `?1` to `?2`.
pub(super) fn entries_between() -> String {
    format!("SELECT {} FROM entries WHERE id BETWEEN ?1 AND ?2 ORDER BY id", EntryRow::sql())
}

/// The changes with the numbers from `?1` to `?2`.
pub(super) fn changes_between() -> String {
    format!("SELECT {} FROM changes WHERE id BETWEEN ?1 AND ?2 ORDER BY id", ChangeRow::sql())
}
