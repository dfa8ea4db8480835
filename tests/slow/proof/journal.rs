//! The journal: hledger and ledger, if installed, compute exactly the users' balances.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use super::ledger;
use crate::harness::Home;

/// A ledger with data that could break a journal.
fn odd() -> Home {
    let home = ledger::rich();
    let odd = "o'x!#$%&*+-/=?^_`{|}~z@example.org";
    home.ok(&["user", "add", odd, "--awarded", "3", "--purchased", "4"]);
    let most = ["user", "add", "größe@exämple.org", "--purchased", "9007199254740991"];
    home.ok(&[&most[..], &["--confirm", "9007199254740991", "--reason", "Opening"]].concat());
    let reason = "first 2026-01-01 (1) x     users:eve  5 credits ; date:2020-01-01 [2020-01-01] \"'";
    home.ok(&["credits", "award", odd, "5", "--reason", reason, "--reference", "; (x) = 7"]);
    home.ok(&["credits", "deduct", odd, "2", "--from", "purchased", "--actor", "[night] shift; ops"]);
    home
}

/// Returns every balance that is not 0, by account, as the program reports it.
fn balances(home: &Home) -> BTreeMap<String, i64> {
    let mut balances = BTreeMap::new();
    for user in home.json(&["users", "list"]).as_array().unwrap() {
        for bucket in ["awarded", "purchased"] {
            let account = format!("users:{}:{bucket}", user["email"].as_str().unwrap());
            balances.extend(
                user[bucket].as_i64().filter(|balance| *balance != 0).map(|balance| (account, balance)),
            );
        }
    }
    balances
}

#[expect(clippy::disallowed_methods, reason = "a variable says where nothing may be left out")]
fn must_be_there() -> bool {
    std::env::var_os("CI").is_some()
}

/// Returns what an accounting program computes, or `None` if it is not installed. In CI it must be.
fn computed(program: &str, arguments: &[&str], home: &Home) -> Option<String> {
    fs::write(home.path().join("credits.journal"), home.ok(&["credits", "history", "-o", "hledger"]).stdout)
        .unwrap();
    let run = Command::new(program)
        .args(["-f", home.path().join("credits.journal").to_str().unwrap()])
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .env("HOME", home.path())
        .output();
    let Ok(run) = run else {
        assert!(!must_be_there(), "{program} is not installed");
        return None;
    };
    let error = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && error.is_empty(), "{program}: {error}");
    Some(String::from_utf8(run.stdout).unwrap())
}

#[test]
fn hledger_computes_the_balances_of_every_user() {
    let home = odd();
    let arguments = ["balance", "users", "--flat", "--no-total", "-O", "csv"];
    let Some(csv) = computed("hledger", &arguments, &home) else { return };
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let row =
        |row: csv::StringRecord| (row[0].to_owned(), row[1].trim_end_matches(" credits").parse().unwrap());
    let computed: BTreeMap<String, i64> = rows.records().map(|record| row(record.unwrap())).collect();
    assert_eq!(computed, balances(&home));
}

#[test]
fn ledger_computes_the_balances_of_every_user() {
    let home = odd();
    let format = "%(account)\t%(quantity(scrub(total)))\n";
    let arguments = ["balance", "^users", "--flat", "--no-total", "--balance-format", format];
    let Some(lines) = computed("ledger", &arguments, &home) else { return };
    let pair = |line: &str| {
        let (account, balance) = line.split_once('\t').unwrap();
        (account.to_owned(), balance.parse().unwrap())
    };
    let computed: BTreeMap<String, i64> = lines.lines().map(pair).collect();
    assert_eq!(computed, balances(&home));
}

#[test]
fn a_journal_has_entry_numbers_as_codes_and_local_days() {
    let home = ledger::empty();
    home.at("2026-08-03T22:30:00Z").ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    home.at("2026-08-05T09:00:00Z").ok(&[
        "credits",
        "deduct",
        "bob@example.org",
        "2",
        "--from",
        "awarded",
        "--reason",
        "Mistake",
        "--reference",
        "T-1",
    ]);
    let journal = home.ok(&["credits", "history", "bob@example.org", "-o", "hledger"]).stdout;
    let expected = "2026-08-04 (1) opening\n    ; operation: 1\n    ; actor: ops@example.org\n    users:bob@example.org:awarded  5 credits\n    issued:opening  -5 credits\n\n\
                    2026-08-05 (2) deduct: Mistake\n    ; operation: 2\n    ; actor: ops@example.org\n    ; reference: T-1\n    users:bob@example.org:awarded  -2 credits\n    issued:deduct  2 credits\n\n";
    assert_eq!(journal, expected);
}

#[test]
fn only_the_history_of_credits_is_a_journal_and_nothing_is_done_elsewhere() {
    let home = ledger::rich();
    let before = home.json(&["verify"]);
    home.fails(2, &["users", "list", "-o", "hledger"]);
    home.fails(2, &["credits", "award", "bob@example.org", "1", "-o", "hledger"]);
    home.fails(2, &["credits", "history", "-o", "hledger", "--limit", "1"]);
    home.fails(2, &["credits", "history", "-o", "hledger", "--fields", "id"]);
    home.fails(3, &["credits", "history", "nobody@example.org", "-o", "hledger"]);
    assert_eq!(home.json(&["verify"]), before);
}

#[test]
fn a_journal_of_some_users_and_days_has_only_their_entries() {
    let home = ledger::rich();
    let codes = |arguments: &[&str]| -> Vec<String> {
        let journal = home.ok(&[&["credits", "history", "-o", "hledger"], arguments].concat()).stdout;
        journal.lines().filter(|line| line.starts_with("20")).map(|line| line[11..].to_owned()).collect()
    };
    assert_eq!(codes(&["role:partner", "--since", "2026-10-02"]).len(), 1);
    assert_eq!(codes(&["--kind", "opening"]), ["(1) opening", "(2) opening", "(3) opening"]);
}
