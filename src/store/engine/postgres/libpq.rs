//! Fills in what a URL leaves open, from libpq's variables and by its rules.

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::TargetSessionAttrs;

use crate::error::{Error, Result};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection may be silent before the other side is asked whether it is still there, and how long it may take to
/// confirm anything that was sent. So a cut cable does not hang a command.
const SILENCE: Duration = Duration::from_secs(20);
const UNANSWERED: Duration = Duration::from_secs(30);

/// Fills in what the URL leaves open, as libpq does.
pub(super) fn complete(config: &mut Config, variable: &impl Fn(&str) -> Option<String>) -> Result<()> {
    if config.get_hosts().is_empty() {
        match variable("PGHOST") {
            Some(hosts) => hosts.split(',').for_each(|host| _ = config.host(host)),
            None => _ = config.host_path("/var/run/postgresql"),
        }
    }
    if config.get_ports().is_empty()
        && let Some(port) = variable("PGPORT")
    {
        let port = port.parse().map_err(|_| Error::usage(format!("'{port}' in PGPORT is not a port")))?;
        config.port(port);
    }
    if config.get_user().is_none()
        && let Some(user) = variable("PGUSER").or_else(|| variable("USER"))
    {
        config.user(&user);
    }
    if config.get_dbname().is_none()
        && let Some(name) = variable("PGDATABASE")
    {
        config.dbname(&name);
    }
    if config.get_connect_timeout().is_none() {
        let seconds = variable("PGCONNECT_TIMEOUT").and_then(|text| text.parse().ok());
        config.connect_timeout(seconds.map_or(CONNECT_TIMEOUT, Duration::from_secs));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNANSWERED);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_idle(SILENCE).keepalives_interval(UNANSWERED / 3).keepalives_retries(3);
    }
    config.application_name("rad-admin");
    Ok(())
}

/// Chooses among several hosts. If neither the URL nor the variable says which, takes the one that can be written, which a
/// standby cannot.
pub(super) fn choose_session(config: &mut Config, variable: Option<&str>) -> Result<()> {
    let several = config.get_hosts().len() > 1;
    config.target_session_attrs(match variable {
        Some("any") => TargetSessionAttrs::Any,
        Some("read-write") => TargetSessionAttrs::ReadWrite,
        Some("read-only") => TargetSessionAttrs::ReadOnly,
        Some(other) => {
            return Err(Error::usage(format!("'{other}' in PGTARGETSESSIONATTRS is not known"))
                .hint("use any, read-write or read-only"));
        }
        None if several => TargetSessionAttrs::ReadWrite,
        None => TargetSessionAttrs::Any,
    });
    Ok(())
}
