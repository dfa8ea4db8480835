//! Writes text so that CSV readers, JSON readers and terminals take it as nothing but text.

pub mod csv;
mod escape;
mod first_of_many;
pub mod json;
pub mod placed;
mod shell;

pub use escape::{escape_control, is_printable_ascii, push_escaped, shortened, steers};
pub use first_of_many::and_more;
pub use shell::shell_word;
