//! Partners and their allowances.

use crate::harness::Home;
use serde_json::{Value, json};

#[test]
fn an_allowance_begins_with_the_first_open_month() {
    let home = Home::seeded();
    let receipt = home.json(&["partner", "set", "bob@example.org", "120"]);
    assert_eq!((&receipt["month"], &receipt["amount"]), (&json!("2026-11"), &json!(120)));
    home.ok(&["grant-monthly"]);
    let run = home.ok(&["partner", "set", "bob@example.org", "80"]);
    assert!(run.stdout.contains("from 2026-12 on"), "{run}");
    assert_eq!(home.user("bob@example.org")["allowance"], 80);
    assert_eq!(home.balances("bob@example.org"), (170, 0));
    home.at("2026-12-01T00:00:00Z").ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org"), (250, 0));
}

#[test]
fn a_new_allowance_skips_a_month_that_was_granted_early() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.at("2026-12-01T00:00:00Z").ok(&["grant-monthly"]);
    let amy = home.write("amy.csv", "email,roles,allowance\namy@example.org,partner,30\n");
    assert_eq!(home.json(&["partner", "set", "bob@example.org", "40"])["month"], "2027-01");
    assert_eq!(
        home.json(&["user", "edit", "bob@example.org", "--allowance", "50"])["allowance_from"],
        "2027-01"
    );
    home.ok(&["users", "import", &amy]);
    for email in ["amy@example.org", "bob@example.org"] {
        assert_eq!(home.user(email)["next_grant"]["month"], "2027-01", "{email}");
    }
    assert_eq!(home.json(&["status"])["next_grant"]["month"], "2027-01");
    home.at("2027-01-01T00:00:00Z").ok(&["grant-monthly"]);
    assert_eq!((home.balances("amy@example.org").0, home.balances("bob@example.org").0), (30, 300));
}

#[test]
fn an_allowance_can_begin_in_a_later_month_and_not_in_a_past_one() {
    let home = Home::seeded();
    home.ok(&["partner", "set", "bob@example.org", "300", "--from", "2027-01"]);
    assert_eq!(home.user("bob@example.org")["allowance"], 100);
    assert_eq!(
        home.user("bob@example.org")["planned"],
        json!([{"month": "2027-01", "amount": 300, "policy": "plain", "cap": null}])
    );
    home.refuses(2, &["partner", "set", "bob@example.org", "5", "--from", "2026-10"]);
    for (time, awarded) in [
        ("2026-11-15T09:00:00Z", 150),
        ("2026-12-15T09:00:00Z", 250),
        ("2027-01-15T09:00:00Z", 550),
        ("2027-02-15T09:00:00Z", 850),
    ] {
        home.at(time).ok(&["grant-monthly"]);
        assert_eq!(home.balances("bob@example.org"), (awarded, 0), "{time}");
    }
}

#[test]
fn an_allowance_from_a_closed_month_begins_with_the_first_open_one() {
    let home = Home::seeded();
    assert_eq!(home.ok(&["partner", "set", "bob@example.org", "5", "--from", "2026-11"]).stderr, "");
    home.ok(&["grant-monthly"]);
    let run = home.ok(&["partner", "set", "bob@example.org", "6", "--from", "2026-11"]);
    assert_eq!(run.stderr, "warning: 2026-11 is closed: the allowance begins with 2026-12\n");
    assert!(run.stdout.starts_with("1 user: 6 credits a month from 2026-12 on"), "{run}");
    home.ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org"), (55, 0));
    home.at("2026-12-01T00:00:00Z").ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org"), (61, 0));
}

#[test]
fn a_new_allowance_warns_if_the_user_has_the_month_already() {
    let home = Home::seeded();
    home.ok(&["grant-monthly", "--user", "bob@example.org"]);
    let run = home.ok(&["partner", "set", "bob@example.org", "6"]);
    let message = "warning: 1 user got 2026-11 already: the new amount changes nothing for that month\n";
    assert_eq!(run.stderr, message);
}

#[test]
fn the_end_of_an_allowance_is_no_plan_and_cuts_nothing_off() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    // The allowance ends in December. A new one from that month, or an earlier one, is not cut off.
    home.ok(&["partner", "clear", "bob@example.org"]);
    home.ok(&["partner", "set", "bob@example.org", "7", "--from", "2026-11"]);
    let december = home.at("2026-12-15T00:00:00Z");
    december.ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org").0, 157);
    december.ok(&["user", "edit", "bob@example.org", "--partner", "off"]);
    december.ok(&["user", "edit", "bob@example.org", "--partner", "on"]);
    let january = home.at("2027-01-15T00:00:00Z");
    january.ok(&["partner", "set", "role:partner", "9", "--from", "2027-01", "--yes"]);
    january.ok(&["grant-monthly"]);
    assert_eq!(home.balances("bob@example.org").0, 166);
}

#[test]
fn a_group_is_shown_old_and_new_for_the_first_users_and_in_the_receipt() {
    let home = Home::seeded();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    let set = ["partner", "set", "role:partner", "120"];
    let run = home.refuses(5, &set);
    assert!(run.stderr.contains("bob@example.org  allowance: 100 → 120 from 2026-11 on"), "{run}");
    assert!(run.stderr.contains("amy@example.org  allowance: 0 → 120 from 2026-11 on"), "{run}");
    let receipt = home.json(&[&set[..], &["--yes"]].concat());
    let change = |email: &str, before: i64| json!({"email": email, "field": "allowance", "month": "2026-11", "before": before, "after": 120});
    assert_eq!(receipt["changes"], json!([change("bob@example.org", 100), change("amy@example.org", 0)]));
}

#[test]
fn a_receipt_shows_the_end_of_an_allowance_and_former_plans() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.ok(&["partner", "set", "bob@example.org", "80"]);
    home.ok(&["partner", "set", "bob@example.org", "5000", "--from", "2027-02"]);
    let fifty = ["partner", "set", "bob@example.org", "50"];
    let run = home.ok(&[&fifty[..], &["-n"]].concat());
    assert!(
        run.stdout.contains("50 credits a month from 2026-12 to 2027-01; 5,000 from 2027-02 on, as planned"),
        "{run}"
    );
    let receipt = home.json(&fifty);
    assert_eq!((&receipt["until"], &receipt["planned"]), (&json!("2027-01"), &json!(1)));
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    let everyone = ["partner", "set", "role:partner", "60"];
    let run = home.refuses(5, &everyone);
    assert!(
        run.stderr.contains("2 users: 60 credits a month from 2026-12 on; a later plan stays for 1 of them"),
        "{run}"
    );
    let receipt = home.json(&[&everyone[..], &["--yes"]].concat());
    assert_eq!((&receipt["until"], &receipt["planned"]), (&Value::Null, &json!(1)));
}

#[test]
fn zero_is_the_same_as_clear_and_ends_what_was_planned() {
    for end in [&["partner", "set", "bob@example.org", "0"][..], &["partner", "clear", "bob@example.org"]] {
        let home = Home::seeded();
        home.ok(&["partner", "set", "bob@example.org", "300", "--from", "2027-01"]);
        let receipt = home.json(end);
        assert_eq!((&receipt["changed"], &receipt["amount"]), (&json!(true), &json!(0)));
        let user = home.user("bob@example.org");
        assert_eq!((&user["allowance"], &user["planned"]), (&json!(0), &json!([])));
        assert_eq!(user["partner"], true);
        home.at("2027-01-15T09:00:00Z").ok(&["grant-monthly"]);
        assert_eq!(home.balances("bob@example.org"), (50, 0));
        assert_eq!(home.json(end)["changed"], false);
    }
}

#[test]
fn an_allowance_needs_the_role_and_the_hint_grants_it() {
    let home = Home::seeded();
    let run = home.refuses(4, &["partner", "set", "carol@example.org", "5"]);
    assert!(run.stderr.contains("rad-admin user edit carol@example.org --partner on"), "{run}");
    home.refuses(4, &["user", "edit", "carol@example.org", "--allowance", "5"]);
    home.refuses(4, &["partner", "set", "all", "5", "--yes"]);
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on"]);
    home.ok(&["partner", "set", "carol@example.org", "5"]);
}

#[test]
fn losing_the_role_ends_the_allowance_for_good() {
    for revoke in [["--partner", "off"], ["--remove-role", "partner"]] {
        let home = Home::seeded();
        home.ok(&["grant-monthly"]);
        let receipt = home.json(&[&["user", "edit", "bob@example.org"][..], &revoke].concat());
        assert_eq!(receipt["allowance_from"], "2026-12");
        home.ok(&["user", "edit", "bob@example.org", "--partner", "on"]);
        assert_eq!(home.user("bob@example.org")["allowance"], 0);
        home.at("2026-12-15T09:00:00Z").ok(&["grant-monthly"]);
        assert_eq!(home.balances("bob@example.org"), (150, 0));
    }
}

#[test]
fn the_list_holds_every_partner_and_nobody_else() {
    let home = Home::seeded();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    let partners = home.json(&["partner", "list"]);
    let rows: Vec<_> = partners.as_array().unwrap().iter().map(|p| (&p["email"], &p["allowance"])).collect();
    assert_eq!(rows, [(&json!("amy@example.org"), &json!(0)), (&json!("bob@example.org"), &json!(100))]);
}

#[test]
fn setting_the_same_allowance_again_changes_nothing() {
    let home = Home::seeded();
    let receipt = home.json(&["partner", "set", "bob@example.org", "100"]);
    assert_eq!((&receipt["changed"], &receipt["operation"]), (&json!(false), &Value::Null));
}

#[test]
fn a_selection_of_partners_gets_one_allowance_in_one_operation() {
    let home = Home::seeded();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    let receipt = home.json(&["partner", "set", "role:partner", "60", "--yes"]);
    assert_eq!(receipt["users"], 2);
    assert_eq!(home.user("amy@example.org")["allowance"], 60);
    assert_eq!(home.user("bob@example.org")["allowance"], 60);
}

#[test]
fn a_receipt_shows_the_changes_of_the_first_users() {
    let home = Home::seeded();
    let rows: Vec<_> = (1..=1100).map(|number| format!("p{number}@example.org,partner")).collect();
    home.write("partners.csv", format!("email,roles\n{}\n", rows.join("\n")));
    home.ok(&["users", "import", "partners.csv", "--yes"]);
    home.ok(&["partner", "set", "role:partner", "5", "--yes"]);
    let undone = home.ok(&["undo", "last", "--yes", "--json"]).json();
    let changes = undone["changes"].as_array().expect("changes");
    let shown: Vec<_> = changes.iter().map(|change| change["email"].as_str().expect("an address")).collect();
    assert_eq!(shown.len(), 1000);
    let last = shown.iter().position(|email| *email == "p990@example.org").expect("one of the first");
    assert!(shown[..last].iter().filter(|email| email.starts_with('p')).count() == 989, "{shown:?}");
}
