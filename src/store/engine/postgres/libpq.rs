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

/// Fills in what the URL leaves open, as libpq does. `account` is the account of the operating system.
pub(super) fn complete(config: &mut Config, variable: &impl Fn(&str) -> Option<String>, account: &str) {
    if config.get_user().is_none() {
        config.user(variable("PGUSER").as_deref().unwrap_or(account));
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
}

/// Which sessions to look for among the hosts: the first choice, and maybe a second one for which to try all hosts again.
pub(super) type SessionChoice = (TargetSessionAttrs, Option<TargetSessionAttrs>);

/// Reads `target_session_attrs`. If nothing says which, takes of several hosts the one that can be written, which a standby
/// cannot.
pub(super) fn session_choice(named: Option<&str>, hosts: usize) -> Result<SessionChoice> {
    use TargetSessionAttrs::{Any, ReadOnly, ReadWrite};
    match named {
        None if hosts > 1 => Ok((ReadWrite, None)),
        None | Some("any") => Ok((Any, None)),
        Some("read-write" | "primary") => Ok((ReadWrite, None)),
        Some("read-only" | "standby") => Ok((ReadOnly, None)),
        Some("prefer-standby") => Ok((ReadOnly, Some(Any))),
        Some(other) => Err(Error::usage(format!("'{other}' is not a value of target_session_attrs"))
            .hint("use any, read-write, read-only, primary, standby or prefer-standby")),
    }
}
