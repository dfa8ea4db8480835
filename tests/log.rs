//! The log: who did what, when and why.

use crate::harness::Home;
use serde_json::{Value, json};

#[test]
fn every_operation_tells_number_time_actor_command_and_reason() {
    let home = Home::seeded();
    let later = home.at("2026-11-16T10:00:00Z").by("eve@example.org");
    later.ok(&[
        "credits",
        "award",
        "bob@example.org",
        "5",
        "--reason",
        "Thanks",
        "--reference",
        "T-1",
        "--key",
        "K-1",
    ]);
    let mut logged = home.json(&["log"])[0].clone();
    let os_user = logged["os_user"].take();
    assert!(os_user.as_str().is_some_and(|name| !name.is_empty()));
    assert_eq!(
        logged,
        json!({
            "operation": 5, "at": "2026-11-16T10:00:00Z", "day": "2026-11-16", "month_of": "2026-11", "actor": "eve@example.org", "os_user": null,
            "command": "credits award", "reason": "Thanks", "reference": "T-1", "key": "K-1", "users": 1, "total": 5,
            "share": null, "undoes": null, "undone": "no", "undone_by": [], "month": null,
            "arguments": ["credits", "award", "bob@example.org", "5", "--reason", "Thanks", "--reference", "T-1", "--key", "K-1"],
        })
    );
}

#[test]
fn an_operation_keeps_its_arguments_as_typed_and_no_token() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "BOB@example.org", "5", "--reason", "It's \"fine\""]);
    let typed = ["credits", "award", "BOB@example.org", "5", "--reason", "It's \"fine\""];
    assert_eq!(home.json(&["log", "show", "5"])["arguments"], json!(typed));
    assert_eq!(home.json(&["log"])[0]["arguments"], json!(typed));
    assert!(home.ok(&["log", "show", "5"]).stdout.contains("Arguments  credits award BOB@example.org 5"));
}

#[test]
fn the_log_is_newest_first_and_names_every_mutating_command() {
    let home = Home::seeded();
    home.ok(&["credits", "purchase", "bob@example.org", "5"]);
    home.ok(&["credits", "deduct", "bob@example.org", "5", "--from", "purchased"]);
    home.ok(&["credits", "set", "bob@example.org", "--awarded", "5"]);
    home.ok(&["user", "edit", "bob@example.org", "--name", "B"]);
    home.ok(&["partner", "clear", "bob@example.org"]);
    home.ok(&["grant-monthly"]);
    let log = home.json(&["log"]);
    let commands: Vec<_> = log.as_array().unwrap().iter().map(|logged| &logged["command"]).collect();
    assert_eq!(
        commands,
        [
            "grant-monthly",
            "partner clear",
            "user edit",
            "credits set",
            "credits deduct",
            "credits purchase",
            "partner set",
            "user add",
            "user add",
            "user add",
        ]
    );
    let numbers: Vec<_> = log.as_array().unwrap().iter().map(|logged| &logged["operation"]).collect();
    assert_eq!(json!(numbers), json!([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]));
}

#[test]
fn a_table_tells_the_month_or_the_reference_where_there_is_no_reason() {
    let home = Home::seeded();
    let purchase = ["credits", "purchase", "bob@example.org", "5", "--reference", "invoice-1042"];
    home.ok(&purchase);
    home.ok(&[&purchase[..], &["--reason", "Paid"]].concat());
    home.ok(&["grant-monthly"]);
    assert_eq!(home.json(&["log"])[0]["month"], "2026-11");
    assert_eq!(home.json(&["log", "show", "7"])["month"], "2026-11");
    assert!(home.ok(&["log", "show", "7"]).stdout.contains("\nMonth      2026-11\n"));
    let reasons = |list: &[&str]| {
        let run = home.ok(&[list, &["--limit", "3", "--fields", "reason", "--no-header"]].concat());
        run.stdout.lines().map(str::trim).map(str::to_owned).collect::<Vec<_>>()
    };
    for list in [&["log"][..], &["credits", "history"]] {
        assert_eq!(reasons(list), ["2026-11", "Paid", "ref invoice-1042"]);
        assert_eq!(reasons(&[list, &["-o", "tsv"]].concat()), ["", "Paid", ""]);
    }
    assert!(home.ok(&["user", "show", "bob@example.org"]).stdout.contains("ref invoice-1042"));
}

#[test]
fn the_log_is_cut_by_actor_user_date_and_limit() {
    let home = Home::seeded();
    home.by("eve@example.org").at("2026-11-20T00:00:00Z").ok(&["credits", "award", "bob@example.org", "1"]);
    home.at("2026-11-21T00:00:00Z").ok(&["credits", "award", "all", "1", "--yes"]);
    let numbers = |flags: &[&str]| {
        let log = home.json(&[&["log"], flags].concat());
        log.as_array().unwrap().iter().map(|logged| logged["operation"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&["--actor", "eve@example.org"]), [5]);
    assert_eq!(numbers(&["--user", "bob@example.org"]), [6, 5, 4, 2]);
    assert_eq!(numbers(&["--since", "2026-11-20"]), [6, 5]);
    assert_eq!(numbers(&["--since", "2026-11-20", "--until", "2026-11-20"]), [5]);
    assert_eq!(numbers(&["--limit", "2"]), [6, 5]);
    assert!(home.ok(&["log", "--limit", "2"]).stderr.starts_with("note: "));
    home.fails(3, &["log", "--user", "nobody@example.org"]);
}

#[test]
fn log_show_has_each_field_before_and_after_and_the_entries() {
    let home = Home::seeded();
    home.ok(&[
        "user",
        "edit",
        "carol@example.org",
        "--name",
        "Caroline",
        "--add-role",
        "partner",
        "--allowance",
        "9",
        "--awarded",
        "4",
    ]);
    let shown = home.json(&["log", "show", "5"]);
    let change = |field: &str| {
        let changes = shown["changes"].as_array().unwrap();
        changes.iter().find(|change| change["field"] == field).cloned().unwrap()
    };
    let before_and_after = |field: &str| (change(field)["before"].clone(), change(field)["after"].clone());
    assert_eq!(before_and_after("name"), (json!("Carol"), json!("Caroline")));
    assert_eq!(before_and_after("roles"), (json!([]), json!(["partner"])));
    assert_eq!(before_and_after("allowance"), (json!(0), json!(9)));
    assert_eq!(change("allowance")["month"], "2026-11");
    assert_eq!(shown["entries"][0]["balance_after"], 4);
    assert_eq!((&shown["users"], &shown["total"]), (&json!(1), &json!(4)));
}

#[test]
fn the_history_stays_with_a_user_whose_address_changed() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "bob@example.org", "--email", "robert@example.org"]);
    let shown = home.json(&["log", "show", "5"]);
    assert_eq!(
        (&shown["changes"][0]["before"], &shown["changes"][0]["after"]),
        (&json!("bob@example.org"), &json!("robert@example.org"))
    );
    let entries = home.json(&["credits", "history", "robert@example.org"]);
    assert_eq!(entries[0]["email"], "robert@example.org");
}

#[test]
fn an_operation_that_is_not_there_is_exit_3() {
    let home = Home::seeded();
    let run = home.refuses(3, &["log", "show", "99"]);
    assert!(run.stderr.contains("99"), "{run}");
    home.refuses(2, &["log", "show", "first"]);
}

#[test]
fn refused_commands_use_no_operation_number() {
    let home = Home::seeded();
    home.fails(4, &["credits", "deduct", "bob@example.org", "999", "--from", "awarded"]);
    home.ok(&["credits", "award", "bob@example.org", "1", "-n"]);
    home.ok(&["user", "edit", "bob@example.org", "--name", "Bob"]);
    assert_eq!(home.json(&["credits", "award", "bob@example.org", "1"])["operation"], 5);
}

#[test]
fn the_platform_is_seen_at_a_glance() {
    let home = Home::seeded();
    let status = home.json(&["status"]);
    assert_eq!(status["users"], json!({"total": 3, "invited": 0, "active": 3, "inactive": 0, "erased": 0}));
    assert_eq!(status["roles"]["partner"], 1);
    assert_eq!(status["credits"], json!({"awarded": 50, "purchased": 30, "balance": 80}));
    assert_eq!((&status["last_grant"], &status["next_grant"]["due"]), (&Value::Null, &json!(true)));
    home.ok(&["grant-monthly"]);
    let status = home.at("2027-01-05T00:00:00Z").json(&["status"]);
    assert_eq!(status["last_grant"]["month"], "2026-11");
    assert_eq!(status["missed"], json!(["2026-12"]));
    assert!(status["database_bytes"].as_i64().unwrap() > 0);
}

#[test]
fn log_show_is_cut_for_people_and_whole_for_programs() {
    let home = Home::initialised();
    let rows: Vec<_> = (0..2_500).map(|number| format!("user{number}@example.org,5")).collect();
    home.write("users.csv", format!("email,awarded\n{}\n", rows.join("\n")));
    home.ok(&["users", "import", "users.csv", "--confirm", "12500", "--reason", "Opening"]);
    let shown = home.ok(&["log", "show", "1"]).stdout;
    assert!(
        shown.contains("… and 2,480 more: rad-admin credits history --where operation=1\n")
            && shown.lines().count() < 60,
        "{shown}"
    );
    let whole = home.json(&["log", "show", "1"]);
    assert_eq!(whole["entries"].as_array().map(Vec::len), Some(2_500));
    assert_eq!(whole["entries"][2_499]["email"], "user2499@example.org");
    assert!(whole["changes"].as_array().is_some_and(|changes| changes.len() >= 2_500));
    let line = home.ok(&["log", "show", "1", "-o", "jsonl"]).stdout;
    assert_eq!((line.lines().count(), serde_json::from_str::<Value>(&line).unwrap()), (1, whole));
}

#[test]
fn the_arguments_of_an_operation_are_shown_as_a_shell_takes_them() {
    let home = Home::seeded();
    let award = ["credits", "award", "bob@example.org", "5", "--reason", "it's for Bob"];
    let operation = home.json(&award)["operation"].to_string();
    let shown = home.ok(&["log", "show", &operation]);
    assert_eq!(home.ok(&["log", "show", "last"]).stdout, shown.stdout);
    let arguments = r"credits award bob@example.org 5 --reason 'it'\''s for Bob'";
    assert!(shown.stdout.contains(arguments), "{shown}");
}
