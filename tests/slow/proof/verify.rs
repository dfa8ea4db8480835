//! `verify` on intact ledgers, and its receipt.

use serde_json::json;

use super::ledger;

#[test]
fn the_head_of_an_empty_ledger_is_its_own_and_that_of_no_other() {
    let (one, other) = (ledger::empty(), ledger::empty());
    let proof = one.json(&["verify"]);
    let head = proof["head"].as_str().unwrap();
    let expected = json!({"ok": true, "head": head, "operations": 0, "redacted": 0, "entries": 0, "users": 0, "fault": null});
    assert_eq!(proof, expected);
    one.ok(&["user", "add", "ada@example.org"]);
    one.ok(&["verify", "--head", head]);
    for foreign in [head, &"0".repeat(64)] {
        other.fails(9, &["verify", "--head", foreign]);
    }
}

#[test]
fn a_ledger_with_something_of_everything_proves() {
    let home = ledger::rich();
    let proof = home.json(&["verify"]);
    assert_eq!(proof["ok"], true);
    assert_eq!(proof["users"], 4);
    assert_eq!(proof["operations"], 17);
    assert_eq!(
        home.sql().query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0)),
        Ok(proof["entries"].as_i64().unwrap())
    );
}

#[test]
fn a_head_kept_since_stays_proven_while_the_history_goes_on() {
    let home = ledger::rich();
    let head = home.json(&["verify"])["head"].as_str().unwrap().to_owned();
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    home.ok(&["verify", "--head", &head]);
    home.ok(&["verify", "--head", &head.to_uppercase()]);
}

#[test]
fn a_head_of_another_ledger_is_not_proven() {
    let home = ledger::rich();
    let foreign = "ab".repeat(32);
    let run = home.fails(9, &["verify", "--head", &foreign, "--json"]);
    let proof = run.json();
    assert_eq!((&proof["ok"], &proof["fault"]["operation"]), (&json!(false), &json!(null)));
    assert_eq!(proof["head"], json!(null));
    assert!(proof["fault"]["what"].as_str().unwrap().contains(&foreign));
    assert_eq!(run.json_error()["code"], "verify_failed");
}

#[test]
fn a_malformed_digest_is_a_usage_error() {
    ledger::empty().fails(2, &["verify", "--head", "abc"]);
}

#[test]
fn a_byte_changed_in_the_file_is_found() {
    let home = ledger::rich();
    let copy = ledger::copy(&home, "damaged.db");
    let mut bytes = std::fs::read(&copy).unwrap();
    let places: Vec<usize> = (0..bytes.len() - 3).filter(|&at| &bytes[at..at + 3] == b"Bob").collect();
    for at in places {
        bytes[at] = b'R';
    }
    std::fs::write(&copy, &bytes).unwrap();
    home.fails(9, &["verify", "--db", copy.to_str().unwrap()]);
}
