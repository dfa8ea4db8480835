//! Tables that come from outside: CSV and JSON Lines files for `credits apply` and `users import`.
//!
//! ```text
//! any Read ─▶ FileRows ─▶ FileRow ─▶ AdjustmentDefaults::parse ─▶ AdjustmentRow    (or its RowFaults ─▶ Faults, Rejects)
//!                                └▶ parse_user                ─▶ UserRow
//! ```
//!
//! Memory does not depend on the size of the file: one row is held at a time, and no row is longer than [`MAX_ROW_BYTES`]. A
//! row that cannot be read is still a [`FileRow`] whose parser says why, so that one loop serves every row.
//!
//! **CSV** is RFC 4180 in UTF-8: a header line, commas, CRLF or LF, quoted cells with doubled quotes and line ends; a
//! byte-order mark is skipped, and so are blank lines and rows whose cells are all empty. **JSON Lines** is one flat
//! object a line; a missing key is a missing column. An empty cell, `""` and `null` are the same.
//!
//! Text in a CSV cell loses the `'` that protects it from spreadsheets: our own CSV passes each cell of text through
//! [`crate::domain::protect`], which keeps a name that begins with `'=` unambiguous. JSON has no such protection. With
//! `--raw` neither has CSV: a name that begins with `'=` then loses its `'` when it is read again.

mod adjustments;
mod columns;
mod content_hash;
mod csv;
mod fault;
mod header;
mod jsonl;
mod rejects;
mod row;
mod rows;
mod source;
#[cfg(test)]
mod tests;
mod users;

pub use adjustments::AdjustmentDefaults;
pub use columns::{ColumnOptions, Columns, Rename};
pub use content_hash::ContentHash;
pub use fault::{Faults, MAX_FAULTS_SHOWN};
pub use rejects::Rejects;
pub use row::FileRow;
pub use rows::FileRows;
pub use source::InputFormat;
pub use users::{parse_user, user_columns};

/// The longest row, in bytes, line ends within quotes included. Only a quote that is never closed makes a row that long.
pub const MAX_ROW_BYTES: usize = 1 << 20;
