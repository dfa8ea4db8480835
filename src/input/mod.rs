//! Tables that come from outside: CSV and JSON Lines files for `credits apply` and `users import`.
//!
//! ```text
//! any Read ─▶ FileRows ─▶ FileRow ─▶ AdjustmentDefaults::parse ─▶ AdjustmentRow    (or its RowFaults ─▶ Faults, Rejects)
//!                                └▶ parse_user                ─▶ UserRow
//! ```
//!
//! Memory stays constant whatever the file's size: one row is held at a time and no row is longer than
//! [`MAX_ROW_BYTES`]. A row that cannot be read is still a [`FileRow`], whose parser reports why, so that one loop serves
//! every row.
//!
//! **CSV** is RFC 4180 in UTF-8: a header line, commas, CRLF or LF, quoted cells with doubled quotes and line ends; a
//! byte-order mark is passed over, and so are blank lines and rows in which every cell is empty. **JSON Lines** is one
//! flat object a line; a key that is left out is a column that is absent. An empty cell, `""` and `null` are the same.
//!
//! Text in a CSV cell that was protected from spreadsheets comes back without its `'`: whoever writes CSV for this
//! reader passes each cell of text through [`crate::domain::protect`], which also keeps a name that really begins with
//! `'=` unambiguous. JSON needs none of it. What was exported with `--raw` has no protection to take away, so there a
//! name that really begins with `'=` loses its `'`.

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

/// The longest row, in bytes, line ends within quotes included. Nobody's row is near it; a quote that is never closed
/// makes one that is.
pub const MAX_ROW_BYTES: usize = 1 << 20;
