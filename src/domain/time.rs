//! Points in time, and days.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Serialize, Serializer};

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point from its seconds since 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The seconds since 1970.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The point that many days later.
    #[must_use]
    pub const fn plus_days(self, days: u32) -> Self {
        Self(self.0 + days as i64 * 86_400)
    }

    pub(super) fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// RFC 3339 in UTC.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl FromStr for Timestamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // An offset may lead into a year that is not written with four digits.
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|time| time.to_utc())
            .filter(|time| (0..=9999).contains(&time.year()))
            .map(|time| Self(time.timestamp()))
            .ok_or_else(|| "a time is written like 2026-11-01T09:30:00Z".to_owned())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a person gives where a command asks for a DATE: a whole day in the ledger's zone, or an exact time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// From midnight to midnight in the ledger's zone.
    Whole(NaiveDate),
    /// One second.
    Exact(Timestamp),
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // chrono also takes signs and blanks for parts of a number.
        let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day = plain.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
        match day {
            Some(day) => Ok(Self::Whole(day)),
            None => text
                .parse()
                .map(Self::Exact)
                .map_err(|_| "a date is written 2026-11-01, or with a time 2026-11-01T09:30:00Z".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_or_an_exact_time() {
        assert!(matches!("2026-02-28".parse(), Ok(Day::Whole(_))));
        assert!(matches!("2026-02-28T10:00:00+02:00".parse(), Ok(Day::Exact(_))));
        for wrong in [
            "2026-02-30",
            "yesterday",
            "2026-2-3",
            "28.02.2026",
            "",
            "+2026-2-03",
            "2026-02- 1",
            "9999-12-31T23:59:59-01:00",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
