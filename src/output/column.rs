//! What a list prints: the columns of its rows, and the values in them.

use std::borrow::Cow;

use crate::domain::{LocalDay, Month, OperationId, Timestamp};

/// One key of a list of `R`, and where its value comes from.
pub struct ListColumn<R> {
    /// The key in data and in `--fields`: `snake_case`.
    pub name: &'static str,
    /// The title above it in a table.
    pub heading: &'static str,
    /// Whether a table has the column without `--fields`.
    pub in_table: bool,
    /// Which columns give way on a narrow terminal: the highest first, 0 never.
    pub rank: u8,
    /// The value in data.
    pub value: fn(&R) -> Cell<'_>,
    /// The value in a table, where something else may fill the place of what is missing.
    pub value_in_table: fn(&R) -> Cell<'_>,
}

impl<R> ListColumn<R> {
    /// A column that a table shows.
    pub const fn new(name: &'static str, heading: &'static str, rank: u8, value: fn(&R) -> Cell<'_>) -> Self {
        Self { name, heading, in_table: true, rank, value, value_in_table: value }
    }

    /// A column that a table shows only with `--fields`.
    pub const fn hidden(name: &'static str, heading: &'static str, value: fn(&R) -> Cell<'_>) -> Self {
        Self::new(name, heading, 9, value).left_out()
    }

    /// The column in another list, with another rank.
    #[must_use]
    pub const fn ranked(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// The column in another list, where a table shows it only with `--fields`.
    #[must_use]
    pub const fn left_out(self) -> Self {
        Self { in_table: false, ..self }
    }

    /// The column with another value in tables.
    #[must_use]
    pub const fn shown_as(self, value_in_table: fn(&R) -> Cell<'_>) -> Self {
        Self { value_in_table, ..self }
    }
}

/// One value.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// Text that somebody wrote: an address, a name, a reason.
    Text(Cow<'a, str>),
    /// Text that is of no use in part, such as a path: too long for its column, it breaks the line.
    Whole(&'a str),
    /// One of this program's own words, such as a status: coloured by what it means.
    Word(&'a str),
    /// A whole number.
    Integer(i64),
    /// A whole number that may exceed 64 bits: a sum.
    Big(i128),
    /// Yes or no.
    Boolean(bool),
    /// Several of this program's own words.
    Words(Vec<&'static str>),
    /// The words of a command line.
    Line(&'a [String]),
    /// Several operations.
    Operations(&'a [OperationId]),
    /// A point in time.
    Time(Timestamp),
    /// A day.
    Day(LocalDay),
    /// A month.
    Month(Month),
}

impl<'a> Cell<'a> {
    /// Text, borrowed or owned.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// How many there are of something.
    pub fn count(count: u64) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Text where there is some.
    pub fn maybe_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }
}
