//! What goes to which stream, in which format.

use std::io::{BufRead, BufReader, Read, pipe};
use std::process::Stdio;

use crate::harness::Home;
use serde_json::{Value, json};

#[test]
fn every_list_comes_in_every_format_with_the_same_rows() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "all", "5", "--yes"]);
    for list in
        [&["users", "list"][..], &["credits", "history"], &["log"], &["partner", "list"], &["config", "show"]]
    {
        let rows = home.json(list).as_array().unwrap().clone();
        let jsonl = home.ok(&[list, &["-o", "jsonl"]].concat()).stdout;
        let lines: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows, lines, "{list:?}");
        for format in ["csv", "tsv", "table"] {
            let whole = home.ok(&[list, &["-o", format]].concat()).stdout;
            assert_eq!(whole.lines().count(), rows.len() + 1, "{list:?} {format}\n{whole}");
            let bare = home.ok(&[list, &["-o", format, "--no-header"]].concat()).stdout;
            assert_eq!(bare.lines().count(), rows.len(), "{list:?} {format}\n{bare}");
        }
    }
}

#[test]
fn the_keys_of_csv_are_those_of_json_in_the_same_order() {
    let home = Home::seeded();
    for (list, keys) in [
        (
            &["users", "list"][..],
            "email,name,status,roles,partner,awarded,purchased,balance,allowance,policy,cap,until,paused,paused_until,mail,version,created_at,updated_at",
        ),
        (
            &["credits", "history"],
            "id,operation,at,day,month_of,email,bucket,kind,amount,balance_after,total_after,reason,reference,key,month,actor",
        ),
        (
            &["log"],
            "operation,at,day,month_of,actor,os_user,command,reason,reference,key,users,total,share,undoes,undone,undone_by,month,arguments",
        ),
    ] {
        let csv = home.ok(&[list, &["-o", "csv"]].concat()).stdout;
        assert_eq!(csv.lines().next().unwrap(), keys);
        let line = home.ok(&[list, &["-o", "jsonl"]].concat()).stdout.lines().next().unwrap().to_owned();
        let positions: Vec<_> =
            keys.split(',').map(|key| line.find(&format!("\"{key}\":")).expect(key)).collect();
        assert!(positions.is_sorted(), "{line}");
    }
}

#[test]
fn fields_are_chosen_in_the_order_that_was_asked_for() {
    let home = Home::seeded();
    let csv = home.ok(&["users", "list", "-o", "csv", "--fields", "balance,email"]).stdout;
    assert_eq!(csv, "balance,email\n0,ada@example.org\n50,bob@example.org\n30,carol@example.org\n");
    let rows = home.json(&["users", "list", "--fields", "version"]);
    assert_eq!(rows, json!([{"version": 1}, {"version": 2}, {"version": 1}]));
    let run = home.fails(2, &["users", "list", "--fields", "balence"]);
    assert!(run.stdout.is_empty() && run.stderr.contains("hint: did you mean 'balance'?"), "{run}");
}

#[test]
fn an_empty_list_is_an_empty_document() {
    let home = Home::initialised();
    assert_eq!(home.json(&["users", "list"]), json!([]));
    assert_eq!(home.ok(&["users", "list", "-o", "jsonl"]).stdout, "");
    assert_eq!(home.ok(&["users", "list", "-o", "csv"]).stdout.lines().count(), 1);
}

#[test]
fn csv_is_quoted_and_a_formula_is_defused_unless_raw_is_asked_for() {
    let home = Home::initialised();
    home.ok(&["user", "add", "a@example.org", "--name", "=1+1, \"two\""]);
    let list = ["users", "list", "--fields", "name", "--no-header", "-o"];
    assert_eq!(home.ok(&[&list[..], &["csv"]].concat()).stdout, "\"'=1+1, \"\"two\"\"\"\n");
    assert_eq!(home.ok(&[&list[..], &["csv", "--raw"]].concat()).stdout, "\"=1+1, \"\"two\"\"\"\n");
    for start in ["+", "-", "@"] {
        home.ok(&["user", "edit", "a@example.org", &format!("--name={start}x")]);
        assert_eq!(home.ok(&[&list[..], &["tsv"]].concat()).stdout, format!("'{start}x\n"));
        assert_eq!(home.json(&["users", "list"])[0]["name"], format!("{start}x"));
    }
}

#[test]
fn quiet_leaves_out_the_receipt_for_people_and_keeps_data_and_warnings() {
    let home = Home::seeded();
    let run = home.ok(&["credits", "award", "bob@example.org", "1", "-q"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert_eq!(home.balances("bob@example.org").0, 51);
    assert_ne!(home.ok(&["credits", "award", "bob@example.org", "1", "-q", "--json"]).stdout, "");
    let list = home.ok(&["users", "list", "-q", "--limit", "1"]);
    assert!(list.stdout.contains("ada@example.org") && list.stderr.is_empty(), "{list}");
    assert!(home.fails(3, &["user", "show", "x@example.org", "-q"]).stderr.starts_with("error: "));
}

#[test]
fn verbose_adds_details_on_standard_error_only() {
    let home = Home::seeded();
    let (plain, verbose) = (home.ok(&["users", "list"]), home.ok(&["users", "list", "-v"]));
    assert_eq!(plain.stdout, verbose.stdout);
    assert!(plain.stderr.is_empty() && verbose.stderr.contains("detail: database: "), "{verbose}");
}

#[test]
fn global_flags_may_stand_anywhere_on_the_line() {
    let home = Home::seeded();
    let expected = home.ok(&["users", "list", "--json"]).stdout;
    for line in [["--json", "users", "list"], ["users", "--json", "list"]] {
        assert_eq!(home.ok(&line).stdout, expected);
    }
    assert_eq!(home.ok(&["-o", "json", "users", "list"]).stdout, expected);
}

#[test]
fn with_json_every_error_is_one_line_of_json_wrong_flags_included() {
    let home = Home::seeded();
    for (arguments, code, exit) in [
        (&["users", "list", "--frobnicate", "--json"][..], "usage", 2),
        (&["users", "list", "--json", "-o", "csv"], "usage", 2),
        (&["--json", "frobnicate"], "usage", 2),
        (&["--json"], "usage", 2),
        (&["-o", "json", "credits", "award", "bob@example.org", "none"], "usage", 2),
        (&["-ojsonl", "credits", "award", "bob@example.org"], "usage", 2),
        (&["--output=json", "users", "list", "--limit"], "usage", 2),
        (&["user", "show", "x@example.org", "--json"], "not_found", 3),
        (&["credits", "deduct", "bob@example.org", "99", "--from", "awarded", "--json"], "refused", 4),
        (&["credits", "award", "all", "99", "--json"], "not_confirmed", 5),
        (&["users", "list", "--db", "none.db", "--json"], "setup", 7),
    ] {
        let run = home.fails(exit, arguments);
        let error = run.json_error();
        assert_eq!((&error["code"], &error["exit"]), (&json!(code), &json!(exit)), "{run}");
        assert!(error["message"].is_string() && error["hints"].is_array() && run.stdout.is_empty(), "{run}");
    }
}

#[test]
fn colour_is_only_for_terminals_unless_it_is_asked_for() {
    let home = Home::seeded();
    let coloured = |home: &Home, flags: &[&str]| {
        let run = home.fails(3, &[&["user", "show", "x@example.org"], flags].concat());
        run.stderr.contains('\x1b')
    };
    assert!(!coloured(&home, &[]));
    assert!(!coloured(&home.with("TERM", "xterm-256color"), &[]));
    assert!(coloured(&home, &["--color", "always"]));
    assert!(coloured(&home.with("CLICOLOR_FORCE", "1"), &[]));
    assert!(!coloured(&home.with("CLICOLOR_FORCE", "1"), &["--color", "never"]));
    assert!(!coloured(&home.with("CLICOLOR_FORCE", "1").with("NO_COLOR", "1"), &[]));
    assert!(!home.ok(&["users", "list", "--json", "--color", "always"]).stdout.contains('\x1b'));
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let home = Home::initialised();
    home.add_users(20_000);
    for format in ["table", "json", "jsonl", "csv", "tsv"] {
        let mut child = home
            .command(&["users", "list", "-o", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        // Reads one line and closes the pipe, as `head` does.
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut errors = String::new();
        child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert_eq!((child.wait().unwrap().code(), errors.as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_closed_pipe_leaves_the_exit_status_what_the_command_came_to() {
    let home = Home::seeded();
    home.fails(8, &["invite", "new@example.org"]);
    home.write("a.csv", "user,bucket,amount\nbob@example.org,awarded,1\nzed@example.org,awarded,1\n");
    let ends = |status: i32, arguments: &[&str]| {
        for json in [&[][..], &["--json"]] {
            let (reader, writer) = pipe().unwrap();
            drop(reader);
            let output = home.command(&[arguments, json].concat()).stdout(writer).output().unwrap();
            let errors = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(status), "{arguments:?}: {errors}");
            assert!(!errors.contains("standard output") && !errors.contains("pipe"), "{errors}");
        }
    };
    ends(0, &["status"]);
    ends(0, &["user", "show", "bob@example.org"]);
    ends(0, &["credits", "award", "bob@example.org", "1"]);
    ends(10, &["grant-monthly", "--check"]);
    ends(5, &["credits", "award", "all", "1", "--dry-run"]);
    ends(6, &["credits", "apply", "a.csv", "--continue-on-error"]);
    ends(8, &["invite", "resend", "status:invited"]);
    ends(8, &["mail", "flush"]);
    home.tamper("UPDATE users SET awarded = awarded + 1").unwrap();
    ends(9, &["verify"]);
}

#[test]
fn output_that_cannot_be_written_is_exit_1() {
    let home = Home::seeded();
    for arguments in
        [&["users", "list"][..], &["users", "list", "--json"], &["status"], &["credits", "history"]]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = home.command(arguments).stdout(full).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {errors}");
        assert!(errors.contains("cannot write to standard output"), "{errors}");
    }
}

#[test]
fn elsewhere_than_on_a_terminal_a_list_has_no_limit() {
    let home = Home::initialised();
    home.add_users(120);
    assert_eq!(home.ok(&["users", "list"]).stdout.lines().count(), 121);
}
