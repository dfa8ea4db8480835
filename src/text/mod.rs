//! How text is written so that a reader of CSV, a reader of JSON or a terminal takes it for nothing but text.

pub mod csv;
mod escape;
pub mod json;

pub use escape::{escape_control, is_printable_ascii, push_escaped, shortened, steers};
