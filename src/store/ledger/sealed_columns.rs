//! The columns of entries and changes that a seal covers, in the order in which they enter its digest.

columns! {
    /// A column of an entry. `Operation` is read so that a witness can compare it. It is not hashed, because the row belongs to
    /// the operation whose digest this is.
    EntryColumn {
        Operation = "operation",
        User = "user_id",
        Id = "id",
        Bucket = "bucket",
        Kind = "kind",
        Amount = "amount",
        BalanceAfter = "balance_after",
        Previous = "previous",
        Month = "month",
        Attempt = "attempt",
        Reverses = "reverses",
        Reason = "reason",
        Reference = "reference",
        Key = "key",
        Salt = "salt",
        Asked = "asked",
    }
}

columns! {
    /// A column of a change. `Operation` is read for the same purpose.
    ChangeColumn {
        Operation = "operation",
        User = "user_id",
        Id = "id",
        Field = "field",
        Month = "month",
        Reverses = "reverses",
        Before = "before",
        After = "after",
        Person = "person",
        Salt = "salt",
    }
}

/// The entries with the numbers from `?1` to `?2`.
pub(super) fn entries_between() -> String {
    format!("SELECT {} FROM entries WHERE id BETWEEN ?1 AND ?2 ORDER BY id", EntryColumn::sql())
}

/// The changes with the numbers from `?1` to `?2`.
pub(super) fn changes_between() -> String {
    format!("SELECT {} FROM changes WHERE id BETWEEN ?1 AND ?2 ORDER BY id", ChangeColumn::sql())
}
