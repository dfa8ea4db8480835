//! `partner forecast` shows what coming months will grant, and they do grant it.

use crate::harness::Home;
use serde_json::{Value, json};

fn forecast(home: &Home, months: &str) -> Vec<Value> {
    home.json(&["partner", "forecast", "--months", months]).as_array().unwrap().clone()
}

/// Partners with every policy, a plan, an end, a pause, and a balance at its cap.
fn partners() -> Home {
    let home = Home::initialised();
    for (email, awarded) in [
        ("plain", "10"),
        ("capped", "250"),
        ("full", "300"),
        ("reset", "70"),
        ("ending", "0"),
        ("paused", "0"),
        ("planned", "0"),
        ("idle", "0"),
        ("none", "0"),
        ("later", "0"),
    ] {
        let email = format!("{email}@e.org");
        home.ok(&["user", "add", &email, "--role", "partner", "--awarded", awarded, "--purchased", "7"]);
    }
    home.ok(&["partner", "set", "plain@e.org,idle@e.org", "100", "--yes"]);
    home.ok(&["partner", "set", "capped@e.org,full@e.org", "100", "--cap", "300", "--yes"]);
    home.ok(&["partner", "set", "reset@e.org", "50", "--reset"]);
    home.ok(&["partner", "set", "ending@e.org", "30", "--until", "2027-01"]);
    home.ok(&["partner", "set", "paused@e.org", "20"]);
    home.ok(&["partner", "pause", "paused@e.org", "--until", "2026-12"]);
    home.ok(&["partner", "set", "planned@e.org", "5"]);
    home.ok(&["partner", "set", "planned@e.org", "500", "--from", "2027-02", "--cap", "700"]);
    home.ok(&["partner", "set", "later@e.org", "9", "--from", "2027-03"]);
    home.ok(&["user", "edit", "idle@e.org", "--active", "off", "--yes"]);
    home
}

/// Grants the months once they have begun, and compares each with its forecast.
fn granted_so(home: &Home, months: &[Value]) {
    for row in months {
        let month = row["month"].as_str().unwrap();
        let then = home.at(&format!("{month}-03T06:00:00Z"));
        let granted = &then.json(&["grant-monthly"])["months"][0];
        let figures = ["month", "credits", "capped"].map(|key| &granted[key]);
        assert_eq!(figures, ["month", "credits", "capped"].map(|key| &row[key]), "{month}");
        assert_eq!(granted["granted"], row["users"], "{month}");
    }
    home.ok(&["verify"]);
}

#[test]
fn a_forecast_is_what_the_months_then_grant() {
    let home = partners();
    let months = forecast(&home, "7");
    assert_eq!(months.len(), 7);
    assert_eq!(
        months[..3],
        [
            json!({"month": "2026-11", "users": 5, "credits": 100 + 50 + 50 + 30 + 5, "capped": 2}),
            json!({"month": "2026-12", "users": 4, "credits": 100 + 50 + 30 + 5, "capped": 2}),
            json!({"month": "2027-01", "users": 5, "credits": 100 + 50 + 30 + 20 + 5, "capped": 2}),
        ]
    );
    granted_so(&home, &months);
}

#[test]
fn it_begins_with_the_first_open_month_and_leaves_out_who_got_it_already() {
    let home = partners();
    home.ok(&["grant-monthly", "--user", "plain@e.org,full@e.org", "--yes"]);
    let months = forecast(&home, "2");
    assert_eq!(
        (&months[0]["month"], &months[0]["users"], &months[0]["capped"]),
        (&json!("2026-11"), &json!(4), &json!(1))
    );
    assert_eq!(months[1]["users"], json!(4));
    home.ok(&["grant-monthly"]);
    let after = forecast(&home, "2");
    assert_eq!((&after[0], &after[1]["month"]), (&months[1], &json!("2027-01")));
    granted_so(&home, &after);
}

#[test]
fn it_changes_nothing_and_names_owed_months_that_it_leaves_out() {
    let home = partners();
    let before = home.ok(&["verify", "--field", "head"]).stdout;
    let later = home.at("2027-01-20T06:00:00Z");
    let run = later.ok(&["partner", "forecast", "--months", "1"]);
    assert!(run.stderr.contains("2026-11 and 2026-12 are owed and not counted here"), "{run}");
    assert!(run.stdout.contains("2027-01      6      255       2  ####"), "{run}");
    assert_eq!(home.ok(&["verify", "--field", "head"]).stdout, before);
}

#[test]
fn every_format_has_the_same_rows() {
    let home = partners();
    let csv = "month,users,credits,capped\n2026-11,5,235,2\n2026-12,4,185,2\n";
    let rows = |format: &str| home.ok(&["partner", "forecast", "--months", "2", "-o", format]).stdout;
    assert_eq!(rows("csv"), csv);
    assert_eq!(rows("tsv"), csv.replace(',', "\t"));
    assert_eq!(
        rows("jsonl").lines().last().unwrap(),
        r#"{"month":"2026-12","users":4,"credits":185,"capped":2}"#
    );
    assert!(rows("markdown").ends_with("| 2026-12 | 4 | 185 | 2 |\n"));
    home.fails(2, &["partner", "forecast", "--months", "0"]);
}

fn line<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["partner", "forecast", "--months", "4"], arguments].concat()
}

#[test]
fn a_forecast_is_a_list_like_any_other() {
    let home = partners();
    let months = |arguments: &[&str]| home.ok(&line(&[&["--field", "month"], arguments].concat())).stdout;
    assert_eq!(months(&["--where", "month>2026-12"]), "2027-01\n2027-02\n");
    assert_eq!(months(&["--sort", "-credits", "--limit", "1"]), "2027-02\n");
    assert_eq!(months(&["--sort", "users,-month", "--limit", "2", "--offset", "1"]), "2026-12\n2027-01\n");
    assert_eq!(home.ok(&line(&["--count", "--where", "users>=5"])).stdout, "2\n");
    let wrong = home.fails(2, &line(&["--where", "credit>5"]));
    assert!(wrong.stderr.contains("credits"), "{wrong}");
    insta::assert_snapshot!(home.ok(&line(&["--limit", "2", "--fields", "month,credits"])));
}
