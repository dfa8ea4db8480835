//! `user show`, `credits history` and `log` of a user: found by a part of the name, with figures that explain the
//! balance.

use serde_json::json;

use crate::harness::Home;

/// Paul, who had another address and has entries of several kinds, and Paula.
fn home() -> Home {
    let home = Home::new();
    let september = home.at("2026-09-01T09:00:00Z");
    september.ok(&["init", "--timezone", "UTC"]);
    september.ok(&["user", "add", "ada@example.org", "--name", "Ada", "--role", "admin", "--yes"]);
    september.ok(&["user", "add", "paul@acme.example", "--name", "Paul Ärger", "--role", "partner"]);
    september.ok(&["user", "add", "paula@acme.example", "--name", "Paula Kern", "--purchased", "30"]);
    september.ok(&["partner", "set", "paul@acme.example", "100"]);
    september.ok(&["grant-monthly"]);
    let october = home.at("2026-10-31T23:30:00Z");
    october.ok(&["credits", "award", "domain:acme.example", "25", "--reason", "promo", "--yes"]);
    october.ok(&["user", "edit", "paul@acme.example", "--email", "ray@acme.example"]);
    home.ok(&["credits", "purchase", "ray@acme.example", "10"]);
    home.ok(&["credits", "spend", "ray@acme.example", "130"]);
    home
}

#[test]
fn a_part_of_an_address_or_a_name_shows_the_one_user_whom_it_fits() {
    let home = home();
    for part in ["RAY@", "ärger", "Paul Ä", "ray@acme.example"] {
        assert_eq!(home.json(&["user", "show", part])["email"], "ray@acme.example", "{part}");
    }
    let past = home.json(&["user", "show", "paul@", "--at", "2026-09"]);
    assert_eq!(past["email"], "paul@acme.example");
}

#[test]
fn totals_after_entries_and_arguments_of_operations_are_keys_of_filters() {
    let home = home();
    let total = |arguments: &[&str]| {
        let line = ["credits", "history", "ray@acme.example", "--field", "total_after"];
        home.ok(&[&line[..], arguments].concat()).stdout
    };
    assert_eq!(total(&[]), "5\n10\n135\n125\n100\n");
    assert_eq!(total(&["--where", "total_after>=125"]), "135\n125\n");
    assert_eq!(total(&["--where", "total_after<130", "--sort", "total_after", "--limit", "2"]), "5\n10\n");
    let count = ["credits", "history", "ray@acme.example", "--count", "--where", "total_after!=135"];
    assert_eq!(home.ok(&count).stdout, "4\n");
    for flags in [["--where", "total_after<9"], ["--sort", "total_after"]] {
        let run = home.fails(2, &[&["credits", "history"][..], &flags].concat());
        assert!(run.stderr.contains("only in the history of up to 1000 users"), "{run}");
    }
    let done = |condition: &str| home.ok(&["log", "--field", "operation", "--where", condition]).stdout;
    assert_eq!(done("arguments~credits award domain:acme"), "6\n");
    assert_eq!(done("arguments=grant-monthly"), "5\n");
}

#[test]
fn a_part_that_fits_several_users_lists_them() {
    let home = home();
    let run = home.fails(3, &["user", "show", "paul"]);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "error: 'paul' fits 2 users:\n    paula@acme.example  Paula Kern\n    ray@acme.example  Paul Ärger\n\
         hint: give the whole address, or a longer part of it or of the name\n"
    );
    let error = home.fails(3, &["user", "show", "paul", "--json"]).json_error();
    assert_eq!(error["reason"], "ambiguous");
    assert_eq!(error["data"]["users"][0], json!({ "email": "paula@acme.example", "name": "Paula Kern" }));
}

#[test]
fn a_part_that_fits_nobody_names_the_nearest_user() {
    let home = home();
    for (typed, hint) in [
        ("pualla", "did you mean 'paula@acme.example'?"),
        ("argr", ""),
        ("Kerm", "did you mean 'paula@acme.example'?"),
        ("paul@acme.example", "'paul@acme.example' is now 'ray@acme.example'"),
    ] {
        let error = home.fails(3, &["user", "show", typed, "--json"]).json_error();
        assert_eq!(error["hints"][0].as_str().unwrap_or_default(), hint, "{typed}");
    }
}

#[test]
fn the_sums_by_kind_come_to_the_balance_of_now_and_of_then() {
    let home = home();
    let shown = home.ok(&["user", "show", "ray@"]).stdout;
    assert!(shown.contains("100 monthly + 25 award + 10 purchase - 130 spend = 5\n"), "{shown}");
    assert!(shown.contains("Formerly    paul@acme.example\n"), "{shown}");
    for (at, balance) in [("2026-09", 100), ("2026-10-31", 125), ("2026-11-30", 5)] {
        let shown = home.json(&["user", "show", if balance == 100 { "paul@" } else { "ray@" }, "--at", at]);
        let sums = shown["sums"].as_array().unwrap();
        let sum = |key: &str| sums.iter().map(|sum| sum[key].as_i64().unwrap()).sum::<i64>();
        assert_eq!(json!(sum("balance")), shown["balance"], "{at}");
        assert_eq!(json!(sum("awarded")), shown["awarded"], "{at}");
        assert_eq!(shown["balance"], balance, "{at}");
    }
}

#[test]
fn the_history_of_one_user_has_the_total_after_each_entry_and_no_address() {
    let home = home();
    let table = home.ok(&["credits", "history", "ray@acme.example"]).stdout;
    assert!(
        table.starts_with(
            "OPERATION  AT                BUCKET     KIND      AMOUNT  BALANCE AFTER  TOTAL AFTER"
        )
    );
    assert!(!table.contains("acme.example"), "{table}");
    let rows = home.json(&["credits", "history", "ray@acme.example"]);
    let totals = |rows: &serde_json::Value| -> Vec<i64> {
        rows.as_array().unwrap().iter().map(|row| row["total_after"].as_i64().unwrap()).collect()
    };
    assert_eq!(totals(&rows), [5, 10, 135, 125, 100]);
    // The totals are the same in any order, and among the entries of others.
    let oldest = home.json(&["credits", "history", "ray@acme.example", "--sort", "id"]);
    assert_eq!(totals(&oldest), [100, 125, 135, 10, 5]);
    let both = home.json(&["credits", "history", "domain:acme.example", "--where", "email~ray"]);
    assert_eq!(both, rows);
    let everybody = home.json(&["credits", "history", "--limit", "1"]);
    assert_eq!(everybody[0]["total_after"], json!(null));
}

#[test]
fn entries_and_operations_carry_their_day_and_month_in_the_ledgers_zone() {
    let home = Home::new();
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
    let late = home.at("2026-10-31T23:30:00Z");
    late.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    for line in [["credits", "history"].as_slice(), &["log"]] {
        let rows = home.json(line);
        assert_eq!((&rows[0]["day"], &rows[0]["month_of"]), (&json!("2026-11-01"), &json!("2026-11")));
        let count = |condition: &str| {
            home.ok(&[line, &["--where", condition, "--count"]].concat()).stdout.trim().to_owned()
        };
        for (condition, found) in [
            ("day=2026-11-01", "1"),
            ("day=2026-10-31", "0"),
            ("day!=2026-11-01", "0"),
            ("month_of=2026-11", "1"),
            ("month_of<2026-11", "0"),
            ("month_of>2026-10", "1"),
        ] {
            assert_eq!(count(condition), found, "{line:?} {condition}");
        }
        home.ok(&[line, &["--sort", "day"]].concat());
    }
    assert_eq!(home.json(&["log", "show", "1"])["month_of"], "2026-11");
}

#[test]
fn the_log_of_a_user_has_their_share_of_each_operation() {
    let home = home();
    let table = home.ok(&["log", "--user", "ray@acme.example", "--fields", "command,total,share"]).stdout;
    assert!(table.contains("credits award        50     25\n"), "{table}");
    assert!(table.contains("user edit             0      0\n"), "{table}");
    assert!(home.ok(&["log", "--user", "ray@acme.example"]).stdout.contains("SHARE"));
    let all = home.json(&["log", "--limit", "1"]);
    assert_eq!(all[0]["share"], json!(null));
}

#[test]
fn an_operation_of_many_is_shown_in_part_and_listed_by_the_history() {
    let home = home();
    let file = home.write("many.csv", many_users());
    home.ok(&["users", "import", &file, "--yes", "--confirm", "100"]);
    let imported = home.json(&["log", "--limit", "1"])[0]["operation"].to_string();
    let shown = home.ok(&["log", "show", &imported]).stdout;
    assert!(
        shown.contains(&format!("… and 80 more: rad-admin credits history --where operation={imported}\n"))
    );
    assert!(shown.contains("… and more: raise --limit, or see all with -o json\n"), "{shown}");
    assert!(shown.contains("Arguments  users import"), "{shown}");
    let shown = home.json(&["log", "show", &imported, "--limit", "3"]);
    assert_eq!(shown["entries"].as_array().unwrap().len(), 3);
    assert_eq!(shown["changes"].as_array().unwrap().len(), 3);
    let whole = home.json(&["log", "show", &imported]);
    assert_eq!(whole["changes"].as_array().unwrap()[..3], shown["changes"].as_array().unwrap()[..]);
    let listed =
        home.ok(&["credits", "history", "--where", &format!("operation={imported}"), "--count"]).stdout;
    assert_eq!(listed, "100\n");
    assert_eq!(whole["entries"].as_array().unwrap().len(), 100);
}

fn many_users() -> String {
    let rows = (0..100).map(|number| format!("user{number}@example.org,Name {number},1\n"));
    "email,name,awarded\n".to_owned() + &rows.collect::<String>()
}

#[test]
fn the_status_of_a_past_moment_is_what_it_was_then() {
    let home = Home::new();
    let steps: [(&str, &[&[&str]]); 4] = [
        (
            "2026-08-15T09:00:00Z",
            &[
                &["init", "--timezone", "Europe/Berlin"],
                &["user", "add", "ada@example.org", "--role", "admin", "--yes"],
                &["user", "add", "bob@example.org", "--role", "partner", "--awarded", "50"],
                &["partner", "set", "bob@example.org", "100"],
                &["grant-monthly"],
            ],
        ),
        (
            "2026-09-15T09:00:00Z",
            &[&["grant-monthly"], &["user", "add", "eve@example.org", "--purchased", "7"]],
        ),
        (
            "2026-10-15T09:00:00Z",
            &[
                &["grant-monthly"],
                &["undo", "last"],
                &["user", "edit", "bob@example.org", "--active", "off", "--add-role", "agent", "--yes"],
            ],
        ),
        ("2026-11-15T09:00:00Z", &[&["credits", "deduct", "bob@example.org", "30", "--from", "awarded"]]),
    ];
    let mut seen = Vec::new();
    for (time, lines) in steps {
        let home = home.at(time);
        for line in lines {
            home.ok(line);
        }
        seen.push((time, home.json(&["status"])));
    }
    let later = home.at("2026-12-01T09:00:00Z");
    for (time, then) in seen {
        let past = later.json(&["status", "--at", &time[..10]]);
        for key in ["users", "roles", "credits", "operations", "entries", "last_grant", "created_at"] {
            assert_eq!(past[key], then[key], "{time} {key}");
        }
        assert_eq!(
            (&past["attention"], &past["mail"], &past["next_grant"]),
            (&json!([]), &json!(null), &json!(null))
        );
    }
    let shown = later.ok(&["status", "--at", "2026-09"]).stdout;
    assert!(shown.starts_with("As of       2026-09-30 23:59\nUsers       3 (3 active"), "{shown}");
    assert!(!shown.contains("Needs attention"), "{shown}");
    let error = later.fails(3, &["status", "--at", "2026-07"]);
    assert!(error.stderr.starts_with("error: there was no ledger yet\n"), "{error}");
    for at in ["2027-01", "today"] {
        let now = later.json(&["status", "--at", at]);
        assert_eq!((&now["at"], now["mail"].is_null()), (&json!("2026-12-01T09:00:00Z"), false), "{at}");
    }
    assert!(later.ok(&["status", "--at", "today"]).stdout.contains("Needs attention"));
    assert_eq!(later.json(&["status"])["at"], json!(null));
}

#[test]
fn the_items_of_a_list_have_a_line_each_where_one_key_is_asked_for() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "bob@example.org", "--add-role", "agent"]);
    let field = |line: &[&str], key: &str| home.ok(&[line, &["--field", key]].concat()).stdout;
    assert_eq!(field(&["user", "show", "bob@example.org"], "roles"), "partner\nagent\n");
    assert_eq!(field(&["user", "show", "bob@example.org"], "former_addresses"), "");
    assert_eq!(field(&["status"], "attention").lines().count(), 1);
    let entries = field(&["user", "show", "carol@example.org"], "entries");
    assert!(entries.starts_with("{\"id\":") && entries.lines().count() == 1, "{entries}");
}
