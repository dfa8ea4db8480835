//! `user statement`: opening balance, entries, closing balance.

use serde_json::{Value, json};

use crate::harness::Home;

const BOB: &str = "bob@example.org";

/// Bob starts with 50 awarded in September, gets 20 in October, and in November buys 30 and spends 80.
fn ledger() -> Home {
    let home = Home::new().at("2026-09-10T08:00:00Z");
    home.ok(&["init", "--timezone", "Pacific/Auckland"]);
    home.ok(&["user", "add", BOB, "--awarded", "50"]);
    home.ok(&["user", "add", "carol@example.org", "--purchased", "30"]);
    home.at("2026-10-05T08:00:00Z").ok(&["credits", "award", BOB, "20"]);
    // In Auckland it is already November.
    home.at("2026-10-31T11:30:00Z").ok(&["credits", "purchase", BOB, "30", "--reference", "inv-1"]);
    home.at("2026-11-04T08:00:00Z").ok(&[
        "credits",
        "spend",
        "bob@example.org,carol@example.org",
        "8",
        "--yes",
    ]);
    home.at("2026-11-05T08:00:00Z").ok(&["credits", "spend", BOB, "72", "--reason", "Course"]);
    home.at("2026-11-20T08:00:00Z")
}

fn after(statement: &Value) -> Vec<i64> {
    let entries = statement["entries"].as_array().unwrap().iter();
    entries.map(|entry| entry["after"]["balance"].as_i64().unwrap()).collect()
}

#[test]
fn a_statement_of_one_actor_sums_up_the_others_in_a_line_of_their_own() {
    let home = ledger();
    home.by("eve@example.org").ok(&["credits", "award", BOB, "4"]);
    let statement = home.json(&["user", "statement", BOB, "--actor", "Eve@example.org"]);
    assert_eq!(after(&statement), [24]);
    assert_eq!(statement["others"], json!({"awarded": -70, "purchased": 20, "balance": -50}));
    assert_eq!(
        (&statement["opening"]["balance"], &statement["closing"]["balance"]),
        (&json!(70), &json!(24))
    );
    let fields = ["--fields", "line,amount,balance", "-o", "csv"];
    let run = home.ok(&[&["user", "statement", BOB, "--actor", "eve@example.org"], &fields[..]].concat());
    assert_eq!(run.stdout, "line,amount,balance\nopening,,70\nentry,4,24\nothers,-50,\nclosing,,24\n");
}

#[test]
fn a_statement_leads_from_the_opening_to_the_closing_balance() {
    let statement = ledger().json(&["user", "statement", BOB]);
    assert_eq!(statement["since"], "2026-10-31T11:00:00Z");
    assert_eq!(statement["opening"], json!({"awarded": 70, "purchased": 0, "balance": 70}));
    assert_eq!(after(&statement), [100, 92, 30, 20]);
    assert_eq!(statement["entries"][3]["after"], json!({"awarded": 0, "purchased": 20, "balance": 20}));
    assert_eq!(statement["closing"], json!({"awarded": 0, "purchased": 20, "balance": 20}));
    assert!(!statement.to_string().contains("carol"));
}

#[test]
fn the_closing_balance_of_a_month_is_the_opening_balance_of_the_next() {
    let home = ledger();
    let october = home.json(&["user", "statement", BOB, "--month", "2026-10"]);
    assert_eq!((&october["opening"]["balance"], after(&october)), (&json!(50), vec![70]));
    assert_eq!(october["closing"], home.json(&["user", "statement", BOB])["opening"]);
    let both = home.json(&["user", "statement", BOB, "--since", "2026-10-01", "--until", "2026-11-04"]);
    assert_eq!((after(&both), &both["closing"]["balance"]), (vec![70, 100, 92], &json!(92)));
}

#[test]
fn a_statement_is_a_table_for_people_and_lines_for_programs() {
    let home = ledger();
    insta::assert_snapshot!(home.ok(&["user", "statement", BOB]).stdout);
    insta::assert_snapshot!(home.ok(&["user", "statement", BOB, "-o", "csv"]).stdout);
    insta::assert_snapshot!(
        home.ok(&["user", "statement", BOB, "--month", "2026-10", "-o", "markdown"]).stdout
    );
}

#[test]
fn a_statement_needs_a_user_and_a_period() {
    let home = ledger();
    home.fails(3, &["user", "statement", "nobody@example.org"]);
    home.fails(2, &["user", "statement", BOB, "--since", "2026-11-02", "--until", "2026-11-01"]);
    home.fails(2, &["user", "statement", BOB, "--month", "2026-11", "--since", "2026-11-01"]);
}

#[test]
fn balances_that_are_not_the_sums_of_their_entries_are_no_statement() {
    let home = ledger();
    home.tamper("UPDATE users SET awarded = awarded + 5 WHERE email LIKE 'bob%'").unwrap();
    home.fails(9, &["user", "statement", BOB]);
    home.ok(&["user", "statement", "carol@example.org"]);
}
