//! Hostile input for every parser, the command line, and damaged database files.
//!
//! Every run has the same cases. `FUZZ_CASES` sets their number (by default 256; properties that run the program take a
//! part of it), `PROPTEST_RNG_SEED` selects others. A failure prints the smallest failing case; the same variables
//! repeat it. Do not use `PROPTEST_CASES`: it would give every property the same number.
#![cfg(target_os = "linux")]

mod damage;
mod files;
mod line;
mod settings;
mod values;
mod zones;

use proptest::test_runner::{Config, RngSeed};

/// Returns the settings for `FUZZ_CASES` divided by `share` cases.
fn config(share: u32) -> Config {
    let given = Config::default();
    let cases =
        std::env::var("FUZZ_CASES").map_or(256, |cases| cases.parse().expect("FUZZ_CASES is a number"));
    let rng_seed = match std::env::var_os("PROPTEST_RNG_SEED") {
        Some(_) => given.rng_seed,
        None => RngSeed::Fixed(2026),
    };
    // A failing run of the program is small anyway, and every attempt to shrink it runs the program again.
    let max_shrink_iters = 2000 / share;
    Config { cases: (cases / share).max(1), rng_seed, failure_persistence: None, max_shrink_iters, ..given }
}
