//! The ledger's time zone, in which its months and days begin.
//!
//! The rules of the zones are compiled in and never come from the machine, so any two machines agree on when a month begins.
//! They are data, parsed when a zone is first needed: as tables in code they made every start a third slower.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use serde::{Serialize, Serializer};

use super::{Day, LocalDay, Month, Timestamp};

/// An IANA time zone such as `Europe/Berlin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(&'static TimeZone);

static UNIVERSAL: TimeZone = TimeZone::UTC;

/// A day of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundedDay {
    /// The date, written `2026-11-01`.
    pub date: String,
    pub start: Timestamp,
    pub next_start: Timestamp,
}

impl Zone {
    pub const UTC: Self = Self(&UNIVERSAL);

    /// Returns the day of this time in the zone.
    pub fn day_of(self, time: Timestamp) -> LocalDay {
        LocalDay(self.local(time).date())
    }

    /// Returns the month of this time in the zone.
    pub fn month_of(self, time: Timestamp) -> Month {
        Month::of(self.local(time).date())
    }

    /// Returns the point at which the month begins in the zone.
    pub fn start_of(self, month: Month) -> Timestamp {
        self.midnight(month.first_day())
    }

    /// Returns the first second of `day`, as of `now`.
    pub fn first_second(self, day: Day, now: Timestamp) -> Timestamp {
        match day {
            Day::Date(day) => self.midnight(day),
            Day::DaysAgo(_) | Day::MonthsAgo(_) => self.midnight(self.day_ago(day, now)),
            Day::Month(month) => self.start_of(month),
            Day::Local { start, .. } => self.instant(start),
            Day::Exact(time) => time,
        }
    }

    /// Returns the last second of `day`, as of `now`. Of a time that the clocks show twice, this is the second one's.
    pub fn last_second(self, day: Day, now: Timestamp) -> Timestamp {
        match day {
            Day::Date(_) | Day::DaysAgo(_) | Day::MonthsAgo(_) => {
                let next = self.day_ago(day, now).checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
                Timestamp::from_seconds(self.midnight(next).seconds() - 1)
            }
            Day::Month(month) => Timestamp::from_seconds(self.start_of(month.next()).seconds() - 1),
            Day::Local { start, seconds } => {
                Timestamp::from_seconds(self.last_instant(start).seconds() + seconds - 1)
            }
            Day::Exact(time) => time,
        }
    }

    /// Returns the first and the last second of `day`; of a time that the clocks show twice, those of each.
    pub fn spans(self, day: Day, now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let (first, last) = (self.first_second(day, now), self.last_second(day, now));
        match day {
            Day::Local { start, seconds } if self.instant(start) != self.last_instant(start) => {
                let length = seconds - 1;
                vec![
                    (first, Timestamp::from_seconds(first.seconds() + length)),
                    (Timestamp::from_seconds(last.seconds() - length), last),
                ]
            }
            _ => vec![(first, last)],
        }
    }

    /// Returns the calendar day in the zone. A month or an exact time gives today.
    fn day_ago(self, day: Day, now: Timestamp) -> NaiveDate {
        let today = self.local(now).date();
        let day = match day {
            Day::Date(day) => Some(day),
            Day::DaysAgo(days) => today.checked_sub_days(Days::new(days.into())),
            Day::MonthsAgo(months) => today.checked_sub_months(Months::new(months)),
            Day::Month(_) | Day::Local { .. } | Day::Exact(_) => Some(today),
        };
        day.unwrap_or(NaiveDate::MIN)
    }

    /// Counts the calendar days from the end of the month to this time; 0 within the month.
    pub fn days_after(self, month: Month, time: Timestamp) -> i64 {
        (self.local(time).date() - month.next().first_day()).num_days().max(0)
    }

    /// Returns the day of this time with its bounds.
    pub fn bounded_day(self, time: Timestamp) -> BoundedDay {
        let day = self.local(time).date();
        let next = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        BoundedDay { date: day.to_string(), start: self.midnight(day), next_start: self.midnight(next) }
    }

    /// Returns the local time for people, such as `2026-11-01 09:30`.
    pub fn format(self, time: Timestamp) -> String {
        self.local(time).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Returns the local clock time, in seconds since that clock showed 1970-01-01T00:00:00.
    pub fn local_seconds(self, time: Timestamp) -> i64 {
        time.seconds().saturating_add(i64::from(self.offset(time).seconds()))
    }

    /// Returns the IANA name.
    pub fn name(self) -> &'static str {
        self.0.iana_name().unwrap_or("UTC")
    }

    fn local(self, time: Timestamp) -> NaiveDateTime {
        let (utc, ahead) = (time.utc().naive_utc(), TimeDelta::seconds(self.offset(time).seconds().into()));
        utc.checked_add_signed(ahead).unwrap_or(utc)
    }

    /// Returns the offset from UTC at this time.
    fn offset(self, time: Timestamp) -> Offset {
        jiff::Timestamp::from_second(time.seconds()).map_or(Offset::UTC, |time| self.0.to_offset(time))
    }

    fn midnight(self, day: NaiveDate) -> Timestamp {
        self.instant(day.and_time(NaiveTime::MIN))
    }

    /// Returns the point at which the clocks show this time. If they show it twice, this is the first; if they skip it, the
    /// next change of the clocks.
    fn instant(self, shown: NaiveDateTime) -> Timestamp {
        self.instants(shown).0
    }

    /// Does the same, but if they show it twice, this is the second.
    fn last_instant(self, shown: NaiveDateTime) -> Timestamp {
        self.instants(shown).1
    }

    fn instants(self, shown: NaiveDateTime) -> (Timestamp, Timestamp) {
        let universal = shown.and_utc().timestamp();
        let at = |offset: Offset| universal - i64::from(offset.seconds());
        let once = |seconds| (seconds, seconds);
        let (first, last) = match self.offsets_at(shown) {
            None => once(universal),
            Some(AmbiguousOffset::Unambiguous { offset }) => once(at(offset)),
            Some(AmbiguousOffset::Fold { before, after }) => (at(before), at(after)),
            // The new offset gives a point before the change, the old one a point after it.
            Some(AmbiguousOffset::Gap { before, after }) => {
                once(self.next_change(at(after)).unwrap_or_else(|| at(before)))
            }
        };
        (Timestamp::from_seconds(first), Timestamp::from_seconds(last))
    }

    /// Returns the offsets at which the clocks can show this time; `None` beyond the year 9999.
    fn offsets_at(self, shown: NaiveDateTime) -> Option<AmbiguousOffset> {
        let small = |number: u32| i8::try_from(number).ok();
        let (month, day) = (small(shown.month())?, small(shown.day())?);
        let date = civil::Date::new(i16::try_from(shown.year()).ok()?, month, day).ok()?;
        let (hour, minute, second) = (small(shown.hour())?, small(shown.minute())?, small(shown.second())?);
        let time = civil::Time::new(hour, minute, second, 0).ok()?;
        Some(self.0.to_ambiguous_timestamp(date.to_datetime(time)).offset())
    }

    /// Returns the first change of the clocks after this second.
    fn next_change(self, seconds: i64) -> Option<i64> {
        let from = jiff::Timestamp::from_second(seconds).ok()?;
        self.0.following(from).next().map(|change| change.timestamp().as_second())
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match TimeZone::get(name) {
            // The leak is small: a process uses one or two zones.
            Ok(zone) if !zone.is_unknown() => Ok(Self(Box::leak(Box::new(zone)))),
            _ => Err(no_zone(name)),
        }
    }
}

fn no_zone(name: &str) -> String {
    let names: Vec<_> = jiff::tz::db().available().collect();
    match super::nearest(name, names.iter().map(jiff::tz::TimeZoneName::as_str)) {
        Some(near) => format!("'{name}' is not a time zone: did you mean '{near}'?"),
        None => format!("'{name}' is not a time zone: give an IANA name such as Europe/Berlin"),
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

    fn now() -> Timestamp {
        time("2026-05-31T22:30:00Z")
    }

    #[test]
    fn a_day_named_by_its_distance_begins_at_midnight_of_the_zone() {
        let berlin = zone("Europe/Berlin");
        for (shown, first, last) in [
            ("today", "2026-05-31T22:00:00Z", "2026-06-01T21:59:59Z"),
            ("yesterday", "2026-05-30T22:00:00Z", "2026-05-31T21:59:59Z"),
            ("9w", "2026-03-29T22:00:00Z", "2026-03-30T21:59:59Z"),
            ("3m", "2026-02-28T23:00:00Z", "2026-03-01T22:59:59Z"),
        ] {
            let day = shown.parse().expect(shown);
            assert_eq!(berlin.first_second(day, now()), time(first), "{shown}");
            assert_eq!(berlin.last_second(day, now()), time(last), "{shown}");
        }
        let shorter = zone("UTC").first_second("3m".parse().expect("a date"), now());
        assert_eq!(shorter, time("2026-02-28T00:00:00Z"));
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
        assert_eq!(berlin.first_second(day, now()), time("2026-03-28T23:00:00Z"));
        assert_eq!(berlin.last_second(day, now()), time("2026-03-29T21:59:59Z"));
        let march: Day = "2026-03".parse().expect("a month");
        assert_eq!(berlin.first_second(march, now()), time("2026-02-28T23:00:00Z"));
        assert_eq!(berlin.last_second(march, now()), time("2026-03-31T21:59:59Z"));
    }

    #[test]
    fn a_local_time_means_a_minute_and_one_that_is_shown_twice_both() {
        let berlin = zone("Europe/Berlin");
        for (shown, first, last) in [
            ("2026-11-01 09:30", "2026-11-01T08:30:00Z", "2026-11-01T08:30:59Z"),
            ("2026-07-01T09:30:05", "2026-07-01T07:30:05Z", "2026-07-01T07:30:05Z"),
            ("2026-10-25 02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:59Z"),
            ("2026-03-29 02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:00:59Z"),
        ] {
            let day = shown.parse().expect(shown);
            assert_eq!(berlin.first_second(day, now()), time(first));
            assert_eq!(berlin.last_second(day, now()), time(last));
        }
        let twice = "2026-10-25 02:30".parse().expect("a time");
        let spans = [
            ("2026-10-25T00:30:00Z", "2026-10-25T00:30:59Z"),
            ("2026-10-25T01:30:00Z", "2026-10-25T01:30:59Z"),
        ];
        assert_eq!(berlin.spans(twice, now()), spans.map(|(first, last)| (time(first), time(last))));
    }

    #[test]
    fn a_day_without_midnight_begins_at_its_first_instant() {
        let day: Day = "2018-11-04".parse().expect("a day");
        assert_eq!(zone("America/Sao_Paulo").first_second(day, now()), time("2018-11-04T03:00:00Z"));
        let skipped: Day = "2011-12-30".parse().expect("a day");
        assert_eq!(zone("Pacific/Apia").first_second(skipped, now()), time("2011-12-30T10:00:00Z"));
    }
}
