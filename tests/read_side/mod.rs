//! The reading side: what was written comes back, found, sorted and cut as asked.

mod filters;
mod history;
mod ledger;
mod list;
mod log;
mod printed;
