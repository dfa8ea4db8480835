//! Reads the URL of a ledger on a server. libpq's environment variables say what it leaves out.

use std::path::PathBuf;

use tokio_postgres::Config;

use super::hosts::{Address, NamedHosts};
use super::libpq::{complete, session_choice};
use super::server::{Server, TlsMode};
use crate::error::{Error, Result};

/// The schema of the ledger's tables, if the URL names none.
const DEFAULT_SCHEMA: &str = "rad_admin";

/// Whether the text names a database on a server, not a file.
pub(crate) fn is_url(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("postgres") || scheme.eq_ignore_ascii_case("postgresql")
}

impl Server {
    /// Reads the URL. `variable` returns the value of one of libpq's environment variables. Fails (exit 2) if it is no such
    /// URL, or if it contains a password.
    pub fn parse(url: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let authority = &rest[..rest.find(['/', '?']).unwrap_or(rest.len())];
        // A password may contain any character, even one that ends the authority.
        let user =
            authority.rsplit_once('@').or_else(|| rest.rsplit_once('@')).map(|(user, _)| decoded(user));
        if user.is_some_and(|user| user.contains(':')) {
            return Err(has_password());
        }
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut of_driver = Vec::new();
        let mut own = UrlOptions::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair
                .split_once('=')
                .ok_or_else(|| Error::usage("an option in the ledger's URL has no value"))?;
            let value = decoded(value);
            match decoded(key).as_str() {
                "password" => return Err(has_password()),
                "sslmode" => own.tls = Some(value),
                "sslrootcert" => own.root_certificates = Some(value.into()),
                "passfile" => own.password_file = Some(value.into()),
                "schema" => own.schema = Some(value),
                "host" => own.hosts = listed(&own.hosts, &value),
                "port" => own.ports = listed(&own.ports, &value),
                "target_session_attrs" => own.session = Some(value),
                key if OF_DRIVER.contains(&key) => of_driver.push(pair),
                key => return Err(unknown_option(key)),
            }
        }
        let address = base.split_once("://").map_or(base, |(_, address)| address);
        let (authority, path) = address.split_at(address.find('/').unwrap_or(address.len()));
        let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let named = NamedHosts::of_authority(&decoded(hosts));
        let plain = format!("postgres://{user}@{path}?{}", of_driver.join("&"));
        let mut config: Config = plain.parse().map_err(|error| {
            Error::usage(format!("the ledger's URL cannot be read: {}", reason(&error)))
                .hint("write it as postgres://USER@HOST/DATABASE?schema=SCHEMA")
        })?;
        let account = whoami::username().unwrap_or_default();
        complete(&mut config, &variable, &account);
        own.finish(config, named, url, &variable)
    }
}

/// Options that the driver reads.
const OF_DRIVER: [&str; 11] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "options",
    "tcp_user_timeout",
    "user",
];

/// Adds to a list with commas, because an option may be repeated.
fn listed(list: &str, more: &str) -> String {
    if list.is_empty() { more.to_owned() } else { format!("{list},{more}") }
}

fn unknown_option(key: &str) -> Error {
    Error::usage(format!("'{}' is not an option of the ledger's URL", key.escape_debug())).hint(
        "the options are schema, sslmode, sslrootcert, passfile, host, port, connect_timeout, tcp_user_timeout and \
         target_session_attrs",
    )
}

#[derive(Default)]
struct UrlOptions {
    tls: Option<String>,
    root_certificates: Option<PathBuf>,
    password_file: Option<PathBuf>,
    schema: Option<String>,
    session: Option<String>,
    hosts: String,
    ports: String,
}

impl UrlOptions {
    /// Fills in what the options leave open. `named` are the hosts that stand before the path of the URL.
    fn finish(
        self,
        config: Config,
        named: NamedHosts,
        url: &str,
        variable: &impl Fn(&str) -> Option<String>,
    ) -> Result<Server> {
        let or_named = |option: String, named| if option.is_empty() { named } else { option };
        let named =
            NamedHosts { hosts: or_named(self.hosts, named.hosts), ports: or_named(self.ports, named.ports) };
        let addresses = named.addresses(variable)?;
        let session = self.session.or_else(|| variable("PGTARGETSESSIONATTRS"));
        let session = session_choice(session.as_deref(), addresses.len())?;
        let schema = self.schema.unwrap_or_else(|| DEFAULT_SCHEMA.to_owned());
        let is_reserved = schema.starts_with("pg_") || schema == "information_schema";
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        // A number would be taken for that of another schema.
        let begins = schema.starts_with(|c: char| is_name(c) && !c.is_ascii_digit());
        if !begins || schema.len() > 63 || !schema.chars().all(is_name) || is_reserved {
            return Err(Error::usage(format!("'{schema}' cannot be the schema of a ledger"))
                .hint("use small letters, digits and '_', and begin with a letter"));
        }
        let root_certificates =
            self.root_certificates.or_else(|| variable("PGSSLROOTCERT").map(PathBuf::from));
        let is_local = addresses.iter().all(Address::is_socket);
        let tls = match self.tls.or_else(|| variable("PGSSLMODE")).as_deref() {
            _ if is_local => TlsMode::Disable,
            None | Some("verify-full") => TlsMode::VerifyFull,
            Some("verify-ca") => TlsMode::VerifyCa,
            // As libpq does: whoever names an authority wants it to count.
            Some("require") if root_certificates.is_some() => TlsMode::VerifyCa,
            Some("require") => TlsMode::Require,
            Some("disable") => TlsMode::Disable,
            Some(other @ ("prefer" | "allow")) => {
                return Err(Error::usage(format!(
                    "sslmode={other} may connect without encryption, and does not warn"
                ))
                .hint("use verify-full, or disable where the network is trusted"));
            }
            Some(other) => {
                return Err(Error::usage(format!("'{other}' is not an sslmode"))
                    .hint("use verify-full, verify-ca, require or disable"));
            }
        };
        let home = || variable("HOME").map(|home| PathBuf::from(home).join(".pgpass"));
        Ok(Server {
            addresses,
            session,
            config,
            tls,
            root_certificates,
            schema,
            password_file: self
                .password_file
                .or_else(|| variable("PGPASSFILE").map(PathBuf::from))
                .or_else(home),
            password: variable("PGPASSWORD"),
            url: url.to_owned(),
        })
    }
}

fn has_password() -> Error {
    Error::usage("the ledger's URL has a password in it, where others can see it")
        .hint("give it in the file ~/.pgpass (HOST:PORT:DATABASE:USER:PASSWORD, mode 0600) or in PGPASSWORD")
}

/// Returns what the driver says, without its own heading.
fn reason(error: &tokio_postgres::Error) -> String {
    use std::error::Error as _;
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Replaces `%2F` and the like with the characters that they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = escaped.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use tokio_postgres::config::TargetSessionAttrs;

    use super::*;

    fn parsed(url: &str) -> Result<Server> {
        Server::parse(url, |_| None)
    }

    #[test]
    fn a_password_in_the_url_is_refused() {
        for url in [
            "postgres://ada:secret@db/rad",
            "POSTGRES://ada:secret@db/rad",
            "postgres://ada%3Asecret@db/rad",
            "postgres://ada:sec?secret@db/rad",
            "postgres://ada:sec/secret@db/rad",
            "postgres://db/rad?password=secret",
            "postgres://db/rad?pass%77ord=secret",
        ] {
            let error = parsed(url).expect_err(url);
            assert!(!error.message().contains("secret"), "{}", error.message());
        }
    }

    #[test]
    fn a_connection_over_tcp_is_verified_unless_the_url_says_otherwise() {
        assert_eq!(parsed("postgres://db/rad").expect("a URL").tls, TlsMode::VerifyFull);
        assert_eq!(parsed("postgres://db/rad?sslmode=disable").expect("a URL").tls, TlsMode::Disable);
        assert_eq!(parsed("postgres:///rad?host=/run/pg").expect("a URL").tls, TlsMode::Disable);
        assert!(parsed("postgres://db/rad?sslmode=prefer").is_err());
    }

    #[test]
    fn a_host_that_takes_writes_is_chosen_unless_the_url_says_otherwise() {
        let session = |url: &str, variable: Option<&str>| {
            let variable =
                |name: &str| variable.filter(|_| name == "PGTARGETSESSIONATTRS").map(str::to_owned);
            Server::parse(url, variable).expect("a URL").session.0
        };
        let any = "postgres://a,b/rad?target_session_attrs=any";
        assert_eq!(session("postgres://a/rad", None), TargetSessionAttrs::Any);
        assert_eq!(session("postgres://a,b/rad", None), TargetSessionAttrs::ReadWrite);
        assert_eq!(session(any, None), TargetSessionAttrs::Any);
        assert_eq!(session("postgres://a,b/rad", Some("any")), TargetSessionAttrs::Any);
        assert_eq!(session(any, Some("read-only")), TargetSessionAttrs::Any);
    }

    #[test]
    fn a_list_of_sockets_is_several_hosts() {
        let server = parsed("postgres:///rad?host=%2Frun%2Fa,/run/b").expect("a URL");
        let hosts: Vec<_> = server.addresses.iter().map(Address::host_text).collect();
        assert_eq!(hosts, ["/run/a", "/run/b"]);
        assert_eq!(server.tls, TlsMode::Disable);
    }

    #[test]
    fn the_schema_is_a_plain_name() {
        assert_eq!(parsed("postgres://db/rad").expect("a URL").schema, "rad_admin");
        assert_eq!(parsed("postgres://db/rad?schema=rad2").expect("a URL").schema, "rad2");
        for other in ["Rad", "2026", "pg_catalog", "information_schema"] {
            assert!(parsed(&format!("postgres://db/rad?schema={other}")).is_err(), "{other}");
        }
        assert!(parsed("postgres://db/rad?schema=a%22b").is_err());
    }
}
