//! Runs random operations on the ledger and on a model that is too simple to be wrong. After each step, all balances,
//! allowances and statuses have to agree, and so does whether the step was refused.

mod account;
mod model;
mod parity;
mod program;
mod step;
mod store;
mod undo;

use proptest::test_runner::{Config, RngSeed};

use crate::harness::random::variable;

/// Every run has the same cases. `RAD_ADMIN_TEST_COMMANDS` asks for as many cases as that many commands need.
fn config(cases: u32, commands_a_case: u64) -> Config {
    let more = variable("RAD_ADMIN_TEST_COMMANDS").unwrap_or(0).div_ceil(commands_a_case);
    let cases = cases.max(u32::try_from(more).unwrap());
    Config { cases, rng_seed: RngSeed::Fixed(2026), failure_persistence: None, ..Config::default() }
}
