//! A refusal has a reason, and the figures and names that a script needs.

use crate::harness::messages::{home_with_folder, only};
use crate::harness::{Home, on_file};
use serde_json::{Value, json};

/// Returns the error of a command that fails, with the keys of its data.
#[track_caller]
fn error(home: &Home, status: i32, arguments: &[&str]) -> Value {
    home.fails(status, &[arguments, &["--json"]].concat()).json_error()
}

#[track_caller]
fn assert_data(error: &Value, reason: &str, data: &Value) {
    assert_eq!((error["reason"].as_str(), &error["data"]), (Some(reason), data), "{error}");
}

#[test]
fn an_invitation_that_cannot_be_accepted_says_why_and_how_it_stands() {
    let home = home_with_folder();
    home.ok(&["invite", "ada@example.org"]);
    let token = only(&home).token();
    let accept = ["invite", "accept", &token];
    let now = "2026-11-15T09:00:00Z";
    let data = |user: &str, invitation: &str, now: &str| {
        json!({"email": "ada@example.org", "status": user, "invitation": invitation,
               "expires_at": "2026-11-22T09:00:00Z", "now": now})
    };
    let late = "2026-11-23T09:00:00Z";
    assert_data(&error(&home.at(late), 4, &accept), "expired", &data("invited", "expired", late));
    home.ok(&["invite", "revoke", "ada@example.org"]);
    assert_data(&error(&home, 4, &accept), "revoked", &data("inactive", "revoked", now));
    home.ok(&["invite", "resend", "ada@example.org"]);
    assert_data(&error(&home, 4, &accept), "replaced", &data("invited", "replaced", now));
    let token = only(&home).token();
    let accept = ["invite", "accept", &token];
    home.ok(&["user", "edit", "ada@example.org", "--email", "ada@example.net"]);
    let moved = error(&home, 4, &accept);
    assert_eq!(
        (&moved["reason"], &moved["data"]["email"]),
        (&json!("address_changed"), &json!("ada@example.net"))
    );
    home.ok(&["user", "edit", "ada@example.net", "--email", "ada@example.org"]);
    home.ok(&accept);
    assert_data(&error(&home, 4, &accept), "accepted", &data("active", "accepted", now));
}

#[test]
fn existing_users_are_named() {
    let home = Home::with_users();
    let taken = error(&home, 4, &["user", "edit", "bob@example.org", "--email", "carol@example.org"]);
    assert_data(&taken, "exists", &json!({"email": "carol@example.org"}));
    home.write("old.db", "");
    let file = home.path().join("old.db").display().to_string();
    assert_data(&error(&home, 4, &["backup", &file]), "exists", &json!({ "file": file }));
    assert_data(&error(&home, 4, &["move", &file, "--yes"]), "exists", &json!({ "ledger": file }));
    home.ok(&["config", "init"]);
    let file = home.config().display().to_string();
    assert_data(&error(&home, 4, &["config", "init"]), "exists", &json!({ "file": file }));
}

#[test]
fn a_confirmation_that_is_missing_or_wrong_states_the_total() {
    let home = Home::with_users();
    let award = ["credits", "award", "bob@example.org,carol@example.org", "7"];
    assert_eq!(error(&home, 5, &award)["data"], json!({"total": 14}));
    let wrong = [&award[..], &["--confirm", "13"]].concat();
    assert_eq!(error(&home, 5, &wrong)["data"], json!({"total": 14, "stated": 13}));
    let large = ["credits", "award", "bob@example.org", "10000"];
    assert_eq!(error(&home, 5, &large)["data"], json!({"total": 10000}));
}

#[test]
fn the_rest_of_an_undo_has_its_operation_and_every_conflict() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org,carol@example.org", "5", "--yes"]);
    let award = home.operations();
    home.ok(&["credits", "deduct", "bob@example.org", "55", "--from", "awarded"]);
    let case = json!({"email": "bob@example.org", "field": "awarded", "month": null, "expected": 5, "found": 0,
                      "why": "balance"});
    let data = json!({"operation": award, "count": 1, "conflicts": [case]});
    let undo = ["undo", &award.to_string(), "--yes"];
    assert_data(&error(&home, 4, &undo), "changed_since", &data);
    let partly = home.fails(6, &[&undo[..], &["--as-far-as-possible", "--json"]].concat());
    let line = partly.stderr.lines().last().unwrap();
    let error: Value = serde_json::from_str(line).unwrap();
    assert_data(&error["error"], "changed_since", &data);
}

#[test]
fn a_ledger_in_use_is_named_with_the_wait() {
    let _on_file = on_file();
    let home = Home::with_users();
    home.ok(&["backup", "copy.db"]);
    let session = home.sql();
    session.execute_batch("BEGIN; SELECT * FROM users").unwrap();
    let run = home.fails(4, &["restore", "copy.db", "--yes", "--lock-timeout", "1", "--json"]);
    let ledger = home.database().display().to_string();
    assert_data(&run.json_error(), "in_use", &json!({"ledger": ledger, "waited_seconds": 1}));
}

#[test]
fn an_unknown_user_is_in_the_data_and_a_former_address_has_its_new_one() {
    let home = Home::with_users();
    let one = |email: &str| json!({"users": [{"email": email}], "count": 1});
    assert_data(
        &error(&home, 3, &["credits", "award", "bobb@example.org", "5"]),
        "not_found",
        &one("bobb@example.org"),
    );
    assert_data(
        &error(&home, 3, &["user", "show", "bobb@example.org"]),
        "not_found",
        &one("bobb@example.org"),
    );
    assert_data(&error(&home, 3, &["user", "show", "zzz"]), "not_found", &one("zzz"));
    home.ok(&["user", "edit", "bob@example.org", "--email", "robert@example.org"]);
    let now = json!({"bob@example.org": "robert@example.org"});
    let mut data = one("bob@example.org");
    data["now"] = now.clone();
    assert_data(&error(&home, 3, &["credits", "award", "bob@example.org", "5"]), "not_found", &data);
    let several = error(&home, 3, &["credits", "award", "bob@example.org,zed@example.org", "5"]);
    assert_eq!((&several["data"]["now"], &several["data"]["count"]), (&now, &json!(2)));
}
