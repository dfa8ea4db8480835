//! Reads the ledger: lists, histories, reports, exports, and the past.

pub(crate) mod account;
pub(crate) mod as_of;
mod bounds;
pub(crate) mod changes;
pub(crate) mod completion;
pub(crate) mod curve;
pub(crate) mod entry;
pub(crate) mod erasures;
pub(crate) mod export;
pub(crate) mod filter;
pub(crate) mod forecast;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod list_query;
pub(crate) mod log;
pub(crate) mod moved;
mod newest;
pub(crate) mod person_export;
pub(crate) mod posted_entries;
pub(crate) mod report;
pub(crate) mod report_netting;
pub(crate) mod report_query;
mod report_scope;
pub(crate) mod summary;
