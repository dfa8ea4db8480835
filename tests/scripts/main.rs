//! What scripts rely on: files of adjustments and users, keys, undo.

#![allow(
    clippy::expect_used,
    unreachable_pub,
    dead_code,
    reason = "a test may panic, and uses its part of the home"
)]

mod apply;
mod examples;
mod home;
mod import;
mod rejects;
mod undo;
