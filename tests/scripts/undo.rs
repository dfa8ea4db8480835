use crate::harness::Home;

#[test]
fn undo_brings_the_credits_back_by_entries_of_its_own_and_says_what_it_undoes() {
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
    assert_eq!(log["undone_by"], undo["operation"]);
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
fn what_is_no_credit_operation_is_not_undone() {
    let home = Home::with_users();
    home.ok(&["partner", "set", "bob@example.org", "100"]);
    home.ok(&["grant-monthly"]);
    home.ok(&["credits", "award", "carol@example.org", "5"]);
    home.ok(&["undo", "6"]);
    for (operation, why) in [
        ("4", "operation 4 moved no credits"),
        ("5", "operation 5 is a monthly grant"),
        ("7", "operation 7 undoes operation 6"),
    ] {
        let refused = home.fails(4, &["undo", operation]);
        assert!(refused.stderr.contains(why), "{}", refused.stderr);
    }
    home.fails(3, &["undo", "99"]);
    assert_eq!(home.operations(), 7);
}

#[test]
fn an_undo_that_would_overdraw_names_the_user_and_both_figures_and_changes_nothing() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "all", "25", "--yes"]);
    home.ok(&["credits", "deduct", "bob@example.org", "60", "--from", "awarded"]);
    let refused = home.fails(4, &["undo", "4", "--yes"]);
    let message = "'bob@example.org' has 15 awarded credits: 25 cannot be taken";
    assert!(refused.stderr.contains(message), "{}", refused.stderr);
    assert_eq!(home.balances("carol@example.org"), (25, 30));
}

#[test]
fn an_undo_of_several_users_names_one_operation_and_asks_nothing() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "all", "25", "--yes"]);
    let dry_run = home.ok(&["undo", "4", "--dry-run", "--json"]).json();
    assert_eq!((dry_run["dry_run"].as_bool(), dry_run["total"].as_i64()), (Some(true), Some(-75)));
    assert_eq!(home.balances("carol@example.org"), (25, 30));
    home.ok(&["undo", "4"]);
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
fn nobody_undoes_what_moved_their_own_credits() {
    let home = Home::with_users();
    home.ok(&["credits", "deduct", "bob@example.org", "10", "--from", "awarded"]);
    let refused = home.fails(4, &["undo", "4", "--actor", "bob@example.org"]);
    assert!(refused.stderr.contains("nobody adjusts their own balance"), "{}", refused.stderr);
}

#[test]
fn an_undone_edit_keeps_the_fields_and_says_so() {
    let home = Home::with_users();
    home.ok(&["user", "edit", "bob@example.org", "--name", "Robert", "--awarded", "80"]);
    let undone = home.ok(&["undo", "4"]);
    assert!(undone.stderr.contains("also changed fields, which stay as they are"), "{}", undone.stderr);
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}
