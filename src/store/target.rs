//! Says where a ledger is: in a file or on a server.

use std::fmt;
use std::path::{Path, PathBuf};

use super::engine::postgres::server::{Server, is_url};
use crate::error::Result;

#[derive(Clone, Debug)]
pub enum Target {
    File(PathBuf),
    Server(Box<Server>),
}

impl Target {
    /// Reads what `--db` or a setting names: a PostgreSQL URL, or else a path. `variable` returns the value of one of libpq's
    /// environment variables. Fails (exit 2) for a URL that cannot be read or that contains a password.
    pub fn parse(name: PathBuf, variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        match name.to_str().filter(|name| is_url(name)) {
            Some(url) => Server::parse(url, variable).map(|server| Self::Server(Box::new(server))),
            None => Ok(Self::File(name)),
        }
    }

    /// Returns the path of a file; `None` for a server.
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
