//! The command with which a person removes a ledger from a server.

use tokio_postgres::config::Host;

use super::dialect::quoted;
use super::server::Server;

impl Server {
    /// Returns the command line that drops the ledger's schema.
    pub(crate) fn psql_to_drop_ledger(&self) -> String {
        let hosts = self.config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(folder) => folder.display().to_string(),
        });
        let ports = self.config.get_ports().iter().map(u16::to_string).collect::<Vec<_>>();
        let named = [
            ("-h", hosts.collect::<Vec<_>>().join(",")),
            ("-p", ports.join(",")),
            ("-U", self.config.get_user().unwrap_or_default().to_owned()),
            ("-d", self.config.get_dbname().unwrap_or_default().to_owned()),
        ];
        let given = named.iter().filter(|(_, value)| !value.is_empty());
        let flags = given.map(|(flag, value)| format!(" {flag} '{value}'")).collect::<Vec<_>>().concat();
        format!("psql{flags} -c 'DROP SCHEMA {} CASCADE'", quoted(self.schema()))
    }
}
