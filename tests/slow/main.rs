//! The tests that take long: kills and crashes, losses of power, proofs, a hostile environment, hostile input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "seeds and counts are printed")]
#![allow(clippy::disallowed_methods, reason = "seeds and counts come from variables")]
#![allow(unreachable_pub, reason = "both test programs share the harness")]

#[path = "../harness/mod.rs"]
mod harness;

mod fuzz;
mod hostile;
mod power;
mod proof;
mod torture;
mod year;
