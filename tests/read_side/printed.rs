//! What the reading commands print.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rad_admin::Result;
use rad_admin::commands::{history, log, status, user_show, users_list};
use rad_admin::domain::Bucket;
use rad_admin::output::{Format, Options, Printer};
use rad_admin::store::{HistoryQuery, ListQuery, LogQuery};
use serde_json::{Value, json};

use crate::ledger::{DAY, Ledger, NOVEMBER, at, email};

#[derive(Clone, Default)]
struct Stream(Rc<RefCell<Vec<u8>>>);

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Both streams of a command in this format.
fn printed(format: Format, command: impl FnOnce(&mut Printer) -> Result<()>) -> (String, String) {
    let (out, err) = (Stream::default(), Stream::default());
    let options = Options { format, ..Options::default() };
    let mut printer = Printer::with_writers(options, Box::new(out.clone()), Box::new(err.clone()));
    command(&mut printer).expect("printed");
    let text = |stream: Stream| String::from_utf8(stream.0.take()).expect("UTF-8");
    (text(out), text(err))
}

fn json_of(command: impl FnOnce(&mut Printer) -> Result<()>) -> Value {
    serde_json::from_str(&printed(Format::Json, command).0).expect("JSON")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// A partner with a planned change, and credits beyond 32 bits.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    ledger.add("ada@example.org", Some("Ada"), "admin");
    ledger.add("bob@example.org", Some("B\u{1b}[2Job"), "partner");
    ledger.allow("bob@example.org", "2026-11", 100);
    ledger.allow("bob@example.org", "2027-01", 250);
    ledger.post(NOVEMBER + 60, "root", &[("bob@example.org", Bucket::Awarded, 9_007_199_254_740_000)]);
    ledger.post(NOVEMBER + 60, "root", &[("ada@example.org", Bucket::Purchased, 9_007_199_254_740_991)]);
    ledger
}

#[test]
fn a_list_that_its_limit_cut_says_how_many_there_are() {
    let mut ledger = ledger();
    let limit = |limit| ListQuery { limit: Some(limit), ..ListQuery::default() };
    let run = |store: &mut _, query: &ListQuery| {
        printed(Format::Csv, |printer| users_list::list(store, printer, at(NOVEMBER), query))
    };
    let (out, err) = run(&mut ledger.store, &limit(1));
    assert_eq!((out.lines().count(), err.as_str()), (2, "note: 1 of 2 users shown\n"));
    let (_, err) = run(&mut ledger.store, &limit(2));
    assert_eq!(err, "");
    let last = ListQuery { offset: 1, ..limit(1) };
    assert_eq!(run(&mut ledger.store, &last).1, "");
}

#[test]
fn a_history_and_a_log_that_their_limit_cut_say_so() {
    let mut ledger = ledger();
    let run = |store: &mut _, limit| {
        let query = HistoryQuery { limit: Some(limit), ..HistoryQuery::default() };
        printed(Format::Jsonl, |printer| history::history(store, printer, &query))
    };
    let (out, err) = run(&mut ledger.store, 1);
    assert_eq!(out.lines().count(), 1);
    assert_eq!(err, "note: the newest 1 entries shown, and there are more: raise --limit\n");
    assert_eq!(run(&mut ledger.store, 2).1, "");
    let query = LogQuery { limit: Some(3), ..LogQuery::default() };
    let (out, err) = printed(Format::Jsonl, |printer| log::list(&mut ledger.store, printer, &query));
    assert_eq!(out.lines().count(), 3);
    assert_eq!(err, "note: the newest 3 operations shown, and there are more: raise --limit\n");
}

#[test]
fn records_have_the_keys_of_their_contract() {
    let mut ledger = ledger();
    let user =
        json_of(|printer| users_list::list(&mut ledger.store, printer, at(NOVEMBER), &ListQuery::default()));
    let shown = json_of(|printer| {
        user_show::show(&mut ledger.store, printer, at(NOVEMBER), &email("bob@example.org"))
    });
    for key in keys(&user[1]) {
        assert_eq!(user[1][key], shown[key], "{key}");
    }
    let entries = json_of(|printer| history::history(&mut ledger.store, printer, &HistoryQuery::default()));
    assert_eq!(entries[1], shown["entries"][0]);
    let operations = json_of(|printer| log::list(&mut ledger.store, printer, &LogQuery::default()));
    let shown = json_of(|printer| log::show(&mut ledger.store, printer, 6));
    for key in keys(&operations[0]) {
        assert_eq!(operations[0][key], shown[key], "{key}");
    }
    assert_eq!(shown["entries"][0]["balance_after"], json!(9_007_199_254_740_991_i64));
    assert_eq!(shown["changes"], json!([]));
}

#[test]
fn a_shown_user_has_what_is_ahead_and_no_control_character() {
    let mut ledger = ledger();
    let bob = email("bob@example.org");
    let before = json_of(|printer| user_show::show(&mut ledger.store, printer, at(NOVEMBER), &bob));
    assert_eq!(before["next_grant"], json!({"month": "2026-11", "amount": 100}));
    assert_eq!(before["planned"], json!([{"month": "2027-01", "amount": 250}]));
    ledger.grant("2026-11");
    let after = json_of(|printer| user_show::show(&mut ledger.store, printer, at(NOVEMBER), &bob));
    assert_eq!(after["next_grant"], json!({"month": "2026-12", "amount": 100}));
    let ada = email("ada@example.org");
    let ada = json_of(|printer| user_show::show(&mut ledger.store, printer, at(NOVEMBER), &ada));
    assert_eq!((&ada["next_grant"], &ada["planned"]), (&Value::Null, &json!([])));
    let (out, _) =
        printed(Format::Table, |printer| user_show::show(&mut ledger.store, printer, at(NOVEMBER), &bob));
    assert!(out.contains("B\\x1b[2Job") && !out.contains('\u{1b}'), "{out}");
}

#[test]
fn the_status_sums_up_the_ledger_and_names_what_needs_attention() {
    let mut ledger = ledger();
    let status_at = |ledger: &mut Ledger, days: i64| {
        json_of(|printer| status::show(&mut ledger.store, printer, at(NOVEMBER + days * DAY)))
    };
    let first = status_at(&mut ledger, 0);
    assert_eq!(first["users"], json!({"total": 2, "invited": 0, "active": 2, "inactive": 0}));
    assert_eq!((&first["roles"]["partner"], &first["roles"]["finance"]), (&json!(1), &json!(0)));
    assert_eq!(first["credits"]["balance"], json!(18_014_398_509_480_991_i64));
    assert_eq!((&first["operations"], &first["entries"]), (&json!(6), &json!(2)));
    assert_eq!(first["last_grant"], Value::Null);
    assert_eq!(first["next_grant"]["due"], json!(true));
    assert_eq!(first["attention"], json!(["the grant of 2026-11 is due (rad-admin grant-monthly)"]));

    ledger.grant("2026-11");
    let granted = status_at(&mut ledger, 0);
    assert_eq!(granted["attention"], json!([]));
    assert_eq!(granted["last_grant"]["month"], json!("2026-11"));
    assert_eq!(granted["months"][0]["credits"], json!(100));
    assert_eq!(
        granted["next_grant"],
        json!({"month": "2026-12", "starts_at": "2026-12-01T00:00:00Z", "due": false})
    );
    let (out, _) = printed(Format::Table, |printer| status::show(&mut ledger.store, printer, at(NOVEMBER)));
    assert!(out.ends_with("Needs attention\n  nothing\n"), "{out}");

    let later = status_at(&mut ledger, 70);
    assert_eq!(later["missed"], json!(["2026-12"]));
    assert_eq!(later["attention"].as_array().map(Vec::len), Some(2));
}
