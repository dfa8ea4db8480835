//! The history of entries.

use rad_admin::Code;
use rad_admin::domain::{Bucket, Condition, Filter, Kind, Role, Status};
use rad_admin::store::{Entry, HistoryQuery, ListQuery, ListedAddresses, NewUser, Selection, SelectionPart};

use super::ledger::{DAY, Ledger, NOVEMBER, at, email, header, month};

fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    ledger.add("ada@example.org", None, "admin");
    ledger.add("bob@example.org", None, "partner");
    ledger.add("cleo@example.org", None, "partner");
    ledger.allow("bob@example.org", "2026-11", 100);
    for day in 0..4 {
        ledger.post(
            NOVEMBER + day * DAY,
            "ada@example.org",
            &[
                ("bob@example.org", Bucket::Awarded, 10),
                ("cleo@example.org", Bucket::Purchased, 20),
                ("bob@example.org", Bucket::Awarded, -3),
            ],
        );
    }
    ledger.grant("2026-11");
    ledger
}

fn history(ledger: &mut Ledger, query: &HistoryQuery) -> Vec<Entry> {
    let mut entries = Vec::new();
    ledger
        .store
        .read(|reader| {
            reader.history(query, |entry| {
                // Only a history of few users has it.
                entries.push(Entry { total_after: None, ..entry.clone() });
                Ok(())
            })
        })
        .expect("read");
    entries
}

fn of(selection: Selection) -> HistoryQuery {
    HistoryQuery { selection: Some(selection), ..HistoryQuery::default() }
}

#[test]
fn the_chain_of_each_user_holds_exactly_the_users_entries_newest_first() {
    let mut ledger = ledger();
    let all = history(&mut ledger, &HistoryQuery::default());
    assert_eq!(all.len(), 13);
    assert!(all.is_sorted_by(|newer, older| newer.id > older.id));
    for address in ["ada@example.org", "bob@example.org", "cleo@example.org"] {
        let own: Vec<Entry> = all.iter().filter(|entry| entry.email == email(address)).cloned().collect();
        assert_eq!(history(&mut ledger, &of(Selection::user(email(address)))), own, "{address}");
    }
    let both = Selection::new(vec![SelectionPart::Listed(ListedAddresses {
        source: "list.txt".to_owned(),
        addresses: vec![(email("cleo@example.org"), 1), (email("bob@example.org"), 2)],
    })]);
    assert_eq!(history(&mut ledger, &of(both)), all);
}

#[test]
fn an_entry_tells_the_balance_after_it_and_what_its_operation_says() {
    let mut ledger = ledger();
    let bob = history(&mut ledger, &of(Selection::user(email("bob@example.org"))));
    let newest = &bob[0];
    assert_eq!((newest.kind, newest.amount, newest.balance_after), (Kind::Monthly, 100, 128));
    assert_eq!((newest.month, newest.actor.as_str()), (Some(month("2026-11")), "cron"));
    assert_eq!((bob[1].kind, bob[1].amount, bob[1].balance_after), (Kind::Deduct, -3, 28));
    assert_eq!((bob[1].reason.as_deref(), bob[1].month), (Some("because"), None));
}

#[test]
fn time_kind_and_limit_mean_the_same_for_one_user_and_for_all() {
    let mut ledger = ledger();
    let query = |conditions: Vec<Condition>| HistoryQuery {
        rows: ListQuery { filter: Filter { conditions }, ..ListQuery::default() },
        ..HistoryQuery::default()
    };
    let time = |since: i64, until: i64| {
        query(vec![Condition::since("at", at(since)), Condition::until("at", at(until))])
    };
    let kind = |kind: Kind| Condition::is_text("kind", kind.as_str());
    for query in [
        time(NOVEMBER + DAY, NOVEMBER + 2 * DAY),
        time(NOVEMBER + DAY + 1, NOVEMBER + 2 * DAY - 1),
        query(vec![kind(Kind::Deduct)]),
        query(vec![kind(Kind::Award), Condition::since("at", at(NOVEMBER + DAY))]),
    ] {
        let bob = email("bob@example.org");
        let wanted: Vec<Entry> =
            history(&mut ledger, &query).into_iter().filter(|entry| entry.email == bob).collect();
        let query = HistoryQuery { selection: Some(Selection::user(bob)), ..query };
        assert_eq!(history(&mut ledger, &query), wanted);
        let limited = HistoryQuery { rows: ListQuery { limit: Some(1), ..query.rows }, ..query };
        assert_eq!(history(&mut ledger, &limited), wanted[..wanted.len().min(1)]);
    }
    let limited = HistoryQuery {
        rows: ListQuery { limit: Some(5), ..ListQuery::default() },
        ..HistoryQuery::default()
    };
    assert_eq!(history(&mut ledger, &limited).len(), 5);
}

#[test]
fn the_history_of_nobody_is_not_found_and_names_the_nearest() {
    let mut ledger = ledger();
    let query = of(Selection::user(email("bobb@example.org")));
    let error = ledger.store.read(|reader| reader.history(&query, |_| Ok(()))).expect_err("unknown");
    assert_eq!(error.code(), Code::NotFound);
    assert_eq!(error.hints(), ["did you mean 'bob@example.org'?"]);
}

#[test]
fn posted_entries_are_those_of_one_operation_with_the_balance_before() {
    let mut ledger = ledger();
    let sealed = ledger.post(
        NOVEMBER + 5 * DAY,
        "ada@example.org",
        &[("bob@example.org", Bucket::Awarded, 10), ("cleo@example.org", Bucket::Purchased, -5)],
    );
    ledger.add("dora@example.org", None, "agent");
    let read = |ledger: &mut Ledger, limit| {
        ledger.store.read(|reader| reader.posted_entries(sealed.operation, limit)).expect("read")
    };
    let posted = read(&mut ledger, 1_000);
    let json = serde_json::to_string(&posted).expect("JSON");
    assert_eq!(
        json,
        "[{\"email\":\"bob@example.org\",\"bucket\":\"awarded\",\"kind\":\"award\",\"amount\":10,\
          \"balance_before\":128,\"balance_after\":138},\
         {\"email\":\"cleo@example.org\",\"bucket\":\"purchased\",\"kind\":\"deduct\",\"amount\":-5,\
          \"balance_before\":80,\"balance_after\":75}]"
    );
    assert_eq!(read(&mut ledger, 1), posted[..1]);
}

#[test]
fn the_history_of_very_many_users_holds_them_and_nobody_else() {
    let mut ledger = Ledger::new();
    ledger.add("out@example.org", None, "agent");
    ledger.operate(header(NOVEMBER, "root", "users import"), |draft| {
        let roles = "partner".parse().expect("roles");
        for number in 0..1_001 {
            let email = email(&format!("u{number}@example.org"));
            let user = NewUser { email, name: None, status: Status::Active, roles };
            draft.create_user(&user).expect("made");
        }
    });
    for amount in 1..=2 {
        ledger.post(
            NOVEMBER,
            "root",
            &[("u1000@example.org", Bucket::Awarded, amount), ("out@example.org", Bucket::Awarded, 9)],
        );
    }
    let many = history(&mut ledger, &of(Selection::new(vec![SelectionPart::Role(Role::Partner)])));
    assert_eq!(many.iter().map(|entry| entry.amount).collect::<Vec<_>>(), [2, 1]);
}
