//! Rule *Copies* (docs/rules.md): a ledger that has moved refuses writes.

use crate::error::{Error, Result};
use crate::store::session::{Reader, Store};

const MOVED_TO: &str = "SELECT moved_to FROM ledger";

impl Store {
    /// Does the same as [`Reader::moved_to`], in a read of its own.
    pub fn moved_to(&mut self) -> Result<Option<String>> {
        self.read(|reader| reader.session.value(MOVED_TO, ()))
    }

    /// Does the same as [`Reader::require_here`], in a read of its own.
    pub fn require_here(&mut self) -> Result<()> {
        self.moved_to().and_then(here)
    }
}

impl Reader<'_> {
    /// Returns the place that the ledger has moved to; `None` if it has not moved.
    pub fn moved_to(&self) -> Result<Option<String>> {
        self.session.value(MOVED_TO, ())
    }

    /// Fails (exit 7, `moved`) if the ledger has moved. An operation checks this itself; messages are sent outside of
    /// operations, so their senders have to ask.
    pub fn require_here(&self) -> Result<()> {
        self.moved_to().and_then(here)
    }
}

fn here(moved_to: Option<String>) -> Result<()> {
    moved_to.map_or(Ok(()), |place| Err(moved_error(&place)))
}

/// The error for a write to a ledger that has moved to this place.
pub(crate) fn moved_error(place: &str) -> Error {
    Error::setup(format!("the ledger has moved to {place}; nothing was written"))
        .reason("moved")
        .hint(format!("name it with: --db '{place}', or in the configuration or RAD_ADMIN_DB"))
}
