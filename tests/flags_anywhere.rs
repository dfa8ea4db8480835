//! Global flags may stand anywhere on the line.

use crate::harness::{Home, on_file};

/// Every global flag that a reading command takes, with a value.
const FLAGS: [&[&str]; 14] = [
    &["--db", ".local/share/rad-admin/rad-admin.db"],
    &["--config", "config.toml"],
    &["-o", "json"],
    &["--output", "csv"],
    &["--json"],
    &["--no-header"],
    &["--raw"],
    &["--quiet"],
    &["--verbose"],
    &["--color", "never"],
    &["--no-pager"],
    &["--no-input"],
    &["--yes"],
    &["--lock-timeout", "5"],
];

/// A command of every group, split where a flag may stand.
const COMMANDS: [&[&str]; 10] = [
    &["log", "show", "1"],
    &["log", "--limit=3"],
    &["invite", "list"],
    &["user", "list"],
    &["users", "show", "ada@example.org"],
    &["credits", "history", "bob@example.org"],
    &["partners", "list"],
    &["mail", "list"],
    &["config", "show"],
    &["status"],
];

#[test]
fn a_global_flag_may_stand_anywhere_on_the_line_of_every_group() {
    let _on_file = on_file();
    let home = Home::seeded();
    home.write("config.toml", "actor = \"ops@example.org\"\n");
    for command in COMMANDS {
        let plain = home.ok(command).stdout;
        for flag in FLAGS {
            let printed: Vec<_> = (0..=command.len())
                .map(|place| home.ok(&[&command[..place], flag, &command[place..]].concat()).stdout)
                .collect();
            assert!(printed.windows(2).all(|pair| pair[0] == pair[1]), "{command:?} {flag:?}: {plain}");
        }
    }
}

#[test]
fn a_flag_of_the_list_is_refused_beside_a_command_that_does_not_take_it() {
    let home = Home::seeded();
    for line in [&["log", "--limit", "3", "show", "1"][..], &["invite", "--role", "partner", "list"]] {
        let run = home.refuses(2, line);
        assert!(run.stderr.contains("does not go with a command of"), "{run}");
    }
}

#[test]
fn with_json_every_line_of_standard_error_is_json() {
    let home = Home::seeded();
    for line in [
        &["log", "--limit", "1", "--json"][..],
        &["credits", "award", "role:admin", "5", "--yes", "--json", "-n"],
        &["credits", "deduct", "all", "500", "--from", "awarded", "--yes", "-o", "jsonl"],
        &["users", "list", "--search", "nobody", "-v", "--json"],
        &["grant-monthly", "--month", "2027-01", "--json"],
    ] {
        let run = home.run(line);
        for text in run.stderr.lines() {
            let parsed: serde_json::Value =
                serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{run}"));
            assert_eq!(parsed.as_object().map(serde_json::Map::len), Some(1), "{run}");
        }
    }
}

#[test]
fn an_overdraft_names_all_users_concerned_with_their_balances() {
    let home = Home::seeded();
    let run = home.fails(4, &["credits", "deduct", "all", "60", "--from", "awarded", "--yes", "--json"]);
    let error = run.json_error();
    assert_eq!(error["reason"], "overdraft");
    assert_eq!(error["data"]["count"], 3);
    let bob = &error["data"]["users"][1];
    assert_eq!((bob["email"].as_str(), bob["need"].as_i64()), (Some("bob@example.org"), Some(60)));
    assert_eq!((bob["awarded"].as_i64(), bob["purchased"].as_i64()), (Some(50), Some(0)));
    assert!(run.stderr.contains("carol@example.org"), "{run}");
}

#[test]
fn a_set_is_no_addition() {
    let home = Home::seeded();
    for line in [
        &["credits", "set", "bob@example.org", "--awarded", "+50"][..],
        &["user", "edit", "bob@example.org", "--purchased", "+50"],
        &["user", "edit", "bob@example.org", "--allowance", "+50"],
        &["partner", "set", "bob@example.org", "+50"],
    ] {
        let run = home.refuses(2, line);
        assert!(run.stderr.contains("a set is no addition"), "{run}");
    }
}
