//! Where a ledger is.

use std::fmt;
use std::path::{Path, PathBuf};

use super::engine::postgres::server::{Server, is_url};
use crate::error::Result;

/// A file, or a database on a server.
#[derive(Clone, Debug)]
pub enum Target {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL database.
    Server(Box<Server>),
}

impl Target {
    /// What `--db` or a setting names: a URL of PostgreSQL, else a path. `variable` gives the value of one of libpq's environment
    /// variables. Exit 2 for a URL that cannot be read, or has a password in it.
    pub fn parse(name: PathBuf, variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        match name.to_str().filter(|name| is_url(name)) {
            Some(url) => Server::parse(url, variable).map(|server| Self::Server(Box::new(server))),
            None => Ok(Self::File(name)),
        }
    }

    /// The path of a file.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Server(_) => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(server) => server.fmt(f),
        }
    }
}
