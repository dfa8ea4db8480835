//! An undo reverses everything that an operation did.

use crate::harness::Home;

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
