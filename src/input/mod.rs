//! Reads CSV and JSON Lines files for `credits apply` and `user import`.
//!
//! ```text
//! any Read ─▶ FileRows ─▶ FileRow ─▶ AdjustmentDefaults::parse ─▶ AdjustmentRow    (or its RowFaults ─▶ Faults, Rejects)
//!                                └▶ parse_user                ─▶ UserRow
//! ```
//!
//! Memory does not depend on the size of the file: only one row is held at a time, and a row has at most
//! [`MAX_ROW_BYTES`]. A row that cannot be read is still a [`FileRow`]; parsing it returns the faults. So one loop
//! handles all rows.
//!
//! **CSV** is RFC 4180 in UTF-8: a header line, separators, CRLF or LF, and quoted cells that may contain doubled
//! quotes and line ends. The separator is a comma, semicolon or tab. A byte-order mark, blank lines and rows of empty
//! cells are skipped. **JSON Lines** is one flat object per line; a missing key is a missing column. An empty cell,
//! `""` and `null` mean the same.
//!
//! Text in a CSV cell loses the `'` that protects it from spreadsheets. Our own CSV protects every cell of text with
//! [`crate::domain::protect`], so a name that begins with `'=` survives. JSON needs no protection. CSV written with
//! `--raw` has none, so a name that begins with `'=` loses its `'` when it is read again.

mod adjustments;
mod cell;
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
pub use users::{has_policy, parse_user, user_columns};

/// The longest row in bytes, including line ends inside quotes. Only a quote that is never closed makes a row that
/// long.
pub const MAX_ROW_BYTES: usize = 1 << 20;
