//! Spends, refunds, and taking at most what is there.

use serde_json::{Value, json};

use crate::harness::Home;

const CAROL: &str = "carol@example.org";
const BOB: &str = "bob@example.org";

/// Carol has 10 awarded and 30 purchased credits.
fn home() -> Home {
    let home = Home::seeded();
    home.ok(&["credits", "set", CAROL, "--awarded", "10", "--purchased", "30"]);
    home
}

/// Returns the bucket and the amount of each entry of a receipt.
fn moved(receipt: &Value) -> Vec<(String, i64)> {
    let entries = receipt["entries"].as_array().expect("entries");
    let moved = |entry: &Value| Some((entry["bucket"].as_str()?.to_owned(), entry["amount"].as_i64()?));
    entries.iter().filter_map(moved).collect()
}

fn is(moves: &[(&str, i64)]) -> Vec<(String, i64)> {
    moves.iter().map(|(bucket, amount)| ((*bucket).to_owned(), *amount)).collect()
}

/// Runs a command and returns its receipt and the number of the operation.
fn done(home: &Home, arguments: &[&str]) -> (Value, String) {
    let receipt = home.json(arguments);
    let operation = receipt["operation"].to_string();
    (receipt, operation)
}

#[test]
fn a_spend_takes_awarded_credits_first_and_then_purchased_ones() {
    let home = home();
    let (receipt, _) = done(&home, &["credits", "spend", CAROL, "14"]);
    assert_eq!(moved(&receipt), is(&[("awarded", -10), ("purchased", -4)]));
    assert_eq!((&receipt["entries"][0]["kind"], &receipt["total"]), (&json!("spend"), &json!(-14)));
    assert_eq!(receipt["short"], Value::Null);
    assert_eq!(home.balances(CAROL), (0, 26));
    let (receipt, _) = done(&home, &["credits", "spend", CAROL, "6"]);
    assert_eq!(moved(&receipt), is(&[("purchased", -6)]));
    home.ok(&["verify"]);
}

#[test]
fn a_spend_may_be_limited_to_one_balance_and_leave_a_rest_of_both() {
    let home = home();
    assert_eq!(
        moved(&home.json(&["credits", "spend", CAROL, "3", "--only", "purchased"])),
        is(&[("purchased", -3)])
    );
    let refused = home.refuses(4, &["credits", "spend", CAROL, "11", "--only", "awarded"]);
    assert!(refused.stderr.contains("has 10 awarded credits: 11 cannot be taken"), "{}", refused.stderr);
    let refused = home.refuses(4, &["credits", "spend", CAROL, "8", "--leave", "30"]);
    assert!(refused.stderr.contains("8 cannot be taken if 30 have to remain"), "{}", refused.stderr);
    home.ok(&["credits", "spend", CAROL, "7", "--leave", "30"]);
    assert_eq!(home.balances(CAROL), (3, 27));
}

#[test]
fn a_spend_of_too_little_names_have_and_need_of_everybody_concerned() {
    let home = home();
    let error =
        home.fails(4, &["credits", "spend", &format!("{CAROL},{BOB}"), "45", "--yes", "--json"]).json_error();
    let (reason, data) = (&error["reason"], &error["data"]);
    assert_eq!((reason, &data["count"]), (&json!("overdraft"), &json!(1)));
    assert_eq!(
        data["users"],
        json!([{ "email": CAROL, "need": 45, "available": 40, "awarded": 10, "purchased": 30 }])
    );
}

#[test]
fn a_spend_is_repeated_under_its_key_whatever_the_balances_are_by_then() {
    let home = home();
    let line = ["credits", "spend", CAROL, "40", "--key", "job-1", "--reference", "job-1"];
    let (first, _) = done(&home, &line);
    let (again, _) = done(&home, &line);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &first["operation"]));
    assert_eq!(again["entries"], first["entries"]);
    let other = ["credits", "spend", CAROL, "40", "--key", "job-1", "--reference", "job-1", "--leave", "1"];
    let error = home.fails(4, &[&other[..], &["--json"]].concat()).json_error();
    assert_eq!(error["reason"], "key_reused");
}

#[test]
fn at_most_takes_what_is_there_and_says_what_is_short() {
    let home = home();
    home.ok(&["credits", "set", BOB, "--awarded", "0", "--purchased", "0"]);
    let whom = format!("{CAROL},{BOB}");
    let line = ["credits", "spend", &whom, "45", "--at-most", "--yes"];
    let dry = home.json(&[&line[..], &["--dry-run"]].concat());
    let receipt = home.json(&line);
    assert_eq!((&dry["short"], &dry["entries"]), (&receipt["short"], &receipt["entries"]));
    assert_eq!((&receipt["short"], &receipt["users"]), (&json!(50), &json!(1)));
    assert_eq!(receipt["entries"][0].get("short"), None);
    assert_eq!(receipt["entries"][1]["short"], 5);
    assert_eq!(home.balances(CAROL), (0, 0));
    let nothing = home.json(&["credits", "spend", CAROL, "5", "--at-most", "--key", "k"]);
    assert_eq!((&nothing["changed"], &nothing["short"]), (&json!(false), &json!(5)));
    home.ok(&["credits", "purchase", CAROL, "9"]);
    let again = home.json(&["credits", "spend", CAROL, "5", "--at-most", "--key", "k"]);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &nothing["operation"]));
    assert_eq!(again["short"], 5);
    let line = ["credits", "spend", CAROL, "12", "--at-most", "--key", "k2"];
    let (first, again) = (home.json(&line), home.json(&line));
    assert_eq!((&first["short"], &first["entries"]), (&again["short"], &again["entries"]));
    assert_eq!((&again["short"], &again["entries"][0]["short"]), (&json!(3), &json!(3)));
    home.ok(&["verify"]);
}

#[test]
fn a_deduction_takes_at_most_what_is_there_of_the_balance_it_names() {
    let home = home();
    let receipt = home.json(&["credits", "deduct", CAROL, "15", "--from", "awarded", "--at-most"]);
    assert_eq!((moved(&receipt), &receipt["short"]), (is(&[("awarded", -10)]), &json!(5)));
    assert_eq!(
        (&receipt["entries"][0]["kind"], &receipt["entries"][0]["short"]),
        (&json!("deduct"), &json!(5))
    );
    let table = home.ok(&["credits", "deduct", CAROL, "35", "--from", "purchased", "--at-most"]).stdout;
    assert!(table.contains("(-30, 5 short)") && table.contains("5 credits short in all"), "{table}");
}

#[test]
fn a_refund_gives_back_purchased_credits_first_up_to_the_spend() {
    let home = home();
    let (_, spend) = done(&home, &["credits", "spend", CAROL, "16"]);
    assert_eq!(moved(&home.json(&["credits", "refund", &spend, "4"])), is(&[("purchased", 4)]));
    let (part, _) = done(&home, &["credits", "refund", &spend, "5"]);
    assert_eq!(moved(&part), is(&[("purchased", 2), ("awarded", 3)]));
    assert_eq!(part["entries"][0]["kind"], "refund");
    let error = home.fails(4, &["credits", "refund", &spend, "8", "--json"]).json_error();
    assert_eq!(error["reason"], "already_refunded");
    assert_eq!((&error["data"]["left"], &error["data"]["need"]), (&json!(7), &json!(8)));
    assert_eq!(moved(&home.json(&["credits", "refund", &spend])), is(&[("awarded", 7)]));
    home.refuses(4, &["credits", "refund", &spend]);
    assert_eq!(home.balances(CAROL), (10, 30));
    home.ok(&["verify"]);
}

#[test]
fn the_database_itself_refuses_to_give_a_credit_back_twice() {
    let home = home();
    let (_, spend) = done(&home, &["credits", "spend", CAROL, "16"]);
    home.ok(&["credits", "refund", &spend, "4"]);
    let more = home.tamper("UPDATE reversals SET credits = credits + 3");
    assert!(more.is_err_and(|error| error.to_lowercase().contains("check constraint")));
}

#[test]
fn a_refund_finds_the_spend_by_its_reference() {
    let home = home();
    home.ok(&["credits", "spend", CAROL, "6", "--reference", "job-1"]);
    let line = ["credits", "refund", "--reference", "job-1", "--amount", "2", "--key", "refund-1"];
    let (first, _) = done(&home, &line);
    let (again, _) = done(&home, &line);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &first["operation"]));
    assert_eq!(home.balances(CAROL), (6, 30));
    home.refuses(3, &["credits", "refund", "--reference", "job-2"]);
    home.ok(&["credits", "spend", CAROL, "1", "--reference", "job-1"]);
    let error = home.fails(4, &["credits", "refund", "--reference", "job-1", "--json"]).json_error();
    assert_eq!(error["reason"], "ambiguous");
    home.refuses(2, &["credits", "refund"]);
}

#[test]
fn only_a_spend_is_refunded_and_a_part_only_where_one_user_spent() {
    let home = home();
    let (_, award) = done(&home, &["credits", "award", CAROL, "1"]);
    assert!(home.refuses(4, &["credits", "refund", &award]).stderr.contains("you can refund only spends"));
    home.refuses(3, &["credits", "refund", "999"]);
    let (_, spend) = done(&home, &["credits", "spend", &format!("{CAROL},{BOB}"), "2", "--yes"]);
    assert!(home.refuses(4, &["credits", "refund", &spend, "1"]).stderr.contains("2 users spent"));
    home.refuses(5, &["credits", "refund", &spend]);
    let receipt = home.json(&["credits", "refund", &spend, "--yes"]);
    assert_eq!((&receipt["users"], &receipt["total"]), (&json!(2), &json!(4)));
}

#[test]
fn an_undo_of_a_partly_refunded_spend_gives_back_the_rest() {
    let home = home();
    let (_, spend) = done(&home, &["credits", "spend", CAROL, "16"]);
    home.ok(&["credits", "refund", &spend, "9"]);
    home.ok(&["undo", &spend]);
    assert_eq!(home.balances(CAROL), (10, 30));
    home.refuses(4, &["credits", "refund", &spend, "1"]);
    home.refuses(4, &["undo", &spend]);
    home.ok(&["verify"]);
}

#[test]
fn after_an_undo_of_a_refund_the_spend_can_be_refunded_again() {
    let home = home();
    let (_, spend) = done(&home, &["credits", "spend", CAROL, "16"]);
    let (_, refund) = done(&home, &["credits", "refund", &spend]);
    home.ok(&["undo", &refund]);
    assert_eq!(home.balances(CAROL), (0, 24));
    home.ok(&["verify"]);
    home.ok(&["credits", "refund", &spend]);
    assert_eq!(home.balances(CAROL), (10, 30));
    home.refuses(4, &["credits", "refund", &spend, "1"]);
    home.ok(&["verify"]);
}

#[test]
fn an_undo_of_a_refund_that_was_spent_is_refused() {
    let home = home();
    let (_, spend) = done(&home, &["credits", "spend", CAROL, "40"]);
    let (_, refund) = done(&home, &["credits", "refund", &spend, "10"]);
    home.ok(&["credits", "spend", CAROL, "4"]);
    let error = home.fails(4, &["undo", &refund, "--json"]).json_error();
    assert_eq!(error["reason"], "changed_since");
    home.fails(6, &["undo", &refund, "--as-far-as-possible"]);
    assert_eq!(home.balances(CAROL), (0, 0));
    assert_eq!(home.json(&["credits", "refund", &spend])["total"], 36);
    home.ok(&["verify"]);
}

#[test]
fn an_actor_cannot_spend_or_refund_their_own_credits() {
    let home = home();
    let (_, spend) = done(&home, &["credits", "spend", CAROL, "4"]);
    let carol = home.by(CAROL);
    for line in [&["credits", "spend", CAROL, "1"][..], &["credits", "refund", &spend]] {
        let error = carol.fails(4, &[line, &["--json"]].concat()).json_error();
        assert_eq!(error["reason"], "self_adjustment");
    }
}

#[test]
fn a_refund_that_is_refused_advises_what_works() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "5"]);
    let spend = home.json(&["credits", "spend", "bob@example.org", "5"])["operation"].to_string();
    let undo = home.json(&["undo", &spend])["operation"].to_string();
    let hints = |operation: &str| home.fails(4, &["credits", "refund", operation, "--json"]).json_error();
    assert_eq!(hints(&undo)["hints"], json!([]), "an undo cannot be undone");
    let undone = hints(&spend)["hints"][0].to_string();
    assert!(undone.contains(&format!("rad-admin log show {spend}")), "{undone}");
}

#[test]
fn a_spend_that_refunds_gave_back_is_not_undone_until_a_refund_is() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "60"]);
    let spend = home.json(&["credits", "spend", "bob@example.org", "60"])["operation"].to_string();
    let refund = home.json(&["credits", "refund", &spend])["operation"].to_string();
    let refused = home.fails(4, &["undo", &spend, "--json"]).json_error();
    assert_eq!(refused["reason"], "already_refunded");
    assert_eq!(home.json(&["log", "show", &spend])["undone"], "no");
    home.ok(&["undo", &refund]);
    home.ok(&["undo", &spend]);
    assert_eq!(home.json(&["log", "show", &spend])["undone"], "wholly");
    home.ok(&["verify"]);
}
