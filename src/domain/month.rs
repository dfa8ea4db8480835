//! Calendar months, the units of a grant.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

/// A month of the years 1970 to 9999, written `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since January of the year 0.
    index: i32,
}

impl Month {
    /// The last month, which no accepted clock reaches.
    pub const LAST: Self = Self { index: 9999 * 12 + 11 };

    /// Returns the month of this day.
    pub fn of(day: NaiveDate) -> Self {
        Self { index: day.year() * 12 + day.month0().cast_signed() }
    }

    /// Reads the stored number `YYYYMM`; returns `None` if that is no month.
    pub fn from_number(number: i64) -> Option<Self> {
        let number = i32::try_from(number).ok()?;
        let (year, month) = (number / 100, number % 100);
        ((1970..=9999).contains(&year) && (1..=12).contains(&month))
            .then(|| Self { index: year * 12 + month - 1 })
    }

    /// Returns `YYYYMM`, the number that is stored. It sorts like the months.
    pub fn number(self) -> i64 {
        i64::from(self.index / 12 * 100 + self.index % 12 + 1)
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self { index: self.index + 1 }
    }

    #[must_use]
    pub fn previous(self) -> Self {
        Self { index: self.index - 1 }
    }

    /// Returns the months from this one to the last before `end`, oldest first.
    pub fn until(self, end: Self) -> impl Iterator<Item = Self> {
        (self.index..end.index).map(|index| Self { index })
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.index / 12, (self.index % 12 + 1).cast_unsigned(), 1)
            .unwrap_or(NaiveDate::MAX)
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let well_formed = text.len() == 7 && text.as_bytes()[4] == b'-';
        let number = well_formed
            .then(|| text.replacen('-', "", 1))
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok());
        number
            .and_then(Self::from_number)
            .ok_or_else(|| "a month is written YYYY-MM, such as 2026-11".to_owned())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.index / 12, self.index % 12 + 1)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_and_written_as_yyyy_mm_only() {
        let month: Month = "2026-11".parse().expect("a month");
        assert_eq!((month.to_string().as_str(), month.number()), ("2026-11", 202_611));
        assert_eq!(Month::from_number(202_611), Some(month));
        for wrong in ["2026-13", "2026-00", "2026-1", "26-11", "2026/11", "2026-11-01", "+026-11", "２026-11"]
        {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn months_follow_each_other_across_years() {
        let (from, to): (Month, Month) = ("2026-11".parse().expect("from"), "2027-02".parse().expect("to"));
        let between: Vec<_> = from.until(to).map(|month| month.to_string()).collect();
        assert_eq!(between, ["2026-11", "2026-12", "2027-01"]);
        assert_eq!(from.next().next().first_day().to_string(), "2027-01-01");
    }
}
