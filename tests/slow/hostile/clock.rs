//! Clocks that are wrong, set back or set forward, and the days on which they change.

use serde_json::Value;

use crate::harness::{Home, Run};

/// A ledger of November 2026 in Berlin, with a partner who gets 5 credits a month.
fn berlin() -> Home {
    let home = Home::new();
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
    home.ok(&["user", "add", "pia@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "pia@example.org", "5"]);
    home
}

fn granted(run: &Run) -> (Value, Value) {
    let month = &run.json()["months"][0];
    (month["month"].clone(), month["status"].clone())
}

fn awarded(home: &Home) -> i64 {
    home.balances("pia@example.org").0
}

#[test]
fn a_clock_that_jumps_grants_each_month_once() {
    let home = berlin();
    home.ok(&["grant-monthly"]);
    let ahead = home.at("2027-03-15T09:00:00Z");
    let doubted = ahead.refuses(5, &["grant-monthly"]);
    assert!(doubted.stderr.contains("up to 4 months after the newest operation, in 2026-11"), "{doubted}");
    let ahead = ahead.ok(&["grant-monthly", "--confirm", "5", "--json"]);
    assert!(ahead.stderr.contains("2026-12"), "{ahead}");
    let back = home.at("2026-12-15T09:00:00Z");
    let first = back.ok(&["grant-monthly", "--json"]);
    assert_eq!(granted(&first), ("2026-12".into(), "granted".into()));
    assert!(
        first.stderr.contains(
            "and the clock of this machine says 2026-12-15T09:00:00Z: it is behind now, or was ahead then; \
             if it was ahead, take the month back with: rad-admin undo "
        ),
        "{first}"
    );
    assert_eq!(granted(&back.ok(&["grant-monthly", "--json"])), ("2026-12".into(), "already_granted".into()));
    assert_eq!(awarded(&home), 15);
    // Future months are still refused, and the month that was granted early is not granted again when it begins.
    back.refuses(2, &["grant-monthly", "--month", "2027-01"]);
    back.refuses(2, &["grant-monthly", "--month", "2027-03"]);
    let come = home.at("2027-03-01T09:00:00Z").ok(&["grant-monthly", "--json"]);
    assert_eq!(granted(&come), ("2027-03".into(), "already_granted".into()));
    assert_eq!(awarded(&home), 15);
    home.ok(&["verify"]);
}

#[test]
fn a_clock_that_was_set_back_keeps_the_order_of_operations() {
    let home = berlin();
    home.at("2027-03-15T09:00:00Z").ok(&["credits", "award", "pia@example.org", "1"]);
    home.at("2026-11-20T09:00:00Z").ok(&["credits", "award", "pia@example.org", "2"]);
    let history = home.json(&["credits", "history"]);
    let order: Vec<_> = history.as_array().unwrap().iter().map(|entry| entry["amount"].clone()).collect();
    assert_eq!(order, [2, 1]);
    // A look into the past uses the times of the operations.
    let past =
        home.at("2027-04-01T09:00:00Z").json(&["user", "show", "pia@example.org", "--at", "2026-12-01"]);
    assert_eq!(past["awarded"], 2);
    home.ok(&["verify"]);
}

#[test]
fn a_clock_that_was_never_set_is_refused_by_every_command() {
    let home = berlin();
    for time in
        ["1970-01-01T00:00:10Z", "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]
    {
        let lost = home.at(time);
        for command in
            [&["grant-monthly"][..], &["status"], &["credits", "award", "pia@example.org", "1"], &["init"]]
        {
            let run = lost.fails(7, command);
            assert!(
                run.stderr
                    .starts_with(&format!("error: the clock of this machine says {time}\nhint: set it")),
                "{run}"
            );
        }
    }
    assert_eq!(awarded(&home), 0);
}

#[test]
fn no_month_is_granted_by_a_clock_from_before_the_ledger() {
    let home = berlin();
    for time in ["1970-06-01T00:00:00Z", "2026-10-31T22:59:59Z"] {
        for command in
            [&["grant-monthly"][..], &["grant-monthly", "--check"], &["grant-monthly", "--catch-up"]]
        {
            let run = home.at(time).fails(7, command);
            assert!(run.stderr.contains("and the ledger was made in 2026-11"), "{run}");
        }
    }
    // In Berlin this is midnight, and the first month of the ledger begins.
    assert_eq!(granted(&home.at("2026-10-31T23:00:00Z").ok(&["grant-monthly", "--json"])).0, "2026-11");
}

#[test]
fn years_are_leap_years_as_the_calendar_has_them_up_to_9998() {
    let home = berlin();
    for (time, month) in [
        ("2028-02-29T12:00:00Z", "2028-02"),
        ("2100-02-28T22:59:59Z", "2100-02"),
        ("2100-02-28T23:00:00Z", "2100-03"),
        ("9998-12-31T22:59:59Z", "9998-12"),
        ("9998-12-31T23:00:00Z", "9999-01"),
    ] {
        let then = home.at(time);
        assert_eq!(
            granted(&then.ok(&["grant-monthly", "--confirm", "5", "--json"])),
            (month.into(), "granted".into()),
            "{time}"
        );
        then.ok(&["partner", "set", "pia@example.org", "5"]);
        for command in [&["status"][..], &["verify"], &["log"], &["partner", "list"]] {
            then.ok(command);
        }
    }
    for day in ["2100-02-29", "2027-02-29", "2026-11-31", "10000-01-01"] {
        home.refuses(2, &["credits", "history", "--since", day]);
        home.refuses(2, &["users", "list", "--at", day]);
    }
}

/// Returns how many entries made at these times are within these days.
fn within(zone: &str, times: &[&str], since: &str, until: &str) -> usize {
    let home = Home::new().at("2011-01-01T12:00:00Z");
    home.ok(&["init", "--timezone", zone]);
    home.ok(&["user", "add", "pia@example.org"]);
    for time in times {
        home.at(time).ok(&["credits", "award", "pia@example.org", "1"]);
    }
    home.json(&["credits", "history", "--since", since, "--until", until]).as_array().unwrap().len()
}

#[test]
fn no_entry_falls_between_two_days_when_clocks_change() {
    for (zone, times, day, inside) in [
        // A day of 23 hours, and one of 25 hours with one hour twice.
        (
            "Europe/Berlin",
            &["2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"]
                [..],
            "2026-03-29",
            2,
        ),
        (
            "Europe/Berlin",
            &[
                "2026-10-24T22:00:00Z",
                "2026-10-25T00:30:00Z",
                "2026-10-25T01:30:00Z",
                "2026-10-25T22:59:59Z",
                "2026-10-25T23:00:00Z",
            ],
            "2026-10-25",
            4,
        ),
        // Midnight does not exist.
        (
            "America/Sao_Paulo",
            &["2018-11-04T02:59:59Z", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59Z", "2018-11-05T02:00:00Z"],
            "2018-11-04",
            2,
        ),
        // The day does not exist; the days around it are complete.
        ("Pacific/Apia", &["2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z"], "2011-12-30", 0),
        ("Pacific/Apia", &["2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z"], "2011-12-29", 1),
        ("Pacific/Apia", &["2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z"], "2011-12-31", 1),
        // The clocks change by half an hour.
        (
            "Australia/Lord_Howe",
            &["2026-04-04T12:59:59Z", "2026-04-04T13:00:00Z", "2026-04-05T13:29:59Z", "2026-04-05T13:30:00Z"],
            "2026-04-05",
            2,
        ),
    ] {
        assert_eq!(within(zone, times, day, day), inside, "{zone} {day}");
    }
}

#[test]
fn a_month_begins_first_in_kiritimati_and_last_in_pago_pago() {
    for (zone, before, start) in [
        ("Pacific/Kiritimati", "2027-02-28T09:59:59Z", "2027-02-28T10:00:00Z"),
        ("Pacific/Pago_Pago", "2027-03-01T10:59:59Z", "2027-03-01T11:00:00Z"),
    ] {
        let home = Home::new();
        home.ok(&["init", "--timezone", zone]);
        assert_eq!(granted(&home.at(before).ok(&["grant-monthly", "--json"])).0, "2027-02", "{zone}");
        assert_eq!(granted(&home.at(start).ok(&["grant-monthly", "--json"])).0, "2027-03", "{zone}");
    }
}
