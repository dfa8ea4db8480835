//! Rule *Copies* (docs/rules.md): a ledger that has moved takes no more writes.

use crate::error::{Error, Result};
use crate::store::session::Reader;

impl Reader<'_> {
    /// Where the ledger has moved to; `None` where it is still here.
    pub fn moved_to(&self) -> Result<Option<String>> {
        self.session.value("SELECT moved_to FROM ledger", ())
    }

    /// Exit 7 where the ledger has moved. An operation asks by itself; messages are sent without one.
    pub fn require_here(&self) -> Result<()> {
        self.moved_to()?.map_or(Ok(()), |place| Err(moved_error(&place)))
    }
}

/// The error for a write to a ledger that has moved.
pub(crate) fn moved_error(place: &str) -> Error {
    Error::setup(format!("the ledger has moved to {place}; nothing was written"))
        .reason("moved")
        .hint(format!("name it with: --db '{place}', or in the configuration or RAD_ADMIN_DB"))
}
