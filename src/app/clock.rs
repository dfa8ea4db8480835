//! The one place that reads the clock.
#![allow(clippy::disallowed_methods, reason = "this is the place that the rule names")]

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::Timestamp;
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
