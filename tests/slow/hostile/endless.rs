//! The program gives up on endless input with an error, within 512 MiB.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};

use crate::harness::{Home, guarded};

/// Runs the program with endless lines of this word on standard input.
fn fed_by_yes(home: &Home, word: &str, arguments: &[&str]) -> Output {
    let mut yes = Command::new("yes").arg(word).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    let output = guarded::command(home, &arguments).stdin(yes.stdout.take().unwrap()).output().unwrap();
    yes.kill().ok();
    yes.wait().unwrap();
    guarded::ends_well(&arguments, &output);
    output
}

#[track_caller]
fn is_told(output: &Output, status: i32, what: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{errors}");
    assert!(errors.contains(what), "{errors}");
}

#[test]
fn an_endless_file_of_any_kind_is_an_error_that_names_it() {
    let home = Home::seeded();
    let zero = "/dev/zero";
    let run = |arguments: &[&str]| guarded::run(&home, arguments);
    is_told(&run(&["users", "list", "--config", zero]), 7, "/dev/zero is longer than 1048576 bytes");
    is_told(&run(&["users", "list", "--db", zero]), 7, "/dev/zero: it is no regular file");
    is_told(
        &run(&["credits", "award", "@/dev/zero", "5", "--yes"]),
        2,
        "/dev/zero:1: the line is longer than 1000 bytes",
    );
    is_told(&run(&["invite", "@/dev/zero", "--yes"]), 2, "/dev/zero:1: the line is longer");
    is_told(&run(&["users", "import", zero, "--yes"]), 2, "/dev/zero is not a text file");
    is_told(&run(&["credits", "apply", zero, "--yes"]), 2, "/dev/zero is not a text file");
    is_told(&run(&["credits", "apply", "/dev/full", "--yes"]), 2, "/dev/full is not a text file");
}

#[test]
fn a_list_of_erasures_that_is_too_large_is_an_error_that_names_the_limit() {
    let home = Home::seeded();
    let list = home.write("erasures.jsonl", vec![b' '; (64 << 20) + 1]);
    let output = guarded::run(&home, &["user", "erase", "--replay", &list, "--yes"]);
    is_told(&output, 2, "is larger than 64 MiB");
}

#[test]
fn an_endless_template_or_password_is_an_error_that_names_it() {
    let home = Home::seeded();
    let mail = "[mail]\nfrom = 'a@example.org'\nhost = 'localhost'\nusername = 'rad'\nsecurity = 'none'\n";
    let invite = "[invite]\nurl = 'https://x.example/?{token}'\n";
    let template = home.write("t.toml", format!("{invite}templates.text = '/dev/zero'\n{mail}"));
    let output = guarded::run(&home, &["invite", "new@example.org", "--config", &template]);
    is_told(&output, 7, "/dev/zero");
    let command = home.write("c.toml", format!("{mail}password_command = 'yes'\n"));
    let output = guarded::run(&home, &["mail", "test", "a@example.org", "--config", &command]);
    is_told(&output, 7, "mail.password_command");
    let long = home.write("long", "x".repeat(5000));
    std::fs::set_permissions(&long, std::fs::Permissions::from_mode(0o600)).unwrap();
    let file = home.write("f.toml", format!("{mail}password_file = '{long}'\n"));
    let output = guarded::run(&home, &["mail", "test", "a@example.org", "--config", &file]);
    is_told(&output, 7, "is longer than 4096 bytes");
}

#[test]
fn endless_standard_input_is_an_error() {
    let home = Home::seeded();
    is_told(&fed_by_yes(&home, "y", &["invite", "accept", "-"]), 3, "no invitation has this token");
    is_told(&fed_by_yes(&home, "y", &["credits", "award", "-", "5", "--yes"]), 2, "more than 2000000 lines");
    is_told(&fed_by_yes(&home, "#", &["credits", "award", "-", "5", "--yes"]), 2, "more than 2000000 lines");
    is_told(&fed_by_yes(&home, "y", &["credits", "apply", "-", "--yes"]), 2, "unknown column 'y'");
    home.ok(&["verify"]);
}

#[test]
fn a_cell_of_text_may_be_as_long_as_the_flag_and_no_longer() {
    let home = Home::seeded();
    let rows = |letters: usize| format!("email,name\nlong@example.org,{}\n", "é".repeat(letters));
    let long = home.write("long.csv", rows(1001));
    let run = home.refuses(2, &["users", "import", &long, "--yes"]);
    assert!(run.stderr.contains("long.csv:2: name: is longer than 1000 characters"), "{run}");
    let right = home.write("right.csv", rows(1000));
    home.ok(&["users", "import", &right, "--yes"]);
}

#[test]
fn a_time_to_wait_of_more_than_a_day_is_refused() {
    let home = Home::seeded();
    for seconds in ["86401", "4294967295", "18446744073709551616", "-1"] {
        home.fails(2, &["users", "list", &format!("--lock-timeout={seconds}")]);
    }
    home.ok(&["users", "list", "--lock-timeout=86400"]);
}
