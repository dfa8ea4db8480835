//! Hostile input: every parser, the command line itself, and damaged database files.
//!
//! The cases are the same in every run. `FUZZ_CASES` sets how many there are (256 unless it is set; what runs the program
//! takes a part of it), `PROPTEST_RNG_SEED` makes them others. A failure prints the smallest case that fails; the same
//! variables repeat it. `PROPTEST_CASES` is not for here: it would give every property as many.
#![cfg(target_os = "linux")]

mod damage;
mod files;
mod line;
mod settings;
mod values;
mod zones;

use proptest::test_runner::{Config, RngSeed};

/// One case in so many of `FUZZ_CASES`; the same ones unless `PROPTEST_RNG_SEED` is set.
fn config(share: u32) -> Config {
    let given = Config::default();
    let cases =
        std::env::var("FUZZ_CASES").map_or(256, |cases| cases.parse().expect("FUZZ_CASES is a number"));
    let rng_seed = match std::env::var_os("PROPTEST_RNG_SEED") {
        Some(_) => given.rng_seed,
        None => RngSeed::Fixed(2026),
    };
    // A failing run of the program is small anyhow, and each attempt to shrink it runs the program again.
    let max_shrink_iters = 2000 / share;
    Config { cases: (cases / share).max(1), rng_seed, failure_persistence: None, max_shrink_iters, ..given }
}
