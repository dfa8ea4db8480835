//! Reads the rows of a whole table once, a range of numbers at a time.

use std::ops::RangeInclusive;

use super::session::{Row, Rows};
use crate::error::Result;

/// Rows in the order of a number, which is their first column. Each range has to come after the one before.
///
/// A statement for each range would be a round trip to a server each.
pub(crate) struct RangedRows<'s> {
    rows: Rows<'s>,
    /// Whether a row was read that no range has taken yet.
    is_ahead: bool,
}

impl<'s> RangedRows<'s> {
    pub(crate) fn new(rows: Rows<'s>) -> Self {
        Self { rows, is_ahead: false }
    }

    /// Reads the next row of the range, and passes over rows before it.
    pub(crate) fn next_within(&mut self, range: &RangeInclusive<i64>) -> Result<Option<Row<'_>>> {
        loop {
            if !self.is_ahead && self.rows.next()?.is_none() {
                return Ok(None);
            }
            let Some(row) = self.rows.current() else { return Ok(None) };
            let number: i64 = row.get(0)?;
            self.is_ahead = number > *range.end();
            if self.is_ahead {
                return Ok(None);
            }
            if number >= *range.start() {
                return Ok(self.rows.current());
            }
        }
    }
}
