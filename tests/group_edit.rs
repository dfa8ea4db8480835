//! `user edit` of several users is one operation, and guards apply to everybody.

use crate::harness::Home;
use serde_json::json;

/// Ada is an admin, Bob a partner, Carol neither; Amy and Eve are agents.
fn team() -> Home {
    let home = Home::seeded();
    for user in ["amy@example.net", "eve@example.net"] {
        home.ok(&["user", "add", user, "--role", "agent"]);
    }
    home
}

#[test]
fn an_edit_of_several_users_is_one_operation_and_can_be_undone() {
    let home = team();
    let line = [
        "user",
        "edit",
        "domain:example.net,bob@example.org",
        "--partner",
        "on",
        "--allowance",
        "50",
        "--yes",
    ];
    let receipt = home.json(&line);
    assert_eq!((&receipt["changed"], &receipt["users"]), (&json!(true), &json!(3)));
    assert_eq!(
        receipt["changes"].as_array().unwrap().iter().find(|change| change["email"] == "amy@example.net"),
        Some(&json!({"email": "amy@example.net", "field": "roles", "month": null,
                     "before": ["agent"], "after": ["partner", "agent"]}))
    );
    assert_eq!(home.user("eve@example.net")["allowance"], 50);
    assert_eq!(home.json(&line)["changed"], false);
    home.ok(&["undo", "last", "--yes"]);
    assert_eq!(home.user("eve@example.net")["roles"], json!(["agent"]));
    assert_eq!(home.user("bob@example.org")["allowance"], 100);
    home.ok(&["verify"]);
}

#[test]
fn allowances_and_statuses_of_several_ask_and_roles_and_messages_do_not() {
    let home = team();
    for line in [
        "user edit domain:example.net --active off",
        "user edit domain:example.net --partner on --allowance 5",
        "user edit domain:example.net --add-role admin",
    ] {
        let run = home.refuses(5, &line.split(' ').collect::<Vec<_>>());
        assert!(run.stderr.contains("2 users would change\n    amy@example.net  "), "{run}");
    }
    home.ok(&["user", "edit", "domain:example.net", "--add-role", "support"]);
    home.ok(&["user", "edit", "domain:example.net", "--mail", "off"]);
    assert_eq!(home.user("amy@example.net")["mail"], false);
}

#[test]
fn a_field_that_only_one_user_can_have_is_a_usage_error_that_names_it() {
    let home = team();
    for (flag, value) in [
        ("--name", "Amy"),
        ("--email", "x@example.org"),
        ("--awarded", "5"),
        ("--purchased", "5"),
        ("--if-version", "1"),
    ] {
        let run = home.refuses(2, &["user", "edit", "all", "--mail", "off", flag, value]);
        assert!(run.stderr.starts_with(&format!("error: {flag} changes one user")), "{run}");
    }
    home.refuses(2, &["user", "edit", "all"]);
    home.refuses(3, &["user", "edit", "amy@example.net,nobody@example.org", "--mail", "off"]);
}

#[test]
fn the_guards_hold_for_everybody_of_a_selection_and_nothing_is_changed() {
    let home = team();
    for (line, reason) in [
        ("user edit all --remove-role admin --yes", "last_admin"),
        ("user edit all --active off --yes", "is_admin"),
        ("user edit all --remove-role admin --active off --yes", "last_admin"),
        ("user edit domain:example.net --allowance 5 --yes", "not_a_partner"),
    ] {
        let run = home.fails(4, &line.split(' ').chain(["--json"]).collect::<Vec<_>>());
        assert!(run.stderr.contains(&format!("\"reason\":\"{reason}\"")), "{line}: {run}");
    }
}

#[test]
fn an_edit_of_roles_or_allowances_leaves_the_actor_out() {
    let home = team();
    let amy = home.by("amy@example.net");
    let run = amy.ok(&["user", "edit", "domain:example.net", "--add-role", "support"]);
    assert!(run.stderr.contains("'amy@example.net' is the actor and was left out"), "{run}");
    assert_eq!(home.user("amy@example.net")["roles"], json!(["agent"]));
    amy.ok(&["user", "edit", "domain:example.net", "--mail", "off"]);
    assert_eq!(home.user("amy@example.net")["mail"], false);
}

#[test]
fn an_allowance_skips_inactive_users_and_a_status_does_not() {
    let home = team();
    home.ok(&["user", "edit", "domain:example.net", "--partner", "on"]);
    home.ok(&["user", "edit", "eve@example.net", "--active", "off", "--yes"]);
    let run = home.ok(&["user", "edit", "role:partner", "--allowance", "7", "--yes"]);
    assert!(run.stderr.contains("1 inactive user was left out: eve@example.net"), "{run}");
    assert_eq!(home.user("eve@example.net")["allowance"], 0);
    home.ok(&["user", "edit", "role:partner", "--allowance", "8", "--include-inactive", "--yes"]);
    assert_eq!(home.user("eve@example.net")["allowance"], 8);
    home.ok(&["user", "edit", "role:partner", "--active", "on", "--yes"]);
    assert_eq!(home.user("eve@example.net")["status"], "active");
}

#[test]
fn an_allowance_needs_the_role_for_several_users_as_for_one() {
    let home = team();
    for users in ["bob@example.org", "bob@example.org,amy@example.net"] {
        let run = home.fails(4, &["user", "edit", users, "--partner", "off", "--allowance", "10", "--yes"]);
        assert!(run.stderr.contains("needs the role"), "{run}");
    }
    assert_eq!(home.user("bob@example.org")["allowance"], 100);
}

#[test]
fn an_edit_that_ends_allowances_says_from_which_month() {
    let home = Home::seeded();
    let receipt =
        home.json(&["user", "edit", "bob@example.org,carol@example.org", "--partner", "off", "--yes"]);
    assert_eq!(receipt["allowance_from"], "2026-11");
    let receipt =
        home.json(&["user", "edit", "bob@example.org,carol@example.org", "--partner", "on", "--yes"]);
    assert_eq!(receipt["allowance_from"], serde_json::Value::Null);
}
