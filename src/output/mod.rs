//! The one printer: data and receipts on standard output, everything else on standard error.
//!
//! A command hands over rows ([`Record`]) or one result ([`Document`]); the chosen [`Format`] decides how it looks.
//! Nothing here reads the clock, the environment or the database.

mod color;
mod document;
mod drawing;
mod escape;
mod fields;
mod json;
mod layout;
mod line;
mod list;
mod message;
mod options;
mod pager;
mod paper;
mod printer;
mod progress;
mod record;
mod rendered;
mod route;
mod separated;
mod table;
#[cfg(test)]
mod tests;
mod time;
mod wrapped;

pub use crate::domain::{counted, grouped};
pub use color::{ColorChoice, ColorSettings, use_color};
pub use escape::escape_control;
pub use list::List;
pub use message::print_error;
pub use options::{Format, Options, Terminal};
pub use paper::Paper;
pub use printer::{Printer, write_out};
pub use progress::Progress;
pub use record::{Cell, Document, Field, Record};
pub use wrapped::Title;
