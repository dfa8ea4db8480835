//! Lists the entries of one operation, as its receipt shows them.

use serde::Serialize;

use super::bounds::sql_limit;
use crate::domain::{Bucket, Email, Kind, OperationId};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::ledger::sealed_ranges::sql_is_entry_of;
use crate::store::session::Reader;

/// An entry as a receipt shows it. Keys and order are stable, because scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostedEntry {
    pub email: Email,
    pub bucket: Bucket,
    pub kind: Kind,
    /// The change, in credits.
    pub amount: i64,
    /// The balance of this bucket before the entry.
    pub balance_before: i64,
    /// The balance of this bucket after the entry.
    pub balance_after: i64,
    /// The credits that were missing, if the adjustment took only what was there. Of a command, known only in its receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<i64>,
    /// The key of the row that asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Reader<'_> {
    /// Returns the first entries of a sealed operation, in order.
    pub fn posted_entries(&self, operation: OperationId, limit: usize) -> Result<Vec<PostedEntry>> {
        let mut posted = Vec::new();
        self.entries_of(operation, Some(limit as u64), |entry| {
            posted.push(entry.clone());
            Ok(())
        })?;
        Ok(posted)
    }

    pub fn entry_count(&self, operation: OperationId) -> Result<u64> {
        self.session.value("SELECT entries FROM seals WHERE operation = ?1", [operation])
    }

    /// Hands over the entries of a sealed operation one by one, in order. Ends with the first error of `each`.
    pub fn entries_of(
        &self,
        operation: OperationId,
        limit: Option<u64>,
        mut each: impl FnMut(&PostedEntry) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.session.prepare(&format!(
            "SELECT u.email, e.bucket, e.kind, e.amount, e.balance_after, e.key, e.amount - e.asked
             FROM entries e CROSS JOIN users u ON u.id = e.user_id
             WHERE {} ORDER BY e.id LIMIT ?2",
            sql_is_entry_of("e.id", "?1")
        ))?;
        let mut rows = statement.query((operation, sql_limit(limit)))?;
        while let Some(row) = rows.next()? {
            each(&posted_from_row(row)?)?;
        }
        Ok(())
    }
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
        short: row.get(6)?,
        key: row.get(5)?,
    })
}
