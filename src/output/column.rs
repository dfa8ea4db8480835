//! The columns of a list, and the values in them.

use std::borrow::Cow;

use crate::domain::{LocalDay, Month, OperationId, Timestamp};

/// A column of a list of `R`.
pub struct ListColumn<R> {
    /// The key in data and in `--fields`, in `snake_case`.
    pub name: &'static str,
    /// The title in a table.
    pub heading: &'static str,
    /// Whether a table shows the column without `--fields`.
    pub in_table: bool,
    /// On a narrow terminal, columns with the highest rank are dropped first, and those with rank 0 never.
    pub rank: u8,
    /// The value in data.
    pub value: fn(&R) -> Cell<'_>,
    /// The value in a table, which may fill in for a missing value.
    pub value_in_table: fn(&R) -> Cell<'_>,
}

impl<R> ListColumn<R> {
    /// Creates a column that a table shows.
    pub const fn new(name: &'static str, heading: &'static str, rank: u8, value: fn(&R) -> Cell<'_>) -> Self {
        Self { name, heading, in_table: true, rank, value, value_in_table: value }
    }

    /// Creates a column that a table shows only with `--fields`.
    pub const fn hidden(name: &'static str, heading: &'static str, value: fn(&R) -> Cell<'_>) -> Self {
        Self::new(name, heading, 9, value).left_out()
    }

    /// Returns the column with another rank, for another list.
    #[must_use]
    pub const fn ranked(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// Returns the column as one that a table shows only with `--fields`, for another list.
    #[must_use]
    pub const fn left_out(self) -> Self {
        Self { in_table: false, ..self }
    }

    /// Returns the column with another value in tables.
    #[must_use]
    pub const fn shown_as(self, value_in_table: fn(&R) -> Cell<'_>) -> Self {
        Self { value_in_table, ..self }
    }
}

/// What a table changes in the usual choice of columns, by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColumnChoice {
    /// Columns to show although they are usually hidden.
    pub show: &'static [&'static str],
    /// Columns to hide although they are usually shown.
    pub hide: &'static [&'static str],
}

impl ColumnChoice {
    pub(super) fn shows<R>(&self, column: &ListColumn<R>) -> bool {
        self.show.contains(&column.name) || (column.in_table && !self.hide.contains(&column.name))
    }
}

#[derive(Clone, Debug)]
pub enum Cell<'a> {
    Null,
    /// Text that somebody wrote: an address, a name, a reason.
    Text(Cow<'a, str>),
    /// Text that is useless if cut, such as a path. If it is wider than its column, it overflows.
    UncutText(&'a str),
    /// One of this program's own words, such as a status. Coloured by its meaning.
    Word(&'a str),
    Integer(i64),
    /// A sum, which may exceed 64 bits.
    Big(i128),
    Boolean(bool),
    /// Several of this program's own words.
    Words(Vec<&'static str>),
    /// Several texts, such as the words of a command line.
    Texts(&'a [String]),
    Operations(&'a [OperationId]),
    Time(Timestamp),
    Day(LocalDay),
    Month(Month),
}

impl<'a> Cell<'a> {
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub fn count(count: u64) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub fn maybe_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }
}
