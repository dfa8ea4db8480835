//! What the work of a command comes to, with its receipt among it.

use crate::error::Result;
use crate::output::{Document, Printer};

/// A receipt, alone or beside what the command needs besides; or nothing, where there is nothing to do.
pub trait Receipted {
    /// Exit 2 where `--fields` names what the receipt does not have.
    fn require_fields(&self, printer: &Printer) -> Result<()>;
}

impl<D: Document> Receipted for D {
    fn require_fields(&self, printer: &Printer) -> Result<()> {
        printer.require_fields(self)
    }
}

impl<D: Document, T> Receipted for (D, T) {
    fn require_fields(&self, printer: &Printer) -> Result<()> {
        printer.require_fields(&self.0)
    }
}
