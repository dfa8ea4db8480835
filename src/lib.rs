//! `rad-admin` manages the users and credits of the RAD Platform. ARCHITECTURE.md describes the modules.

pub mod app;
pub mod cli;
mod commands;
pub mod crash;
pub mod domain;
pub mod encoding;
pub mod error;
pub mod files;
pub mod input;
pub mod interrupt;
pub mod mail;
pub mod output;
pub mod row;
pub mod run;
pub mod store;
pub mod text;

pub use error::{Code, Error, INTERRUPTED, Result};
