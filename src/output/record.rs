//! What a command hands to the printer: rows of cells, or one document.

use std::borrow::Cow;

use serde::Serialize;

use super::Paper;
use crate::domain::{Month, Timestamp};

/// One key of a row.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key in data and in `--fields`: `snake_case`.
    pub name: &'static str,
    /// The title of its column.
    pub heading: &'static str,
    /// Whether a table has the column without being asked.
    pub table: bool,
    /// Which columns give way on a narrow terminal: the highest first, 0 never.
    pub rank: u8,
}

/// A row of a list.
pub trait Record {
    /// The keys, in the order in which they are printed.
    const FIELDS: &'static [Field];

    /// The value of the key `FIELDS[field]`. Called only with an index into `FIELDS`.
    fn cell(&self, field: usize) -> Cell<'_>;

    /// The same in a table, where what is missing may give room to what else is known.
    fn cell_for_people(&self, field: usize) -> Cell<'_> {
        self.cell(field)
    }
}

/// One value.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// Text that somebody wrote: an address, a name, a reason.
    Text(Cow<'a, str>),
    /// Text that is of no use in part, such as a path: where there is no room, it breaks the line.
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
    /// A point in time.
    Time(Timestamp),
    /// A month.
    Month(Month),
}

impl<'a> Cell<'a> {
    /// Text, borrowed or owned.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Text where there is some.
    pub fn maybe_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }
}

/// One result: its keys for programs come from `Serialize`, its text for people from [`Document::human`].
pub trait Document: Serialize {
    /// The result as lines of text. Data goes through [`Paper::clean`] on its way into them.
    fn human(&self, paper: &Paper) -> String;
}
