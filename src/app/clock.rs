//! The one place that reads the clock, and the zone of this machine.
#![allow(clippy::disallowed_methods, reason = "this is the place that the rule names")]

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::environment;
use crate::domain::{Timestamp, Zone};
use crate::error::{Error, Result};

/// The second day of 1970 and the first of 9999: in between, every zone's month has four digits of a year and a next month.
const EARLIEST_SECONDS: i64 = 86_400;
const END_SECONDS: i64 = 253_370_764_800;

/// The present, in whole seconds. A clock that was never set, or set to nonsense, is exit 7.
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

/// How far the clocks of this machine and of a server may be apart.
const APART_SECONDS: u64 = 60;

/// Exit 7 where a server's clock is too far from this machine's: who grants depends on the day, and operations are dated here.
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

/// The zone of this machine: `TZ`, else the system's own, else UTC. Exit 2 for a `TZ` that names no zone.
pub fn system_zone() -> Result<Zone> {
    let Some(name) = environment::text("TZ")? else {
        return Ok(iana_time_zone::get_timezone()
            .ok()
            .and_then(|name| name.parse().ok())
            .unwrap_or(Zone::UTC));
    };
    let named = name.trim_start_matches(':');
    // A path such as /usr/share/zoneinfo/Europe/Berlin, or a link to one.
    let path = Path::new(named).canonicalize().ok().filter(|_| named.starts_with('/'));
    let path = path.as_deref().map_or(named.into(), Path::to_string_lossy);
    let zone = path.rsplit_once("zoneinfo/").map_or(&*path, |(_, zone)| zone);
    zone.parse().map_err(|_| {
        Error::usage(format!("TZ is '{name}', and that is no zone with a name"))
            .reason("unknown_zone")
            .hint("name the zone of the ledger with: --timezone Europe/Berlin")
    })
}
