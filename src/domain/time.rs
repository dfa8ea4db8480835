//! Points in time, and dates as people write them.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Serialize, Serializer};

use super::Month;

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    #[must_use]
    pub const fn plus_days(self, days: u32) -> Self {
        Self(self.0 + days as i64 * 86_400)
    }

    pub(super) fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// Prints RFC 3339 in UTC.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl FromStr for Timestamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // An offset can move the time into a year without four digits.
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

/// A date as a person writes it: a span of time in the ledger's zone, or an exact time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// From midnight to midnight.
    Date(NaiveDate),
    /// The day this many days before today: `today`, `yesterday`, `7d`, `4w`.
    DaysAgo(u32),
    /// The day with today's number, this many months ago: `3m`. If that month is shorter, its last day.
    MonthsAgo(u32),
    Month(Month),
    /// A minute or a second on the clocks of the ledger's zone.
    Local {
        start: NaiveDateTime,
        /// The length, 60 or 1.
        seconds: i64,
    },
    /// An exact second, in RFC 3339.
    Exact(Timestamp),
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = date(text).map(Self::Date).or_else(|| local(text)).or_else(|| ago(text));
        let known = known.or_else(|| text.parse().ok().map(Self::Month));
        known.or_else(|| text.parse().ok().map(Self::Exact)).ok_or_else(|| {
            "a date is written 2026-11-01, 2026-11, '2026-11-01 09:30' (in the ledger's zone), 2026-11-01T09:30:00Z, \
             today, yesterday, 7d, 4w or 3m"
                .to_owned()
        })
    }
}

/// Reads a day relative to today. The limit of ten thousand years is more than any ledger has.
fn ago(text: &str) -> Option<Day> {
    const MOST_DAYS: u32 = 3_650_000;
    match text.to_ascii_lowercase().as_str() {
        "today" => return Some(Day::DaysAgo(0)),
        "yesterday" => return Some(Day::DaysAgo(1)),
        _ => {}
    }
    let unit = text.chars().last()?;
    let digits = &text[..text.len() - unit.len_utf8()];
    let count = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u32>().ok())??;
    let (days, day) = match unit {
        'd' => (count, Day::DaysAgo(count)),
        'w' => (count.checked_mul(7)?, Day::DaysAgo(count.checked_mul(7)?)),
        'm' => (count.checked_mul(30)?, Day::MonthsAgo(count)),
        _ => return None,
    };
    (days <= MOST_DAYS).then_some(day)
}

/// Reads a day such as `2026-11-01`.
fn date(text: &str) -> Option<NaiveDate> {
    (text.len() == 10 && is_plain(text, b'-')).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())?
}

/// Reads a time as tables print it, `2026-11-01 09:30`, also with a `T` or with seconds.
fn local(text: &str) -> Option<Day> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let (form, seconds) = if time.len() == 5 { ("%H:%M", 60) } else { ("%H:%M:%S", 1) };
    let time = is_plain(time, b':').then(|| NaiveTime::parse_from_str(time, form).ok())??;
    Some(Day::Local { start: date(day)?.and_time(time), seconds })
}

/// Whether the text holds only digits and this mark. chrono also accepts signs and blanks within a number.
fn is_plain(text: &str, mark: u8) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_or_an_exact_time() {
        assert!(matches!("2026-02-28".parse(), Ok(Day::Date(_))));
        assert!(matches!("2026-02".parse(), Ok(Day::Month(_))));
        assert!(matches!("2026-02-28T10:00:00+02:00".parse(), Ok(Day::Exact(_))));
        for local in ["2026-02-28 10:00", "2026-02-28T10:00"] {
            assert!(matches!(local.parse(), Ok(Day::Local { seconds: 60, .. })), "{local}");
        }
        assert!(matches!("2026-02-28 10:00:07".parse(), Ok(Day::Local { seconds: 1, .. })));
        let days_ago = ["today", "Yesterday", "7d", "4w"].map(str::parse);
        assert_eq!(days_ago, [0, 1, 7, 28].map(|days| Ok(Day::DaysAgo(days))));
        assert_eq!("3m".parse(), Ok(Day::MonthsAgo(3)));
        for wrong in [
            "2026-02-30",
            "tomorrow",
            "d",
            "-7d",
            "+7d",
            "7 d",
            "7é",
            "99999999d",
            "4294967295w",
            "2026-2-3",
            "28.02.2026",
            "",
            "+2026-2-03",
            "2026-02- 1",
            "2026-02-30 10:00",
            "2026-02-03 24:00",
            "2026-02-03  9:00",
            "2026-02-03 9:00",
            "2026-02-03 09:00 ",
            "2026-02-03 ",
            "9999-12-31T23:59:59-01:00",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
