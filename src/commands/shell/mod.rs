//! What surrounds the ledger: completion, man pages, the settings, the version.

pub(crate) mod complete;
pub(crate) mod config;
pub(crate) mod config_file;
pub(crate) mod generate;
pub(crate) mod version;
