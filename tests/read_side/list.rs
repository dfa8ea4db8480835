//! The list of users.

use rad_admin::domain::{Bucket, Condition, Operand, Role, Roles, Sort, Status};
use rad_admin::store::{ListQuery, SEARCH, USER_KEYS, filter_keys};

use super::ledger::{Ledger, NOVEMBER};

fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    ledger.add("cleo@example.org", Some("Zoë Ünal"), "partner,agent");
    ledger.add("bob_1@example.org", Some("100% Bob"), "agent");
    ledger.add("alice@example.org", None, "");
    ledger.add("bobx1@example.org", Some("ada"), "finance");
    ledger
}

fn search(text: &str) -> ListQuery {
    ListQuery::of(Condition::contains(SEARCH, text))
}

fn sorted(keys: &[&str]) -> ListQuery {
    let sort = keys.iter().map(|key| Sort::parse(key, &filter_keys(USER_KEYS)).expect("a key")).collect();
    ListQuery { sort, ..ListQuery::default() }
}

#[test]
fn a_search_takes_every_character_as_itself() {
    let mut ledger = ledger();
    assert_eq!(ledger.addresses(&search("%")), ["bob_1@example.org"]);
    assert_eq!(ledger.addresses(&search("b_1")), ["bob_1@example.org"]);
    assert_eq!(ledger.addresses(&search("'\"\\*?[")), Vec::<String>::new());
    assert_eq!(ledger.addresses(&search("")).len(), 4);
}

#[test]
fn a_search_finds_parts_of_addresses_and_names_in_any_case_of_any_script() {
    let mut ledger = ledger();
    assert_eq!(ledger.addresses(&search("BOB")), ["bob_1@example.org", "bobx1@example.org"]);
    for part in ["zoë", "ZOË", "ünal", "ÜNAL", "ë Ü"] {
        assert_eq!(ledger.addresses(&search(part)), ["cleo@example.org"], "{part}");
    }
}

#[test]
fn roles_are_any_of_those_named_and_filters_narrow_each_other() {
    let mut ledger = ledger();
    let roles = |roles: &[Role]| {
        let roles = roles.iter().map(|role| Operand::Roles(Roles::default().with(*role)));
        ListQuery::of(Condition::any_of("role", roles.collect()))
    };
    let status = |status: Status| Condition::is_text("status", status.as_str());
    assert_eq!(ledger.addresses(&roles(&[Role::Agent])), ["bob_1@example.org", "cleo@example.org"]);
    assert_eq!(ledger.addresses(&roles(&[Role::Partner, Role::Finance])).len(), 2);
    let narrow =
        ListQuery { filter: search("al").filter.and(status(Status::Active)), ..ListQuery::default() };
    assert_eq!(ledger.addresses(&narrow), ["cleo@example.org"]);
    let invited = ListQuery::of(status(Status::Invited));
    assert_eq!(ledger.addresses(&invited), ["alice@example.org"]);
}

#[test]
fn users_are_sorted_by_each_key_and_ties_are_broken_by_address() {
    let mut ledger = ledger();
    ledger.post(
        NOVEMBER,
        "root",
        &[
            ("cleo@example.org", Bucket::Awarded, 5),
            ("alice@example.org", Bucket::Purchased, 7),
            ("bob_1@example.org", Bucket::Awarded, 9),
        ],
    );
    ledger.allow("cleo@example.org", "2026-11", 300);
    let by_address = ["alice@example.org", "bob_1@example.org", "bobx1@example.org", "cleo@example.org"];
    let order = |wanted: [usize; 4]| wanted.map(|index| by_address[index]);
    for (keys, wanted) in [
        (&[] as &[&str], [0, 1, 2, 3]),
        (&["-email"], [3, 2, 1, 0]),
        (&["name"], [1, 2, 3, 0]),
        (&["-name"], [3, 2, 1, 0]),
        (&["status"], [1, 2, 3, 0]),
        (&["-awarded"], [1, 3, 0, 2]),
        (&["purchased", "-email"], [3, 2, 1, 0]),
        (&["-balance"], [1, 0, 3, 2]),
        (&["-allowance"], [3, 0, 1, 2]),
        (&["created"], [0, 1, 2, 3]),
    ] {
        assert_eq!(ledger.addresses(&sorted(keys)), order(wanted), "{keys:?}");
    }
}

#[test]
fn an_unknown_sort_key_is_answered_with_the_nearest() {
    assert_eq!(
        Sort::parse("-balanc", &filter_keys(USER_KEYS)),
        Err("'balanc' is not a sort key: did you mean 'balance'?".to_owned())
    );
    assert!(Sort::parse("--email", &filter_keys(USER_KEYS)).is_err());
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let mut ledger = ledger();
    for query in [sorted(&[]), sorted(&["-created"]), sorted(&["status"])] {
        let whole = ledger.addresses(&query);
        let pages: Vec<String> = (0..3)
            .flat_map(|page| {
                let page = ListQuery { limit: Some(2), offset: page * 2, ..query.clone() };
                ledger.addresses(&page)
            })
            .collect();
        assert_eq!(pages, whole);
    }
    assert_eq!(ledger.addresses(&ListQuery { limit: Some(0), ..ListQuery::default() }).len(), 0);
}
