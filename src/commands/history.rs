//! `credits history`: the entries, newest first.

use super::limited::Limited;
use crate::Result;
use crate::output::Printer;
use crate::store::{Entry, HistoryQuery, Store};

/// Prints the entries of the query; says on standard error when its limit cut the list. Exit 3 for an address that nobody
/// has.
pub(super) fn history(store: &mut Store, printer: &mut Printer, query: &HistoryQuery) -> Result<()> {
    let mut list = Limited::<Entry>::new(printer, query.limit)?;
    let asked = HistoryQuery { limit: Limited::<Entry>::asks(query.limit), ..query.clone() };
    store.read(|reader| reader.history(&asked, |entry| list.push(entry)))?;
    if let Some(remark) = list.finish()? {
        printer.remark(&remark);
    }
    Ok(())
}
