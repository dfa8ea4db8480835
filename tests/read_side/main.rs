//! The reading side: what was written comes back, found, sorted and cut as asked.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

mod history;
mod ledger;
mod list;
mod log;
mod printed;
