//! Reads the clock and the time zone of this machine. No other module does.
#![allow(clippy::disallowed_methods, reason = "this is the place that the rule names")]

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::environment;
use crate::domain::{Timestamp, Zone};
use crate::error::{Error, Result};

/// Seconds from 1970-01-02 to 9999-01-01. In this range, in every zone, the year of a month has four digits and a next
/// month exists.
const EARLIEST_SECONDS: i64 = 86_400;
const END_SECONDS: i64 = 253_370_764_800;

/// Returns the current time in whole seconds. Exit 7 if the clock was never set or is nonsense.
pub(super) fn now() -> Result<Timestamp> {
    let now = read();
    if (EARLIEST_SECONDS..END_SECONDS).contains(&now.seconds()) {
        return Ok(now);
    }
    Err(Error::setup(format!("the clock of this machine says {now}"))
        .hint("set it, then run the command again: operations and months are dated by it"))
}

fn read() -> Timestamp {
    #[cfg(feature = "test-hooks")]
    if let Some(fixed) = std::env::var("RAD_ADMIN_TEST_NOW").ok().and_then(|text| text.parse().ok()) {
        return fixed;
    }
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_seconds(i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX))
}

/// How far the clocks of this machine and of a server may differ.
const APART_SECONDS: u64 = 60;

/// Checks that the server's clock agrees with this machine's. Exit 7 if not: the day decides which month is granted,
/// and operations get this machine's time.
pub(super) fn require_agreement(server: Timestamp) -> Result<()> {
    #[cfg(feature = "test-hooks")]
    if environment::lossy("RAD_ADMIN_TEST_NOW").is_some()
        && environment::lossy("RAD_ADMIN_TEST_CLOCKS").is_none()
    {
        return Ok(());
    }
    let here = read();
    let apart_seconds = here.seconds().abs_diff(server.seconds());
    if apart_seconds <= APART_SECONDS {
        return Ok(());
    }
    Err(Error::setup(format!(
        "the clock of this machine says {here}, and the server's {server}: they are {apart_seconds} seconds apart"
    ))
    .reason("clocks")
    .hint("have both machines keep time (timedatectl), then run the command again"))
}

/// Returns the zone of this machine: `TZ`, else the system's, else UTC. Exit 2 if `TZ` names no zone.
pub fn system_zone() -> Result<Zone> {
    let Some(name) = environment::text("TZ")? else {
        return Ok(iana_time_zone::get_timezone()
            .ok()
            .and_then(|name| name.parse().ok())
            .unwrap_or(Zone::UTC));
    };
    let named = name.trim_start_matches(':');
    // `TZ` may be a path such as /usr/share/zoneinfo/Europe/Berlin, or a link to one.
    let path = Path::new(named).canonicalize().ok().filter(|_| named.starts_with('/'));
    let path = path.as_deref().map_or(named.into(), Path::to_string_lossy);
    let zone = path.rsplit_once("zoneinfo/").map_or(&*path, |(_, zone)| zone);
    zone.parse().map_err(|_| {
        Error::usage(format!("TZ is '{name}', and that is no zone with a name"))
            .reason("unknown_zone")
            .hint("name the zone of the ledger with: --timezone Europe/Berlin")
    })
}
