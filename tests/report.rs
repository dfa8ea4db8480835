//! `report` sums up a period. The sums add up to the balances at both ends.

use serde_json::{Value, json};

use crate::harness::Home;
use crate::harness::random::Random;

fn at(home: &Home, time: &str, arguments: &[&str]) {
    home.at(time).ok(arguments);
}

/// Bob, a partner with 50 awarded; Carol, with 30 purchased. In October, Bob gets 20. In November, an award of 7 to
/// everybody is undone, and 10 are deducted from Bob.
fn ledger() -> Home {
    let home = Home::new().at("2026-09-10T08:00:00Z");
    home.ok(&["init", "--timezone", "Pacific/Auckland"]);
    home.ok(&["user", "add", "bob@acme.example", "--role", "partner", "--role", "agent", "--awarded", "50"]);
    home.ok(&["user", "add", "carol@example.org", "--purchased", "30"]);
    at(&home, "2026-10-05T08:00:00Z", &["credits", "award", "bob@acme.example", "20"]);
    // In Auckland it is already November.
    let purchase = ["credits", "purchase", "carol@example.org", "200", "--reference", "inv-1"];
    at(&home, "2026-10-31T11:30:00Z", &purchase);
    at(&home, "2026-11-02T08:00:00Z", &["credits", "award", "all", "7", "--yes"]);
    at(&home, "2026-11-03T08:00:00Z", &["undo", "last", "--yes"]);
    at(&home, "2026-11-04T08:00:00Z", &["credits", "deduct", "bob@acme.example", "10", "--from", "awarded"]);
    home.at("2026-11-20T08:00:00Z")
}

fn flow(report: &Value, key: &str, value: &str) -> i64 {
    let flows = report["flows"].as_array().unwrap().iter();
    flows.filter(|flow| flow[key] == *value).map(|flow| flow["balance"].as_i64().unwrap()).sum()
}

#[test]
fn a_report_covers_this_month_and_nets_out_undos() {
    let report = ledger().json(&["report"]);
    assert_eq!(report["since"], "2026-10-31T11:00:00Z");
    assert_eq!(report["opening"]["balance"], 100);
    assert_eq!(report["closing"]["awarded"], 60);
    assert_eq!(report["closing"]["purchased"], 230);
    assert_eq!((flow(&report, "kind", "purchase"), flow(&report, "kind", "deduct")), (200, -10));
    assert_eq!((flow(&report, "kind", "award"), flow(&report, "kind", "undo")), (0, 0));
    assert_eq!(report["netted_out"]["operations"], 1);
    assert_eq!(report["netted_out"]["credits"], 14);
}

#[test]
fn a_gross_report_shows_operations_and_their_undoing() {
    let report = ledger().json(&["report", "--gross"]);
    assert_eq!((flow(&report, "kind", "award"), flow(&report, "kind", "undo")), (14, -14));
    assert_eq!(report["netted_out"]["operations"], 0);
}

#[test]
fn a_report_of_one_actor_sums_up_the_others_in_a_line_of_their_own() {
    let home = ledger();
    home.by("eve@example.org").ok(&["credits", "award", "bob@acme.example", "4"]);
    let of = |actor: &str, flags: &[&str]| home.json(&[&["report", "--actor", actor], flags].concat());
    for by in ["kind", "user", "role,day", "actor"] {
        let report = of("Eve@example.org", &["--by", by]);
        let first = &report["flows"][0];
        assert_eq!(
            (&first["awarded"], &report["others"]["balance"]),
            (&json!(4), &json!(190)),
            "{by}: {report}"
        );
    }
    let report = of("eve@example.org", &[]);
    assert_eq!((&report["opening"]["balance"], &report["closing"]["balance"]), (&json!(100), &json!(294)));
    assert_eq!(report["netted_out"]["operations"], 0);
    assert_eq!(of("ops@example.org", &[])["netted_out"], home.json(&["report"])["netted_out"]);
    assert_eq!(home.json(&["report"])["others"], json!(null));
    let table = home.ok(&["report", "--actor", "eve@example.org"]).stdout;
    assert!(table.contains("by eve@example.org") && table.contains("others"), "{table}");
    home.fails(2, &["report", "--actor", "eve@example.org", "--html", "-"]);
    assert_eq!(home.json(&["report", "--by", "user,kind,user"])["by"], json!(["user", "kind"]));
}

#[test]
fn an_undo_of_an_operation_before_the_period_is_not_netted_out() {
    let report = ledger().json(&["report", "--since", "2026-11-03"]);
    assert_eq!(flow(&report, "kind", "undo"), -14);
    assert_eq!(report["netted_out"]["operations"], 0);
}

#[test]
fn flows_are_grouped_by_several_keys_at_once() {
    let home = ledger();
    let report = home.json(&["report", "--since", "2026-09", "--by", "month,domain"]);
    let flows = report["flows"].as_array().unwrap();
    let rows: Vec<_> = flows
        .iter()
        .map(|flow| format!("{} {} {}", flow["month"], flow["domain"], flow["balance"]))
        .collect();
    let expected = [
        "\"2026-09\" \"acme.example\" 50",
        "\"2026-09\" \"example.org\" 30",
        "\"2026-10\" \"acme.example\" 20",
        "\"2026-11\" \"acme.example\" -10",
        "\"2026-11\" \"example.org\" 200",
    ];
    assert_eq!(rows, expected);
    let days = home.json(&["report", "--by", "day"]);
    assert_eq!(flow(&days, "day", "2026-11-01"), 200);
    let references = home.json(&["report", "--by", "reference,bucket"]);
    assert_eq!(flow(&references, "reference", "inv-1"), 200);
}

#[test]
fn by_role_a_user_counts_in_each_and_the_report_says_so() {
    let run = ledger().ok(&["report", "--by", "role", "-o", "csv"]);
    assert_eq!(
        run.stdout,
        "line,role,awarded,purchased,balance,entries\nopening,,70,30,100,\nflow,,0,200,200,1\nflow,agent,-10,0,-10,1\n\
         flow,partner,-10,0,-10,1\nnetted_out,,0,0,0,4\nclosing,,60,230,290,\n"
    );
    assert!(run.stderr.contains("a user counts in each of their roles"), "{}", run.stderr);
}

#[test]
fn a_report_of_some_users_covers_their_credits_alone() {
    let report = ledger().json(&["report", "domain:acme.example", "--month", "2026-11"]);
    assert_eq!(
        (report["opening"]["balance"].as_i64(), report["closing"]["balance"].as_i64()),
        (Some(70), Some(60))
    );
    assert_eq!(flow(&report, "kind", "deduct"), -10);
}

#[test]
fn a_report_is_a_table_of_markdown_too() {
    let run = ledger().ok(&["report", "--month", "2026-10", "-o", "markdown"]);
    assert_eq!(
        run.stdout,
        "| LINE | KIND | AWARDED | PURCHASED | BALANCE | ENTRIES |\n| --- | --- | --- | --- | --- | --- |\n\
         | opening | - | 50 | 30 | 80 | - |\n| flow | award | 20 | 0 | 20 | 1 |\n| closing | - | 70 | 30 | 100 | - |\n"
    );
}

#[test]
fn a_period_that_ends_before_it_begins_is_a_wrong_line() {
    let home = ledger();
    home.fails(2, &["report", "--since", "2026-11-02", "--until", "2026-11-01"]);
    home.fails(2, &["report", "--month", "2026-11", "--since", "2026-11-01"]);
    home.fails(3, &["report", "nobody@example.org"]);
}

#[test]
fn balances_that_are_not_the_sums_of_their_entries_are_no_report() {
    let home = ledger();
    home.tamper("UPDATE users SET awarded = awarded + 5 WHERE email LIKE 'bob%'").unwrap();
    home.fails(9, &["report"]);
    home.fails(9, &["report", "bob@acme.example"]);
    home.ok(&["report", "carol@example.org"]);
}

/// Computes the balance at the end of a second from the entries.
fn balance_at(history: &Value, second: &str) -> i64 {
    let entries = history.as_array().unwrap().iter();
    entries
        .filter(|entry| entry["at"].as_str().unwrap() <= second)
        .map(|entry| entry["amount"].as_i64().unwrap())
        .sum()
}

#[test]
fn reports_of_random_ledgers_lead_from_opening_to_closing() {
    let mut random = Random::of("the_sums_of_a_report");
    for zone in ["Europe/Berlin", "Pacific/Apia", "America/Havana"] {
        let home = Home::new().at("2026-01-01T00:00:00Z");
        home.ok(&["init", "--timezone", zone]);
        home.ok(&["user", "add", "ada@example.org", "--role", "partner", "--awarded", "500"]);
        home.ok(&["user", "add", "bob@example.org", "--purchased", "500"]);
        // Random days: the clock is sometimes set back.
        for _ in 0..14 {
            let time = format!(
                "2026-{:02}-{:02}T{:02}:30:00Z",
                1 + random.below(4),
                1 + random.below(28),
                random.below(24)
            );
            let amount = (1 + random.below(9)).to_string();
            let line: &[&str] = match random.below(5) {
                0 => &["credits", "award", "all", &amount, "--yes"],
                1 => &["credits", "purchase", "bob@example.org", &amount],
                2 => &["credits", "deduct", "ada@example.org", &amount, "--from", "awarded"],
                3 => &["credits", "set", "bob@example.org", "--awarded", &amount],
                _ => &["undo", "last", "--yes"],
            };
            home.at(&time).run(line);
        }
        let home = home.at("2026-06-01T00:00:00Z");
        let history = home.json(&["credits", "history"]);
        for by in ["kind", "day,user", "month,bucket", "command,domain"] {
            let from = format!("2026-{:02}-{:02}", 1 + random.below(3), 1 + random.below(28));
            let report = home.json(&["report", "--since", &from, "--until", "2026-03", "--by", by]);
            let since = report["since"].as_str().unwrap();
            let before = balance_at(&history, since);
            let exactly = history.as_array().unwrap().iter().filter(|entry| entry["at"] == since);
            let exactly: i64 = exactly.map(|entry| entry["amount"].as_i64().unwrap()).sum();
            let closing = balance_at(&history, report["until"].as_str().unwrap());
            assert_eq!(report["opening"]["balance"], before - exactly, "{zone} {by} {from}");
            assert_eq!(report["closing"]["balance"], closing, "{zone} {by} {from}");
            let flows = report["flows"].as_array().unwrap().iter();
            let flows: i64 = flows.map(|flow| flow["balance"].as_i64().unwrap()).sum();
            assert_eq!(before - exactly + flows, closing, "{zone} {by} {from}");
        }
    }
}
