//! An entry as lists show it.

use serde::Serialize;

use crate::domain::{Bucket, Email, EntryId, Kind, LocalDay, Month, OperationId, Timestamp, Zone};

/// An entry and what is known about it. Keys and order are stable, because scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub id: EntryId,
    pub operation: OperationId,
    pub at: Timestamp,
    /// The day of `at` in the ledger's zone.
    pub day: LocalDay,
    /// The month of `at` in the ledger's zone.
    pub month_of: Month,
    pub email: Email,
    pub bucket: Bucket,
    pub kind: Kind,
    /// The change, in credits.
    pub amount: i64,
    /// The balance of this bucket after the entry.
    pub balance_after: i64,
    /// The user's total balance after the entry; `None` in a history of everybody or of more than `MAX_CHAINS` users.
    pub total_after: Option<i64>,
    /// The entry's own reason, else the operation's.
    pub reason: Option<String>,
    /// The entry's own reference, else the operation's.
    pub reference: Option<String>,
    /// The entry's own key, else the operation's.
    pub key: Option<String>,
    /// The month that a grant paid.
    pub month: Option<Month>,
    pub actor: String,
}

columns! {
    /// What is read of an entry `e`, its operation `o` and its user `u`.
    ListedEntry {
        id: EntryId = "e.id",
        operation: OperationId = "e.operation",
        at: Timestamp = "o.at",
        email: Email = "u.email",
        bucket: Bucket = "e.bucket",
        kind: Kind = "e.kind",
        amount: i64 = "e.amount",
        balance_after: i64 = "e.balance_after",
        reason: Option<String> = "coalesce(e.reason, o.reason)",
        reference: Option<String> = "coalesce(e.reference, o.reference)",
        key: Option<String> = "coalesce(e.key, o.key)",
        month: Option<Month> = "e.month",
        actor: String = "o.actor",
        /// The number of the user's entry before it; 0: none.
        previous: i64 = "e.previous",
    }
}

impl ListedEntry {
    pub(super) fn into_entry(self, zone: Zone, total_after: Option<i64>) -> Entry {
        let day = zone.day_of(self.at);
        Entry {
            id: self.id,
            operation: self.operation,
            at: self.at,
            day,
            month_of: day.month(),
            email: self.email,
            bucket: self.bucket,
            kind: self.kind,
            amount: self.amount,
            balance_after: self.balance_after,
            total_after,
            reason: self.reason,
            reference: self.reference,
            key: self.key,
            month: self.month,
            actor: self.actor,
        }
    }
}
