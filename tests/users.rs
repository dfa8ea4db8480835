//! Creating, finding, showing and editing users.

use crate::harness::Home;
use serde_json::{Value, json};

#[track_caller]
fn emails(home: &Home, flags: &[&str]) -> Vec<String> {
    let mut arguments = vec!["users", "list"];
    arguments.extend(flags);
    let users = home.json(&arguments);
    users.as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_receipt_says_which_planned_allowances_end_and_which_stay() {
    let home = Home::seeded();
    let bob = "bob@example.org";
    home.ok(&["partner", "set", bob, "5000", "--from", "2027-02"]);
    let run = home.ok(&["user", "edit", bob, "--allowance", "1200"]);
    let stays = "allowance: 100 → 1,200 from 2026-11 to 2027-01; 5,000 from 2027-02 on, as planned before\n";
    assert!(run.stdout.contains(stays), "{run}");
    home.ok(&["user", "edit", bob, "--allowance", "0"]);
    home.ok(&["partner", "set", bob, "500", "--from", "2027-02"]);
    let run = home.ok(&["user", "edit", bob, "--allowance", "0"]);
    let lines: Vec<_> = run.stdout.lines().skip(1).collect();
    assert_eq!(lines, ["  planned allowance: 500 from 2027-02 on → none"], "{run}");
    assert_eq!(home.user(bob)["planned"], serde_json::json!([]));
}

#[test]
fn a_user_is_added_with_opening_balances_in_one_operation() {
    let home = Home::initialised();
    let receipt = home.json(&[
        "user",
        "add",
        " Eve@Example.ORG ",
        "--name",
        "Eve",
        "--role",
        "agent",
        "--role",
        "support",
        "--awarded",
        "5",
        "--purchased",
        "7",
    ]);
    assert_eq!(receipt["changed"], true);
    assert_eq!(receipt["operation"], 1);
    assert_eq!(
        receipt["user"],
        json!({
            "email": "eve@example.org", "name": "Eve", "status": "active", "roles": ["agent", "support"],
            "partner": false, "awarded": 5, "purchased": 7, "balance": 12, "allowance": 0,
            "policy": "plain", "cap": null, "until": null, "paused": false, "paused_until": null, "mail": true, "version": 1,
            "created_at": crate::harness::NOW, "updated_at": crate::harness::NOW,
        })
    );
    assert_eq!(receipt["total"], 12);
    let kinds: Vec<&Value> =
        receipt["entries"].as_array().unwrap().iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["opening", "opening"]);
}

#[test]
fn an_address_is_unique_in_any_case() {
    let home = Home::seeded();
    let run = home.refuses(4, &["user", "add", "BOB@example.org"]);
    assert!(run.stderr.contains("bob@example.org"), "{run}");
}

#[test]
fn the_list_shows_balances_partner_status_and_allowance() {
    let home = Home::seeded();
    let users = home.json(&["users", "list"]);
    let row = |user: &Value| {
        ["email", "partner", "awarded", "purchased", "balance", "allowance"].map(|key| user[key].clone())
    };
    let rows: Vec<_> = users.as_array().unwrap().iter().map(row).collect();
    assert_eq!(
        json!(rows),
        json!([
            ["ada@example.org", false, 0, 0, 0, 0],
            ["bob@example.org", true, 50, 0, 50, 100],
            ["carol@example.org", false, 0, 30, 30, 0],
        ])
    );
}

#[test]
fn a_search_finds_a_literal_part_of_an_address_or_a_name_in_any_case() {
    let home = Home::seeded();
    home.ok(&["user", "add", "d_n%@example.org", "--name", "Dän 100%"]);
    assert_eq!(emails(&home, &["--search", "CAR"]), ["carol@example.org"]);
    assert_eq!(emails(&home, &["--search", "dÄn"]), ["d_n%@example.org"]);
    assert_eq!(emails(&home, &["--search", "%"]), ["d_n%@example.org"]);
    assert_eq!(emails(&home, &["--search", "_"]), ["d_n%@example.org"]);
    assert_eq!(emails(&home, &["--search", "\\"]), [""; 0]);
    assert_eq!(emails(&home, &["--search", "@example"]).len(), 4);
}

#[test]
fn roles_and_status_filter_the_list() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "carol@example.org", "--active", "off", "--yes"]);
    assert_eq!(emails(&home, &["--role", "partner"]), ["bob@example.org"]);
    assert_eq!(emails(&home, &["--role", "partner", "--role", "admin"]).len(), 2);
    assert_eq!(emails(&home, &["--status", "inactive"]), ["carol@example.org"]);
    assert_eq!(emails(&home, &["--status", "invited"]), [""; 0]);
    assert_eq!(emails(&home, &["--status", "active", "--role", "admin"]), ["ada@example.org"]);
}

#[test]
fn the_list_is_sorted_by_each_key_in_both_directions() {
    let home = Home::seeded();
    let [ada, bob, carol] = ["ada@example.org", "bob@example.org", "carol@example.org"];
    home.ok(&["credits", "award", carol, "50"]);
    for (keys, order) in [
        ("email", [ada, bob, carol]),
        ("-email", [carol, bob, ada]),
        ("-name", [carol, bob, ada]),
        ("status,-email", [carol, bob, ada]),
        ("-awarded", [bob, carol, ada]),
        ("purchased,-email", [bob, ada, carol]),
        ("-balance", [carol, bob, ada]),
        ("-allowance", [bob, ada, carol]),
        ("created,-email", [carol, bob, ada]),
    ] {
        assert_eq!(emails(&home, &["--sort", keys]), order, "{keys}");
    }
}

#[test]
fn limit_and_offset_cut_a_page_and_a_cut_list_says_so_on_standard_error() {
    let home = Home::seeded();
    assert_eq!(emails(&home, &["--limit", "1", "--offset", "1"]), ["bob@example.org"]);
    for format in ["table", "json", "jsonl", "csv", "tsv"] {
        let run = home.ok(&["users", "list", "--limit", "2", "-o", format]);
        let json = format.starts_with("json");
        assert_eq!(
            run.stderr,
            if json {
                "{\"note\":\"showing the first 2; more match: raise --limit\"}\n"
            } else {
                "note: showing the first 2; more match: raise --limit\n"
            }
        );
    }
    assert_eq!(home.ok(&["users", "list", "--limit", "3"]).stderr, "");
    assert_eq!(emails(&home, &["--limit", "0"]), [""; 0]);
}

#[test]
fn a_user_is_shown_whole_with_allowance_next_grant_and_last_entries() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "5", "--reason", "Thanks"]);
    let user = home.user("bob@example.org");
    assert_eq!(user["allowance"], 100);
    assert_eq!(
        user["next_grant"],
        json!({"month": "2026-11", "amount": 100, "policy": "plain", "cap": null})
    );
    assert_eq!(user["entries"][0]["reason"], "Thanks");
    assert_eq!(user["entries"][1]["kind"], "opening");
    home.ok(&["grant-monthly"]);
    assert_eq!(home.user("bob@example.org")["next_grant"]["month"], "2026-12");
    assert_eq!(home.user("carol@example.org")["next_grant"], Value::Null);
}

#[test]
fn an_edit_saves_all_its_fields_in_one_operation() {
    let home = Home::seeded();
    let receipt = home.json(&[
        "user",
        "edit",
        "carol@example.org",
        "--name",
        "Caroline",
        "--email",
        "caroline@example.org",
        "--partner",
        "on",
        "--add-role",
        "trainer",
        "--awarded",
        "11",
        "--purchased",
        "20",
        "--allowance",
        "40",
        "--reason",
        "Joined the programme",
    ]);
    let user = &receipt["user"];
    assert_eq!(user["email"], "caroline@example.org");
    assert_eq!(user["roles"], json!(["partner", "trainer"]));
    assert_eq!(
        (&user["awarded"], &user["purchased"], &user["allowance"]),
        (&json!(11), &json!(20), &json!(40))
    );
    assert_eq!(user["version"], 2);
    assert_eq!(receipt["allowance_from"], "2026-11");
    let log = home.json(&["log", "show", &receipt["operation"].to_string()]);
    assert_eq!(log["reason"], "Joined the programme");
    let mut fields: Vec<_> =
        log["changes"].as_array().unwrap().iter().map(|change| change["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["allowance", "email", "name", "roles"]);
    home.fails(3, &["user", "show", "carol@example.org"]);
}

#[test]
fn an_edit_that_fails_in_one_field_saves_none() {
    let home = Home::seeded();
    home.refuses(4, &["user", "edit", "carol@example.org", "--name", "New", "--email", "bob@example.org"]);
    home.refuses(4, &["user", "edit", "carol@example.org", "--name", "New", "--allowance", "10"]);
    home.refuses(2, &["user", "edit", "carol@example.org", "--add-role", "agent", "--remove-role", "agent"]);
    home.refuses(2, &["user", "edit", "carol@example.org"]);
}

#[test]
fn an_edit_to_what_is_so_already_changes_nothing() {
    let home = Home::seeded();
    let before = home.everything();
    let receipt = home.json(&[
        "user",
        "edit",
        "bob@example.org",
        "--name",
        "Bob",
        "--partner",
        "on",
        "--active",
        "on",
        "--awarded",
        "50",
        "--allowance",
        "100",
    ]);
    assert_eq!((&receipt["changed"], &receipt["operation"]), (&json!(false), &Value::Null));
    assert_eq!(before, home.everything());
}

#[test]
fn an_edit_of_an_older_version_is_refused_with_both_versions() {
    let home = Home::seeded();
    let seen = home.user("bob@example.org")["version"].to_string();
    home.ok(&["user", "edit", "bob@example.org", "--name", "Robert", "--if-version", &seen]);
    let run = home.refuses(4, &["user", "edit", "bob@example.org", "--name", "Bobby", "--if-version", &seen]);
    let now = home.user("bob@example.org")["version"].to_string();
    assert!(run.stderr.contains(&seen) && run.stderr.contains(&now), "{run}");
    assert!(
        run.stderr.contains("changed since: name is 'Robert' and was to be 'Bobby'; --if-version"),
        "{run}"
    );
    home.refuses(4, &["credits", "set", "bob@example.org", "--awarded", "1", "--if-version", &seen]);
}

#[test]
fn the_version_grows_with_every_change_and_with_nothing_else() {
    let home = Home::seeded();
    let version = || home.user("bob@example.org")["version"].as_i64().unwrap();
    let mut last = version();
    for change in [
        &["credits", "award", "bob@example.org", "1"][..],
        &["user", "edit", "bob@example.org", "--name", "B", "--awarded", "9"],
        &["partner", "set", "bob@example.org", "7"],
        &["grant-monthly"],
    ] {
        home.ok(change);
        assert_eq!(version(), last + 1, "{change:?}");
        last += 1;
    }
    home.ok(&["credits", "award", "bob@example.org", "1", "--dry-run"]);
    home.ok(&["credits", "award", "carol@example.org", "1"]);
    assert_eq!(version(), last);
}

#[test]
fn an_empty_name_removes_the_name() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "bob@example.org", "--name", ""]);
    assert_eq!(home.user("bob@example.org")["name"], Value::Null);
}

#[test]
fn a_name_that_is_too_long_is_refused_wherever_it_is_given() {
    let home = Home::seeded();
    let long = "é".repeat(1001);
    for line in [
        &["user", "edit", "bob@example.org"][..],
        &["user", "add", "new@example.org"],
        &["invite", "new@example.org"],
    ] {
        let run = home.refuses(2, &[line, &["--name", &long]].concat());
        assert!(run.stderr.contains("it is longer than 1000 characters"), "{run}");
    }
    let right = &long[2..];
    home.ok(&["user", "edit", "bob@example.org", "--name", &format!(" {right} ")]);
    assert_eq!(home.user("bob@example.org")["name"], right);
}

#[test]
fn the_groups_answer_to_singular_and_plural() {
    let home = Home::seeded();
    for [one, other] in [["user", "users"], ["credit", "credits"], ["partner", "partners"]] {
        let command = if one == "credit" { "history" } else { "list" };
        assert_eq!(home.ok(&[one, command]).stdout, home.ok(&[other, command]).stdout);
    }
}

#[test]
fn a_later_page_names_its_rows() {
    let home = Home::seeded();
    let run = home.ok(&["users", "list", "--limit", "1", "--offset", "1"]);
    assert_eq!(run.stderr, "note: showing row 2; more match: raise --limit\n");
}

#[test]
fn a_restore_of_a_file_that_is_not_there_says_what_makes_one() {
    let home = Home::seeded();
    let run = home.refuses(3, &["restore", "nofile.db", "--yes"]);
    assert!(run.stderr.contains("name a copy that was made with: rad-admin backup FILE"), "{run}");
}

#[test]
fn roles_are_given_with_commas_or_one_by_one() {
    let home = Home::initialised();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner,agent", "--role", "trainer"]);
    assert_eq!(home.user("amy@example.org")["roles"], json!(["partner", "agent", "trainer"]));
    home.ok(&[
        "user",
        "edit",
        "amy@example.org",
        "--remove-role",
        "agent,trainer",
        "--add-role",
        "support,finance",
    ]);
    assert_eq!(home.user("amy@example.org")["roles"], json!(["partner", "finance", "support"]));
    let run = home.fails(2, &["user", "add", "bob@example.org", "--role", "agent,pilot"]);
    assert!(run.stderr.contains("invalid value 'pilot' for '--role"), "{run}");
}
