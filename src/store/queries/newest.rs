//! Looks up the newest operations.

use crate::domain::OperationId;
use crate::error::{Error, Result};
use crate::store::session::Reader;

impl Reader<'_> {
    /// Returns the number of the newest operation. Fails (exit 3) if there is none.
    pub fn newest_operation(&self) -> Result<OperationId> {
        let newest = self.newest_sealed()?.map(|(operation, _)| operation);
        newest.ok_or_else(|| Error::not_found("nothing has been done in this ledger yet"))
    }

    /// Returns the newest operation and the number of users that it touched; `None` if there is no operation.
    pub fn newest_sealed(&self) -> Result<Option<(OperationId, u64)>> {
        let newest = "SELECT operation, users FROM seals ORDER BY operation DESC LIMIT 1";
        self.session.optional(newest, (), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Returns the operations after `before`, or all of them, oldest first.
    pub fn operations_after(&self, before: Option<OperationId>) -> Result<Vec<OperationId>> {
        let later = "SELECT operation FROM seals WHERE operation > coalesce(?1, 0) ORDER BY operation";
        self.session.all(later, [before], |row| row.get(0))
    }
}
