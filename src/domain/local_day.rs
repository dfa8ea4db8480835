//! Calendar days in a time zone.

use std::fmt;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::Month;

/// A day, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalDay(pub(super) NaiveDate);

impl LocalDay {
    pub fn month(self) -> Month {
        Month::of(self.0)
    }
}

impl fmt::Display for LocalDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for LocalDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
