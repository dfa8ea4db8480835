//! What makes the ledger provable, driven through the real program.
#![allow(
    unreachable_pub,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod backup;
mod home;
mod journal;
mod tamper;
mod time_travel;
mod verify;
