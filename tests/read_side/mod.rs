//! Reading: what was written can be found, sorted and limited.

mod filters;
mod history;
mod ledger;
mod list;
mod log;
mod printed;
