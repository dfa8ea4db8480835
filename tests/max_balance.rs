//! `limits.max_balance`, the largest balance a user may have.

use crate::harness::Home;
use serde_json::{Value, json};

/// Bob has 50 awarded, Carol 30 purchased, and the limit is 100.
fn limited() -> Home {
    let home = Home::with_users();
    limit(&home, 100);
    home
}

fn limit(home: &Home, credits: i64) {
    home.ok(&["config", "set", "limits.max_balance", &credits.to_string()]);
}

#[track_caller]
fn refused(home: &Home, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--json"]].concat();
    let error = home.fails(4, &arguments).json_error();
    assert_eq!(error["reason"], json!("max_balance"), "{error}");
    error
}

#[test]
fn every_user_above_the_largest_balance_is_named() {
    let home = limited();
    let error = refused(&home, &["credits", "award", "bob@example.org,carol@example.org", "80", "--yes"]);
    assert_eq!(error["data"]["count"], json!(2));
    let bob = json!({"email": "bob@example.org", "balance": 50, "amount": 80, "max_balance": 100});
    assert_eq!(error["data"]["users"][0], bob);
    home.write("new.csv", "email,awarded\nnew@example.org,101\n");
    home.write("more.csv", "email,purchased\nbob@example.org,51\n");
    home.write("list.csv", "user,bucket,amount\nbob@example.org,awarded,20\nbob@example.org,purchased,31\n");
    for line in [
        "credits purchase bob@example.org 51",
        "credits set bob@example.org --purchased 51",
        "user add new@example.org --awarded 101",
        "user edit bob@example.org --awarded 101",
        "invite new@example.org --awarded 101",
        "users import new.csv --yes",
        "users import more.csv --update --yes",
    ] {
        refused(&home, &line.split(' ').collect::<Vec<_>>());
    }
    let run = home.fails(4, &["credits", "apply", "list.csv"]);
    assert!(run.stderr.contains("31 more would exceed the largest balance, 100"), "{run}");
    assert_eq!((home.balances("bob@example.org"), home.balances("carol@example.org")), ((50, 0), (0, 30)));
    home.ok(&["credits", "award", "bob@example.org", "50"]);
    insta::assert_snapshot!(home.fails(4, &["credits", "award", "bob@example.org", "1"]));
    home.ok(&["verify"]);
}

#[test]
fn a_file_that_goes_on_leaves_out_the_rows_that_would_exceed_it() {
    let home = limited();
    let rows = "user,bucket,amount\nbob@example.org,awarded,51\nbob@example.org,awarded,50\ncarol@example.org,awarded,70\n";
    home.write("list.csv", rows);
    let receipt =
        home.fails(6, &["credits", "apply", "list.csv", "--continue-on-error", "--yes", "--json"]).json();
    assert_eq!((&receipt["applied"], &receipt["rejected"]), (&json!(2), &json!(1)));
    assert_eq!((home.balances("bob@example.org"), home.balances("carol@example.org")), ((100, 0), (70, 30)));
}

#[test]
fn the_balance_after_the_whole_file_has_to_fit_the_limit() {
    let home = limited();
    let rows = "user,bucket,amount\nbob@example.org,awarded,80\nbob@example.org,awarded,-60\n";
    home.write("good.csv", rows);
    home.write("bad.csv", format!("{rows}carol@example.org,awarded,-1\n"));
    let run = home.fails(4, &["credits", "apply", "bad.csv", "--yes"]);
    assert!(run.stderr.contains("bad.csv:4") && !run.stderr.contains("largest balance"), "{run}");
    let line = ["credits", "apply", "bad.csv", "--continue-on-error", "--yes", "--json"];
    let tried = home.fails(6, &[&line[..], &["-n"]].concat()).json();
    let done = home.fails(6, &line).json();
    for receipt in [tried, done] {
        assert_eq!((&receipt["applied"], &receipt["rejected"]), (&json!(2), &json!(1)), "{receipt}");
    }
    assert_eq!(home.balances("bob@example.org"), (70, 0));
    home.ok(&["credits", "apply", "good.csv", "--yes"]);
    assert_eq!(home.balances("bob@example.org"), (90, 0));
    let again = home.fails(4, &["credits", "apply", "good.csv", "--yes"]);
    insta::assert_snapshot!(again);
}

#[test]
fn at_most_never_faults_a_row_that_takes_credits() {
    let home = limited();
    let rows = "user,bucket,amount\nbob@example.org,awarded,60\nbob@example.org,purchased,80\nbob@example.org,purchased,-100\n";
    home.write("list.csv", rows);
    let line = ["credits", "apply", "list.csv", "--at-most", "--continue-on-error", "--yes", "--json"];
    let receipt = home.fails(6, &line).json();
    let figures = ["applied", "rejected", "short"].map(|key| receipt[key].clone());
    assert_eq!(figures, [json!(1), json!(2), json!(100)]);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}

#[test]
fn a_refund_and_an_undo_give_nobody_more_than_the_largest_balance() {
    let home = limited();
    home.ok(&["credits", "spend", "bob@example.org,carol@example.org", "10", "--yes"]);
    limit(&home, 45);
    insta::assert_snapshot!(home.fails(4, &["credits", "refund", "4", "--yes"]));
    insta::assert_snapshot!(home.fails(4, &["undo", "4", "--yes"]));
    let undone = home.fails(6, &["undo", "4", "--as-far-as-possible", "--yes", "--json"]).json();
    assert_eq!(undone["conflicts"][0]["why"], json!("max_balance"));
    assert_eq!((home.balances("bob@example.org"), home.balances("carol@example.org")), ((40, 0), (0, 30)));
    limit(&home, 100);
    home.ok(&["undo", "4", "--yes"]);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
    home.ok(&["verify"]);
}

#[test]
fn a_balance_above_a_new_limit_may_fall_and_not_rise() {
    let home = limited();
    limit(&home, 20);
    home.ok(&["credits", "set", "bob@example.org", "--awarded", "40"]);
    home.ok(&["credits", "spend", "bob@example.org", "10"]);
    refused(&home, &["credits", "refund", "5", "--yes"]);
    refused(&home, &["credits", "award", "bob@example.org", "1"]);
    assert_eq!(home.balances("bob@example.org"), (30, 0));
}

#[test]
fn a_grant_fills_up_to_the_largest_balance_under_every_policy() {
    let home = Home::initialised();
    for (email, awarded) in
        [("plain", "10"), ("near", "60"), ("full", "93"), ("reset", "70"), ("bought", "0")]
    {
        let email = format!("{email}@e.org");
        home.ok(&["user", "add", &email, "--role", "partner", "--awarded", awarded, "--purchased", "7"]);
    }
    home.ok(&["credits", "purchase", "bought@e.org", "93"]);
    limit(&home, 100);
    home.ok(&["partner", "set", "plain@e.org,near@e.org,full@e.org", "50", "--yes"]);
    home.ok(&["partner", "set", "reset@e.org,bought@e.org", "99", "--reset", "--yes"]);
    let forecast = home.json(&["partner", "forecast", "--months", "1"]);
    let month = &home.json(&["grant-monthly"])["months"][0];
    let figures = ["granted", "credits", "capped", "expired"].map(|key| month[key].clone());
    assert_eq!(figures, [json!(3), json!(50 + 33 + 93), json!(4), json!(70)]);
    assert_eq!(
        (&forecast[0]["users"], &forecast[0]["credits"], &forecast[0]["capped"]),
        (&json!(3), &json!(176), &json!(4))
    );
    for (email, awarded) in [("plain", 60), ("near", 93), ("full", 93), ("reset", 93)] {
        assert_eq!(home.balances(&format!("{email}@e.org")), (awarded, 7), "{email}");
    }
    assert_eq!(home.balances("bought@e.org"), (0, 100));
    home.ok(&["verify"]);
    limit(&home, 0);
    home.ok(&["verify"]);
    assert_eq!(home.json(&["grant-monthly", "--user", "full@e.org"])["changed"], json!(false));
    home.ok(&["undo", "last", "--yes"]);
    home.ok(&["grant-monthly"]);
    assert_eq!(home.balances("full@e.org"), (143, 7));
    home.ok(&["verify"]);
}
