//! `rad-admin`: manages the users and credits of the RAD Platform. ARCHITECTURE.md describes the rooms.

pub mod domain;
pub mod error;
pub mod mail;

pub use error::{Code, Error, Result};
