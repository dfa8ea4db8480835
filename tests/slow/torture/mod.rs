//! Kills the program, crashes it at each step of its work and runs crowds of it. Whatever happens, the ledger proves, an
//! operation is there whole or not at all, and the same command again ends in the state of one run.
//!
//! Short with `cargo test`; for minutes with `ci/torture.sh`. A failure prints its seed and how to replay it.

mod crash_points;
mod crowd;
mod kills;
mod ledger;
mod long_run;
