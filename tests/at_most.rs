//! `credits apply --at-most`: a row that takes more than the balance takes the balance.

use crate::harness::Home;
use serde_json::json;

const ROWS: &str = "user,bucket,amount
bob@example.org,awarded,-30
carol@example.org,awarded,-5
bob@example.org,awarded,-30
carol@example.org,purchased,-20
bob@example.org,awarded,10
bob@example.org,awarded,-15
";

#[test]
fn rows_take_what_is_there_one_after_the_other_and_each_says_what_was_short() {
    let home = Home::with_users();
    let file = home.write("charges.csv", ROWS);
    assert!(home.fails(4, &["credits", "apply", &file]).stderr.contains("cannot be taken"));
    let receipt = home.json(&["credits", "apply", &file, "--at-most", "--yes"]);
    assert_eq!(
        (&receipt["applied"], &receipt["rejected"], &receipt["short"]),
        (&json!(6), &json!(0), &json!(20))
    );
    let entries = receipt["entries"].as_array().unwrap();
    let shown: Vec<_> = entries.iter().map(|entry| (&entry["amount"], &entry["short"])).collect();
    let none = json!(null);
    let expected = [(-30, &none), (-20, &json!(10)), (10, &none), (-10, &json!(5)), (-20, &none)];
    let expected: Vec<_> = expected.map(|(amount, short)| (json!(amount), short.clone())).into();
    assert_eq!(shown.into_iter().map(|(a, s)| (a.clone(), s.clone())).collect::<Vec<_>>(), expected);
    assert_eq!((home.balances("bob@example.org"), home.balances("carol@example.org")), ((0, 0), (0, 10)));
    home.ok(&["verify"]);
}

#[test]
fn a_file_that_finds_nothing_to_take_is_exit_0_and_says_what_was_short() {
    let home = Home::with_users();
    let file = home.write("charges.csv", "user,bucket,amount\ncarol@example.org,awarded,-5\n");
    let receipt = home.json(&["credits", "apply", &file, "--at-most", "--key", "day-1"]);
    assert_eq!(
        (&receipt["changed"], &receipt["applied"], &receipt["short"]),
        (&json!(false), &json!(1), &json!(5))
    );
    let again = home.json(&["credits", "apply", &file, "--at-most", "--key", "day-1"]);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &receipt["operation"]));
    let other = home.fails(4, &["credits", "apply", &file, "--key", "day-1", "--json"]).json_error();
    assert_eq!(other["reason"], "key_reused");
}

#[test]
fn a_row_with_a_key_takes_all_or_nothing() {
    let home = Home::with_users();
    let file = home.write("keyed.csv", "user,bucket,amount,key\nbob@example.org,awarded,-5,job-1\n");
    let run = home.fails(2, &["credits", "apply", &file, "--at-most"]);
    assert!(run.stderr.contains("give the whole file one with --key"), "{run}");
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}

#[test]
fn where_a_row_is_left_out_the_others_take_what_is_there_without_it() {
    let home = Home::with_users();
    home.ok(&["config", "set", "limits.max_balance", "60"]);
    let rows = "user,bucket,amount\nbob@example.org,awarded,20\nbob@example.org,purchased,-65\n";
    let file = home.write("mixed.csv", rows);
    let line = ["credits", "apply", &file, "--at-most", "--continue-on-error", "--json"];
    let receipt = home.fails(6, &line).json();
    assert_eq!(
        (&receipt["applied"], &receipt["rejected"], &receipt["short"]),
        (&json!(1), &json!(1), &json!(65))
    );
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}

#[test]
fn a_repeat_rejects_no_row_for_having_taken_nothing() {
    let home = Home::with_users();
    let rows = "user,bucket,amount\ncarol@example.org,awarded,-30\nbob@example.org,awarded,-3\n";
    let file = home.write("fees.csv", rows);
    let line = ["credits", "apply", &file, "--at-most", "--key", "Q1", "--yes"];
    let first = home.ok(&line);
    assert!(first.stdout.contains("2 rows applied, 0 rejected"), "{first}");
    assert!(!first.stderr.contains("more than once"), "{first}");
    let again = home.ok(&line);
    assert!(again.stdout.contains("0 rows applied, 0 rejected, 2 skipped"), "{again}");
    assert!(!again.stderr.contains("warning"), "{again}");
    assert_eq!(home.balances("bob@example.org"), (47, 0));
}

#[test]
fn a_repeat_tells_the_rows_that_were_left_out_from_those_that_took_nothing() {
    let home = Home::with_users();
    let rows = "user,bucket,amount
carol@example.org,awarded,-30
bob@example.org,awarded,-3
nobody@example.org,awarded,-3
bob@example.org,purchased,4
";
    let file = home.write("fees.csv", rows);
    let line =
        ["credits", "apply", &file, "--at-most", "--continue-on-error", "--key", "Q1", "--yes", "--json"];
    let first = home.fails(6, &line).json();
    assert_eq!((&first["applied"], &first["rejected"]), (&json!(3), &json!(1)));
    let again = home.ok(&line);
    assert!(again.stderr.contains("rejected 1 row of"), "{again}");
    let again = again.json();
    assert_eq!((&again["rejected"], &again["skipped"]), (&json!(1), &json!(3)));
}
