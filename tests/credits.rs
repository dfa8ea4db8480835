//! Awards, purchases, deductions and sets, and their history.

use crate::harness::Home;
use serde_json::{Value, json};

const MAX: &str = "9007199254740991";

#[test]
fn each_adjustment_changes_its_own_balance() {
    let home = Home::seeded();
    let carol = "carol@example.org";
    home.ok(&["credits", "award", carol, "12"]);
    assert_eq!(home.balances(carol), (12, 30));
    home.ok(&["credits", "purchase", carol, "5"]);
    assert_eq!(home.balances(carol), (12, 35));
    home.ok(&["credits", "deduct", carol, "2", "--from", "awarded"]);
    assert_eq!(home.balances(carol), (10, 35));
    home.ok(&["credits", "deduct", carol, "35", "--from", "purchased"]);
    assert_eq!(home.balances(carol), (10, 0));
}

#[test]
fn a_receipt_tells_operation_entries_users_and_total() {
    let home = Home::seeded();
    let receipt = home.json(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    assert_eq!(
        receipt,
        json!({
            "changed": true, "dry_run": false, "operation": 5,
            "entries": [{
                "email": "bob@example.org", "bucket": "awarded", "kind": "deduct", "amount": -20,
                "balance_before": 50, "balance_after": 30,
            }],
            "users": 1, "total": -20, "absolute_total": 20, "short": null, "undone_by": [],
        })
    );
}

#[test]
fn the_total_that_a_dry_run_tells_is_the_one_that_confirms() {
    let home = Home::seeded();
    let rich = ["user", "add", "rich@example.org", "--awarded", "50000", "--purchased", "50000"];
    home.ok(&[&rich[..], &["--confirm", "100000", "--reason", "Opening"]].concat());
    let rows = "rich@example.org,awarded,6000\nrich@example.org,awarded,-6000\nbob@example.org,awarded,1\n";
    home.write("a.csv", format!("user,bucket,amount\n{rows}"));
    for (line, total, absolute) in [
        (&["credits", "award", "role:partner", "10000"][..], 10_000, 10_000),
        (&["credits", "deduct", "rich@example.org", "12000", "--from", "awarded"], -12_000, 12_000),
        (&["credits", "set", "rich@example.org", "--awarded", "45000", "--purchased", "43000"], 0, 14_000),
        (&["credits", "apply", "a.csv"], 1, 12_001),
        (&["undo", "9"], -1, 12_001),
    ] {
        let line = [line, &["--reason", "R", "--key", line[1], "--json"]].concat();
        let dry = home.fails(5, &[&line[..], &["--dry-run"]].concat()).json();
        assert_eq!((&dry["total"], &dry["absolute_total"]), (&json!(total), &json!(absolute)), "{line:?}");
        let confirm = dry["absolute_total"].to_string();
        let real = home.ok(&[&line[..], &["--confirm", &confirm]].concat()).json();
        let again = home.ok(&line).json();
        assert_eq!((&real["absolute_total"], &again["absolute_total"]), (&json!(absolute), &json!(absolute)));
    }
}

#[test]
fn a_receipt_tells_how_many_entries_it_leaves_out_and_where_they_are() {
    let home = Home::seeded();
    let users: String =
        (10..22).fold("email\n".to_owned(), |all, number| format!("{all}u{number}@example.org\n"));
    home.ok(&["users", "import", &home.write("u.csv", users)]);
    let award = ["credits", "award", "all", "5", "--yes"];
    let rest = |run: &str| run.lines().skip(11).map(str::to_owned).collect::<Vec<_>>();
    let dry = home.ok(&[&award[..], &["-n"]].concat());
    assert_eq!(rest(&dry.stdout), ["  … and 5 more", "  15 users, +75 credits in all"], "{dry}");
    let run = home.ok(&award);
    assert_eq!(rest(&run.stdout)[0], "  … and 5 more: rad-admin log show 6", "{run}");
    let run = home.ok(&["undo", "6", "--yes"]);
    assert!(run.stdout.starts_with("Undid operation 6 (operation 7)\n"), "{run}");
    assert_eq!(rest(&run.stdout)[0], "  … and 5 more: rad-admin log show 7", "{run}");
}

#[test]
fn setting_a_balance_records_the_difference() {
    let home = Home::seeded();
    let receipt = home.json(&["credits", "set", "bob@example.org", "--awarded", "20", "--purchased", "5"]);
    let amounts: Vec<&Value> =
        receipt["entries"].as_array().unwrap().iter().map(|entry| &entry["amount"]).collect();
    assert_eq!(amounts, [-30, 5]);
    assert_eq!(receipt["entries"][0]["kind"], "set");
    assert_eq!(receipt["total"], -25);
    assert_eq!(home.balances("bob@example.org"), (20, 5));
}

#[test]
fn setting_a_balance_to_what_it_is_changes_nothing() {
    let home = Home::seeded();
    let receipt = home.json(&["credits", "set", "bob@example.org", "--awarded", "50", "--purchased", "0"]);
    assert_eq!((&receipt["changed"], &receipt["operation"]), (&json!(false), &Value::Null));
    assert_eq!(home.json(&["log"]).as_array().unwrap().len(), 4);
}

#[test]
fn an_overdraft_is_refused_and_names_the_user_and_both_figures() {
    let home = Home::seeded();
    let run = home.refuses(4, &["credits", "deduct", "bob@example.org", "51", "--from", "awarded"]);
    assert!(["bob@example.org", "50", "51"].iter().all(|part| run.stderr.contains(part)), "{run}");
    home.refuses(4, &["credits", "deduct", "bob@example.org", "1", "--from", "purchased"]);
}

#[test]
fn one_overdraft_in_a_selection_leaves_the_whole_operation_undone() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "carol@example.org", "100"]);
    let run = home.refuses(4, &["credits", "deduct", "all", "60", "--from", "awarded", "--yes"]);
    assert!(run.stderr.contains("'ada@example.org' has 0 awarded credits"), "{run}");
}

#[test]
fn an_overflow_is_refused_and_names_the_user_and_both_figures() {
    let home = Home::seeded();
    let full = ["credits", "set", "bob@example.org", "--awarded", MAX];
    home.ok(&[&full[..], &["--confirm", "9007199254740941", "--reason", "Full"]].concat());
    let run = home.refuses(4, &["credits", "award", "bob@example.org", "1"]);
    assert!(["bob@example.org", MAX, "1 more"].iter().all(|part| run.stderr.contains(part)), "{run}");
    home.refuses(4, &["credits", "purchase", "bob@example.org", "1"]);
    let most = ["credits", "purchase", "bob@example.org", MAX, "--confirm", MAX, "--reason", "More"];
    home.refuses(4, &most);
    assert_eq!(home.user("bob@example.org")["balance"], 9_007_199_254_740_991_i64);
}

#[test]
fn figures_in_questions_are_grouped_and_those_of_a_refusal_stand_as_typed() {
    let home = Home::seeded();
    home.write("c.toml", "[limits]\nconfirm_above = 0\n");
    let without_limit = ["20000", "--config", "c.toml"];
    let run = home.refuses(5, &[&["credits", "purchase", "all"], &without_limit[..]].concat());
    let message = "20,000 purchased credits would be given to each of 3 users \
                (ada@example.org, bob@example.org, carol@example.org), 60,000 in all\n";
    assert!(run.stderr.contains(message), "{run}");
    home.ok(&["credits", "purchase", "all", "60000", "--yes", "--config", "c.toml"]);
    let deduct = ["credits", "deduct", "all", "--from", "purchased"];
    let run = home.refuses(5, &[&deduct, &without_limit[..]].concat());
    assert!(run.stderr.contains("20,000 purchased credits would be taken from each of 3 users"), "{run}");
    let run = home.refuses(4, &["credits", "deduct", "bob@example.org", "70000", "--from", "purchased"]);
    assert!(run.stderr.contains("has 60000 purchased credits: 70000 cannot be taken"), "{run}");
}

#[test]
fn the_limit_is_of_both_balances_and_an_overflow_names_both() {
    let home = Home::seeded();
    home.ok(&[
        "credits",
        "set",
        "bob@example.org",
        "--awarded",
        MAX,
        "--confirm",
        "9007199254740941",
        "--reason",
        "R",
    ]);
    let purchase = ["credits", "purchase", "bob@example.org", "1"];
    let message = "awarded and 0 purchased credits: 1 more would exceed the limit of both together";
    let run = home.refuses(4, &purchase);
    assert!(run.stderr.contains(message), "{run}");
    home.write("a.csv", "user,bucket,amount\nbob@example.org,purchased,1\n");
    let run = home.refuses(4, &["credits", "apply", "a.csv"]);
    assert!(run.stderr.contains(message), "{run}");
}

#[test]
fn a_selection_is_everyone_who_is_meant_and_nobody_else() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "carol@example.org", "--active", "off", "--yes"]);
    home.write("list", "# who\nbob@example.org\n\nCAROL@example.org # again\ncarol@example.org\n");
    for (selector, users) in [
        ("all", 2),
        ("role:partner", 1),
        ("status:inactive", 1),
        ("status:invited", 0),
        ("@list", 1),
        ("bob@example.org", 1),
    ] {
        let receipt = home.json(&["credits", "award", selector, "1", "--yes", "--dry-run"]);
        assert_eq!(receipt["users"], users, "{selector}");
    }
    let input = "bob@example.org\ncarol@example.org\n";
    let run = home.run_with_input(&["credits", "award", "-", "1", "--yes", "--json"], input);
    assert_eq!(run.json()["users"], 1);
}

#[test]
fn one_unknown_address_in_a_list_leaves_everyone_alone() {
    let home = Home::seeded();
    home.write("list", "bob@example.org\ncarrol@example.org\nzed@nowhere.test\n");
    let run = home.refuses(3, &["credits", "award", "@list", "1", "--yes"]);
    assert!(
        run.stderr.contains("'carrol@example.org'") && run.stderr.contains("'zed@nowhere.test'"),
        "{run}"
    );
    assert!(run.stderr.contains("did you mean 'carol@example.org'?"), "{run}");
}

#[test]
fn a_key_makes_an_adjustment_happen_once() {
    let home = Home::seeded();
    let award = ["credits", "award", "bob@example.org", "5", "--key", "K-1", "--reason", "R"];
    let first = home.json(&award);
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    let again = home.json(&award);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &first["operation"]));
    assert_eq!(again["entries"], first["entries"]);
    assert_eq!(home.balances("bob@example.org"), (56, 0));
}

#[test]
fn a_key_is_refused_for_anything_else() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "5", "--key", "K-1"]);
    for other in [
        &["credits", "award", "bob@example.org", "6"][..],
        &["credits", "award", "carol@example.org", "5"],
        &["credits", "purchase", "bob@example.org", "5"],
        &["credits", "deduct", "bob@example.org", "5", "--from", "awarded"],
        &["credits", "set", "bob@example.org", "--awarded", "5"],
        &["credits", "award", "bob@example.org", "5", "--reason", "another"],
    ] {
        let run = home.refuses(4, &[other, &["--key", "K-1"]].concat());
        assert!(run.stderr.contains("'K-1'"), "{run}");
    }
}

#[test]
fn a_dry_run_ends_like_the_real_run_and_keeps_nothing() {
    let home = Home::seeded();
    let before = home.everything();
    for arguments in [
        &["credits", "award", "bob@example.org", "5", "--key", "K"][..],
        &["credits", "set", "carol@example.org", "--purchased", "1"],
        &["user", "add", "eve@example.org", "--awarded", "5"],
        &["user", "edit", "carol@example.org", "--partner", "on", "--allowance", "9"],
        &["partner", "set", "bob@example.org", "5"],
        &["partner", "clear", "bob@example.org"],
        &["grant-monthly"],
    ] {
        let dry = home.json(&[arguments, &["-n"]].concat());
        assert_eq!((&dry["changed"], &dry["dry_run"]), (&json!(true), &json!(true)), "{arguments:?}");
        assert_eq!(before, home.everything(), "{arguments:?}");
        let other = Home::seeded();
        let mut real = other.json(arguments);
        real["dry_run"] = json!(true);
        assert_eq!(dry, real);
    }
    home.refuses(4, &["credits", "deduct", "bob@example.org", "51", "--from", "awarded", "-n"]);
    home.refuses(3, &["credits", "award", "nobody@example.org", "51", "-n"]);
}

#[test]
fn balances_are_the_sums_of_their_entries() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "all", "7", "--yes"]);
    home.ok(&["credits", "set", "bob@example.org", "--awarded", "3"]);
    home.ok(&["grant-monthly"]);
    for user in home.json(&["users", "list"]).as_array().unwrap() {
        let entries = home.json(&["credits", "history", user["email"].as_str().unwrap()]);
        for bucket in ["awarded", "purchased"] {
            let of_bucket =
                || entries.as_array().unwrap().iter().filter(move |entry| entry["bucket"] == bucket);
            let sum: i64 = of_bucket().map(|entry| entry["amount"].as_i64().unwrap()).sum();
            assert_eq!(user[bucket], sum);
            assert_eq!(user[bucket], of_bucket().next().map_or(json!(0), |e| e["balance_after"].clone()));
        }
    }
}

#[test]
fn the_history_is_newest_first_and_every_entry_tells_why_and_by_whom() {
    let home = Home::seeded();
    home.by("eve@example.org").ok(&[
        "credits",
        "purchase",
        "bob@example.org",
        "9",
        "--reason",
        "Invoice paid",
        "--reference",
        "INV-7",
    ]);
    let entries = home.json(&["credits", "history", "bob@example.org"]);
    assert_eq!(
        entries[0],
        json!({
            "id": 3, "operation": 5, "at": crate::harness::NOW, "day": "2026-11-15", "month_of": "2026-11", "email": "bob@example.org", "bucket": "purchased",
            "kind": "purchase", "amount": 9, "balance_after": 9, "total_after": 59, "reason": "Invoice paid", "reference": "INV-7",
            "key": null, "month": null, "actor": "eve@example.org",
        })
    );
    assert_eq!(entries.as_array().unwrap().len(), 2);
}

#[test]
fn the_history_is_cut_by_kind_date_selection_and_limit() {
    let home = Home::seeded();
    home.at("2026-11-20T23:59:59Z").ok(&["credits", "award", "bob@example.org", "1"]);
    home.at("2026-11-21T00:00:00Z").ok(&["credits", "award", "carol@example.org", "2"]);
    home.ok(&["grant-monthly"]);
    let amounts = |flags: &[&str]| {
        let entries = home.json(&[&["credits", "history"], flags].concat());
        entries.as_array().unwrap().iter().map(|e| e["amount"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(amounts(&["--kind", "award"]), [2, 1]);
    assert_eq!(amounts(&["--kind", "monthly"]), [100]);
    assert_eq!(amounts(&["--since", "2026-11-21"]), [2]);
    assert_eq!(amounts(&["--since", "2026-11-20", "--until", "2026-11-20"]), [1]);
    assert_eq!(amounts(&["--until", "2026-11-15T08:59:59Z"]), [0; 0]);
    assert_eq!(amounts(&["role:partner", "--kind", "award"]), [1]);
    let run = home.ok(&["credits", "history", "--limit", "1", "--json"]);
    assert_eq!(run.json().as_array().unwrap().len(), 1);
    assert!(run.stderr.starts_with("{\"note\":"), "{run}");
}
