//! Sums up credits in two halves, because a single sum of 64 bits may overflow.

use super::engine::session::Row;
use crate::error::Result;

/// SQL for two columns: the sums of the upper and of the lower 32 bits of an expression.
pub(crate) fn sql_sum(expression: &str) -> String {
    format!("coalesce(sum(({expression}) >> 32), 0), coalesce(sum(({expression}) & 4294967295), 0)")
}

/// Returns the sum whose two halves begin at a column.
pub(crate) fn sum_at(row: Row<'_>, column: usize) -> Result<i128> {
    Ok((i128::from(row.get::<i64>(column)?) << 32) + i128::from(row.get::<i64>(column + 1)?))
}
