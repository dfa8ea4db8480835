//! Kills the program, crashes it at each step of its work, and runs many of it at once. Whatever happens, the ledger is
//! intact, an operation is there whole or not at all, and a repeat of the command ends in the state of a single run.
//!
//! Short with `cargo test`, some minutes with `ci/torture.sh`. A failure prints its seed and how to replay it.

mod crash_points;
mod crowd;
mod kills;
mod ledger;
mod long_run;
