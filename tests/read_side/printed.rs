//! Runs the reading commands on a prepared ledger at a fixed time.

use std::process::Command;

use rad_admin::domain::Bucket;
use serde_json::{Value, json};

use super::ledger::{DAY, Ledger, NOVEMBER, at};

/// Returns both streams of a command, run this many days after the first of November.
fn printed_after(ledger: &Ledger, days: i64, line: &str) -> (String, String) {
    let folder = ledger.path.parent().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_rad-admin"))
        .env_clear()
        .env("HOME", folder)
        .env("RAD_ADMIN_TEST_NOW", at(NOVEMBER + days * DAY).to_string())
        .arg("--db")
        .arg(&ledger.path)
        .args(line.split(' '))
        .output()
        .expect("run");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{err}");
    (out, err)
}

fn printed(ledger: &Ledger, line: &str) -> (String, String) {
    printed_after(ledger, 0, line)
}

fn json_of(ledger: &Ledger, line: &str) -> Value {
    serde_json::from_str(&printed(ledger, &format!("{line} -o json")).0).expect("JSON")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// A partner with a planned change, and credits beyond 32 bits.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    ledger.add("ada@example.org", Some("Ada"), "admin");
    ledger.add("bob@example.org", Some("B\u{1b}[2Job"), "partner");
    ledger.allow("bob@example.org", "2026-11", 100);
    ledger.allow("bob@example.org", "2027-01", 250);
    ledger.post(NOVEMBER + 60, "root", &[("bob@example.org", Bucket::Awarded, 9_007_199_254_740_000)]);
    ledger.post(NOVEMBER + 60, "root", &[("ada@example.org", Bucket::Purchased, 9_007_199_254_740_991)]);
    ledger
}

#[test]
fn a_list_that_its_limit_cut_says_that_more_match() {
    let ledger = ledger();
    let (out, err) = printed(&ledger, "users list -o csv --limit 1");
    assert_eq!(
        (out.lines().count(), err.as_str()),
        (2, "note: showing the first 1; more match: raise --limit\n")
    );
    assert_eq!(printed(&ledger, "users list -o csv --limit 2").1, "");
    assert_eq!(printed(&ledger, "users list -o csv --limit 1 --offset 1").1, "");
}

#[test]
fn a_history_and_a_log_that_their_limit_cut_say_so() {
    let ledger = ledger();
    let (out, err) = printed(&ledger, "credits history -o jsonl --limit 1");
    assert_eq!(out.lines().count(), 1);
    assert_eq!(err, "{\"note\":\"showing the first 1; more match: raise --limit\"}\n");
    assert_eq!(printed(&ledger, "credits history -o jsonl --limit 2").1, "");
    let (out, err) = printed(&ledger, "log -o jsonl --limit 3");
    assert_eq!(out.lines().count(), 3);
    assert_eq!(err, "{\"note\":\"showing the first 3; more match: raise --limit\"}\n");
}

#[test]
fn a_shown_user_and_operation_have_the_keys_that_the_lists_give_them() {
    let ledger = ledger();
    let users = json_of(&ledger, "users list");
    let shown = json_of(&ledger, "user show bob@example.org");
    for key in keys(&users[1]) {
        assert_eq!(users[1][key], shown[key], "{key}");
    }
    assert_eq!(json_of(&ledger, "credits history bob@example.org")[0], shown["entries"][0]);
    let operations = json_of(&ledger, "log");
    let shown = json_of(&ledger, "log show 6");
    for key in keys(&operations[0]).into_iter().filter(|key| *key != "share") {
        assert_eq!(operations[0][key], shown[key], "{key}");
    }
    assert_eq!(shown["entries"][0]["balance_after"], json!(9_007_199_254_740_991_i64));
    assert_eq!(shown["changes"], json!([]));
}

#[test]
fn a_shown_user_has_what_is_ahead_and_no_control_character() {
    let mut ledger = ledger();
    let before = json_of(&ledger, "user show bob@example.org");
    assert_eq!(
        before["next_grant"],
        json!({"month": "2026-11", "amount": 100, "policy": "plain", "cap": null})
    );
    assert_eq!(
        before["planned"],
        json!([{"month": "2027-01", "amount": 250, "policy": "plain", "cap": null}])
    );
    ledger.grant("2026-11");
    let after = json_of(&ledger, "user show bob@example.org");
    assert_eq!(
        after["next_grant"],
        json!({"month": "2026-12", "amount": 100, "policy": "plain", "cap": null})
    );
    let ada = json_of(&ledger, "user show ada@example.org");
    assert_eq!((&ada["next_grant"], &ada["planned"]), (&Value::Null, &json!([])));
    let (out, _) = printed(&ledger, "user show bob@example.org");
    assert!(out.contains("B\\x1b[2Job") && !out.contains('\u{1b}'), "{out}");
}

#[test]
fn the_status_sums_up_the_ledger_and_names_what_needs_attention() {
    let mut ledger = ledger();
    let first = json_of(&ledger, "status");
    assert_eq!(first["users"], json!({"total": 2, "invited": 0, "active": 2, "inactive": 0, "erased": 0}));
    assert_eq!((&first["roles"]["partner"], &first["roles"]["finance"]), (&json!(1), &json!(0)));
    assert_eq!(first["credits"]["balance"], json!(18_014_398_509_480_991_i64));
    assert_eq!((&first["operations"], &first["entries"]), (&json!(6), &json!(2)));
    assert_eq!(first["last_grant"], Value::Null);
    assert_eq!(first["next_grant"]["due"], json!(true));
    let attention = first["attention"][0].as_str().unwrap();
    assert!(attention.starts_with("the grant of 2026-11 is due (rad-admin --db "), "{attention}");

    ledger.grant("2026-11");
    let granted = json_of(&ledger, "status");
    assert_eq!(granted["attention"], json!([]));
    assert_eq!(granted["last_grant"]["month"], json!("2026-11"));
    assert_eq!(granted["months"][0]["credits"], json!(100));
    let december = json!({"month": "2026-12", "starts_at": "2026-12-01T00:00:00Z", "due": false});
    assert_eq!(granted["next_grant"], december);
    let (out, _) = printed(&ledger, "status");
    assert!(out.ends_with("Needs attention\n  nothing\n"), "{out}");

    let (later, _) = printed_after(&ledger, 70, "status -o json");
    let later: Value = serde_json::from_str(&later).expect("JSON");
    assert_eq!(later["missed"], json!(["2026-12"]));
    assert_eq!(later["attention"].as_array().map(Vec::len), Some(2));
}
