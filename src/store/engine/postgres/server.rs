//! A database on a server, with everything that a login needs.

use std::fmt;
use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::hosts::Address;
use super::libpq::SessionChoice;
use super::passwords::Passwords;
use crate::error::{Error, Result};

/// PostgreSQL cuts names at 63 bytes. Names of roles and of replaced ledgers add to that of the schema.
const LONGEST_NEW_SCHEMA: usize = 35;

/// How a connection is protected, in libpq's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TlsMode {
    /// In clear.
    Disable,
    /// Encrypted, no matter who answers.
    Require,
    /// Encrypted, and the certificate is from a trusted authority.
    VerifyCa,
    /// Encrypted, and the certificate is from a trusted authority and names the host.
    VerifyFull,
}

/// A database on a server, and the schema of the ledger in it. Its URL contains no password.
#[derive(Clone)]
pub struct Server {
    /// Where the server may be: at least one address.
    pub(super) addresses: Vec<Address>,
    pub(super) session: SessionChoice,
    /// All that does not depend on the address.
    pub(super) config: Config,
    pub(super) tls: TlsMode,
    pub(super) root_certificates: Option<PathBuf>,
    pub(super) schema: String,
    pub(super) password_file: Option<PathBuf>,
    pub(super) password: Option<String>,
    pub(super) url: String,
}

/// Shows the URL, which never contains a password.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Server").field(&self.url).finish()
    }
}

impl Server {
    /// Returns the schema of the ledger's tables.
    pub(crate) fn schema(&self) -> &str {
        &self.schema
    }

    /// Fails (exit 2) if the name is too long for the schema of a new ledger: names of roles, and of the schemas of replaced
    /// ledgers, begin with it.
    pub(crate) fn require_new_schema(&self) -> Result<()> {
        if self.schema.len() <= LONGEST_NEW_SCHEMA {
            return Ok(());
        }
        Err(Error::usage(format!("'{}' is too long for the schema of a ledger", self.schema))
            .hint(format!("{LONGEST_NEW_SCHEMA} characters are the most")))
    }

    /// Returns the configuration of a login at each address, with the password that libpq would use there.
    pub(super) fn logins(&self) -> Result<Vec<Config>> {
        let file = self.password_file.as_deref().filter(|_| self.password.is_none());
        let of_file = file.map(Passwords::read).transpose()?;
        let login = |address: &Address| {
            let mut config = self.config.clone();
            match &address.host {
                Host::Tcp(name) => config.host(name),
                Host::Unix(folder) => config.host_path(folder),
            };
            config.port(address.port);
            let found = || of_file.as_ref().and_then(|file| file.of_login(address, &config));
            if let Some(password) = self.password.as_deref().or_else(found).map(str::to_owned) {
                config.password(password);
            }
            config
        };
        Ok(self.addresses.iter().map(login).collect())
    }
}
