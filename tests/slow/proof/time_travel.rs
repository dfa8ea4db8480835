//! `--at`: the users as they were at the end of a day in the ledger's zone.

use std::fs;

use serde_json::{Value, json};

use super::ledger;
use crate::harness::Home;

/// Lists the users at a time.
fn users_at(home: &Home, time: &str, at: &[&str]) -> Value {
    home.at(time).json(&[&["users", "list"], at].concat())
}

#[test]
fn a_day_ends_in_the_state_that_a_list_showed_on_that_evening() {
    let home = ledger::rich();
    // Repeats the history command by command, and looks at each state in between.
    let past = ledger::empty();
    let mut days: Vec<(String, Value)> = Vec::new();
    for (time, line) in ledger::RICH {
        past.at(time).ok(&line.split('|').collect::<Vec<_>>());
        let evening = time.replace("T09:", "T21:").replace("T10:", "T21:");
        let day = evening[..10].to_owned();
        let seen = users_at(&past, &evening, &[]);
        days.retain(|(other, _)| *other != day);
        days.push((day, seen));
    }
    for (day, seen) in &days {
        let travelled = users_at(&home, "2026-11-15T09:00:00Z", &["--at", day]);
        assert_eq!(&travelled, seen, "{day}");
        for user in seen.as_array().unwrap() {
            let email = user["email"].as_str().unwrap();
            let shown = home.json(&["user", "show", email, "--at", day]);
            for (key, value) in user.as_object().unwrap() {
                assert_eq!(&shown[key], value, "{day} {email} {key}");
            }
        }
    }
    assert!(days.len() > 12);
}

#[test]
fn a_day_ends_at_midnight_of_the_ledgers_zone() {
    let home = ledger::empty();
    home.at("2026-08-03T21:59:59Z").ok(&["user", "add", "bob@example.org", "--awarded", "1"]);
    home.at("2026-08-03T22:00:00Z").ok(&["credits", "award", "bob@example.org", "1"]);
    let awarded = |day| users_at(&home, "2026-11-15T09:00:00Z", &["--at", day])[0]["awarded"].clone();
    assert_eq!((awarded("2026-08-03"), awarded("2026-08-04")), (json!(1), json!(2)));
    assert_eq!(users_at(&home, "2026-11-15T09:00:00Z", &["--at", "2026-08-02"]), json!([]));
    assert_eq!(awarded("2026-08-03T22:00:00Z"), json!(2), "an exact time is taken as it is");
    assert_eq!(awarded("2027-01-01"), json!(2), "what is to come is not known");
}

#[test]
fn filters_and_order_are_those_of_the_past() {
    let home = ledger::rich();
    let emails = |arguments: &[&str]| -> Vec<Value> {
        let list = users_at(&home, "2026-11-15T09:00:00Z", arguments);
        list.as_array().unwrap().iter().map(|user| user["email"].clone()).collect()
    };
    assert_eq!(
        emails(&["--role", "partner", "--at", "2026-08-31"]),
        ["bob@example.org", "carol@example.org"]
    );
    assert_eq!(emails(&["--role", "partner", "--at", "2026-10-01"]), ["bob@example.org"]);
    assert_eq!(emails(&["--status", "inactive", "--at", "2026-09-02"]), [Value::Null; 0]);
    assert_eq!(emails(&["--search", "caro@", "--at", "2026-09-01"]), [Value::Null; 0]);
    assert_eq!(emails(&["--sort", "-awarded", "--limit", "1", "--at", "2026-08-03"]), ["bob@example.org"]);
}

#[test]
fn a_user_is_found_by_the_address_of_today_or_of_that_time() {
    let home = ledger::rich();
    for address in ["carol@example.org", "caro@example.org"] {
        let shown = home.json(&["user", "show", address, "--at", "2026-08-31"]);
        assert_eq!(shown["email"], "carol@example.org");
    }
    assert_eq!(
        home.json(&["user", "show", "caro@example.org", "--at", "2026-09-02"])["email"],
        "caro@example.org"
    );
}

#[test]
fn a_user_shown_in_the_past_has_only_the_entries_until_then() {
    let home = ledger::rich();
    let shown = home.json(&["user", "show", "bob@example.org", "--at", "2026-08-06"]);
    let entries = shown["entries"].as_array().unwrap();
    assert_eq!((entries[0]["kind"].as_str(), entries.len()), (Some("award"), 4));
    assert_eq!(entries[0]["balance_after"], shown["awarded"]);
    assert_eq!(shown["planned"], json!([]), "the change of 8 August was not planned yet");
    let shown = home.json(&["user", "show", "bob@example.org", "--at", "2026-08-08"]);
    assert_eq!(
        shown["planned"],
        json!([{"month": "2026-11", "amount": 150, "policy": "plain", "cap": null}])
    );
}

#[test]
fn a_user_who_was_made_later_is_not_found_and_the_hint_says_when() {
    let home = ledger::rich();
    let run = home.fails(3, &["user", "show", "bob@example.org", "--at", "2026-08-02"]);
    assert!(run.stderr.contains("made at 2026-08-03T09:01:00Z"));
}

#[test]
fn a_look_into_the_past_changes_nothing() {
    let home = ledger::rich();
    let before = home.json(&["verify"]);
    home.ok(&["users", "list", "--at", "2026-08-03"]);
    assert_eq!(home.json(&["verify"]), before);
    home.ok(&["grant-monthly"]);
    home.ok(&["verify"]);
}

#[test]
fn an_allowance_that_a_user_was_imported_with_is_in_force_in_the_past() {
    let home = ledger::empty();
    fs::write(home.path().join("users.csv"), "email,roles,allowance\nbob@example.org,partner,60\n").unwrap();
    home.at("2026-08-03T09:00:00Z").ok(&["users", "import", "users.csv"]);
    home.at("2026-08-05T09:00:00Z").ok(&["partner", "set", "bob@example.org", "70"]);
    for (day, allowance) in [("2026-08-04", 60), ("2026-08-05", 70)] {
        let users = users_at(&home, "2026-11-15T09:00:00Z", &["--at", day]);
        assert_eq!(users[0]["allowance"], allowance, "{day}");
    }
    home.ok(&["verify"]);
}
