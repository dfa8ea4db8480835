//! The database engine: opening, checking and copying its file.

pub(crate) mod backup;
pub(crate) mod columns;
pub(crate) mod failure;
pub(crate) mod new_file;
pub(crate) mod open;
pub(crate) mod place;
pub(crate) mod schema;
