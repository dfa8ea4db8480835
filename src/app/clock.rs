//! The one place that reads the clock.
#![allow(clippy::disallowed_methods, reason = "this is the place that the rule names")]

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::Timestamp;

/// The present, in whole seconds.
pub(super) fn now() -> Timestamp {
    #[cfg(feature = "test-hooks")]
    if let Some(fixed) = std::env::var("RAD_ADMIN_TEST_NOW").ok().and_then(|text| text.parse().ok()) {
        return fixed;
    }
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_seconds(i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX))
}
