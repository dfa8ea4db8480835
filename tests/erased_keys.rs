//! Rules *Keys* and *Erasure*: a key that was used stays used, also after its text was erased.

use serde_json::{Value, json};

use crate::harness::Home;

const DORA: &str = "dora@example.org";
const BOB: &str = "bob@example.org";

/// Commands under keys of which nothing is left in clear after Dora's erasure, but for the last one's.
const KEYED: &[&[&str]] = &[
    &["credits", "award", DORA, "5", "--key", "key-of-dora", "--reason", "For her", "--reference", "hers-1"],
    &["credits", "purchase", BOB, "4", "--key", "dora@example.org-2026-09", "--reason", "Recruited her"],
    &["credits", "spend", DORA, "2", "--key", "job-of-dora", "--reference", "job-1"],
    &["credits", "refund", "--reference", "job-1", "--key", "refund-of-dora"],
    &["credits", "set", DORA, "--awarded", "20", "--key", "set-of-dora"],
    &["credits", "deduct", DORA, "3", "--from", "awarded", "--at-most", "--key", "deduct-of-dora"],
    &["credits", "apply", "dora.csv", "--key", "file-of-dora"],
    &["credits", "apply", "rows.csv", "--yes"],
    &["credits", "award", "dora@example.org,bob@example.org", "3", "--key", "of-both", "--yes"],
];

const ROWS: &str = "user,bucket,amount,reason,reference,key\n\
                    dora@example.org,awarded,7,hers alone,her-ref,her-key\n\
                    bob@example.org,awarded,8,his alone,his-ref,his-key\n";

/// A ledger in which all of these have run, and Dora is inactive.
fn used() -> Home {
    let home = Home::seeded();
    home.ok(&["user", "add", DORA, "--name", "Dora Maar"]);
    home.write("dora.csv", "user,bucket,amount\ndora@example.org,awarded,6\n");
    home.write("rows.csv", ROWS);
    for line in KEYED {
        home.ok(line);
    }
    home.ok(&["user", "edit", DORA, "--active", "off", "--yes"]);
    home
}

fn erase(home: &Home) -> Value {
    home.json(&["user", "erase", DORA, "--reason", "Request 7", "--forfeit", "--confirm", DORA])
}

/// The operations that the commands made: the first of them, and all that follow.
fn first_operation(home: &Home) -> i64 {
    home.number("SELECT min(id) FROM operations WHERE command LIKE 'credits %'")
}

/// Each command again comes to the operation that it made, and nobody's balance moves.
#[track_caller]
fn repeats_pay_nobody(home: &Home, first: i64) {
    let (operations, balances) = (home.operations(), home.balances(BOB));
    for (operation, line) in (first..).zip(KEYED) {
        let receipt = home.json(line);
        let number = json!(operation);
        assert_eq!((&receipt["changed"], &receipt["operation"]), (&json!(false), &number), "{line:?}");
    }
    assert_eq!((home.operations(), home.balances(BOB)), (operations, balances));
}

#[test]
fn a_key_stays_used_after_the_person_was_erased() {
    let home = used();
    let first = first_operation(&home);
    repeats_pay_nobody(&home, first);
    erase(&home);
    repeats_pay_nobody(&home, first);
    home.ok(&["verify"]);
    // Under a new account of the same person, too.
    home.ok(&["user", "restore", DORA]);
    repeats_pay_nobody_but_for_both(&home, first);
    assert_eq!(home.balances(DORA), (0, 0));
}

/// What was asked for with users who are still there under their keys means the new account, which got nothing.
#[track_caller]
fn repeats_pay_nobody_but_for_both(home: &Home, first: i64) {
    let balances = home.balances(BOB);
    let last = KEYED.len() - 1;
    for (operation, line) in (first..).zip(&KEYED[..last]) {
        let receipt = home.json(line);
        let number = json!(operation);
        assert_eq!((&receipt["changed"], &receipt["operation"]), (&json!(false), &number), "{line:?}");
    }
    home.refuses(4, KEYED[last]);
    assert_eq!(home.balances(BOB), balances);
}

#[test]
fn an_erased_key_is_refused_for_anything_else() {
    let home = used();
    let first = first_operation(&home);
    erase(&home);
    for line in [
        &["credits", "award", BOB, "5", "--key", "key-of-dora"][..],
        &["credits", "award", DORA, "6", "--key", "key-of-dora"],
        &["credits", "purchase", BOB, "5", "--key", "dora@example.org-2026-09"],
        &["credits", "award", BOB, "4", "--key", "dora@example.org-2026-09"],
        &["credits", "spend", BOB, "2", "--key", "job-of-dora"],
    ] {
        let error = home.fails(4, &[line, &["--json"]].concat()).json_error();
        assert_eq!(error["reason"], "key_reused", "{line:?}");
        assert!(error["data"]["operation"].as_i64().is_some_and(|operation| operation >= first), "{error}");
    }
    for row in ["dora@example.org,awarded,9", "bob@example.org,awarded,7"] {
        let file = home.write("other.csv", format!("user,bucket,amount,key\n{row},her-key\n"));
        let run = home.refuses(4, &["credits", "apply", &file]);
        assert!(run.stderr.contains("'her-key'") && !run.stderr.contains("erased:"), "{run}");
    }
}

#[test]
fn the_other_rows_of_a_file_are_applied_once_whoever_of_it_was_erased() {
    let home = used();
    erase(&home);
    let more = home.write("rows.csv", format!("{ROWS}bob@example.org,awarded,9,new,new-ref,new-key\n"));
    let receipt = home.json(&["credits", "apply", &more]);
    assert_eq!(
        (&receipt["applied"], &receipt["skipped"], &receipt["total"]),
        (&json!(1), &json!(2), &json!(9))
    );
    // Twice in one file is once, as for any key.
    let twice = home.write("twice.csv", format!("{ROWS}{}", ROWS.split_once('\n').unwrap().1));
    let receipt = home.json(&["credits", "apply", &twice]);
    assert_eq!((&receipt["changed"], &receipt["skipped"]), (&json!(false), &json!(4)));
    let run = home.json(&["credits", "apply", &twice, "--continue-on-error", "--key", "all-of-it"]);
    assert_eq!((&run["applied"], &run["skipped"]), (&json!(0), &json!(4)));
    let run = home.json(&["credits", "apply", &twice, "--continue-on-error", "--key", "all-of-it"]);
    assert_eq!((&run["rejected"], &run["skipped"]), (&json!(0), &json!(4)));
    home.ok(&["verify"]);
}

#[test]
fn erased_keys_are_known_in_every_copy_and_after_a_repeated_erasure() {
    let home = used();
    let first = first_operation(&home);
    home.ok(&["backup", "old.db"]);
    erase(&home);
    home.ok(&["backup", "new.db"]);
    let list = home.write("erasures.jsonl", home.ok(&["user", "erasures", "-o", "jsonl"]).stdout);
    home.ok(&["restore", "old.db", "--yes"]);
    home.ok(&["user", "erase", "--replay", &list, "--yes"]);
    repeats_pay_nobody(&home, first);
    home.ok(&["restore", "new.db", "--yes"]);
    repeats_pay_nobody(&home, first);
    home.ok(&["move", "moved.db", "--yes"]);
    for line in KEYED {
        assert_eq!(home.json(&[line, &["--db", "moved.db"][..]].concat())["changed"], false, "{line:?}");
    }
}

#[test]
fn only_a_unique_hash_stays_of_an_erased_key() {
    let home = used();
    erase(&home);
    let log = home.json(&["log"]);
    let key = |command: &str, users: i64| {
        let done =
            log.as_array().unwrap().iter().find(|done| done["command"] == command && done["users"] == users);
        done.unwrap()["key"].as_str().unwrap().to_owned()
    };
    for (command, users) in [("credits spend", 1), ("credits set", 1), ("credits purchase", 1)] {
        let hash = key(command, users);
        assert!(hash.starts_with("erased:") && hash.len() == "erased:".len() + 64, "{command}: {hash}");
    }
    assert_eq!(key("credits award", 2), "of-both");
    for forged in [
        "UPDATE operations SET key = 'free' WHERE key LIKE 'erased:%'",
        "UPDATE operations SET fingerprint = NULL WHERE key LIKE 'erased:%'",
        "UPDATE entries SET key = NULL WHERE key LIKE 'erased:%'",
        "INSERT INTO operations (at, actor, os_user, command, key, fingerprint, salt)
         SELECT at, actor, os_user, command, key, fingerprint, salt FROM operations WHERE key LIKE 'erased:%' LIMIT 1",
    ] {
        assert!(home.tamper(forged).is_err(), "{forged}");
    }
}
