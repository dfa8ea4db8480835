//! What makes the ledger provable, driven through the real program.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod home;
mod tamper;
mod verify;
