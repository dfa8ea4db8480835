//! The monthly grant.

use crate::harness::Home;
use serde_json::{Value, json};

#[track_caller]
fn months(receipt: &Value) -> Vec<(&str, &str, i64)> {
    receipt["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| {
            let text = |key: &str| month[key].as_str().unwrap();
            (text("month"), text("status"), month["credits"].as_i64().unwrap())
        })
        .collect()
}

#[test]
fn a_month_is_granted_once_to_active_partners_with_an_allowance() {
    let home = Home::seeded();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "amy@example.org", "30"]);
    home.ok(&["user", "edit", "amy@example.org", "--active", "off", "--yes"]);
    let receipt = home.json(&["grant-monthly"]);
    assert_eq!(
        receipt,
        json!({
            "changed": true, "dry_run": false, "operation": 8,
            "months": [{
                "month": "2026-11", "status": "granted", "operation": 8, "granted": 1, "skipped": 1,
                "capped": 0, "expired": 0, "credits": 100, "late_days": 0,
            }],
            "missed": [],
            "entries": [{
                "email": "bob@example.org", "bucket": "awarded", "kind": "monthly", "amount": 100,
                "balance_before": 50, "balance_after": 150,
            }],
            "users": 1, "total": 100, "due": null, "head": null,
        })
    );
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    assert_eq!(home.balances("amy@example.org"), (0, 0));
    let entry = &home.json(&["credits", "history", "bob@example.org", "--limit", "1"])[0];
    assert_eq!((&entry["kind"], &entry["month"]), (&json!("monthly"), &json!("2026-11")));
}

#[test]
fn a_closed_month_is_never_granted_again_and_the_repeat_writes_nothing() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    home.ok(&["user", "edit", "amy@example.org", "--allowance", "30"]);
    let before = home.everything();
    for arguments in [&["grant-monthly"][..], &["grant-monthly", "--month", "2026-11"]] {
        let receipt = home.json(arguments);
        assert_eq!((&receipt["changed"], &receipt["operation"]), (&json!(false), &Value::Null));
        assert_eq!(months(&receipt), [("2026-11", "already_granted", 100)]);
    }
    assert_eq!(before, home.everything());
}

#[test]
fn the_repeat_needs_no_lock() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let _lock = home.lock();
    assert_eq!(home.json(&["grant-monthly", "--lock-timeout", "0"])["changed"], false);
    home.ok(&["grant-monthly", "--catch-up", "--check", "--lock-timeout", "0"]);
}

#[test]
fn a_month_in_which_nobody_is_due_is_closed_all_the_same() {
    let home = Home::initialised();
    let receipt = home.json(&["grant-monthly"]);
    assert_eq!(months(&receipt), [("2026-11", "granted", 0)]);
    assert_eq!(home.json(&["grant-monthly"])["changed"], false);
}

#[test]
fn a_dry_run_names_no_operation_that_will_not_be_there() {
    let home = Home::seeded();
    let run = home.ok(&["grant-monthly", "-n"]);
    let shown = "  bob@example.org  awarded 50 → 150 (+100)\n";
    assert_eq!(run.stdout, format!("Dry run, nothing kept.\nGranted 2026-11: 1 user, 100 credits\n{shown}"));
    assert_eq!(home.json(&["grant-monthly", "-n"])["operation"], 5);
}

#[test]
fn a_future_month_is_refused() {
    let home = Home::seeded();
    let run = home.refuses(2, &["grant-monthly", "--month", "2026-12"]);
    assert!(run.stderr.contains("2026-12") && run.stderr.contains("2026-11"), "{run}");
    home.refuses(2, &["grant-monthly", "--month", "2026-12", "--check"]);
    home.refuses(2, &["grant-monthly", "--month", "2026-12", "--user", "bob@example.org"]);
}

#[test]
fn a_past_month_pays_the_allowance_that_was_in_force_then() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let december = home.at("2026-12-10T00:00:00Z");
    december.ok(&["partner", "set", "bob@example.org", "40"]);
    let january = home.at("2027-01-10T00:00:00Z");
    january.ok(&["partner", "set", "bob@example.org", "7"]);
    assert_eq!(months(&january.json(&["grant-monthly", "--month", "2026-12"])), [("2026-12", "granted", 40)]);
    assert_eq!(months(&january.json(&["grant-monthly"])), [("2027-01", "granted", 7)]);
    let before = &["grant-monthly", "--month", "2026-10"];
    assert!(january.refuses(2, before).stderr.contains("the ledger, which was made in 2026-11"));
    assert_eq!(home.balances("bob@example.org"), (197, 0));
}

#[test]
fn open_earlier_months_are_granted_nothing_and_named_in_a_warning() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let run = home.at("2027-02-10T00:00:00Z").ok(&["grant-monthly", "--json"]);
    assert_eq!(months(&run.json()), [("2027-02", "granted", 100)]);
    assert_eq!(run.json()["missed"], json!(["2026-12", "2027-01"]));
    assert!(run.stderr.starts_with("{\"warning\":") && run.stderr.contains("2026-12"), "{run}");
    let quiet = home.at("2027-02-11T00:00:00Z").ok(&["grant-monthly", "--quiet"]);
    assert_eq!(quiet.stdout, "");
    assert!(quiet.stderr.contains("2026-12"), "what is wrong is said in quiet, too\n{quiet}");
}

#[test]
fn catch_up_grants_every_owed_month_oldest_first() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.at("2026-12-02T00:00:00Z").ok(&["partner", "set", "bob@example.org", "10"]);
    home.at("2027-01-02T00:00:00Z").ok(&["partner", "set", "bob@example.org", "20"]);
    let february = home.at("2027-02-02T00:00:00Z");
    let run = february.ok(&["grant-monthly", "--catch-up", "--json"]);
    let granted = [("2026-12", "granted", 10), ("2027-01", "granted", 20), ("2027-02", "granted", 20)];
    assert_eq!(months(&run.json()), granted);
    assert_eq!(run.json()["missed"], json!([]));
    assert_eq!(run.json()["months"][0]["late_days"], 32);
    assert_eq!((&run.json()["users"], &run.json()["total"]), (&json!(1), &json!(50)), "a user counts once");
    assert_eq!(
        run.stderr,
        "{\"warning\":\"2026-12 was granted 32 days after it ended\"}\n\
         {\"warning\":\"2027-01 was granted 1 day after it ended\"}\n"
    );
    let entries = home.json(&["credits", "history", "bob@example.org", "--kind", "monthly"]);
    let order: Vec<_> = entries.as_array().unwrap().iter().map(|entry| &entry["month"]).collect();
    assert_eq!(order, ["2027-02", "2027-01", "2026-12", "2026-11"]);
    assert_eq!(february.json(&["grant-monthly", "--catch-up"])["changed"], false);
}

#[test]
fn a_month_from_before_the_ledger_is_a_slip() {
    let home = Home::seeded();
    for more in [&[][..], &["--check"], &["--dry-run"]] {
        let run = home.refuses(2, &[&["grant-monthly", "--month", "2016-11"][..], more].concat());
        assert!(run.stderr.contains("2016-11 is before the ledger, which was made in 2026-11"), "{run}");
    }
    home.refuses(2, &["grant-monthly", "--skip", "2016-11", "--reason", "none"]);
}

#[test]
fn catching_up_on_a_new_ledger_grants_the_current_month_alone() {
    let home = Home::seeded();
    assert_eq!(months(&home.json(&["grant-monthly", "--catch-up"])), [("2026-11", "granted", 100)]);
}

#[test]
fn named_users_who_did_not_get_a_month_can_be_granted_it_once() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "bob@example.org", "--active", "off", "--yes"]);
    home.ok(&["grant-monthly"]);
    let to_bob = ["grant-monthly", "--user", "bob@example.org"];
    home.refuses(4, &to_bob);
    home.ok(&["user", "edit", "bob@example.org", "--active", "on"]);
    let receipt = home.json(&to_bob);
    assert_eq!((&receipt["changed"], &receipt["months"][0]["granted"]), (&json!(true), &json!(1)));
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    assert_eq!(home.json(&to_bob)["changed"], false);
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    home.refuses(4, &["grant-monthly", "--user", "carol@example.org"]);
    home.refuses(3, &["grant-monthly", "--user", "nobody@example.org"]);
}

#[test]
fn a_grant_without_an_allowance_hints_at_a_command_that_works() {
    let home = Home::seeded();
    let carol = ["grant-monthly", "--user", "carol@example.org", "--month"];
    let run = home.refuses(4, &[&carol[..], &["2026-07"]].concat());
    let award = "rad-admin credits award carol@example.org AMOUNT";
    assert!(!run.stderr.contains("partner set") && run.stderr.contains(award), "{run}");
    let now = [&carol[..], &["2026-11"]].concat();
    let run = home.refuses(4, &now);
    assert!(run.stderr.contains("rad-admin user edit carol@example.org --partner on"), "{run}");
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on"]);
    let run = home.refuses(4, &now);
    assert!(run.stderr.contains("rad-admin partner set carol@example.org AMOUNT --from 2026-11"), "{run}");
}

#[test]
fn a_month_granted_by_name_is_not_granted_again_when_it_closes() {
    let home = Home::seeded();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "amy@example.org", "30"]);
    home.ok(&["grant-monthly", "--user", "bob@example.org"]);
    let receipt = home.json(&["grant-monthly"]);
    assert_eq!(months(&receipt), [("2026-11", "granted", 130)], "the figures of the month");
    assert_eq!((&receipt["users"], &receipt["total"]), (&json!(1), &json!(30)), "the figures of the run");
    assert_eq!(months(&home.json(&["grant-monthly"])), [("2026-11", "already_granted", 130)]);
    assert_eq!(home.json(&["status"])["months"][0]["credits"], 130);
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    assert_eq!(home.balances("amy@example.org"), (30, 0));
}

#[test]
fn a_check_ends_with_10_if_a_month_is_owed_and_writes_nothing() {
    let home = Home::seeded();
    let before = home.everything();
    let run = home.fails(10, &["grant-monthly", "--check", "--json"]);
    assert_eq!((&run.json()["changed"], &run.json()["due"]), (&json!(false), &json!(true)));
    assert_eq!(run.stderr, "");
    assert_eq!(home.fails(10, &["grant-monthly", "--check", "-q"]).stdout, "");
    assert_eq!(before, home.everything());
    home.ok(&["grant-monthly"]);
    assert_eq!(home.json(&["grant-monthly", "--check"])["due"], false);
    home.at("2026-12-01T00:00:00Z").fails(10, &["grant-monthly", "--check"]);
}

#[test]
fn the_status_calls_a_grant_due_just_when_a_check_does() {
    let agree = |home: &Home, due: bool| {
        let status = home.json(&["status"]);
        assert_eq!(status["next_grant"]["due"], due);
        let is_mentioned = status["attention"]
            .as_array()
            .unwrap()
            .iter()
            .any(|what| what.as_str().unwrap().contains(" is due "));
        assert_eq!(is_mentioned, due);
        home.fails(if due { 10 } else { 0 }, &["grant-monthly", "--check"]);
    };
    let home = Home::seeded();
    agree(&home, true);
    // Nobody is left to get anything, but the month is still open.
    home.ok(&["grant-monthly", "--user", "bob@example.org"]);
    agree(&home, true);
    home.ok(&["grant-monthly"]);
    agree(&home, false);
    agree(&home.at("2026-12-01T00:00:00Z"), true);
    agree(&Home::initialised(), false);
}

#[test]
fn it_is_quiet_when_nothing_is_wrong() {
    let home = Home::seeded();
    for _ in 0..2 {
        let run = home.ok(&["grant-monthly", "--catch-up", "--quiet"]);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    }
    assert_eq!(home.balances("bob@example.org"), (150, 0));
}

#[test]
fn a_grant_that_would_overflow_one_balance_grants_nobody() {
    let home = Home::seeded();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "amy@example.org", "9007199254740991"]);
    home.ok(&["credits", "award", "amy@example.org", "1"]);
    let run = home.refuses(4, &["grant-monthly"]);
    assert!(run.stderr.contains("'amy@example.org' has 1 awarded and 0 purchased credits:"), "{run}");
}

#[test]
fn a_grant_that_would_overflow_names_the_user() {
    let home = Home::seeded();
    let amy = ["user", "add", "amy@example.org", "--role", "partner", "--purchased", "9007199254740990"];
    home.ok(&[&amy[..], &["--confirm", "9007199254740990", "--reason", "Opening"]].concat());
    home.ok(&["partner", "set", "amy@example.org", "2"]);
    home.ok(&["grant-monthly", "--user", "bob@example.org"]);
    let run = home.refuses(4, &["grant-monthly"]);
    assert!(run.stderr.contains("'amy@example.org'"), "{run}");
}

#[test]
fn sixteen_runs_at_the_same_moment_grant_once_and_all_end_with_0() {
    let home = Home::seeded();
    let runs: Vec<_> = (0..16)
        .map(|_| {
            let home = home.clone();
            std::thread::spawn(move || home.json(&["grant-monthly", "--lock-timeout", "60"]))
        })
        .collect();
    let receipts: Vec<_> = runs.into_iter().map(|run| run.join().unwrap()).collect();
    assert_eq!(receipts.iter().filter(|receipt| receipt["changed"] == true).count(), 1);
    assert_eq!(home.balances("bob@example.org"), (150, 0));
    assert_eq!(home.json(&["credits", "history", "--kind", "monthly"]).as_array().unwrap().len(), 1);
}

/// Returns the months that a receipt lists as missed.
fn missed(receipt: &Value) -> Vec<&str> {
    receipt["missed"].as_array().unwrap().iter().map(|month| month.as_str().unwrap()).collect()
}

#[test]
fn every_run_names_owed_months_before_the_first_grant() {
    let home = Home::seeded();
    let february = home.at("2027-02-10T00:00:00Z");
    let receipt = february.fails(10, &["grant-monthly", "--check", "--json"]).json();
    let due = ["2026-11", "2026-12", "2027-01", "2027-02"].map(|month| (month, "due", 0));
    assert_eq!(months(&receipt), due);
    assert_eq!(missed(&receipt), ["2026-11", "2026-12", "2027-01"]);
    let check = february.fails(10, &["grant-monthly", "--check"]);
    assert!(check.stderr.contains("grant with: rad-admin grant-monthly --catch-up"), "{check}");
    let run = february.ok(&["grant-monthly", "--json", "-q"]);
    assert_eq!(missed(&run.json()), ["2026-11", "2026-12", "2027-01"]);
    let message = "3 months from 2026-11 to 2027-01 are owed and were not granted; grant with: rad-admin grant-monthly --catch-up";
    assert!(run.stderr.contains(message), "{run}");
    february.fails(10, &["grant-monthly", "--check"]);
    let status = february.json(&["status"]);
    assert_eq!(missed(&status), ["2026-11", "2026-12", "2027-01"]);
    let attention = status["attention"][0].as_str().unwrap();
    assert!(
        attention.contains("2026-11, 2026-12, 2027-01 (rad-admin grant-monthly --catch-up)"),
        "{attention}"
    );
    let run = february.ok(&["grant-monthly", "--catch-up", "--json"]);
    let mut granted = ["2026-11", "2026-12", "2027-01"].map(|month| (month, "granted", 100)).to_vec();
    granted.push(("2027-02", "already_granted", 100));
    assert_eq!(months(&run.json()), granted);
    assert_eq!(february.balances("bob@example.org"), (450, 0));
    assert_eq!(february.json(&["grant-monthly", "--check"])["due"], false);
    assert_eq!(february.json(&["grant-monthly", "--catch-up"])["changed"], false);
}

#[test]
fn a_gap_between_closed_months_is_caught_up() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.at("2027-01-01T00:00:00Z").ok(&["grant-monthly"]);
    let later = home.at("2027-01-05T00:00:00Z");
    let run = later.ok(&["grant-monthly"]);
    assert!(
        run.stderr.contains(
            "2026-12 is owed and was not granted; grant with: rad-admin grant-monthly --month 2026-12"
        ),
        "{run}"
    );
    assert_eq!(
        months(&later.json(&["grant-monthly", "--catch-up"])),
        [("2026-12", "granted", 100), ("2027-01", "already_granted", 100)]
    );
}

#[test]
fn a_late_month_pays_the_active_partners_of_its_end() {
    let home = Home::seeded();
    for partner in ["amy@example.org", "eve@example.org", "ian@example.org"] {
        home.ok(&["user", "add", partner, "--role", "partner"]);
    }
    home.ok(&["partner", "set", "role:partner", "10", "--yes"]);
    // Amy is inactive at the end of November, Eve is active, and Ian is no partner. In December, each is the opposite.
    home.ok(&["user", "edit", "amy@example.org", "--active", "off", "--yes"]);
    home.at("2026-11-20T00:00:00Z").ok(&["user", "edit", "ian@example.org", "--partner", "off"]);
    let december = home.at("2026-12-04T12:00:00Z");
    december.ok(&["user", "edit", "amy@example.org", "--active", "on"]);
    december.ok(&["user", "edit", "eve@example.org", "--active", "off", "--yes"]);
    december.ok(&["user", "edit", "ian@example.org", "--partner", "on"]);
    let run = december.ok(&["grant-monthly", "--month", "2026-11", "-q"]);
    assert_eq!(
        run.stderr,
        "warning: 2026-11 was granted 3 days after it ended, to those who were active partners then; \
         the status of 2 users is another now: amy@example.org (not paid), eve@example.org (paid)\n"
    );
    let balance = |email| home.balances(email).0;
    let users = ["bob@example.org", "amy@example.org", "eve@example.org", "ian@example.org"];
    assert_eq!(users.map(balance), [60, 0, 10, 0]);
    // Granting the month to Amy by name pays her what she missed.
    december.ok(&["grant-monthly", "--month", "2026-11", "--user", "amy@example.org"]);
    assert_eq!(balance("amy@example.org"), 10);
    home.ok(&["verify"]);
}

#[test]
fn a_clock_that_is_ahead_pays_nothing_until_the_total_is_confirmed() {
    let home = Home::seeded();
    let ahead = home.at("2028-04-02T00:00:00Z");
    for arguments in
        [&["grant-monthly"][..], &["grant-monthly", "--catch-up"], &["grant-monthly", "--catch-up", "--yes"]]
    {
        let run = ahead.refuses(5, arguments);
        assert!(run.stderr.contains("17 months after the newest operation, in 2026-11"), "{run}");
    }
    ahead.refuses(5, &["grant-monthly", "--user", "bob@example.org"]);
    let run = ahead.fails(5, &["grant-monthly", "--json"]);
    let error: Value = serde_json::from_str(run.stderr.lines().last().unwrap()).unwrap();
    let error = &error["error"];
    assert_eq!(error["reason"], "too_far");
    assert_eq!(error["data"], json!({ "months": ["2028-04"], "users": 1, "total": 100 }));
    assert!(run.stderr.contains("17 months from 2026-11 to 2028-03 are owed and were not granted"), "{run}");
    let run = ahead.refuses(5, &["grant-monthly", "--catch-up", "--confirm", "5"]);
    assert!(run.stderr.contains("the total is 1,800 credits"), "{run}");
    ahead.fails(5, &["grant-monthly", "--catch-up", "--dry-run"]);
    ahead.ok(&["grant-monthly", "--catch-up", "--confirm", "1800"]);
    assert_eq!(home.balances("bob@example.org"), (1850, 0));
}

#[test]
fn an_early_month_needs_attention_until_it_is_undone() {
    let home = Home::seeded();
    let ahead = home.at("2027-02-02T00:00:00Z").json(&["grant-monthly"]);
    let operation = ahead["operation"].to_string();
    home.ok(&["grant-monthly"]);
    let what = format!("2027-02 was granted by operation {operation} and has not begun");
    let attention = home.json(&["status"])["attention"].to_string();
    assert!(attention.contains(&format!("{what} (rad-admin undo {operation})")), "{attention}");
    let doctor = home.run(&["doctor", "--json"]).json();
    let months = doctor["findings"].as_array().unwrap().iter().find(|finding| finding["check"] == "months");
    assert_eq!(months.unwrap()["message"], what.as_str());
    let run = home.ok(&["grant-monthly"]);
    assert!(run.stderr.contains(&format!("take the month back with: rad-admin undo {operation}")), "{run}");
    home.ok(&["undo", &operation, "--yes"]);
    assert!(!home.json(&["status"])["attention"].to_string().contains("has not begun"));
}

#[test]
fn a_grant_by_name_shows_its_payment_and_that_of_the_month() {
    let home = Home::seeded();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner", "--allowance", "20"]);
    let amy = home.ok(&["grant-monthly", "--user", "amy@example.org"]);
    assert!(amy.stdout.starts_with("Granted 2026-11: 1 user, 20 credits (operation "), "{amy}");
    let bob = home.ok(&["grant-monthly", "--user", "bob@example.org,amy@example.org"]);
    let line = "Granted 2026-11: 1 user, 100 credits; 2 users, 120 credits with those before (operation ";
    assert!(bob.stdout.starts_with(line), "{bob}");
    assert!(bob.stdout.contains(". It is still due for everybody else.\n"), "{bob}");
    let nothing = home.ok(&["grant-monthly", "--user", "bob@example.org", "--catch-up"]);
    assert_eq!(nothing.stdout, "Nothing to grant: these users lack no granted month.\n");
}

#[test]
fn three_months_at_once_need_no_confirmation_and_four_do() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.at("2027-01-15T09:00:00Z").ok(&["credits", "award", "carol@example.org", "1"]);
    let february = home.at("2027-02-15T09:00:00Z");
    let dry = february.ok(&["grant-monthly", "--catch-up", "-n", "--json"]);
    assert_eq!(dry.json()["months"].as_array().unwrap().len(), 3);
    assert!(dry.stderr.contains("2026-12 would be granted 45 days after it ended"), "{dry}");
    let march = home.at("2027-03-15T09:00:00Z");
    let run = march.refuses(5, &["grant-monthly", "--catch-up"]);
    assert!(
        run.stderr.contains("4 months from 2026-12 to 2027-03 would be granted at once: 1 user, 400 credits"),
        "{run}"
    );
    let file = home.write("six.toml", "[limits]\nmonths_at_once = 6\n");
    march.ok(&["grant-monthly", "--catch-up", "--config", &file]);
}

#[test]
fn a_month_can_be_skipped_for_everybody_on_record() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let january = home.at("2027-01-15T09:00:00Z");
    january.refuses(2, &["grant-monthly", "--skip", "2026-12"]);
    let skip = ["grant-monthly", "--skip", "2026-12", "--reason", "Paid by hand"];
    let receipt = january.json(&skip);
    assert_eq!(months(&receipt), [("2026-12", "skipped", 0)]);
    assert_eq!(january.json(&["log", "--limit", "1"])[0]["reason"], "Paid by hand");
    assert_eq!(months(&january.json(&skip)), [("2026-12", "already_skipped", 0)]);
    assert_eq!(
        months(&january.json(&["grant-monthly", "--month", "2026-12"])),
        [("2026-12", "already_skipped", 0)]
    );
    january.refuses(4, &["grant-monthly", "--skip", "2026-11", "--reason", "x"]);
    assert_eq!(months(&january.json(&["grant-monthly", "--catch-up"])), [("2027-01", "granted", 100)]);
    assert_eq!(home.balances("bob@example.org"), (250, 0));
    // `--catch-up` for a user leaves out a skipped month; naming the month grants it.
    assert_eq!(january.json(&["grant-monthly", "--user", "bob@example.org", "--catch-up"])["changed"], false);
    january.ok(&["grant-monthly", "--user", "bob@example.org", "--month", "2026-12"]);
    assert_eq!(home.balances("bob@example.org"), (350, 0));
    home.ok(&["verify"]);
}

#[test]
fn a_named_user_catches_up_every_closed_month_with_an_allowance() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "bob@example.org", "--active", "off", "--yes"]);
    home.ok(&["grant-monthly"]);
    home.at("2026-12-15T09:00:00Z").ok(&["grant-monthly"]);
    let january = home.at("2027-01-15T09:00:00Z");
    let catch_up = ["grant-monthly", "--user", "bob@example.org", "--catch-up"];
    let run = january.ok(&catch_up);
    assert!(run.stderr.contains("1 user is not active and got nothing"), "{run}");
    january.ok(&["user", "edit", "bob@example.org", "--active", "on"]);
    let receipt = january.json(&catch_up);
    assert_eq!(months(&receipt), [("2026-11", "granted", 100), ("2026-12", "granted", 100)]);
    assert_eq!(receipt["entries"].as_array().unwrap().len(), 2);
    assert_eq!(january.json(&catch_up)["changed"], false);
    assert_eq!(home.balances("bob@example.org"), (250, 0));
}

#[test]
fn catching_up_by_name_names_the_inactive_users_of_all_months() {
    let home = Home::initialised();
    for email in ["ann@e.org", "ben@e.org", "cat@e.org"] {
        home.ok(&["user", "add", email, "--role", "partner", "-q"]);
    }
    home.ok(&["partner", "set", "ann@e.org", "10", "--until", "2026-11"]);
    home.ok(&["partner", "set", "ben@e.org,cat@e.org", "20", "--from", "2026-12", "--yes"]);
    home.ok(&["user", "edit", "all", "--active", "off", "--yes"]);
    home.ok(&["grant-monthly"]);
    let december = home.at("2026-12-15T09:00:00Z");
    december.ok(&["grant-monthly"]);
    let run = december.ok(&["grant-monthly", "--user", "ann@e.org,ben@e.org,cat@e.org", "--catch-up"]);
    let named = "3 users are not active and got nothing: ann@e.org, ben@e.org, cat@e.org";
    assert!(run.stderr.contains(named), "{run}");
}
