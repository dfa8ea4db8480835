//! A hostile environment: disks that are full or read-only, missing rights, files that are something else, change under a
//! running command or never end, and clocks that are wrong.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "a test asks whether it runs in CI")]

#[path = "../common/mod.rs"]
mod common;

mod clock;
mod disk;
mod endless;
mod places;
mod rights;
mod running;
