//! The addresses of a server, in the order in which they are tried.

use std::path::PathBuf;

use tokio_postgres::config::Host;

use crate::error::{Error, Result};

const DEFAULT_PORT: u16 = 5432;
const DEFAULT_SOCKET: &str = "/var/run/postgresql";

/// A host or the folder of a socket, and the port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) host: Host,
    pub(super) port: u16,
}

impl Address {
    pub(super) fn is_socket(&self) -> bool {
        matches!(self.host, Host::Unix(_))
    }

    /// Whether this is the host in a line of the file of passwords. As libpq, takes `localhost` for any socket.
    pub(super) fn is_host(&self, pattern: &str) -> bool {
        match &self.host {
            Host::Tcp(name) => name == pattern,
            Host::Unix(folder) => pattern == "localhost" || folder.as_os_str() == pattern,
        }
    }

    /// The host as `psql -h` takes it.
    pub(super) fn host_text(&self) -> String {
        match &self.host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(folder) => folder.display().to_string(),
        }
    }
}

/// What a URL says about hosts and ports: lists with commas, each empty if the URL leaves it out.
#[derive(Debug, Default)]
pub(super) struct NamedHosts {
    pub(super) hosts: String,
    pub(super) ports: String,
}

impl NamedHosts {
    /// Splits `HOST:PORT,HOST:PORT`, in which each port and all hosts may be left out.
    pub(super) fn of_authority(text: &str) -> Self {
        let (mut hosts, mut ports) = (Vec::new(), Vec::new());
        for one in text.split(',') {
            // The colons within brackets are those of an IPv6 address.
            let after_bracket = one.rfind(']').map_or(0, |at| at + 1);
            let (host, port) = match one[after_bracket..].rfind(':') {
                Some(colon) => (&one[..after_bracket + colon], &one[after_bracket + colon + 1..]),
                None => (one, ""),
            };
            hosts.push(host.trim_start_matches('[').trim_end_matches(']'));
            ports.push(port);
        }
        let list = |parts: Vec<&str>| if parts.concat().is_empty() { String::new() } else { parts.join(",") };
        Self { hosts: list(hosts), ports: list(ports) }
    }

    /// Returns the addresses. What the URL leaves out comes from libpq's variables, by its rules: one port is for all hosts, else
    /// each has its own. Fails (exit 2) if a port is none, or if there are not as many as hosts.
    pub(super) fn addresses(self, variable: &impl Fn(&str) -> Option<String>) -> Result<Vec<Address>> {
        let or_variable = |named: String, name| if named.is_empty() { variable(name) } else { Some(named) };
        let hosts = or_variable(self.hosts, "PGHOST").unwrap_or_default();
        let ports = or_variable(self.ports, "PGPORT").unwrap_or_default();
        let ports = ports.split(',').map(port).collect::<Result<Vec<_>>>()?;
        let hosts: Vec<_> = hosts.split(',').map(host).collect();
        if ports.len() > 1 && ports.len() != hosts.len() {
            return Err(Error::usage(format!("{} ports for {} hosts", ports.len(), hosts.len()))
                .hint("give one port for all hosts, or one for each"));
        }
        let ports = ports.iter().cycle();
        Ok(hosts.into_iter().zip(ports).map(|(host, port)| Address { host, port: *port }).collect())
    }
}

fn host(text: &str) -> Host {
    match text {
        "" => Host::Unix(PathBuf::from(DEFAULT_SOCKET)),
        folder if folder.starts_with('/') => Host::Unix(PathBuf::from(folder)),
        name => Host::Tcp(name.to_owned()),
    }
}

fn port(text: &str) -> Result<u16> {
    match text.parse() {
        _ if text.is_empty() => Ok(DEFAULT_PORT),
        Ok(port) if port > 0 => Ok(port),
        _ => Err(Error::usage(format!("'{text}' is not a port")).hint("a port is a number from 1 to 65535")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(authority: &str, variables: &[(&str, &str)]) -> Result<Vec<String>> {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let found = NamedHosts::of_authority(authority).addresses(&variable)?;
        Ok(found.iter().map(|address| format!("{} {}", address.host_text(), address.port)).collect())
    }

    #[test]
    fn a_url_names_hosts_with_their_ports() {
        let found = addresses("a:1,[::1]:2,b", &[("PGHOST", "x"), ("PGPORT", "9")]).expect("addresses");
        assert_eq!(found, ["a 1", "::1 2", "b 5432"]);
    }

    #[test]
    fn variables_give_what_the_url_leaves_out() {
        assert_eq!(addresses("a", &[("PGPORT", "9")]).expect("addresses"), ["a 9"]);
        assert_eq!(
            addresses("", &[("PGHOST", "a,b"), ("PGPORT", "1,2")]).expect("addresses"),
            ["a 1", "b 2"]
        );
        assert_eq!(addresses("", &[]).expect("addresses"), ["/var/run/postgresql 5432"]);
        assert_eq!(addresses(":7", &[]).expect("addresses"), ["/var/run/postgresql 7"]);
    }

    #[test]
    fn ports_that_do_not_fit_are_refused() {
        assert!(addresses("a,b", &[("PGPORT", "1,2,3")]).is_err());
        assert!(addresses("a:99999", &[]).is_err());
        assert!(addresses("a", &[("PGPORT", "foo")]).is_err());
    }
}
