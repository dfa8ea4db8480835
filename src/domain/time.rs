//! Points in time and days, and the ledger's own time zone in which months and days begin.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use serde::{Serialize, Serializer};

use super::Month;

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

    fn utc(self) -> DateTime<Utc> {
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

/// An IANA time zone such as `Europe/Berlin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// Universal time.
    pub const UTC: Self = Self(chrono_tz::UTC);

    /// The month in which this point in time falls here.
    pub fn month_of(self, time: Timestamp) -> Month {
        Month::of(time.utc().with_timezone(&self.0).date_naive())
    }

    /// The point at which a month begins here.
    pub fn start_of(self, month: Month) -> Timestamp {
        self.midnight(month.first_day())
    }

    /// The first second that belongs to what the person named.
    pub fn first_second(self, day: Day) -> Timestamp {
        match day {
            Day::Whole(day) => self.midnight(day),
            Day::Exact(time) => time,
        }
    }

    /// The last second that belongs to what the person named.
    pub fn last_second(self, day: Day) -> Timestamp {
        match day {
            Day::Whole(day) => {
                let next = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
                Timestamp(self.midnight(next).0 - 1)
            }
            Day::Exact(time) => time,
        }
    }

    /// The local time for people, such as `2026-11-01 09:30`.
    pub fn format(self, time: Timestamp) -> String {
        time.utc().with_timezone(&self.0).format("%Y-%m-%d %H:%M").to_string()
    }

    /// The time as the clocks here show it, in seconds since they showed the beginning of 1970.
    pub fn local_seconds(self, time: Timestamp) -> i64 {
        let offset = self.0.offset_from_utc_datetime(&time.utc().naive_utc());
        time.0.saturating_add(i64::from(offset.fix().local_minus_utc()))
    }

    /// The zone's IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Midnight, or the first instant after it where a clock change skips midnight.
    fn midnight(self, day: NaiveDate) -> Timestamp {
        let mut local = day.and_time(NaiveTime::MIN);
        // No zone has ever skipped more than a day at once (Samoa, December 2011).
        for _ in 0..=96 {
            if let Some(time) = self.0.from_local_datetime(&local).earliest() {
                return Timestamp(time.timestamp());
            }
            local += TimeDelta::minutes(15);
        }
        Timestamp(local.and_utc().timestamp())
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        name.parse().map(Self).map_err(|_| {
            let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            match super::nearest(name, names) {
                Some(near) => format!("'{name}' is no time zone: did you mean '{near}'?"),
                None => format!("'{name}' is no time zone: give an IANA name such as Europe/Berlin"),
            }
        })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().expect("a zone")
    }

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_month_begins_at_midnight_of_the_ledgers_zone() {
        let moment = time("2026-10-31T23:30:00Z");
        assert_eq!(zone("Europe/Berlin").month_of(moment).to_string(), "2026-11");
        assert_eq!(zone("America/New_York").month_of(moment).to_string(), "2026-10");
        let november = "2026-11".parse().expect("a month");
        assert_eq!(zone("Europe/Berlin").start_of(november), time("2026-10-31T23:00:00Z"));
    }

    #[test]
    fn a_day_is_as_long_as_its_clock_changes_make_it() {
        let day: Day = "2026-03-29".parse().expect("a day");
        let berlin = zone("Europe/Berlin");
        assert_eq!(berlin.first_second(day), time("2026-03-28T23:00:00Z"));
        assert_eq!(berlin.last_second(day), time("2026-03-29T21:59:59Z"));
    }

    #[test]
    fn a_day_whose_midnight_does_not_exist_begins_at_the_first_instant_after_it() {
        let day: Day = "2018-11-04".parse().expect("a day");
        assert_eq!(zone("America/Sao_Paulo").first_second(day), time("2018-11-04T03:00:00Z"));
        let skipped: Day = "2011-12-30".parse().expect("a day");
        assert_eq!(zone("Pacific/Apia").first_second(skipped), time("2011-12-30T10:00:00Z"));
    }

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
