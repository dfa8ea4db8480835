//! Completion from the ledger: the answers, that it leaves nothing behind, and the shells themselves.

mod answers;
mod quiet;
#[cfg(target_os = "linux")]
mod shells;

use crate::harness::Home;

/// Returns the values that are offered at the end of a line.
#[track_caller]
fn offered(home: &Home, line: &str) -> Vec<String> {
    let run = home.ok(&["__complete", line]);
    assert_eq!(run.stderr, "", "completion never says anything\n{run}");
    run.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}
