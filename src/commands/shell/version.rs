//! What `--version` prints.

use crate::app::CommandLine;
use crate::store::sqlite_version;

/// The flags without a value, which can stand together behind one dash.
const SHORT: &str = "hnqvVy";

/// The name and the version; with `--verbose` also what a report of a fault needs.
pub(crate) fn text(line: &CommandLine) -> String {
    let first = concat!("rad-admin ", env!("CARGO_PKG_VERSION"), "\n");
    if !asks_for_more(line) {
        return first.to_owned();
    }
    let [commit, target] = [env!("RAD_ADMIN_COMMIT"), env!("RAD_ADMIN_TARGET")];
    format!("{first}commit {commit}\nSQLite {}\ntarget {target}\n", sqlite_version())
}

/// Whether `-v` stands on the line too. The parser stops at `--version`, so the words themselves are looked at.
fn asks_for_more(line: &CommandLine) -> bool {
    line.words().any(|word| match word.to_string_lossy().strip_prefix('-') {
        Some("-verbose") => true,
        Some(flags) => flags.contains('v') && flags.chars().all(|flag| SHORT.contains(flag)),
        None => false,
    })
}
