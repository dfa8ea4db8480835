//! Prints data and receipts on standard output, and everything else on standard error.
//!
//! A command passes the rows of a list ([`ListColumn`]) or a single result ([`Document`]), and [`Format`] decides how
//! they look. This module does not read the clock, the environment or the database.

mod color;
mod column;
mod composed;
mod document;
mod drawing;
mod fields;
mod formatter;
mod html;
mod json;
mod layout;
mod list;
mod markdown;
mod message;
mod options;
mod pager;
mod printer;
mod progress;
mod rendered;
mod route;
mod separated;
mod streams;
mod table;
mod table_line;
#[cfg(test)]
mod tests;
mod time;
mod unblocked;
mod wrapped;

pub use crate::domain::{counted, grouped};
pub use color::{ColorChoice, ColorSettings, use_color};
pub use column::{Cell, ColumnChoice, ListColumn};
pub use document::Document;
pub use formatter::{Formatter, LEAST_BAR_COLUMNS, MOST_BAR_COLUMNS};
pub use html::{HtmlCell, HtmlColumn, HtmlFigure, HtmlPage};
pub use list::List;
pub use message::print_error;
pub use options::{Format, Options, Terminal};
pub use printer::Printer;
pub use progress::Progress;
pub use streams::write_out;
pub use wrapped::Title;
