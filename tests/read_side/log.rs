//! The log of operations.

use rad_admin::Code;
use rad_admin::domain::{Bucket, Condition, Filter, OperationId, Roles, Status};
use rad_admin::store::{Change, ListQuery, LogQuery};
use serde_json::{Value, json};

use super::ledger::{DAY, Ledger, NOVEMBER, at, email, header, month};

/// Operations 1 to 5: two new users, an award to one, a purchase of the other, a change of the first.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    ledger.add("bob@example.org", Some("Bob"), "partner,agent");
    ledger.add("cleo@example.org", None, "");
    ledger.post(NOVEMBER + DAY, "ada@example.org", &[("bob@example.org", Bucket::Awarded, 10)]);
    ledger.post(NOVEMBER + 2 * DAY, "root", &[("cleo@example.org", Bucket::Purchased, 4)]);
    ledger.operate(header(NOVEMBER + 3 * DAY, "root", "user edit"), |draft| {
        let (bob, user) = draft.writer().user(&email("bob@example.org"), month("2026-11")).expect("bob");
        draft.set_name(bob, user.name.as_deref(), None).expect("name");
        draft.set_status(bob, user.status, Status::Inactive).expect("status");
        draft.set_roles(bob, user.roles, Roles::default()).expect("roles");
        draft.set_allowance(bob, month("2026-12"), "500".parse().expect("credits")).expect("allowance");
    });
    ledger
}

fn number(number: i64) -> OperationId {
    OperationId::new(number).expect("a number")
}

fn operations(ledger: &mut Ledger, query: &LogQuery) -> Vec<i64> {
    let mut operations = Vec::new();
    ledger
        .store
        .read(|reader| {
            reader.log(query, |operation| {
                operations.push(operation.operation.get());
                Ok(())
            })
        })
        .expect("read");
    operations
}

fn changes(ledger: &mut Ledger, operation: i64) -> Vec<Value> {
    let mut changes = Vec::new();
    ledger
        .store
        .read(|reader| {
            reader.changes_of(number(operation), None, |change: &Change| {
                changes.push(serde_json::to_value(change).expect("JSON"));
                Ok(())
            })
        })
        .expect("read");
    changes
}

#[test]
fn the_log_is_newest_first_and_each_filter_narrows_it() {
    let mut ledger = ledger();
    let all = LogQuery::default();
    assert_eq!(operations(&mut ledger, &all), [5, 4, 3, 2, 1]);
    let between = LogQuery {
        rows: ListQuery {
            filter: Filter::default()
                .and(Condition::since("at", at(NOVEMBER + DAY)))
                .and(Condition::until("at", at(NOVEMBER + 2 * DAY))),
            ..ListQuery::default()
        },
        ..all
    };
    assert_eq!(operations(&mut ledger, &between), [4, 3]);
    let by_root =
        LogQuery { rows: ListQuery::of(Condition::is_text("actor", "root")), ..LogQuery::default() };
    assert_eq!(operations(&mut ledger, &by_root), [5, 4]);
    assert_eq!(
        operations(&mut ledger, &LogQuery { rows: ListQuery { limit: Some(1), ..by_root.rows }, ..by_root }),
        [5]
    );
}

#[test]
fn the_log_of_a_user_has_all_operations_that_changed_them() {
    let mut ledger = ledger();
    let of = |address| LogQuery { user: Some(email(address)), ..LogQuery::default() };
    assert_eq!(operations(&mut ledger, &of("bob@example.org")), [5, 3, 1]);
    assert_eq!(operations(&mut ledger, &of("cleo@example.org")), [4, 2]);
    let nobody = ledger.store.read(|reader| reader.log(&of("eve@example.net"), |_| Ok(())));
    assert_eq!(nobody.expect_err("unknown").code(), Code::NotFound);
}

#[test]
fn one_operation_is_found_by_number_and_an_unknown_one_is_not() {
    let mut ledger = ledger();
    let operation = ledger.store.read(|reader| reader.operation(number(4))).expect("found");
    assert_eq!((operation.users, operation.total, operation.command.as_str()), (1, 4, "credits apply"));
    let error = ledger.store.read(|reader| reader.operation(number(6))).expect_err("unknown");
    assert_eq!((error.code(), error.message()), (Code::NotFound, "no operation 6".to_owned()));
    assert_eq!(error.hints(), ["the newest is operation 5; list them with: rad-admin log"]);
}

#[test]
fn a_new_user_is_one_change_for_each_field_that_was_given() {
    let mut ledger = ledger();
    let given = |address: &str, field: &str, after: Value| json!({"email": address, "field": field, "before": null, "after": after, "month": null});
    assert_eq!(
        changes(&mut ledger, 1),
        [
            given("bob@example.org", "email", json!("bob@example.org")),
            given("bob@example.org", "name", json!("Bob")),
            given("bob@example.org", "status", json!("active")),
            given("bob@example.org", "roles", json!(["partner", "agent"])),
        ]
    );
    assert_eq!(
        changes(&mut ledger, 2),
        [
            given("cleo@example.org", "email", json!("cleo@example.org")),
            given("cleo@example.org", "status", json!("invited")),
        ]
    );
}

#[test]
fn changes_hold_before_and_after_as_the_json_they_stand_for() {
    let mut ledger = ledger();
    let change = |field: &str, before: Value, after: Value, month: Value| json!({"email": "bob@example.org", "field": field, "before": before, "after": after, "month": month});
    assert_eq!(
        changes(&mut ledger, 5),
        [
            change("allowance", json!(0), json!(500), json!("2026-12")),
            change("name", json!("Bob"), json!(null), json!(null)),
            change("roles", json!(["partner", "agent"]), json!([]), json!(null)),
            change("status", json!("active"), json!("inactive"), json!(null)),
        ]
    );
}
