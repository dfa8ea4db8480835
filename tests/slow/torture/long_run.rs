//! Repeats all cases for some minutes: `ci/torture.sh`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::crowd::crowd;
use super::kills::{CASES, Counts, kill};
use crate::harness::random::{Random, variable};

#[test]
#[ignore = "minutes: run ci/torture.sh"]
fn random_commands_and_crashes_leave_an_intact_ledger() {
    let minutes = variable("RAD_ADMIN_TORTURE_MINUTES").unwrap_or(2);
    let first = variable("RAD_ADMIN_TORTURE_SEED").unwrap_or(1);
    let until = Instant::now() + Duration::from_secs(minutes * 60);
    let mut totals: BTreeMap<&str, Counts> = BTreeMap::new();
    let (mut seed, mut crowds) = (first, 0);
    while seed == first || Instant::now() < until {
        for case in CASES {
            let counts = kill(
                case,
                &mut Random::seeded("random_commands_and_crashes_leave_an_intact_ledger -- --ignored", seed),
            );
            for (moment, count) in counts {
                *totals.entry(case.name).or_default().entry(moment).or_default() += count;
            }
        }
        crowd(12);
        (crowds, seed) = (crowds + 1, seed + 1);
    }
    println!("seeds {first} to {}", seed - 1);
    for (case, counts) in totals {
        println!("{case}: killed {counts:?}");
    }
    println!("crowds: {crowds} of 72 processes each");
}
