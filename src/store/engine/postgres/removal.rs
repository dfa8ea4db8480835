//! The command with which a person removes a ledger from a server.

use super::dialect::quoted;
use super::hosts::Address;
use super::server::Server;

impl Server {
    /// Returns the command line that drops the ledger's schema.
    pub(crate) fn psql_to_drop_ledger(&self) -> String {
        let list = |of: fn(&Address) -> String| self.addresses.iter().map(of).collect::<Vec<_>>().join(",");
        let named = [
            ("-h", list(Address::host_text)),
            ("-p", list(|address| address.port.to_string())),
            ("-U", self.config.get_user().unwrap_or_default().to_owned()),
            ("-d", self.config.get_dbname().unwrap_or_default().to_owned()),
        ];
        let given = named.iter().filter(|(_, value)| !value.is_empty());
        let flags = given.map(|(flag, value)| format!(" {flag} '{value}'")).collect::<Vec<_>>().concat();
        format!("psql{flags} -c 'DROP SCHEMA {} CASCADE'", quoted(self.schema()))
    }
}
