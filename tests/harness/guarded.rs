//! Runs the program with a limit on memory and time.

use std::ffi::OsString;
use std::process::{Command, Output, Stdio};

use super::Home;

/// 512 MiB of address space, part of which a debug build and the stacks of its threads need. A run of a minute hangs.
const GUARD: &str = r#"ulimit -v 524288 2>/dev/null; exec timeout -s KILL 60 "$0" "$@""#;

/// Every documented exit status, except those of signals.
const STATUSES: [i32; 13] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 75];

/// Returns the program with limits and without input.
pub fn command(home: &Home, arguments: &[OsString]) -> Command {
    let bare = home.command(&[]);
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", GUARD])
        .arg(bare.get_program())
        .args(arguments)
        .current_dir(home.path())
        .env_clear()
        .envs(bare.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(Stdio::null());
    command
}

/// Runs the program with limits. Checks that it ends with a documented status, and with a message if it fails.
#[track_caller]
pub fn run(home: &Home, arguments: &[&str]) -> Output {
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    let output = command(home, &arguments).output().unwrap();
    ends_well(&arguments, &output);
    output
}

/// Checks that a run ended with a documented status, with a message if it failed, and did not panic.
#[track_caller]
pub fn ends_well(arguments: &[OsString], output: &Output) {
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    let status = output.status.code();
    let known = status.is_some_and(|status| STATUSES.contains(&status));
    let silent = matches!(status, Some(0 | 10)) || !err.is_empty();
    assert!(
        known && silent && !err.contains("panicked"),
        "{arguments:?}: {:?}\n{out:.2000}\n{err:.2000}",
        output.status
    );
}
