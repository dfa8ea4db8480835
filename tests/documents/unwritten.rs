//! Checks that every command finds the faults of its line before it writes anything.

use std::fs;
use std::path::Path;

use crate::documents::samples::{LINES, prepared};
use crate::harness::{Home, on_file};

/// Commands that write nothing, and so compare no total.
const READING: &[&str] = &[
    "partner list",
    "partner forecast",
    "invite list",
    "mail list",
    "user list",
    "user export",
    "user statement",
    "user show",
    "user export",
    "user erasures",
    "credits history",
    "log",
    "log show",
    "status",
    "report",
    "doctor",
    "config show",
    "config path",
    "verify",
];

/// Returns the whole ledger, and the name and time of every file.
fn state(home: &Home) -> String {
    let mut files = Vec::new();
    walk(home.path(), &mut files);
    files.sort();
    let ledger = (home.run(&["status"]).status == 0).then(|| home.everything());
    format!("{files:#?}{ledger:#?}")
}

fn walk(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else if !path.to_string_lossy().contains(".db-") {
            let content = fs::read(&path).expect("a file");
            files.push(format!("{} {}", path.display(), content.len()));
        }
    }
}

#[test]
fn unknown_fields_and_wrong_totals_are_found_before_any_write() {
    let home = prepared();
    for (command, rest, status) in LINES {
        let line: Vec<&str> = command.split(' ').chain(rest.split_whitespace()).collect();
        let before = state(&home);
        let run = home.fails(2, &[&line[..], &["--fields", "nonesuch"]].concat());
        assert!(run.stderr.contains("no field 'nonesuch'"), "{run}");
        let reads = READING.contains(command) || line.contains(&"--check");
        if !reads && !line.contains(&"--confirm") {
            let run = home.fails(5, &[&line[..], &["--confirm", "7"]].concat());
            assert!(run.stderr.contains("--confirm says 7"), "{run}");
        }
        assert_eq!(before, state(&home), "{command}");
        home.fails(*status, &line);
    }
}

#[test]
fn a_dry_run_writes_no_file() {
    let home = prepared();
    for (command, rest, status) in LINES {
        let line: Vec<&str> = command.split(' ').chain(rest.split_whitespace()).collect();
        if !line.contains(&"-n") {
            let before = state(&home);
            home.fails(*status, &[&line[..], &["-n"]].concat());
            assert_eq!(before, state(&home), "{command}");
        }
        home.fails(*status, &line);
    }
    let before = state(&home);
    let run = home.ok(&["man", "pages", "--dry-run"]);
    assert!(run.stderr.contains("pages would be written into pages"), "{run}");
    home.ok(&["completions", "bash", "--dry-run"]);
    assert_eq!(before, state(&home));
}

#[test]
fn without_a_ledger_every_command_that_needs_one_says_so() {
    let _on_file = on_file();
    let home = prepared();
    let other = ["init", "doctor", "restore", "mail test", "config show", "config path"];
    let lines =
        LINES.iter().filter(|(command, ..)| !other.contains(command) && !command.starts_with("config"));
    let lines = lines.map(|(command, rest, _)| format!("{command} {rest}")).chain(
        [
            "invite accept -",
            "credits apply none.csv",
            "user import none.csv",
            "user erase --replay none.jsonl --yes",
        ]
        .map(str::to_owned),
    );
    for line in lines {
        let run = home.fails(7, &line.split_whitespace().collect::<Vec<_>>());
        assert!(run.stderr.contains("no ledger"), "{run}");
    }
}

#[test]
fn standard_output_is_no_file_to_write_or_to_restore() {
    let home = Home::seeded();
    home.write("rows.csv", "user,bucket,amount\nbob@example.org,awarded,5\nnobody@example.org,awarded,5\n");
    for line in [
        &["backup", "-"][..],
        &["restore", "-"],
        &["credits", "apply", "rows.csv", "--continue-on-error", "--rejects", "-"],
    ] {
        let run = home.refuses(2, line);
        assert!(run.stderr.contains("'-' is not a file"), "{run}");
        assert!(!home.has("-"));
    }
}

#[test]
fn a_number_of_rows_that_no_database_counts_is_a_usage_error() {
    let home = Home::seeded();
    for flag in ["--limit", "--offset"] {
        home.ok(&["users", "list", flag, "9223372036854775807"]);
        for number in ["9223372036854775808", "18446744073709551616", "-1", "1e3"] {
            let run = home.fails(2, &["users", "list", &format!("{flag}={number}")]);
            assert!(run.stderr.contains("from 0 to 9223372036854775807"), "{run}");
        }
    }
}
