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
fn rows_take_what_is_there_in_turn_and_say_what_was_short() {
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

/// The file of one keyed row.
fn keyed(home: &Home, row: &str) -> String {
    home.write("keyed.csv", format!("user,bucket,amount,key\n{row}\n"))
}

#[test]
fn the_key_of_a_row_stands_for_what_the_row_asks_for_whatever_it_took() {
    for (awarded, took, short) in [(0, 0, 30), (1, 1, 29), (29, 29, 1), (30, 30, 0), (50, 30, 0)] {
        let home = Home::with_users();
        home.ok(&["credits", "set", "bob@example.org", "--awarded", &awarded.to_string()]);
        let row = "bob@example.org,awarded,-30,job-1";
        let line = ["credits", "apply", &keyed(&home, row), "--at-most"];
        let first = home.json(&line);
        let operation = first["operation"].clone();
        assert_eq!((&first["changed"], &first["short"]), (&json!(took > 0), &json!(short)), "{first}");
        assert_eq!(home.balances("bob@example.org"), (awarded - took, 0));

        // Credits that came since are not taken, with --at-most or without.
        home.ok(&["credits", "award", "bob@example.org", "100"]);
        let operations = home.operations();
        for line in [&line[..], &line[..3]] {
            let again = home.json(line);
            assert_eq!(
                (&again["changed"], &again["skipped"], &again["applied"], &again["operation"]),
                (&json!(false), &json!(1), &json!(0), &operation),
                "{awarded}: {again}"
            );
            let short = if line.len() == 4 { json!(short) } else { json!(null) };
            assert_eq!(again["short"], short, "a repeat says what the first run said");
        }
        for other in ["bob@example.org,awarded,-29,job-1", "bob@example.org,awarded,-31,job-1"] {
            let error = home.fails(4, &["credits", "apply", &keyed(&home, other), "--at-most", "--json"]);
            assert_eq!(error.json_error()["reason"], "key_reused", "{awarded} {other}");
        }
        if (1..30).contains(&took) {
            let taken = format!("bob@example.org,awarded,-{took},job-1");
            home.fails(4, &["credits", "apply", &keyed(&home, &taken), "--at-most"]);
        }
        assert_eq!(
            (home.operations(), home.balances("bob@example.org").0),
            (operations, awarded - took + 100)
        );
        home.ok(&["verify"]);
    }
}

#[test]
fn the_key_of_a_short_row_stays_used_after_an_undo_gave_back_what_it_took() {
    let home = Home::with_users();
    let rows =
        "user,bucket,amount,key\nbob@example.org,awarded,-80,job-1\nbob@example.org,awarded,-5,job-2\n";
    let file = home.write("keyed.csv", rows);
    let line = ["credits", "apply", &file, "--at-most"];
    let first = home.json(&line);
    assert_eq!((&first["total"], &first["short"], &first["applied"]), (&json!(-50), &json!(35), &json!(2)));
    let shown: Vec<_> =
        first["entries"].as_array().unwrap().iter().map(|e| (&e["amount"], &e["short"])).collect();
    assert_eq!(shown, [(&json!(-50), &json!(30)), (&json!(0), &json!(5))]);
    let operation = first["operation"].to_string();
    home.ok(&["undo", &operation]);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
    assert_eq!(home.json(&["log", "show", &operation])["undone"], "wholly");
    assert_eq!(
        (home.json(&line)["changed"].clone(), home.balances("bob@example.org")),
        (json!(false), (50, 0))
    );
    home.ok(&["verify"]);
}

#[test]
fn rows_that_all_find_nothing_use_up_their_keys_and_ask_nobody() {
    let home = Home::with_users();
    home.ok(&["config", "set", "notify.adjusted", "true"]);
    let rows = "user,bucket,amount,key\nbob@example.org,purchased,-8,a\ncarol@example.org,awarded,-5,b\n";
    let file = home.write("keyed.csv", rows);
    let line = ["credits", "apply", &file, "--at-most"];
    let first = home.json(&line);
    assert_eq!(
        (&first["changed"], &first["operation"], &first["short"]),
        (&json!(false), &json!(4), &json!(13))
    );
    assert_eq!(home.json(&["mail", "list"]), json!([]));
    home.ok(&["config", "set", "notify.adjusted", "false"]);
    home.ok(&["credits", "purchase", "bob@example.org", "8"]);
    let again = home.json(&line);
    assert_eq!((&again["changed"], &again["skipped"]), (&json!(false), &json!(2)));
    assert_eq!(home.balances("bob@example.org"), (50, 8));
    home.ok(&["verify"]);
}

#[test]
fn a_repeat_of_a_file_takes_only_for_rows_without_a_key() {
    let home = Home::with_users();
    let rows = "user,bucket,amount,key
bob@example.org,awarded,-30,a
bob@example.org,awarded,-30,b
bob@example.org,awarded,7,
bob@example.org,awarded,-9,c
bob@example.org,awarded,-9,
carol@example.org,purchased,-31,d
";
    let file = home.write("keyed.csv", rows);
    let line = ["credits", "apply", &file, "--at-most", "--yes"];
    let first = home.json(&line);
    assert_eq!((&first["short"], &first["applied"]), (&json!(22), &json!(6)));
    assert_eq!((home.balances("bob@example.org"), home.balances("carol@example.org")), ((0, 0), (0, 0)));
    let again = home.json(&line);
    assert_eq!((&again["applied"], &again["skipped"], &again["total"]), (&json!(2), &json!(4), &json!(-0)));
    home.ok(&["verify"]);
}

#[test]
fn an_erased_person_s_short_row_is_recognised_by_its_key() {
    let home = Home::with_users();
    let row = "bob@example.org,awarded,-80,job-1";
    home.ok(&["credits", "apply", &keyed(&home, row), "--at-most"]);
    home.ok(&["user", "edit", "bob@example.org", "--active", "off", "--yes"]);
    home.ok(&["user", "erase", "bob@example.org", "--reason", "gone", "--confirm", "bob@example.org"]);
    let again = home.json(&["credits", "apply", &keyed(&home, row), "--at-most"]);
    assert_eq!((&again["changed"], &again["skipped"]), (&json!(false), &json!(1)));
    home.ok(&["verify"]);
}

#[test]
fn a_repeat_under_the_key_of_a_file_counts_its_keyed_rows_that_took_nothing() {
    let home = Home::with_users();
    let rows = "user,bucket,amount,key
carol@example.org,awarded,-3,a
bob@example.org,awarded,-3,b
carol@example.org,awarded,-3,
nobody@example.org,awarded,-3,c
";
    let file = home.write("fees.csv", rows);
    let line =
        ["credits", "apply", &file, "--at-most", "--continue-on-error", "--key", "Q1", "--yes", "--json"];
    let first = home.fails(6, &line).json();
    assert_eq!((&first["applied"], &first["rejected"]), (&json!(3), &json!(1)));
    let again = home.ok(&line).json();
    assert_eq!((&again["rejected"], &again["skipped"]), (&json!(1), &json!(3)));
}

#[test]
fn rows_take_what_is_there_as_if_a_rejected_row_were_absent() {
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
fn a_repeat_counts_rejected_rows_apart_from_those_that_took_nothing() {
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

#[test]
fn a_repeat_reports_what_was_short_in_the_first_run() {
    let rows = "user,bucket,amount,key\nbob@example.org,awarded,-70,a\ncarol@example.org,awarded,-3,\n\
                carol@example.org,purchased,-40,\n";
    for line in [
        "credits deduct bob@example.org,carol@example.org 60 --from awarded --at-most --key k --yes",
        "credits spend role:partner,carol@example.org 80 --at-most --leave 10 --key k --yes",
        "credits spend bob@example.org,carol@example.org 5 --at-most --key k --yes",
        "credits apply rows.csv --at-most --key k --yes",
    ] {
        let home = Home::with_users();
        home.ok(&["credits", "purchase", "bob@example.org", "3"]);
        home.write("rows.csv", rows);
        let line: Vec<_> = line.split(' ').collect();
        let first = home.json(&line);
        assert!(first["short"].as_i64().is_some(), "{first}");
        home.ok(&["credits", "award", "carol@example.org", "500"]);
        let again = home.json(&line);
        assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &first["operation"]));
        assert_eq!((&again["short"], &again["entries"]), (&first["short"], &first["entries"]), "{line:?}");
        home.ok(&["verify"]);
    }
}
