//! Moves credits and records it: operations, postings, grants, undos, digests, and their proof.

mod allowance_changes;
pub(crate) mod allowances;
pub(crate) mod attached_rows;
pub(crate) mod bounds;
pub(crate) mod commitment;
pub(crate) mod digest;
pub(crate) mod due;
pub(crate) mod erasure;
pub(crate) mod forecast;
pub(crate) mod grants;
pub(crate) mod keys;
mod mentions;
pub(crate) mod months;
pub(crate) mod opening;
mod opening_credits;
pub(crate) mod operation;
pub(crate) mod operation_digest;
pub(crate) mod own_account;
pub(crate) mod payees;
pub(crate) mod posting;
pub(crate) mod refund;
pub(crate) mod sealed_ranges;
pub(crate) mod sealing;
pub(crate) mod take;
pub(crate) mod undo;
pub(crate) mod verify;
pub(crate) mod zone;
