//! Generates numbers from a seed, and prints the seed if the test fails.
#![allow(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "the seed comes from a variable, and is printed"
)]

use std::thread;

/// A small generator (xorshift). The same seed gives the same numbers.
pub(crate) struct Random {
    seed: u64,
    case: &'static str,
    state: u64,
}

/// Returns the number in this variable, if it is set.
pub(crate) fn variable(name: &str) -> Option<u64> {
    Some(std::env::var(name).ok()?.parse().unwrap())
}

impl Random {
    /// Creates a generator for a test, with the seed in `RAD_ADMIN_TORTURE_SEED` or 1.
    pub(crate) fn of(case: &'static str) -> Self {
        Self::seeded(case, variable("RAD_ADMIN_TORTURE_SEED").unwrap_or(1))
    }

    pub(crate) fn seeded(case: &'static str, seed: u64) -> Self {
        Self { seed, case, state: (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).max(1) }
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % end.max(1)
    }
}

impl Drop for Random {
    fn drop(&mut self) {
        if thread::panicking() {
            let program = env!("CARGO_CRATE_NAME");
            eprintln!(
                "replay: RAD_ADMIN_TORTURE_SEED={} cargo test --test {program} {}",
                self.seed, self.case
            );
        }
    }
}
