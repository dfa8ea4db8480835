//! Undoes operations: a new operation takes back all that an operation did.
//!
//! Entries of the kind `undo` take credits back, and each names the entry that it reverses. Fields and allowances become what
//! they were, each with a change that names the change it reverses. So the database itself refuses to undo anything twice:
//! `reversals` sums up what was taken back of each entry, and only one change can name another.

mod conflicts;
mod credits;
mod fields;
mod run;
mod target;

pub use conflicts::UndoConflict;
pub use run::Undone;
pub use target::UndoScope;
