//! Random sequences of operations, against a model that is too simple to be wrong: after each step every balance, allowance
//! and status of the ledger is what the model says, and so is whether the step was refused.

mod model;
mod parity;
mod program;
mod step;
mod store;

use proptest::test_runner::{Config, RngSeed};

/// The same cases in every run.
fn config(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(2026), failure_persistence: None, ..Config::default() }
}
