//! A year of daily cron: an outage, a clock that is a year ahead, a changed allowance, a partner who rejoins, a full
//! disk.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use chrono::{Days, NaiveDate};

use crate::harness::{Home, PROGRAM, Run};

/// The command in `examples/cron`.
const LINE: [&str; 3] = ["grant-monthly", "-q", "--catch-up"];

/// What an administrator does in the year, and when.
const DONE: [(&str, &str); 5] = [
    ("2027-01-01", "credits purchase carol@example.org 5"),
    ("2027-03-10", "partner set bob@example.org 150 --from 2027-04"),
    ("2027-05-05", "user edit dan@example.org --partner off"),
    ("2027-07-12", "user edit dan@example.org --partner on --allowance 25"),
    ("2027-10-20", "credits deduct carol@example.org 30 --from awarded"),
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Runs the daily command on a full disk, if this machine can trace programs.
fn on_a_full_disk(home: &Home) -> Option<Run> {
    let can_trace = Command::new("strace").args(["-qq", "-e", "trace=none", "true"]).output();
    if !can_trace.is_ok_and(|run| run.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "strace has to be there, and to be allowed");
        eprintln!("skipped: strace is not there, or not allowed");
        return None;
    }
    let trace = ["-f", "-qq", "-e", "signal=none", "-e", "trace=pwrite64", "-o", "trace"];
    let mut strace = home.other_command("strace");
    strace.args(trace).args(["-e", "inject=pwrite64:error=ENOSPC", PROGRAM]).args(LINE).stdin(Stdio::null());
    Some(home.finish(&mut strace))
}

/// Returns the mail that cron would send about a run, or `None` if nothing was printed.
fn mail(date: NaiveDate, run: &Run) -> Option<String> {
    let printed = format!("{}{}", run.stdout, run.stderr);
    (!printed.is_empty()).then(|| format!("{date}, exit {}\n{printed}", run.status))
}

#[test]
fn a_year_of_daily_cron_ends_in_the_right_balances_and_mails() {
    let home = Home::new().at("2026-12-31T12:00:00Z");
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
    home.ok(&["user", "add", "ada@example.org", "--role", "admin", "--yes"]);
    for (address, allowance) in [("bob", "100"), ("carol", "40"), ("dan", "20")] {
        let address = format!("{address}@example.org");
        home.ok(&["user", "add", &address, "--role", "partner"]);
        home.ok(&["partner", "set", &address, allowance, "--from", "2027-01"]);
    }
    let outage = day("2027-08-20")..=day("2027-10-03");
    assert_eq!((*outage.end() - *outage.start()).num_days() + 1, 45);

    let mut mails = String::new();
    let mut date = day("2027-01-01");
    while date < day("2028-01-01") {
        if !outage.contains(&date) {
            let clock = if date == day("2027-11-10") { date + Days::new(366) } else { date };
            let morning = home.at(&format!("{clock}T03:23:00Z"));
            let full = (date == day("2027-12-01")).then(|| on_a_full_disk(&morning)).flatten();
            let run = full.unwrap_or_else(|| morning.run(&LINE));
            if let Some(mail) = mail(date, &run) {
                writeln!(mails, "{mail}").unwrap();
            }
        }
        for (_, line) in DONE.iter().filter(|(on, _)| day(on) == date) {
            home.at(&format!("{date}T10:00:00Z")).ok(&line.split(' ').collect::<Vec<_>>());
        }
        date = date + Days::new(1);
    }

    let end = home.at("2027-12-31T20:00:00Z");
    end.ok(&["verify"]);
    assert_eq!(end.run(&["grant-monthly", "--check"]).status, 0, "no month is owed");
    // 100 until March, then 150; 40 all year; 20 until May, and 25 from August on, the first open month.
    assert_eq!(end.balances("bob@example.org"), (3 * 100 + 9 * 150, 0));
    assert_eq!(end.balances("carol@example.org"), (12 * 40 - 30, 5));
    assert_eq!(end.balances("dan@example.org"), (5 * 20 + 5 * 25, 0));
    let folder = home.path().display().to_string();
    insta::assert_snapshot!("mails_of_a_year", mails.replace(&folder, "[home]"));
}
