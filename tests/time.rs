//! Months and days begin in the ledger's own time zone; times in data are UTC.

use crate::harness::Home;

/// A ledger in Auckland, 13 hours ahead of UTC at the end of October 2026.
fn auckland() -> Home {
    let home = Home::new().at("2026-10-31T10:30:00Z");
    home.ok(&["init", "--timezone", "Pacific/Auckland"]);
    home
}

fn granted(home: &Home) -> String {
    home.json(&["grant-monthly"])["months"][0]["month"].as_str().unwrap().to_owned()
}

#[test]
fn the_month_is_that_of_the_ledgers_zone_whatever_the_zone_of_the_process() {
    let home = auckland();
    assert_eq!(granted(&home.at("2026-10-31T10:59:59Z").with("TZ", "Asia/Tokyo")), "2026-10");
    for zone in ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"] {
        assert_eq!(granted(&home.at("2026-10-31T11:30:00Z").with("TZ", zone)), "2026-11");
    }
    assert_eq!(granted(&home.at("2026-11-30T10:59:59Z").without("TZ")), "2026-11");
    assert_eq!(granted(&home.at("2026-11-30T11:00:00Z")), "2026-12");
}

#[test]
fn a_day_is_that_of_the_ledgers_zone() {
    let home = auckland();
    home.at("2026-10-31T11:30:00Z").ok(&["user", "add", "kiri@example.org", "--awarded", "5"]);
    let entries =
        |flags: &[&str]| home.json(&[&["credits", "history"], flags].concat()).as_array().unwrap().len();
    assert_eq!(entries(&["--since", "2026-11-01"]), 1);
    assert_eq!(entries(&["--until", "2026-10-31"]), 0);
    assert_eq!(entries(&["--until", "2026-10-31T11:30:00Z"]), 1);
}

#[test]
fn a_time_is_taken_as_the_tables_print_it() {
    let home = auckland();
    home.at("2026-10-31T11:30:59Z").ok(&["user", "add", "kiri@example.org", "--awarded", "5"]);
    let home = home.at("2026-11-01T00:00:00Z").with("TZ", "America/Los_Angeles");
    assert!(home.ok(&["credits", "history"]).stdout.contains("2026-11-01 00:30"));
    for (flag, time, expected) in [
        ("--since", "2026-11-01 00:30", 1),
        ("--since", "2026-11-01T00:31", 0),
        ("--until", "2026-11-01 00:30", 1),
        ("--until", "2026-11-01T00:29", 0),
        ("--until", "2026-11-01 00:30:58", 0),
    ] {
        for list in [&["credits", "history"][..], &["log"]] {
            let found = home.json(&[list, &[flag, time]].concat());
            assert_eq!(found.as_array().unwrap().len(), expected, "{list:?} {flag} {time}");
        }
    }
    assert_eq!(home.json(&["users", "list", "--at", "2026-11-01 00:29"]).as_array().unwrap().len(), 0);
    assert_eq!(home.json(&["users", "list", "--at", "2026-11-01 00:30"]).as_array().unwrap().len(), 1);
    let message = home.fails(2, &["log", "--since", "1.11.2026"]).stderr;
    assert!(message.contains("'2026-11-01 09:30' (in the ledger's zone)"), "{message}");
}

#[test]
fn a_date_is_a_month_or_how_long_ago_by_the_ledgers_calendar() {
    let home = auckland();
    home.at("2026-10-31T10:59:59Z").ok(&["user", "add", "kiri@example.org", "--awarded", "5"]);
    // In Auckland it is 2026-11-08.
    let home = home.at("2026-11-07T12:00:00Z");
    for (flag, date, expected) in [
        ("--until", "2026-10", 1),
        ("--since", "2026-11", 0),
        ("--since", "today", 0),
        ("--until", "yesterday", 1),
        ("--since", "7d", 0),
        ("--since", "8d", 1),
        ("--until", "2w", 0),
        ("--since", "1m", 1),
    ] {
        for list in [&["credits", "history"][..], &["log"]] {
            let found = home.json(&[list, &[flag, date]].concat());
            assert_eq!(found.as_array().unwrap().len(), expected, "{list:?} {flag} {date}");
        }
    }
    assert_eq!(home.json(&["users", "list", "--at", "8d"]).as_array().unwrap().len(), 1);
    assert_eq!(home.json(&["users", "list", "--at", "9d"]).as_array().unwrap().len(), 0);
}

#[test]
fn people_read_times_in_the_ledgers_zone_and_programs_in_utc() {
    let home = auckland();
    home.at("2026-10-31T11:30:00Z").ok(&["user", "add", "kiri@example.org"]);
    assert!(home.ok(&["log"]).stdout.contains("2026-11-01 00:30"));
    assert_eq!(home.json(&["log"])[0]["at"], "2026-10-31T11:30:00Z");
    assert_eq!(home.json(&["users", "list"])[0]["created_at"], "2026-10-31T11:30:00Z");
    assert!(home.ok(&["log", "-o", "csv"]).stdout.contains("2026-10-31T11:30:00Z"));
}

#[test]
fn the_zone_of_a_new_ledger_is_that_of_the_system_unless_it_is_named() {
    for zone in ["Europe/Berlin", "Asia/Kathmandu"] {
        let receipt = Home::new().with("TZ", zone).json(&["init"]);
        assert_eq!(receipt["timezone"], zone);
    }
    let receipt = Home::new().with("TZ", "Asia/Tokyo").json(&["init", "--timezone", "Europe/Berlin"]);
    assert_eq!(receipt["timezone"], "Europe/Berlin");
}

#[test]
fn a_second_init_changes_nothing_unless_it_names_another_zone() {
    let home = auckland();
    let before = home.everything();
    for line in [&["init"][..], &["init", "--timezone", "Pacific/Auckland"]] {
        let run = home.ok(line);
        assert!(run.stdout.contains("is there already; nothing changed"), "{run}");
    }
    assert_eq!(home.json(&["init"])["changed"], false);
    let run = home.ok(&["init", "--timezone", "Europe/Berlin", "-n"]);
    assert!(run.stdout.starts_with("Dry run, nothing kept: Changed the time zone"), "{run}");
    assert_eq!(before, home.everything());
    assert_eq!(home.json(&["status"])["timezone"], "Pacific/Auckland");
}

#[test]
fn a_second_init_changes_the_zone_up_to_the_first_operation() {
    let home = auckland();
    let head = home.json(&["verify"])["head"].clone();
    let receipt = home.json(&["init", "--timezone", "Europe/Berlin"]);
    assert_eq!((&receipt["changed"], &receipt["timezone"]), (&true.into(), &"Europe/Berlin".into()));
    assert_ne!(home.json(&["verify"])["head"], head, "the zone is under the seal");
    home.at("2026-10-31T23:30:00Z").ok(&["user", "add", "kiri@example.org"]);
    assert!(home.ok(&["log"]).stdout.contains("2026-11-01 00:30"));
    home.refuses(4, &["init", "--timezone", "Asia/Tokyo"]);
    let error = home.fails(4, &["init", "--timezone", "Asia/Tokyo", "--json"]).json_error();
    assert_eq!(error["reason"], "has_operations");
    assert_eq!(home.json(&["init", "--timezone", "Europe/Berlin"])["changed"], false);
}

#[test]
fn an_unknown_zone_makes_no_database() {
    let home = Home::new();
    let run = home.fails(2, &["init", "--timezone", "Mars/Olympus"]);
    assert!(run.stderr.contains("Mars/Olympus"), "{run}");
    home.fails(7, &["status"]);
}

#[test]
fn a_period_or_a_moment_that_is_still_to_come_is_said_to_be() {
    let home = Home::seeded();
    for line in [
        &["report", "--month", "2026-12"][..],
        &["user", "statement", "bob@example.org", "--month", "2026-12"],
    ] {
        let run = home.ok(line);
        assert!(run.stderr.contains("the period begins only at 2026-12-01 00:00 (UTC)"), "{run}");
        assert_eq!(home.ok(&[line, &["-q"]].concat()).stderr, "");
    }
    let run = home.ok(&["report", "--since", "2026-11", "--until", "2027-02"]);
    assert!(run.stderr.contains("the period is not over: it ends at 2027-02-28 23:59 (UTC)"), "{run}");
    for line in [&["report"][..], &["report", "--until", "today"], &["report", "--month", "2026-10"]] {
        assert_eq!(home.ok(line).stderr, "");
    }
    for line in [&["users", "list"][..], &["user", "show", "bob@example.org"], &["status"]] {
        let run = home.ok(&[line, &["--at", "2026-12-01"]].concat());
        assert!(
            run.stderr.contains("2026-12-01 00:00 (UTC) is still to come: this is the state of now"),
            "{run}"
        );
        assert_eq!(home.ok(&[line, &["--at", "2026-11"]].concat()).stderr, "");
    }
}

#[test]
fn a_span_that_ends_before_it_begins_is_refused_by_every_list() {
    let home = Home::seeded();
    for line in [
        &["log"][..],
        &["credits", "history"],
        &["credits", "history", "bob@example.org"],
        &["report"],
        &["user", "statement", "bob@example.org"],
    ] {
        let run = home.refuses(2, &[line, &["--since", "2026-10-05", "--until", "2026-10-04"]].concat());
        assert!(run.stderr.contains("2026-10-05 00:00") && run.stderr.contains("2026-10-04 23:59"), "{run}");
    }
}
