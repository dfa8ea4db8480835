//! An undo reverses everything that an operation did.

use crate::harness::Home;
use serde_json::{Value, json};

#[test]
fn a_grant_that_is_undone_opens_its_month_and_nobody_is_paid_twice() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    let operation = home.json(&["log", "--limit", "1"])[0]["operation"].to_string();
    home.ok(&["undo", &operation]);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
    home.fails(10, &["grant-monthly", "--check"]);
    home.ok(&["verify"]);
    assert_eq!(home.json(&["grant-monthly"])["changed"], true);
    assert_eq!(home.json(&["grant-monthly"])["changed"], false);
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    home.ok(&["verify"]);
    // Once more, with a grant to the user by name in between.
    home.ok(&["undo", "last"]);
    home.ok(&["grant-monthly", "--user", "bob@example.org"]);
    home.ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    home.ok(&["verify"]);
}

#[test]
fn fields_allowances_and_roles_go_back_to_what_they_were() {
    let home = Home::seeded();
    let before = home.user("bob@example.org");
    home.ok(&[
        "user",
        "edit",
        "bob@example.org",
        "--name",
        "Robert",
        "--email",
        "robert@example.org",
        "--add-role",
        "agent",
        "--allowance",
        "300",
        "--awarded",
        "70",
    ]);
    let undone = home.json(&["undo", "last"]);
    assert_eq!(undone["changes"].as_array().map(Vec::len), Some(4));
    let mut after = home.user("bob@example.org");
    for key in ["version", "updated_at", "entries", "sums", "former_addresses"] {
        after[key] = before[key].clone();
    }
    assert_eq!(after, before);
    home.ok(&["verify"]);
    home.refuses(4, &["undo", "last"]);
}

#[test]
fn a_group_of_allowances_and_a_deactivation_are_undone() {
    let home = Home::seeded();
    home.ok(&["user", "add", "dora@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "role:partner", "120", "--yes"]);
    home.fails(5, &["undo", "last"]);
    home.ok(&["undo", "last", "--yes"]);
    assert_eq!(
        (
            home.user("bob@example.org")["allowance"].as_i64(),
            home.user("dora@example.org")["allowance"].as_i64()
        ),
        (Some(100), Some(0))
    );
    home.ok(&["user", "edit", "carol@example.org", "--active", "off", "--yes"]);
    home.ok(&["undo", "last"]);
    assert_eq!(home.user("carol@example.org")["status"], "active");
    home.ok(&["verify"]);
}

#[test]
fn users_that_were_made_become_inactive_and_lose_their_credits() {
    let home = Home::seeded();
    home.ok(&["user", "add", "dora@example.org", "--awarded", "9", "--purchased", "1"]);
    home.ok(&["undo", "last"]);
    let dora = home.user("dora@example.org");
    assert_eq!((dora["status"].as_str(), dora["balance"].as_i64()), (Some("inactive"), Some(0)));
    home.ok(&["verify"]);
}

#[test]
fn everything_that_changed_since_is_named_and_nothing_is_written() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "bob@example.org", "--name", "Robert", "--allowance", "300"]);
    let operation = home.json(&["log", "--limit", "1"])[0]["operation"].to_string();
    home.ok(&["user", "edit", "bob@example.org", "--name", "Rob"]);
    home.ok(&["partner", "set", "bob@example.org", "7"]);
    let run = home.fails(4, &["undo", &operation, "--json"]);
    let error = run.json_error();
    assert_eq!(
        (error["reason"].as_str(), error["data"]["conflicts"].as_array().map(Vec::len)),
        (Some("changed_since"), Some(2)),
        "{run}"
    );
    home.refuses(4, &["undo", &operation]);
    home.ok(&["verify"]);
}

#[test]
fn an_undo_of_the_newest_operation_under_a_key_is_done_once() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "5"]);
    home.ok(&["credits", "award", "bob@example.org", "7"]);
    let undo = ["undo", "last", "--key", "k"];
    let first = home.json(&undo);
    let again = home.json(&undo);
    assert_eq!((&first["changed"], &again["changed"]), (&json!(true), &json!(false)));
    assert_eq!((&again["operation"], &again["undoes"]), (&first["operation"], &first["undoes"]));
    assert_eq!(home.balances("bob@example.org").0, 55);
}

#[test]
fn an_impossible_undo_hints_at_another_way() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "5"]);
    let award = home.operations().to_string();
    home.ok(&["credits", "deduct", "bob@example.org", "55", "--from", "awarded"]);
    let run = home.refuses(4, &["undo", &award, "--as-far-as-possible"]);
    assert!(run.stderr.contains(&format!("rad-admin log show {award}")), "{run}");
    assert!(!run.stderr.contains("undo the rest"), "{run}");
}

#[test]
fn an_undo_in_two_parts_leaves_a_month_that_was_closed_again() {
    let home = Home::seeded();
    home.ok(&["user", "add", "dora@example.org", "--role", "partner", "--allowance", "10"]);
    home.ok(&["grant-monthly"]);
    let first = home.operations().to_string();
    // Nobody of these was paid by it: the month stays closed.
    assert_eq!(home.json(&["undo", &first, "--only", "carol@example.org"])["changed"], json!(false));
    home.ok(&["grant-monthly", "--check"]);
    home.ok(&["undo", &first, "--only", "dora@example.org"]);
    home.fails(10, &["grant-monthly", "--check"]);
    let month = home.json(&["grant-monthly", "-n"])["months"][0].clone();
    assert_eq!((&month["granted"], &month["credits"]), (&json!(2), &json!(110)));
    home.ok(&["grant-monthly"]);
    let second = home.operations();
    let run = home.ok(&["undo", &first]);
    assert!(run.stderr.contains(&format!("2026-11 stays closed, by operation {second}")), "{run}");
    assert_eq!((home.balances("bob@example.org").0, home.balances("dora@example.org").0), (50, 10));
    home.ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org").0, 50);
    home.ok(&["grant-monthly", "--user", "bob@example.org"]);
    assert_eq!(home.balances("bob@example.org").0, 150);
    home.ok(&["verify"]);
}

#[test]
fn figures_of_a_month_include_grants_by_name_and_not_undos() {
    let home = Home::initialised();
    for (email, awarded) in [("one@e.org", "30"), ("two@e.org", "40"), ("off@e.org", "5")] {
        home.ok(&["user", "add", email, "--role", "partner", "--awarded", awarded]);
    }
    home.ok(&["partner", "set", "all", "10", "--reset", "--yes"]);
    home.ok(&["user", "edit", "off@e.org", "--active", "off", "--yes"]);
    let figures = || {
        let month = home.json(&["grant-monthly", "-n"])["months"][0].clone();
        ["granted", "credits", "expired"].map(|key| month[key].as_i64().unwrap())
    };
    home.ok(&["grant-monthly"]);
    let grant = home.operations().to_string();
    assert_eq!(figures(), [2, 20, 70]);
    home.ok(&["user", "edit", "off@e.org", "--active", "on"]);
    home.ok(&["grant-monthly", "--user", "off@e.org"]);
    assert_eq!(figures(), [3, 30, 75]);
    home.ok(&["undo", &grant, "--only", "one@e.org"]);
    let open = home.fails(10, &["grant-monthly", "--check", "--json"]).json()["months"][0].clone();
    assert_eq!((&open["granted"], &open["credits"], &open["expired"]), (&json!(2), &json!(20), &json!(45)));
    home.ok(&["grant-monthly"]);
    assert_eq!(figures(), [3, 30, 75]);
    home.ok(&["verify"]);
}

#[test]
fn an_undo_that_gives_or_takes_the_role_admin_or_deactivates_needs_a_yes() {
    let home = Home::seeded();
    let edit = |flags: &[&str]| {
        let line = [&["user", "edit", "carol@example.org", "--yes"], flags].concat();
        home.json(&line)["operation"].to_string()
    };
    let cases: [(&[&str], &[&str]); 3] = [
        (&[], &["--add-role", "admin"]),
        (&["--add-role", "admin"], &["--remove-role", "admin"]),
        (&["--active", "off"], &["--active", "on"]),
    ];
    for (before, undone) in cases {
        if !before.is_empty() {
            edit(before);
        }
        let operation = edit(undone);
        let user = home.user("carol@example.org");
        home.refuses(5, &["undo", &operation]);
        assert_eq!(home.user("carol@example.org"), user, "{undone:?}");
        home.ok(&["undo", &operation, "--yes"]);
        let is_back = |user: &Value| (user["roles"].clone(), user["status"].clone());
        assert_ne!(is_back(&home.user("carol@example.org")), is_back(&user));
        home.ok(&["user", "edit", "carol@example.org", "--remove-role", "admin", "--active", "on", "--yes"]);
    }
}

#[test]
fn a_confirmed_total_is_compared_also_where_nothing_is_to_change() {
    let home = Home::seeded();
    home.refuses(5, &["user", "edit", "bob@example.org", "--name", "Bob", "--confirm", "5"]);
    home.refuses(5, &["credits", "set", "bob@example.org", "--awarded", "50", "--confirm", "5"]);
    home.ok(&["credits", "set", "bob@example.org", "--awarded", "50", "--confirm", "0"]);
}
