//! The policies of allowances: caps, resets, ends and pauses.

use crate::harness::Home;
use serde_json::json;

fn partners(balances: &[(&str, &str)]) -> Home {
    let home = Home::initialised();
    for (email, awarded) in balances {
        home.ok(&["user", "add", email, "--role", "partner", "--awarded", awarded, "--purchased", "7"]);
    }
    home
}

#[test]
fn a_cap_of_0_is_no_cap_but_a_mistake() {
    let home = Home::with_users();
    let run = home.fails(2, &["partner", "set", "bob@example.org", "10", "--cap", "0"]);
    assert!(run.stderr.contains("hint: to end the allowance, use: rad-admin partner clear"), "{run}");
}

#[test]
fn a_cap_fills_up_and_whoever_is_at_it_got_the_month() {
    let home = partners(&[("far@e.org", "10"), ("near@e.org", "450"), ("full@e.org", "500")]);
    home.ok(&["partner", "set", "all", "100", "--cap", "500", "--yes"]);
    let month = &home.json(&["grant-monthly"])["months"][0];
    assert_eq!((&month["granted"], &month["capped"], &month["credits"]), (&json!(2), &json!(2), &json!(150)));
    for (email, awarded) in [("far@e.org", 110), ("near@e.org", 500), ("full@e.org", 500)] {
        assert_eq!(home.balances(email), (awarded, 7), "{email}");
    }
    home.ok(&["credits", "deduct", "full@e.org", "400", "--from", "awarded"]);
    let again = home.json(&["grant-monthly", "--user", "full@e.org"]);
    assert_eq!(again["changed"], json!(false));
    assert_eq!(home.balances("full@e.org"), (100, 7));
    home.ok(&["verify"]);
}

#[test]
fn a_partner_at_the_cap_counts_as_a_user_of_one_month_and_of_several() {
    let counts = |at: &str, command: &[&str]| {
        let home = partners(&[("paid@e.org", "10"), ("full@e.org", "500")]);
        home.ok(&["partner", "set", "paid@e.org", "100"]);
        home.ok(&["partner", "set", "full@e.org", "100", "--cap", "500"]);
        let home = home.at(at);
        let receipt = home.json(command);
        let newest = home.json(&["log", "show", "last"]);
        (receipt["users"].clone(), newest["users"].clone())
    };
    let one_month = counts("2026-11-20T06:00:00Z", &["grant-monthly"]);
    assert_eq!(one_month, (json!(2), json!(2)));
    let several = counts("2027-01-20T06:00:00Z", &["grant-monthly", "--catch-up"]);
    assert_eq!(several, (json!(2), json!(2)));
}

#[test]
fn a_reset_lets_the_rest_expire_and_never_touches_purchased_credits() {
    let home = partners(&[("some@e.org", "730"), ("none@e.org", "0")]);
    home.ok(&["partner", "set", "all", "100", "--reset", "--yes"]);
    let receipt = home.json(&["grant-monthly"]);
    let month = &receipt["months"][0];
    assert_eq!((&month["expired"], &month["credits"]), (&json!(730), &json!(200)));
    assert_eq!((&receipt["users"], &receipt["total"]), (&json!(2), &json!(-530)));
    assert_eq!((home.balances("some@e.org"), home.balances("none@e.org")), ((100, 7), (100, 7)));
    home.ok(&["verify"]);
}

#[test]
fn an_undone_grant_gives_back_what_expired_and_a_second_grant_pays_right() {
    let home = partners(&[("reset@e.org", "730"), ("full@e.org", "500"), ("near@e.org", "450")]);
    home.ok(&["partner", "set", "reset@e.org", "100", "--reset"]);
    home.ok(&["partner", "set", "full@e.org,near@e.org", "100", "--cap", "500", "--yes"]);
    home.ok(&["grant-monthly"]);
    home.ok(&["undo", "last", "--yes"]);
    for (email, awarded) in [("reset@e.org", 730), ("full@e.org", 500), ("near@e.org", 450)] {
        assert_eq!(home.balances(email), (awarded, 7), "{email}");
    }
    home.ok(&["verify"]);
    home.ok(&["credits", "deduct", "full@e.org", "480", "--from", "awarded"]);
    home.ok(&["grant-monthly"]);
    for (email, awarded) in [("reset@e.org", 100), ("full@e.org", 120), ("near@e.org", 500)] {
        assert_eq!(home.balances(email), (awarded, 7), "{email}");
    }
    home.ok(&["verify"]);
}

#[test]
fn a_caught_up_month_is_paid_under_its_own_policy() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100", "--cap", "150"]);
    home.ok(&["partner", "set", "bob@e.org", "30", "--reset", "--from", "2027-01"]);
    let later = home.at("2027-01-20T06:00:00Z");
    let months = later.json(&["grant-monthly", "--catch-up"])["months"].clone();
    let figures = |index: usize| (months[index]["credits"].clone(), months[index]["expired"].clone());
    assert_eq!(figures(0), (json!(100), json!(0)));
    assert_eq!(figures(1), (json!(50), json!(0)));
    assert_eq!(figures(2), (json!(30), json!(150)));
    assert_eq!(later.balances("bob@e.org"), (30, 7));
    later.ok(&["verify"]);
}

#[test]
fn after_until_only_later_plans_are_in_force() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "70", "--from", "2027-02"]);
    home.ok(&["partner", "set", "bob@e.org", "100", "--until", "2026-11"]);
    let later = home.at("2027-02-03T06:00:00Z");
    let receipt = later.json(&["grant-monthly", "--catch-up"]);
    let paid: Vec<_> = receipt["months"].as_array().unwrap().iter().map(|month| &month["credits"]).collect();
    assert_eq!(paid, [&json!(100), &json!(70)]);
    later.ok(&["verify"]);
}

#[test]
fn after_a_pause_comes_what_was_before_and_a_plan_inside_it_waits() {
    let home = partners(&[("was@e.org", "0"), ("plan@e.org", "0")]);
    home.ok(&["partner", "set", "all", "100", "--reset", "--yes"]);
    home.ok(&["partner", "set", "plan@e.org", "60", "--from", "2026-12"]);
    home.ok(&["partner", "pause", "all", "--until", "2026-12", "--yes"]);
    let shown = |home: &Home, email: &str| home.json(&["user", "show", email])["allowance"].clone();
    assert_eq!((shown(&home, "was@e.org"), shown(&home, "plan@e.org")), (json!(0), json!(0)));
    let later = home.at("2027-01-03T06:00:00Z");
    later.ok(&["grant-monthly", "--catch-up"]);
    assert_eq!((later.balances("was@e.org"), later.balances("plan@e.org")), ((100, 7), (60, 7)));
    later.ok(&["verify"]);
}

#[test]
fn a_paused_user_is_shown_with_the_end_of_the_pause() {
    let home = partners(&[("bob@e.org", "0")]);
    let lines = || {
        let shown = home.ok(&["user", "show", "bob@e.org"]).stdout;
        let of = |line: &&str| ["Allowance", "Next grant", "  "].iter().any(|start| line.starts_with(start));
        shown
            .lines()
            .skip_while(|line| !line.starts_with("Allowance"))
            .take_while(of)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    home.ok(&["partner", "set", "bob@e.org", "90", "--from", "2027-03"]);
    assert_eq!(
        lines(),
        [
            "Allowance   none until 2027-02, then 90 a month",
            "Next grant  none: the allowance begins with 2027-03"
        ]
    );
    home.ok(&["partner", "set", "bob@e.org", "120"]);
    home.ok(&["partner", "pause", "bob@e.org", "--until", "2026-12"]);
    assert_eq!(
        lines(),
        [
            "Allowance   paused until 2026-12, then 120 a month",
            "            90 a month from 2027-03 on",
            "Next grant  none: paused until 2026-12, then 120 a month",
        ]
    );
    home.ok(&["partner", "set", "bob@e.org", "120"]);
    home.ok(&["partner", "pause", "bob@e.org"]);
    assert_eq!(lines()[0], "Allowance   paused until an allowance is set; 120 a month is held back");
}

/// What is in force in each of the months, as the ledger itself will pay it.
fn months(home: &Home, email: &str, months: &[&str]) -> Vec<i64> {
    let of =
        |month: &&str| home.at(&format!("{month}-02T00:00:00Z")).user(email)["allowance"].as_i64().unwrap();
    months.iter().map(of).collect()
}

const WINTER: [&str; 6] = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"];

#[test]
fn a_plan_for_a_month_of_a_pause_waits_for_the_end_of_the_pause() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100"]);
    home.ok(&["partner", "pause", "bob@e.org", "--until", "2027-02"]);
    let run = home.ok(&["partner", "set", "bob@e.org", "80", "--from", "2026-12"]);
    assert!(run.stdout.starts_with("1 user: 80 credits a month from 2027-03 on, after the pause"), "{run}");
    assert!(run.stderr.contains("1 user is paused in 2026-12: the new amount waits"), "{run}");
    assert_eq!(months(&home, "bob@e.org", &WINTER), [0, 0, 0, 0, 80, 80]);
    home.ok(&["undo", "last"]);
    assert_eq!(months(&home, "bob@e.org", &WINTER), [0, 0, 0, 0, 100, 100]);
    home.ok(&["verify"]);
}

#[test]
fn an_allowance_set_during_a_pause_keeps_later_plans() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100"]);
    home.ok(&["partner", "set", "bob@e.org", "120", "--from", "2027-02"]);
    home.ok(&["partner", "pause", "bob@e.org", "--until", "2027-03"]);
    assert_eq!(months(&home, "bob@e.org", &WINTER), [0, 0, 0, 0, 0, 120]);
    home.ok(&["partner", "set", "bob@e.org", "50"]);
    assert_eq!(months(&home, "bob@e.org", &WINTER), [50, 50, 50, 120, 120, 120]);
    home.ok(&["verify"]);
}

#[test]
fn a_pause_keeps_the_end_of_an_allowance_and_what_is_planned_after_it() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "10", "--until", "2026-11"]);
    home.ok(&["partner", "pause", "bob@e.org", "--until", "2027-01"]);
    assert_eq!(months(&home, "bob@e.org", &WINTER), [0; 6]);
    home.ok(&["partner", "set", "bob@e.org", "20", "--from", "2026-12"]);
    assert_eq!(months(&home, "bob@e.org", &WINTER), [0, 0, 0, 20, 20, 20]);
    home.ok(&["verify"]);
}

#[test]
fn an_undo_cannot_remove_an_allowance_that_a_pause_holds() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100"]);
    let set = home.operations().to_string();
    home.ok(&["grant-monthly"]);
    home.ok(&["partner", "pause", "bob@e.org", "--until", "2026-12"]);
    let run = home.refuses(4, &["undo", &set]);
    assert!(run.stderr.contains("a pause carries it on"), "{run}");
    home.ok(&["undo", "last"]);
    home.ok(&["undo", &set]);
    assert_eq!(months(&home, "bob@e.org", &WINTER), [0; 6]);
    home.ok(&["verify"]);
}

#[test]
fn a_receipt_of_a_pause_and_of_its_undo_says_what_is_in_force_then() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100"]);
    home.ok(&["grant-monthly"]);
    let run = home.ok(&["partner", "pause", "bob@e.org", "--until", "2027-01"]);
    let shown =
        "bob@e.org  allowance: 100 → 0 (100 after the pause) from 2026-12 on; 100 again from 2027-02 on";
    assert!(run.stdout.contains(shown), "{run}");
    home.ok(&["undo", "last"]);
    home.ok(&["partner", "clear", "bob@e.org"]);
    let run = home.ok(&["undo", "last"]);
    assert!(run.stdout.contains("bob@e.org  allowance: 0 → 100 from 2026-12 on"), "{run}");
}

#[test]
fn the_last_month_there_is_can_be_named_as_an_end() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "10", "--until", "9999-12"]);
    home.ok(&["partner", "pause", "bob@e.org", "--until", "9999-12"]);
    home.ok(&["partner", "set", "bob@e.org", "20", "--from", "2027-01"]);
    assert_eq!(months(&home, "bob@e.org", &WINTER), [0, 0, 20, 20, 20, 20]);
    home.ok(&["verify"]);
}

#[test]
fn an_allowance_that_is_set_during_a_pause_ends_it() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100"]);
    home.ok(&["partner", "pause", "bob@e.org", "--until", "2027-03"]);
    home.ok(&["partner", "set", "bob@e.org", "80"]);
    assert_eq!(home.user("bob@e.org")["allowance"], json!(80));
    let later = home.at("2027-05-03T06:00:00Z");
    assert_eq!(later.user("bob@e.org")["allowance"], json!(80));
    home.ok(&["undo", "last"]);
    assert_eq!(later.user("bob@e.org")["allowance"], json!(100));
    later.ok(&["verify"]);
}

#[test]
fn a_pause_without_an_end_lasts_until_an_allowance_is_set() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100"]);
    let receipt = home.ok(&["partner", "pause", "bob@e.org"]);
    assert!(!receipt.stdout.contains("9999"), "{}", receipt.stdout);
    let later = home.at("2036-05-03T06:00:00Z");
    assert_eq!(later.user("bob@e.org")["allowance"], json!(0));
    home.ok(&["partner", "pause", "bob@e.org", "--until", "2026-12"]);
    assert_eq!(later.user("bob@e.org")["allowance"], json!(100));
    later.ok(&["verify"]);
}
#[test]
fn the_figures_of_a_month_count_who_got_less_because_of_a_cap_and_kept_it() {
    let home = Home::seeded();
    home.ok(&["user", "add", "dora@example.org", "--role", "partner", "--awarded", "30"]);
    home.ok(&["user", "add", "eve@example.org", "--role", "partner", "--awarded", "40"]);
    home.ok(&[
        "partner",
        "set",
        "bob@example.org,dora@example.org,eve@example.org",
        "100",
        "--cap",
        "100",
        "--yes",
    ]);
    home.ok(&["credits", "award", "eve@example.org", "60"]);
    // Bob gets 50, Dora 70, and Eve nothing.
    home.ok(&["grant-monthly"]);
    let first = home.operations().to_string();
    let figures = || {
        let month = home.json(&["status"])["months"][0].clone();
        assert_eq!(home.json(&["grant-monthly"])["months"][0]["capped"], month["capped"]);
        home.ok(&["verify"]);
        [month["granted"].as_i64().unwrap(), month["capped"].as_i64().unwrap()]
    };
    assert_eq!(figures(), [2, 3]);
    home.ok(&["undo", &first, "--only", "dora@example.org,eve@example.org", "--yes"]);
    // The allowance that was in force counts, not the one that is in force now.
    home.ok(&["partner", "set", "dora@example.org", "20"]);
    home.ok(&["credits", "deduct", "eve@example.org", "100", "--from", "awarded"]);
    let month = home.json(&["grant-monthly"])["months"][0].clone();
    assert_eq!([&month["granted"], &month["capped"]], [&json!(3), &json!(1)]);
    assert_eq!(figures(), [3, 1]);
    home.ok(&["undo", &first, "--only", "bob@example.org"]);
    assert_eq!(figures(), [2, 0]);
    home.ok(&["grant-monthly", "--user", "bob@example.org"]);
    assert_eq!(figures(), [3, 1]);
}

#[test]
fn an_undo_of_a_pause_names_months_that_were_granted_meanwhile() {
    let home = partners(&[("bob@e.org", "0")]);
    home.ok(&["partner", "set", "bob@e.org", "100"]);
    let pause = home.json(&["partner", "pause", "bob@e.org"])["operation"].to_string();
    home.ok(&["grant-monthly"]);
    let run = home.ok(&["undo", &pause]);
    let command = "grant-monthly --month 2026-11 --user";
    assert_eq!(
        run.stderr,
        format!(
            "note: 2026-11 was granted meanwhile; pay users whose allowance is back with: rad-admin {command} USERS\n"
        )
    );
    home.ok(&[&command.split(' ').collect::<Vec<_>>()[..], &["bob@e.org"]].concat());
    assert_eq!(home.balances("bob@e.org"), (100, 7));
    home.ok(&["verify"]);
}
