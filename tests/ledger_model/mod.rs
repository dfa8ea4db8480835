//! Runs random operations on the ledger and on a model that is too simple to be wrong. After each step, all balances,
//! allowances and statuses have to agree, and so does whether the step was refused.

mod model;
mod parity;
mod program;
mod step;
mod store;

use proptest::test_runner::{Config, RngSeed};

/// Every run has the same cases.
fn config(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(2026), failure_persistence: None, ..Config::default() }
}
