//! Commands around the ledger: completion, manual pages, settings, version.

pub(crate) mod complete;
pub(crate) mod config;
pub(crate) mod config_file;
pub(crate) mod generate;
pub(crate) mod version;
