//! Kills the program at random moments and runs many of it at once. Whatever happens, the ledger proves, an operation is
//! there whole or not at all, and running the same command again ends in the state of one run.
//!
//! Short with `cargo test`; long with `cargo test --release --test torture -- --ignored`. A failure prints its seed:
//! `RAD_ADMIN_TORTURE_SEED=… cargo test --test torture` replays it, as far as the machine's own timing allows.
#![allow(
    unreachable_pub,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may panic"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the seed comes from a variable and is printed"
)]
#![allow(dead_code, reason = "the home is shared with another test program")]

#[path = "proof/home.rs"]
mod home;

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use home::Home;

const NOW: &str = "2026-11-15T09:00:00Z";
const USERS: i64 = 300;

/// A small generator of numbers (xorshift): the same seed, the same numbers.
struct Random(u64);

impl Random {
    fn new(salt: u64) -> Self {
        let given = std::env::var("RAD_ADMIN_TORTURE_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or(0x5EED_0001_u64);
        println!("replay with RAD_ADMIN_TORTURE_SEED={seed}");
        Self((seed ^ salt.wrapping_mul(0x9E37_79B9_7F4A_7C15)).max(1))
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Writes a table with the same value for each user.
fn write_rows(home: &Home, name: &str, header: &str, value: &str) {
    let rows = (1..=USERS).map(|number| format!("user{number}@example.org,{value}"));
    let lines: Vec<String> = std::iter::once(header.to_owned()).chain(rows).collect();
    std::fs::write(home.path(name), lines.join("\n")).unwrap();
}

/// A ledger of that many partners with an allowance of 10 each.
fn partners() -> Home {
    let home = Home::new();
    write_rows(&home, "users.csv", "email,roles", "partner");
    home.ok(&["users", "import", "users.csv", "--yes", "--quiet"]);
    home.ok(&["partner", "set", "role:partner", "10", "--yes", "--quiet"]);
    home
}

/// A command and the time at which it runs.
struct Step {
    time: String,
    line: String,
}

impl Step {
    fn now(line: String) -> Self {
        Self { time: NOW.to_owned(), line }
    }

    fn words(&self) -> Vec<&str> {
        self.line.split(' ').collect()
    }
}

/// Starts the step and kills it after that time, unless it has ended by then.
fn kill_after(home: &Home, step: &Step, wait: Duration) {
    let mut command = home.command(&step.time, &step.words());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(wait);
    child.kill().ok();
    child.wait().unwrap();
}

/// The sum of all awarded balances.
fn awarded(home: &Home) -> i64 {
    home.sql().query_row("SELECT sum(awarded) FROM users", [], |row| row.get(0)).unwrap()
}

fn operations(home: &Home) -> i64 {
    home.json(&["verify"])["operations"].as_i64().unwrap()
}

/// Kills a step of one operation, round after round, at moments all over its run. Each operation awards `gain` in all.
fn kill_again_and_again(rounds: u64, salt: u64, gain: i64, step: impl Fn(u64) -> Step) {
    let (home, mut random) = (partners(), Random::new(salt));
    write_rows(&home, "rows.csv", "user,amount", "2");
    let began = Instant::now();
    home.ok(&["credits", "award", "all", "1", "--yes", "--quiet", "--reason", "warm-up"]);
    // As long as a whole run takes and a little longer, so that the moments fall all over it.
    let longest_us = u64::try_from(began.elapsed().as_micros()).unwrap() * 5 / 4;
    for round in 0..rounds {
        let step = step(round);
        let before = (awarded(&home), operations(&home));
        let done = (before.0 + gain, before.1 + 1);
        kill_after(&home, &step, Duration::from_micros(random.below(longest_us)));
        let after = (awarded(&home), operations(&home));
        assert!(
            after == before || after == done,
            "round {round}: credits and operations {before:?} became {after:?}"
        );
        home.ok_at(&step.time, &step.words());
        assert_eq!((awarded(&home), operations(&home)), done, "round {round}: run once more");
    }
}

fn kill_grants(rounds: u64) {
    kill_again_and_again(rounds, 1, USERS * 10, |round| {
        let (year, month) = (2026 + (10 + round) / 12, (10 + round) % 12 + 1);
        Step { time: format!("{year}-{month:02}-15T09:00:00Z"), line: "grant-monthly --quiet".to_owned() }
    });
}

fn kill_awards(rounds: u64) {
    kill_again_and_again(rounds, 2, USERS * 3, |round| {
        Step::now(format!("credits award role:partner 3 --yes --quiet --key award-{round}"))
    });
}

fn kill_batches(rounds: u64) {
    kill_again_and_again(rounds, 3, USERS * 2, |round| {
        Step::now(format!("credits apply rows.csv --bucket awarded --yes --quiet --key apply-{round}"))
    });
}

/// So many processes of each kind at once: awards, awards under one key, grants of one month, backups and lists.
fn crowd(processes: i64) {
    let home = partners();
    let wait = ["--lock-timeout", "120", "--quiet"];
    thread::scope(|scope| {
        for number in 0..processes {
            let (home, wait) = (&home, &wait);
            let run = move |line: String| {
                let line: Vec<&str> = line.split(' ').chain(*wait).collect();
                home.ok_at(NOW, &line);
            };
            scope.spawn(move || run("credits award user1@example.org 1".to_owned()));
            scope.spawn(move || run("credits award user2@example.org 5 --key once".to_owned()));
            scope.spawn(move || run("grant-monthly".to_owned()));
            scope.spawn(move || run(format!("backup copy{number}.db")));
            scope.spawn(move || run("users list -o csv".to_owned()));
        }
    });
    // The awards, the one award under the key, and one grant.
    assert_eq!(awarded(&home), processes + 5 + USERS * 10);
    assert_eq!(operations(&home), 2 + processes + 1 + 1);
    for number in 0..processes {
        home.ok(&["verify", "--db", &format!("copy{number}.db")]);
    }
}

const SHORT_ROUNDS: u64 = 6;
const LONG_ROUNDS: u64 = 150;

#[test]
fn a_killed_grant_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    kill_grants(SHORT_ROUNDS);
}

#[test]
fn a_killed_award_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    kill_awards(SHORT_ROUNDS);
}

#[test]
fn a_killed_batch_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    kill_batches(SHORT_ROUNDS);
}

#[test]
fn many_processes_at_once_come_to_exact_sums() {
    crowd(5);
}

#[test]
#[ignore = "minutes: hundreds of kills"]
fn hundreds_of_killed_operations_are_there_whole_or_not_at_all() {
    kill_grants(LONG_ROUNDS);
    kill_awards(LONG_ROUNDS);
    kill_batches(LONG_ROUNDS);
}

#[test]
#[ignore = "minutes: more than a hundred processes at once"]
fn more_than_a_hundred_processes_at_once_come_to_exact_sums() {
    crowd(30);
}
