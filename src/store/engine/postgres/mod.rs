//! Runs the same statements on a PostgreSQL server.

mod catalog;
pub(in crate::store) mod connection;
pub(in crate::store::engine) mod cursor;
mod dialect;
pub(super) mod drift;
pub(super) mod failure;
mod features;
mod functions;
mod hosts;
mod libpq;
mod passwords;
pub(in crate::store::engine) mod pipeline;
pub(super) mod reach;
mod removal;
mod roles;
pub(crate) mod schema;
pub(crate) mod server;
mod temporary;
mod tls;
mod tokens;
mod transaction;
pub(super) mod upgrade;
pub(crate) mod url;
pub(super) mod values;
