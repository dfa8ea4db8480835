//! Undo: all that an operation did, taken back by a new one.
//!
//! Credits come back by entries of the kind `undo`, each of which names the entry that it reverses; fields and allowances
//! become what they were, each by a change that names the change. So the database itself refuses that anything is undone
//! twice: `reversals` sums up what was taken back of an entry, and a change is named once.

mod conflicts;
mod credits;
mod fields;
mod run;
mod target;

pub use conflicts::UndoConflict;
pub use run::Undone;
pub use target::UndoScope;
