//! Runs SQL on either engine. Only this module knows which one it is.

#[macro_use]
mod columns;
#[macro_use]
pub(crate) mod value;

pub(crate) mod answer;
pub(crate) mod backup;
mod connect;
mod contains;
pub(crate) mod exclusive;
pub(crate) mod failure;
pub(crate) mod file_check;
mod leftover_bytes;
mod migrations;
pub(crate) mod new_database;
mod one_sided;
pub(crate) mod open;
pub(crate) mod place;
pub(crate) mod postgres;
pub(crate) mod ranged;
mod read_only;
pub(crate) mod row_batch;
pub(crate) mod rows;
pub(crate) mod schema;
pub(crate) mod scrub;
pub(crate) mod session;
