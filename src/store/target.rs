//! Says where a ledger is: in a file or on a server.

use std::fmt;
use std::path::{Path, PathBuf};

use super::engine::postgres::server::Server;
use super::engine::postgres::url::is_url;
use crate::error::{Error, Result};

#[derive(Clone, Debug)]
pub enum Target {
    File(PathBuf),
    Server(Box<Server>),
}

impl Target {
    /// Reads what `--db` or a setting names: a PostgreSQL URL, or else a path. `variable` returns the value of one of libpq's
    /// environment variables. Fails (exit 2) for a URL that cannot be read, that contains a password, or that is not of
    /// PostgreSQL.
    pub fn parse(name: PathBuf, variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        match name.to_str() {
            Some(url) if is_url(url) => {
                Server::parse(url, variable).map(|server| Self::Server(Box::new(server)))
            }
            Some(text) if is_foreign_url(text) => Err(Error::usage(format!(
                "'{}' is neither a path nor a URL of PostgreSQL",
                text.escape_debug()
            ))
            .hint("write a URL as postgres://USER@HOST/DATABASE, and a path with such a name as ./NAME")),
            _ => Ok(Self::File(name)),
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

/// Whether the text looks like a URL, or one of PostgreSQL that is misspelt. `file:` is no URL here.
fn is_foreign_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme =
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
    let names_postgres = scheme.to_ascii_lowercase().starts_with("postgres");
    is_scheme && scheme != "file" && (rest.starts_with("//") || names_postgres)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(server) => server.fmt(f),
        }
    }
}
