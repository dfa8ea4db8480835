use serde_json::{Value, json};

use crate::harness::Home;

#[test]
fn an_undo_has_entries_of_its_own_and_names_its_operation() {
    let home = Home::with_users();
    let award = home.ok(&["credits", "award", "bob@example.org", "25", "--json"]).json();
    let number = award["operation"].to_string();
    let undo = home.ok(&["undo", &number, "--reason", "wrong list", "--json"]).json();
    assert_eq!(undo["undoes"], award["operation"]);
    assert_eq!(undo["changed"], true);
    assert_eq!(undo["total"], -25);
    assert_eq!(undo["entries"][0]["kind"], "undo");
    assert_eq!(home.balances("bob@example.org"), (50, 0));
    let log = home.ok(&["log", "show", &number, "--json"]).json();
    assert_eq!((log["undone"].as_str(), &log["undone_by"][0]), (Some("wholly"), &undo["operation"]));
}

#[test]
fn an_operation_is_undone_once_and_the_refusal_names_the_undoing() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "bob@example.org", "25"]);
    home.ok(&["undo", "4"]);
    let again = home.fails(4, &["undo", "4"]);
    assert!(again.stderr.contains("operation 4 was undone already, by operation 5"), "{}", again.stderr);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}

#[test]
fn the_same_key_undoes_once_and_is_answered_twice() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "bob@example.org", "25"]);
    home.ok(&["undo", "4", "--key", "mend-4"]);
    let again = home.ok(&["undo", "4", "--key", "mend-4", "--json"]).json();
    assert_eq!((again["changed"].as_bool(), again["operation"].as_i64()), (Some(false), Some(5)));
}

#[test]
fn an_undo_is_not_undone() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "carol@example.org", "5"]);
    home.ok(&["undo", "last"]);
    for operation in ["5", "last"] {
        let refused = home.fails(4, &["undo", operation]);
        assert!(
            refused.stderr.contains("operation 5 undoes operation 4: an undo cannot be undone"),
            "{refused}"
        );
    }
    home.fails(3, &["undo", "99"]);
    assert_eq!(home.operations(), 5);
}

#[test]
fn an_undo_that_would_overdraw_names_the_user_and_both_figures() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "all", "25", "--yes"]);
    home.ok(&["credits", "deduct", "bob@example.org", "60", "--from", "awarded"]);
    let refused = home.fails(4, &["undo", "4", "--yes"]);
    let message = "'bob@example.org' has 15 awarded credits: 25 cannot be taken";
    assert!(refused.stderr.contains(message), "{}", refused.stderr);
    assert_eq!(home.balances("carol@example.org"), (25, 30));
}

#[test]
fn an_undo_of_several_users_asks_and_counts_its_total() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "all", "25", "--yes"]);
    let dry_run = home.fails(5, &["undo", "4", "--dry-run", "--json"]).json();
    assert_eq!((dry_run["dry_run"].as_bool(), dry_run["total"].as_i64()), (Some(true), Some(-75)));
    assert_eq!(home.balances("carol@example.org"), (25, 30));
    home.fails(5, &["undo", "4"]);
    home.fails(5, &["undo", "4", "--confirm", "74"]);
    home.ok(&["undo", "4", "--confirm", "75"]);
    assert_eq!(home.balances("carol@example.org"), (0, 30));
}

#[test]
fn a_large_undo_asks_for_its_total_and_a_reason() {
    let home = Home::with_users();
    let large = ["credits", "award", "bob@example.org", "10000", "--reason", "x", "--confirm", "10000"];
    home.ok(&large);
    home.fails(5, &["undo", "4", "--yes"]);
    home.ok(&["undo", "4", "--reason", "too much", "--confirm", "10000"]);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}

#[test]
fn an_actor_cannot_undo_changes_of_their_own_credits() {
    let home = Home::with_users();
    home.ok(&["credits", "deduct", "bob@example.org", "10", "--from", "awarded"]);
    let refused = home.fails(4, &["undo", "4", "--actor", "bob@example.org"]);
    assert!(
        refused.stderr.contains("nobody changes their own balance, allowance or roles"),
        "{}",
        refused.stderr
    );
}

#[test]
fn an_edit_is_undone_with_all_its_fields() {
    let home = Home::with_users();
    let before = home.user("bob@example.org");
    let edit = ["--name", "Robert", "--awarded", "80", "--email", "robert@example.org", "--allowance", "30"];
    home.ok(&[
        &["user", "edit", "bob@example.org", "--add-role", "agent", "--active", "off", "--yes"][..],
        &edit,
    ]
    .concat());
    let receipt = home.ok(&["undo", "last", "--json"]).json();
    assert_eq!(receipt["changes"].as_array().unwrap().len(), 5, "{receipt}");
    let after = home.user("bob@example.org");
    for key in ["name", "awarded", "status", "roles", "allowance"] {
        assert_eq!(before[key], after[key], "{key}");
    }
    home.ok(&["verify"]);
}

#[test]
fn an_undo_names_every_conflict_and_can_do_the_rest() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "all", "25", "--yes"]);
    home.ok(&["credits", "deduct", "bob@example.org", "60", "--from", "awarded"]);
    home.ok(&["credits", "deduct", "carol@example.org", "25", "--from", "awarded"]);
    let refused = home.fails(4, &["undo", "4", "--yes", "--json"]);
    let error: Value = serde_json::from_str(refused.stderr.trim()).unwrap();
    assert_eq!(error["error"]["reason"], "changed_since");
    let conflict = |email: &str, found: i64| {
        json!({
            "email": email, "field": "awarded", "month": null, "expected": 25, "found": found, "why": "balance",
        })
    };
    let both = json!([conflict("bob@example.org", 15), conflict("carol@example.org", 0)]);
    assert_eq!(error["error"]["data"]["conflicts"], both);
    let part = home.fails(6, &["undo", "4", "--as-far-as-possible", "--yes", "--json"]);
    assert_eq!((&part.json()["total"], &part.json()["rest"]), (&json!(-40), &json!(2)), "{part}");
    assert_eq!(home.balances("bob@example.org"), (0, 0));
    assert_eq!(home.json(&["log", "show", "4"])["undone"], "partly");
    home.ok(&["credits", "award", "all", "100", "--yes"]);
    home.ok(&["undo", "4", "--only", "carol@example.org"]);
    assert_eq!(home.balances("carol@example.org"), (75, 30));
    assert_eq!(home.json(&["log", "show", "4"])["undone"], "partly");
    home.ok(&["undo", "4"]);
    assert_eq!(home.balances("bob@example.org"), (90, 0));
    let log = home.json(&["log", "show", "4"]);
    assert_eq!((&log["undone"], log["undone_by"].as_array().unwrap().len()), (&json!("wholly"), 3));
    let again = home.fails(4, &["undo", "4", "--json"]);
    assert!(again.stderr.contains("\"reason\":\"already_undone\""), "{again}");
    home.ok(&["verify"]);
}

#[test]
fn a_field_that_changed_since_stays_and_is_named() {
    let home = Home::with_users();
    home.ok(&["user", "edit", "bob@example.org", "--name", "Robert", "--add-role", "agent"]);
    home.ok(&["user", "edit", "bob@example.org", "--name", "Rob"]);
    let refused = home.fails(4, &["undo", "4"]);
    assert!(refused.stderr.contains("the name of 'bob@example.org' is Rob now, not Robert"), "{refused}");
    home.fails(6, &["undo", "4", "--as-far-as-possible"]);
    let bob = home.user("bob@example.org");
    assert_eq!((&bob["name"], &bob["roles"]), (&json!("Rob"), &json!(["partner"])));
    // The later change is undone, so the rest can be undone.
    home.ok(&["undo", "5"]);
    home.ok(&["undo", "4"]);
    assert_eq!(home.user("bob@example.org")["name"], "Bob");
    home.ok(&["verify"]);
}

#[test]
fn a_conflict_of_an_allowance_names_its_month() {
    let home = Home::with_users();
    home.ok(&["user", "edit", "bob@example.org", "--partner", "on"]);
    let operation = home.json(&["partner", "set", "bob@example.org", "50"])["operation"].to_string();
    home.ok(&["partner", "set", "bob@example.org", "70"]);
    let refused = home.fails(4, &["undo", &operation]);
    assert!(
        refused.stderr.contains("the allowance of 'bob@example.org' from 2026-11 on is 70 now, not 50"),
        "{refused}"
    );
}

#[test]
fn an_undo_makes_created_users_inactive_without_credits() {
    let home = Home::with_users();
    let file = home.write(
        "new.csv",
        "email,roles,awarded,allowance\namy@example.org,partner,10,20\neve@example.org,admin,0,\n",
    );
    home.ok(&["users", "import", &file, "--yes"]);
    home.ok(&["undo", "last", "--yes"]);
    let amy = home.user("amy@example.org");
    assert_eq!(
        (&amy["status"], &amy["awarded"], &amy["allowance"]),
        (&json!("inactive"), &json!(0), &json!(0))
    );
    let eve = home.user("eve@example.org");
    assert_eq!((&eve["status"], &eve["roles"]), (&json!("inactive"), &json!([])));
    home.fails(8, &["invite", "ian@example.org", "--role", "agent"]);
    home.ok(&["undo", "last"]);
    assert_eq!(home.user("ian@example.org")["status"], "inactive");
    assert_eq!(home.json(&["invite", "list"])[0]["status"], "revoked");
    home.ok(&["verify"]);
}

#[test]
fn the_creation_of_the_last_active_admin_is_not_undone() {
    let home = Home::with_users();
    let ada = home.json(&["log", "--user", "ada@example.org"]);
    let refused = home.fails(4, &["undo", &ada[0]["operation"].to_string(), "--json"]);
    assert!(refused.stderr.contains("\"reason\":\"last_admin\""), "{refused}");
}

#[test]
fn allowances_of_many_are_undone_row_by_row() {
    let home = Home::with_users();
    home.ok(&["user", "add", "amy@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "bob@example.org", "100"]);
    home.ok(&["partner", "set", "bob@example.org", "300", "--from", "2027-03"]);
    let before = home.json(&["users", "list", "--role", "partner"]);
    home.ok(&["partner", "clear", "role:partner", "--yes"]);
    assert_eq!(home.user("bob@example.org")["planned"], json!([]));
    home.ok(&["undo", "last", "--yes"]);
    let versions = |users: &Value| {
        users.as_array().unwrap().iter().map(|user| user["allowance"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(versions(&home.json(&["users", "list", "--role", "partner"])), versions(&before));
    assert_eq!(home.user("bob@example.org")["planned"][0]["amount"], 300);
    home.ok(&["verify"]);
}

#[test]
fn an_undone_grant_reopens_its_month_and_nobody_is_paid_twice() {
    let home = Home::with_users();
    for (email, allowance) in [("amy@example.org", "30"), ("eve@example.org", "40")] {
        home.ok(&["user", "add", email, "--role", "partner"]);
        home.ok(&["partner", "set", email, allowance]);
    }
    let grant = home.json(&["grant-monthly"]);
    let number = grant["operation"].to_string();
    home.ok(&["credits", "deduct", "amy@example.org", "10", "--from", "awarded"]);
    home.fails(4, &["undo", &number, "--yes"]);
    let part = home.fails(6, &["undo", &number, "--as-far-as-possible", "--yes", "--json"]);
    assert_eq!(part.json()["reopened"], grant["months"][0]["month"], "{part}");
    home.fails(10, &["grant-monthly", "--check"]);
    // Amy keeps what she used and gets nothing more. Eve is paid again.
    let again = home.json(&["grant-monthly"]);
    assert_eq!((&again["users"], &again["total"]), (&json!(1), &json!(40)));
    assert_eq!((&again["months"][0]["granted"], &again["months"][0]["credits"]), (&json!(2), &json!(50)));
    assert_eq!(home.json(&["grant-monthly"])["changed"], false);
    assert_eq!(home.json(&["grant-monthly", "--user", "amy@example.org"])["changed"], false);
    assert_eq!(["amy@example.org", "eve@example.org"].map(|email| home.balances(email).0), [0, 40]);
    home.ok(&["verify"]);
    // The second attempt is undone in full, and paid once more.
    home.ok(&["undo", &again["operation"].to_string()]);
    home.ok(&["grant-monthly", "--user", "eve@example.org"]);
    home.ok(&["grant-monthly"]);
    assert_eq!(home.balances("eve@example.org").0, 40);
    let skipped = home.at("2027-01-01T00:00:00Z");
    let skip = skipped.json(&["grant-monthly", "--skip", "2026-12", "--reason", "paid by hand"]);
    skipped.ok(&["undo", &skip["operation"].to_string()]);
    skipped.fails(10, &["grant-monthly", "--check", "--month", "2026-12"]);
    home.ok(&["verify"]);
}

#[test]
fn the_database_refuses_to_pay_or_close_a_month_twice() {
    let home = Home::with_users();
    home.ok(&["partner", "set", "bob@example.org", "100"]);
    home.ok(&["grant-monthly"]);
    for forged in [
        "INSERT INTO monthly_grants SELECT month, 1, 4, status, granted, skipped, capped, expired, credits FROM monthly_grants",
        "INSERT INTO repayments SELECT month, user_id, 1 FROM entries WHERE month IS NOT NULL",
        "INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, month, attempt)
         SELECT operation, user_id, bucket, kind, amount, balance_after, previous, month, 1 FROM entries WHERE month IS NOT NULL",
        "INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, month)
         SELECT operation, user_id, bucket, kind, amount, balance_after, previous, month FROM entries WHERE month IS NOT NULL",
        "INSERT INTO reversals SELECT id, amount + 1, amount FROM entries WHERE month IS NOT NULL",
    ] {
        let forged = if home.is_on_server() { forged.to_owned() } else { format!("PRAGMA foreign_keys = ON; {forged}") };
        assert!(home.tamper(&forged).is_err(), "{forged}");
    }
}
