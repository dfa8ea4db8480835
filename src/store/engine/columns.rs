//! Values as columns hold them.

use rusqlite::{Row, types::Type};

use crate::domain::{Credits, Month, Timestamp};

/// A text column as the value it stands for.
pub(crate) fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err = String>,
{
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|message: String| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, message.into())
    })
}

/// A number column as credits.
pub(crate) fn credits(row: &Row<'_>, column: usize) -> rusqlite::Result<Credits> {
    let value = row.get(column)?;
    Credits::new(value).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// A number column as a month.
pub(crate) fn month_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Month> {
    let number = row.get(column)?;
    Month::from_number(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, number))
}

/// A limit as the database has it: -1 is none.
pub(crate) fn sql_limit(limit: Option<u64>) -> i64 {
    limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}

/// The seconds from `since` to `until`, both included; without them, all.
pub(crate) fn seconds_between(since: Option<Timestamp>, until: Option<Timestamp>) -> (i64, i64) {
    (since.map_or(i64::MIN, Timestamp::seconds), until.map_or(i64::MAX, Timestamp::seconds))
}
