//! Checks `--fields` against the receipt of a command before it is committed.

use crate::error::Result;
use crate::output::{Document, Printer};

/// The result of a command's work: a receipt, alone or with what else the command needs, or nothing to do.
pub trait Receipted {
    /// Checks that the receipt has all fields that `--fields` names. Exit 2 if not.
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
