//! What an operation begins with. A server is asked for it before it is needed.

use crate::domain::{EntryId, OperationId};
use crate::error::Result;
use crate::store::engine::session::Row;

/// What a new operation needs to know of the ledger.
pub(super) struct Opening {
    pub(super) operation: OperationId,
    pub(super) first_entry: EntryId,
    pub(super) first_change: i64,
    pub(super) had_admin: bool,
    pub(super) moved_to: Option<String>,
}

/// Asks for an [`Opening`].
pub(in crate::store) const OPENING: &str = "SELECT (SELECT coalesce(max(id), 0) + 1 FROM operations),
        (SELECT coalesce(max(id), 0) + 1 FROM entries), (SELECT coalesce(max(id), 0) + 1 FROM changes),
        EXISTS (SELECT 1 FROM users WHERE roles & 32 <> 0 AND status = 'active'), (SELECT moved_to FROM ledger)";

impl Opening {
    pub(super) fn from_row(row: Row<'_>) -> Result<Self> {
        Ok(Self {
            operation: row.get(0)?,
            first_entry: row.get(1)?,
            first_change: row.get(2)?,
            had_admin: row.get(3)?,
            moved_to: row.get(4)?,
        })
    }
}
