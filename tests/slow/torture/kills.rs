//! kill -9 at random moments. The process is first stopped, to see how far it is, and then killed.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitIdOptions, kill_process, waitid};

use super::ledger::{Scenario, State, large, state};
use crate::harness::Home;
use crate::harness::messages::collect;
use crate::harness::random::Random;

/// How far the process was when it was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    BeforeTheTransaction,
    InTheTransaction,
    WhileTheLogIsWritten,
    AfterTheCommit,
    AfterTheEnd,
}

pub(crate) type Counts = BTreeMap<Moment, u64>;

/// This many kills must fall between the start of the work and the end of the process.
const INSIDE_MIN: u64 = 3;
const KILLS_MIN: u64 = 6;
const KILLS_MAX: u64 = 80;

/// A command to kill many times.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    line: &'static str,
    repeat: i32,
}

pub(crate) const CASES: [Case; 6] = [
    Case { name: "grants", line: "grant-monthly", repeat: 0 },
    Case { name: "awards", line: "credits award role:partner 1 --yes --key award", repeat: 0 },
    Case { name: "batches", line: "credits apply rows.csv --bucket awarded --yes --key list", repeat: 0 },
    Case { name: "imports", line: "users import more.csv --update --yes", repeat: 0 },
    Case { name: "undos", line: "undo 2 --key undo --yes", repeat: 0 },
    Case { name: "invitations", line: "invite @people.txt --yes", repeat: 4 },
];

/// Stops the process. Returns false if it has already ended.
fn stop(child: &Child) -> bool {
    let pid = Pid::from_child(child);
    kill_process(pid, Signal::STOP).unwrap();
    let options = WaitIdOptions::STOPPED | WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    waitid(rustix::process::WaitId::Pid(pid), options).unwrap().unwrap().stopped()
}

/// Whether another process has the write lock.
fn is_locked(home: &Home) -> bool {
    let sql = home.sql();
    sql.busy_timeout(Duration::ZERO).unwrap();
    sql.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_err()
}

/// Runs the command and kills it after this time. Returns how far it was, as seen from outside.
fn kill_after(home: &Home, arguments: &[&str], wait: Duration) -> Moment {
    let mut command = home.command(arguments);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(wait);
    let moment = match stop(&child) {
        false => Moment::AfterTheEnd,
        true if !is_locked(home) => Moment::BeforeTheTransaction,
        true => {
            let log = format!("{}-wal", home.database().display());
            let has_log = fs::metadata(log).is_ok_and(|log| log.len() > 0);
            if has_log { Moment::WhileTheLogIsWritten } else { Moment::InTheTransaction }
        }
    };
    child.kill().unwrap();
    child.wait().unwrap();
    moment
}

/// Returns the Message-IDs of messages that were tried, by recipient.
fn message_ids(home: &Home) -> BTreeMap<String, String> {
    let messages = home.json(&["mail", "list"]);
    let tried = messages.as_array().unwrap().iter().filter(|message| message["attempts"] != 0);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    tried.map(|message| (text(&message["email"]), text(&message["message_id"]))).collect()
}

/// Sends what is queued. Then everybody must have one message, with the Message-ID of its first attempt.
fn check_messages(home: &Home, tried: &BTreeMap<String, String>) {
    home.ok(&["mail", "flush"]);
    let ids = message_ids(home);
    assert!(tried.iter().all(|(email, id)| ids.get(email) == Some(id)), "a message changed its Message-ID");
    let messages: BTreeMap<String, String> =
        collect(home).into_iter().map(|message| (message.to, message.id)).collect();
    assert_eq!(messages, ids, "one message for everybody who is invited");
}

/// Kills the command once, on a copy of the ledger.
fn kill_once(scenario: &Scenario, states: (&State, &State), wait: Duration) -> Moment {
    let home = scenario.home.copied();
    let (before, after) = states;
    let moment = kill_after(&home, &scenario.arguments(), wait);
    let found = state(&home);
    assert!(found == *before || found == *after, "{moment:?}: neither whole nor absent: {found:?}");
    let is_done = found == *after;
    let tried = message_ids(&home);
    home.fails(if is_done { scenario.repeat } else { 0 }, &scenario.arguments());
    assert_eq!(state(&home), *after, "{moment:?}: run once more");
    check_messages(&home, &tried);
    if is_done { moment.max(Moment::AfterTheCommit) } else { moment }
}

/// Kills the command at random moments until enough of them are inside its work.
pub(crate) fn kill(case: Case, random: &mut Random) -> Counts {
    let scenario = Scenario::new(large(), case.line, case.repeat);
    let before = state(&scenario.home);
    let whole = scenario.home.copied();
    let began = Instant::now();
    whole.ok(&scenario.arguments());
    // Slightly longer than a whole run, so that the moments cover all of it.
    let longest_us = u64::try_from(began.elapsed().as_micros()).unwrap() * 9 / 8;
    let after = state(&whole);
    assert_ne!(before, after);
    let mut counts = Counts::new();
    for nth in 0..KILLS_MAX {
        let wait = Duration::from_micros(random.below(longest_us));
        *counts.entry(kill_once(&scenario, (&before, &after), wait)).or_default() += 1;
        let inside: u64 = counts.range(Moment::InTheTransaction..Moment::AfterTheEnd).map(|(_, n)| n).sum();
        if nth + 1 >= KILLS_MIN && inside >= INSIDE_MIN {
            println!("{}: {counts:?}", case.name);
            return counts;
        }
    }
    panic!("{}: hardly any of {KILLS_MAX} kills fell inside the work: {counts:?}", case.name);
}

fn short(name: &'static str, test: &'static str) {
    let case = CASES.into_iter().find(|case| case.name == name).unwrap();
    kill(case, &mut Random::of(test));
}

#[test]
fn a_killed_grant_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    short("grants", "a_killed_grant");
}

#[test]
fn a_killed_award_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    short("awards", "a_killed_award");
}

#[test]
fn a_killed_batch_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    short("batches", "a_killed_batch");
}

#[test]
fn a_killed_import_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    short("imports", "a_killed_import");
}

#[test]
fn a_killed_undo_is_there_whole_or_not_at_all_and_a_repeat_completes_it() {
    short("undos", "a_killed_undo");
}

#[test]
fn a_killed_invitation_loses_no_message_and_makes_nobody_twice() {
    short("invitations", "a_killed_invitation");
}
