//! Prints the version.

use crate::app::CommandLine;
use crate::store::SQLITE_VERSION;

/// The short flags without a value, which may share one dash.
const SHORT: &str = "hnqvVy";

/// Returns name and version and, with `--verbose`, what a bug report needs.
pub(crate) fn text(line: &CommandLine) -> String {
    let first = concat!("rad-admin ", env!("CARGO_PKG_VERSION"), "\n");
    if !asks_for_more(line) {
        return first.to_owned();
    }
    let [commit, target] = [env!("RAD_ADMIN_COMMIT"), env!("RAD_ADMIN_TARGET")];
    format!("{first}commit {commit}\nSQLite {SQLITE_VERSION}\ntarget {target}\n")
}

/// Whether the line also has `-v`. The parser stops at `--version`, so this looks at the words themselves.
fn asks_for_more(line: &CommandLine) -> bool {
    line.words().any(|word| match word.to_string_lossy().strip_prefix('-') {
        Some("-verbose") => true,
        Some(flags) => flags.contains('v') && flags.chars().all(|flag| SHORT.contains(flag)),
        None => false,
    })
}
