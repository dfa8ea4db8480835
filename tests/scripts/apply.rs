use std::thread;

use serde_json::json;

use crate::harness::{Home, Run};

const FILE: &str = "user,bucket,amount,reason\n\
                    bob@example.org,awarded,25,Spring\n\
                    carol@example.org,purchased,-10,\n\
                    bob@example.org,awarded,-75,\n";

#[test]
fn a_file_is_applied_as_one_operation_in_the_order_of_its_rows() {
    let home = Home::with_users();
    home.write("a.csv", FILE);
    let receipt = home.ok(&["credits", "apply", "a.csv", "--yes", "--json"]).json();
    assert_eq!(receipt["changed"], true);
    let counts = ["applied", "rejected", "skipped", "users", "total"].map(|key| receipt[key].as_i64());
    assert_eq!(counts, [3, 0, 0, 2, -60].map(Some));
    assert_eq!(home.balances("bob@example.org"), (0, 0));
    assert_eq!(home.balances("carol@example.org"), (0, 20));
    assert_eq!(home.operations(), 4);
    let history = home.ok(&["credits", "history", "bob@example.org", "-o", "jsonl"]).stdout;
    assert!(history.contains("\"reason\":\"Spring\""), "{history}");
}

#[test]
fn json_lines_on_standard_input_are_the_same_as_a_file() {
    let home = Home::with_users();
    let input = "{\"email\":\"bob@example.org\",\"bucket\":\"awarded\",\"amount\":5}\n";
    let run = home.run_with_input(&["credits", "apply", "-", "--json"], input);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(home.balances("bob@example.org"), (55, 0));
}

#[test]
fn flags_fill_the_columns_that_a_file_leaves_out_and_rename_the_others() {
    let home = Home::with_users();
    home.write("a.csv", "who,shoe size\nbob@example.org,44\n");
    let flags = ["--bucket", "awarded", "--amount", "7", "--map", "user=who", "--ignore-columns"];
    home.ok(&[&["credits", "apply", "a.csv"], &flags[..]].concat());
    assert_eq!(home.balances("bob@example.org"), (57, 0));
    home.fails(
        2,
        &["credits", "apply", "a.csv", "--bucket", "awarded", "--amount", "7", "--map", "user=who"],
    );
}

#[test]
fn each_of_thousands_of_faults_has_a_line() {
    let home = Home::with_users();
    home.write("a.csv", format!("user,bucket,amount\n{}", "bob@example.org,gold,5\n".repeat(2_500)));
    let run = home.fails(2, &["credits", "apply", "a.csv", "--yes"]);
    assert!(run.stderr.starts_with("error: 2500 faults in a.csv:\n  a.csv:2: bucket: "), "{}", run.stderr);
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("  a.csv:")).count(), 2_500);
}

#[test]
fn every_fault_is_reported_with_its_place_and_nothing_is_written() {
    let home = Home::with_users();
    home.write(
        "a.csv",
        "user,bucket,amount\n\
         bob@example.org,awarded,ten\n\
         bobb@example.org,awarded,5\n\
         bob@example.org,awarded,5\n\
         carol@example.org,purchased,-31\n\
         ops@example.org,gold,5\n",
    );
    let run = home.fails(2, &["credits", "apply", "a.csv", "--yes"]);
    for fault in [
        "a.csv:2: amount: ",
        "a.csv:3: user: no user 'bobb@example.org'",
        "a.csv:5: amount: 'carol@example.org' has 30 purchased credits: 31 cannot be taken",
        "a.csv:6: bucket: ",
        "did you mean 'bob@example.org'?",
    ] {
        assert!(run.stderr.contains(fault), "{fault}\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("a.csv:4"), "{}", run.stderr);
    assert_eq!((home.balances("bob@example.org"), home.operations()), ((50, 0), 3));
}

#[test]
fn the_exit_status_distinguishes_unknown_users_rules_and_malformed_rows() {
    let home = Home::with_users();
    let head = "user,bucket,amount\n";
    let (unknown, overdraft) = ("zed@example.org,awarded,1\n", "bob@example.org,awarded,-51\n");
    for (rows, status) in [
        (unknown.to_owned(), 3),
        (overdraft.to_owned(), 4),
        (format!("{unknown}{overdraft}"), 4),
        (format!("{unknown}{overdraft}x,y,z\n"), 2),
    ] {
        home.write("a.csv", format!("{head}{rows}"));
        home.fails(status, &["credits", "apply", "a.csv", "--yes"]);
    }
}

#[test]
fn a_row_for_the_actor_is_a_fault_of_the_file() {
    let home = Home::with_users();
    home.write("a.csv", FILE);
    let run = home.fails(4, &["credits", "apply", "a.csv", "--yes", "--actor", "carol@example.org"]);
    assert!(run.stderr.contains("a.csv:3: user: carol@example.org is the actor"), "{}", run.stderr);
}

#[test]
fn an_applied_row_of_the_actor_hides_no_other_row() {
    let home = Home::with_users();
    let row = "ada@example.org,awarded,5,k1\n";
    home.write("a.csv", format!("user,bucket,amount,key\n{row}{row}nobody@example.org,awarded,5,\n"));
    let by_ada = ["credits", "apply", "a.csv", "--actor", "ada@example.org", "--continue-on-error", "--json"];
    let figures = |run: &Run| ["applied", "rejected", "skipped"].map(|key| run.json()[key].as_i64());
    let run = home.fails(6, &by_ada);
    for fault in
        ["a.csv:2: user: ada@example.org is the actor", "a.csv:4: user: no user 'nobody@example.org'"]
    {
        assert!(run.stderr.contains(fault), "{}", run.stderr);
    }
    assert_eq!(figures(&run), [0, 2, 1].map(Some));

    home.fails(6, &["credits", "apply", "a.csv", "--continue-on-error"]);
    let run = home.fails(6, &by_ada);
    assert!(!run.stderr.contains("is the actor"), "{}", run.stderr);
    assert_eq!(figures(&run), [0, 1, 2].map(Some));
    assert_eq!(home.balances("ada@example.org"), (5, 0));
}

#[test]
fn good_rows_are_applied_and_rejected_ones_can_be_corrected() {
    let home = Home::with_users();
    let bad = "bob@example.org,awarded,-60,too much\nzed@example.org,awarded,1,\nx,awarded,1,\n";
    home.write("a.csv", format!("{FILE}{bad}"));
    let run = home.fails(
        6,
        &["credits", "apply", "a.csv", "--yes", "--continue-on-error", "--rejects", "r.csv", "--json"],
    );
    let counts = ["applied", "rejected", "skipped", "total"].map(|key| run.json()[key].as_i64());
    assert_eq!(counts, [3, 3, 0, -60].map(Some));
    assert!(run.stderr.contains("\"code\":\"partial\""), "{}", run.stderr);
    let rejects = home.read("r.csv");
    assert!(rejects.starts_with("user,bucket,amount,reason,line,error_code,error\n"), "{rejects}");
    assert!(rejects.contains("\nbob@example.org,awarded,-60,too much,5,refused,"), "{rejects}");
    assert!(rejects.contains("\nzed@example.org,awarded,1,,6,not_found,"), "{rejects}");
    assert!(rejects.contains("\nx,awarded,1,,7,usage,"), "{rejects}");

    let corrected = rejects.replace("-60", "1").replace("zed@", "bob@").replace("\nx,", "\nbob@example.org,");
    home.write("r.csv", &corrected);
    home.ok(&["credits", "apply", "r.csv"]);
    assert_eq!(home.balances("bob@example.org"), (3, 0));
    home.ok(&["verify"]);
}

#[test]
fn a_row_that_would_overdraw_does_not_count_for_the_rows_after_it() {
    let home = Home::with_users();
    home.write(
        "a.csv",
        "user,bucket,amount\nbob@example.org,awarded,-40\nbob@example.org,awarded,-20\nbob@example.org,awarded,-10\n",
    );
    let run = home.fails(6, &["credits", "apply", "a.csv", "--continue-on-error", "--json"]);
    assert_eq!(run.json()["applied"], 2);
    assert!(run.stderr.contains("has 10 awarded credits: 20 cannot be taken"), "{}", run.stderr);
    assert_eq!(home.balances("bob@example.org"), (0, 0));
}

#[test]
fn a_file_without_a_good_row_keeps_no_operation() {
    let home = Home::with_users();
    home.write("a.csv", "user,bucket,amount\nzed@example.org,awarded,1\n");
    home.fails(3, &["credits", "apply", "a.csv", "--continue-on-error", "--rejects", "r.csv"]);
    assert!(home.read("r.csv").contains("zed@example.org"));
    assert_eq!(home.operations(), 3);
}

#[test]
fn rows_with_keys_are_applied_once_however_often_the_file_is() {
    let home = Home::with_users();
    let rows = "user,bucket,amount,key\nbob@example.org,awarded,5,k1\ncarol@example.org,awarded,5,k2\n";
    home.write("a.csv", rows);
    home.ok(&["credits", "apply", "a.csv", "--yes"]);
    let again = home.ok(&["credits", "apply", "a.csv", "--yes", "--json"]).json();
    assert_eq!((again["changed"].as_bool(), again["skipped"].as_i64()), (Some(false), Some(2)));
    assert_eq!(again["operation"], 4);
    for line in [&["credits", "apply", "a.csv"][..], &["credits", "apply", "a.csv", "--dry-run"]] {
        assert!(home.ok(line).stdout.contains("operation 4 did this already"));
    }
    home.write("a.csv", format!("{rows}bob@example.org,awarded,1,k3\nbob@example.org,awarded,1,k3\n"));
    let more = home.ok(&["credits", "apply", "a.csv", "--json"]).json();
    assert_eq!((more["applied"].as_i64(), more["skipped"].as_i64()), (Some(1), Some(3)));
    assert_eq!(home.balances("bob@example.org"), (56, 0));
    // Several operations applied the rows: the newest is the number, and the text names all.
    let again = home.ok(&["credits", "apply", "a.csv", "--json"]).json();
    assert_eq!(
        (&again["changed"], &again["operation"], &again["skipped"]),
        (&json!(false), &json!(5), &json!(4))
    );
    let text = home.ok(&["credits", "apply", "a.csv"]).stdout;
    assert!(text.starts_with("Nothing changed: operations 5 and 4 did this already."), "{text}");
}

#[test]
fn a_row_key_that_stands_for_something_else_is_a_fault() {
    let home = Home::with_users();
    home.write("a.csv", "user,bucket,amount,key\nbob@example.org,awarded,5,k1\n");
    home.ok(&["credits", "apply", "a.csv"]);
    home.write("a.csv", "user,bucket,amount,key\nbob@example.org,awarded,6,k1\n");
    let run = home.fails(4, &["credits", "apply", "a.csv"]);
    assert!(run.stderr.contains("a.csv:2: key: the key 'k1' was used for something else"), "{}", run.stderr);
    home.write(
        "a.csv",
        "user,bucket,amount,key\nbob@example.org,awarded,6,k2\nbob@example.org,awarded,7,k2\n",
    );
    let run = home.fails(2, &["credits", "apply", "a.csv"]);
    assert!(run.stderr.contains("a.csv:3: key: the key 'k2' is used for something else on line 2"));
}

#[test]
fn a_key_for_the_file_stands_for_its_content_whatever_its_form() {
    let home = Home::with_users();
    home.write("a.csv", "user,bucket,amount\nbob@example.org,awarded,5\n");
    home.write("a.jsonl", "{\"amount\":5,\"user\":\"Bob@example.org\",\"bucket\":\"awarded\"}\n");
    home.write("b.csv", "user,bucket,amount\nbob@example.org,awarded,6\n");
    home.ok(&["credits", "apply", "a.csv", "--key", "k"]);
    for file in ["a.csv", "a.jsonl"] {
        let again = home.ok(&["credits", "apply", file, "--key", "k", "--json"]).json();
        assert_eq!((again["changed"].as_bool(), again["operation"].as_i64()), (Some(false), Some(4)));
    }
    home.fails(4, &["credits", "apply", "b.csv", "--key", "k"]);
    assert_eq!(home.balances("bob@example.org"), (55, 0));
}

#[test]
fn a_repeat_of_a_partial_batch_says_how_many_rows_were_rejected() {
    let home = Home::with_users();
    home.write("before.csv", "user,bucket,amount,key\ncarol@example.org,awarded,1,k1\n");
    home.ok(&["credits", "apply", "before.csv"]);
    let rows = "carol@example.org,awarded,1,k1\n\
                bob@example.org,awarded,2,k2\nbob@example.org,awarded,2,k2\n\
                carol@example.org,awarded,3,\n\
                zed@example.org,awarded,4,\nx,awarded,5,\n";
    home.write("a.csv", format!("user,bucket,amount,key\n{rows}"));
    let line = ["credits", "apply", "a.csv", "--continue-on-error", "--key", "k", "--yes", "--json"];
    let figures = |run: &Run| ["applied", "rejected", "skipped"].map(|key| run.json()[key].as_i64());
    assert_eq!(figures(&home.fails(6, &line)), [2, 2, 2].map(Some));

    // A change of address since then makes no difference.
    home.ok(&["user", "edit", "bob@example.org", "--email", "robert@example.org"]);
    let again = home.ok(&line);
    assert_eq!(figures(&again), [0, 2, 4].map(Some));
    assert_eq!((&again.json()["changed"], &again.json()["operation"]), (&false.into(), &5.into()));
    let message = "operation 5 rejected 2 rows of a.csv, and a repeat under its key applies nothing";
    assert!(
        again.stderr.contains(message) && again.stderr.contains("rad-admin log show 5"),
        "{}",
        again.stderr
    );
}

#[test]
fn two_processes_with_one_key_apply_once() {
    let home = Home::with_users();
    home.write("a.csv", "user,bucket,amount\nbob@example.org,awarded,5\n");
    let line = ["credits", "apply", "a.csv", "--key", "k", "--json"];
    let both: [_; 2] = thread::scope(|scope| {
        [scope.spawn(|| home.ok(&line)), scope.spawn(|| home.ok(&line))].map(|run| run.join().unwrap())
    });
    let mut changed = 0;
    for run in &both {
        assert_eq!(run.json()["operation"], 4);
        changed += i64::from(run.json()["changed"] == true);
    }
    assert_eq!((changed, home.balances("bob@example.org")), (1, (55, 0)));
}

#[test]
fn several_users_and_large_totals_are_asked_about() {
    let home = Home::with_users();
    home.write("a.csv", FILE);
    home.fails(5, &["credits", "apply", "a.csv"]);
    home.write("b.csv", "user,bucket,amount\nbob@example.org,awarded,6000\nbob@example.org,awarded,-6000\n");
    home.fails(5, &["credits", "apply", "b.csv", "--yes"]);
    home.ok(&["credits", "apply", "b.csv", "--confirm", "12000", "--reason", "there and back"]);
    assert_eq!(home.operations(), 4);
}

#[test]
fn a_dry_run_prints_the_receipt_and_the_faults_and_writes_nothing() {
    let home = Home::with_users();
    home.write("a.csv", format!("{FILE}zed@example.org,awarded,1,\n"));
    let line = ["credits", "apply", "a.csv", "--yes", "--continue-on-error", "--rejects", "r.csv", "--json"];
    let dry = home.fails(6, &[&line[..], &["--dry-run"]].concat());
    assert!(!home.has("r.csv"));
    assert_eq!(home.operations(), 3);
    let real = home.fails(6, &line);
    let receipt = dry.stdout.replace("\"dry_run\": true", "\"dry_run\": false");
    assert_eq!(receipt.replace("\"dry_run\":true", "\"dry_run\":false"), real.stdout);
    assert!(real.stderr.contains("a.csv:5: user: no user"), "{}", real.stderr);
    assert!(dry.stderr.contains("a.csv:5: user: no user"), "{}", dry.stderr);
}

#[test]
fn an_applied_batch_with_both_signs_is_undone_whole() {
    let home = Home::with_users();
    home.write("a.csv", "user,bucket,amount\nbob@example.org,awarded,-50\nbob@example.org,awarded,90\n");
    home.ok(&["credits", "apply", "a.csv"]);
    home.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    home.ok(&["undo", "4"]);
    assert_eq!(home.balances("bob@example.org"), (30, 0));
    home.ok(&["verify"]);
}

#[test]
fn a_file_with_a_header_and_no_rows_changes_nothing() {
    let home = Home::with_users();
    home.write("a.csv", "user,bucket,amount\n");
    let receipt = home.ok(&["credits", "apply", "a.csv", "--json"]).json();
    assert_eq!((receipt["changed"].as_bool(), receipt["operation"].as_i64()), (Some(false), None));
}

#[test]
fn a_rows_key_stands_for_its_reference_and_reason_too() {
    let home = Home::with_users();
    let apply = |row: &str| {
        home.write(
            "a.csv",
            format!("user,bucket,amount,reason,reference,key\nbob@example.org,awarded,5,{row},k1\n"),
        );
        home.run(&["credits", "apply", "a.csv", "--json"])
    };
    assert_eq!(apply("gift,r1").status, 0);
    for same in ["gift,r1", ",r1"] {
        assert_eq!(apply(same).json()["skipped"], 1, "{same}");
    }
    for other in ["bonus,r1", "gift,r2", "gift,"] {
        let run = apply(other);
        assert!(run.status == 4 && run.stderr.contains("used for something else"), "{other}: {run:?}");
    }
    assert_eq!(home.balances("bob@example.org"), (55, 0));
}

#[test]
fn users_who_occur_more_than_once_in_a_file_are_named_in_a_note() {
    let home = Home::seeded();
    let twice = home.write("a.csv", "User;Amount\nada@example.org;1\nbob@example.org;2\nada@example.org;3\n");
    let run = home.ok(&["credits", "apply", &twice, "--bucket", "awarded", "--reason", "twice", "--yes"]);
    assert!(run.stderr.contains("1 user occurs more than once in "), "{run}");
    assert!(run.stderr.trim_end().ends_with(": ada@example.org"), "{run}");
    let once = home.write("b.csv", "user\tamount\nada@example.org\t1\nbob@example.org\t2\n");
    let run = home.ok(&["credits", "apply", &once, "--bucket", "awarded", "--reason", "once", "--yes"]);
    assert!(!run.stderr.contains("more than once"), "{run}");
}

#[test]
fn scripts_find_every_fault_of_a_file_with_its_place_and_reason() {
    let home = Home::with_users();
    home.write(
        "a.csv",
        "user,bucket,amount\n\
         bob@example.org,awarded,ten\n\
         bobb@example.org,awarded,5\n\
         bob@example.org,awarded,5\n\
         carol@example.org,purchased,-31\n",
    );
    let error = home.fails(2, &["credits", "apply", "a.csv", "--yes", "--json"]).json_error();
    let places = error["faults"].as_array().expect("a list").iter().map(|fault| {
        let text = |key: &str| fault[key].as_str().expect("text").to_owned();
        (text("file"), fault["line"].as_u64(), text("column"), text("reason"))
    });
    let place = |line, column: &str, reason: &str| ("a.csv".into(), Some(line), column.into(), reason.into());
    assert_eq!(
        places.collect::<Vec<_>>(),
        [place(2, "amount", "invalid"), place(3, "user", "not_found"), place(5, "amount", "overdraft")]
    );
    assert_eq!(error["faults"][1]["message"], "no user 'bobb@example.org'");
    assert_eq!(error["reason"], "usage", "the faults have several reasons");
}

#[test]
fn a_reason_that_all_faults_of_a_file_have_is_the_reason_of_the_error() {
    let home = Home::with_users();
    let head = "user,bucket,amount,key\n";
    home.write("first.csv", format!("{head}bob@example.org,awarded,1,k1\n"));
    home.ok(&["credits", "apply", "first.csv"]);
    for (status, rows, reason) in [
        (4, "bob@example.org,awarded,-52,\ncarol@example.org,purchased,-31,\n", "overdraft"),
        (4, "bob@example.org,awarded,9007199254740991,\n", "overflow"),
        (4, "bob@example.org,awarded,2,k1\n", "key_reused"),
        (4, "ada@example.org,awarded,2,\n", "self_adjustment"),
        (3, "zed@example.org,awarded,2,\n", "not_found"),
        (2, "bob@example.org,awarded,2,k2\nbob@example.org,awarded,3,k2\n", "repeated"),
        (2, "bob@example.org,awarded,2,\nbob@example.org,gold,2,\nbob@example.org,gold,3,\n", "invalid"),
        (2, "a row that is not,as long as\n", "invalid"),
    ] {
        home.write("a.csv", format!("{head}{rows}"));
        let apply = ["credits", "apply", "a.csv", "--yes", "--actor", "ada@example.org", "--json"];
        let error = home.fails(status, &apply).json_error();
        assert_eq!(
            (&error["reason"], &error["faults"][0]["reason"]),
            (&reason.into(), &reason.into()),
            "{error}"
        );
    }
}

#[test]
fn scripts_find_the_figures_of_rows_that_a_balance_cannot_take() {
    let home = Home::with_users();
    let head = "user,bucket,amount\n";
    let figures = |email: &str, bucket: &str, amount: i64, awarded: i64, purchased: i64| {
        json!({"email": email, "bucket": bucket, "amount": amount, "need": amount.abs(),
               "awarded": awarded, "purchased": purchased})
    };
    let of = |rows: &str| {
        home.write("a.csv", format!("{head}{rows}"));
        home.fails(4, &["credits", "apply", "a.csv", "--yes", "--json"]).json_error()["data"].clone()
    };
    let alone = of("bob@example.org,awarded,-60\n");
    let deducted = home
        .fails(4, &["credits", "deduct", "bob@example.org", "60", "--from", "awarded", "--json"])
        .json_error();
    assert_eq!(alone, deducted["data"]);
    // The balances are those before the row, and only the first row of a user counts.
    let several =
        of("bob@example.org,awarded,-40\nbob@example.org,awarded,-20\nbob@example.org,awarded,-30\n\
                      carol@example.org,purchased,9007199254740991\n");
    assert_eq!(
        several,
        json!({"count": 2, "users": [figures("bob@example.org", "awarded", -20, 10, 0),
                                     figures("carol@example.org", "purchased", 9_007_199_254_740_991, 0, 30)]})
    );
    home.ok(&["config", "set", "limits.max_balance", "60"]);
    assert_eq!(
        of("bob@example.org,awarded,20\n"),
        json!({"count": 1, "users": [{"email": "bob@example.org", "balance": 50, "amount": 20, "max_balance": 60}]})
    );
}

#[test]
fn scripts_find_the_operation_that_used_the_key_of_a_row() {
    let home = Home::with_users();
    let head = "user,bucket,amount,key\n";
    home.write("first.csv", format!("{head}bob@example.org,awarded,1,k1\n"));
    home.ok(&["credits", "apply", "first.csv"]);
    home.write("a.csv", format!("{head}bob@example.org,awarded,2,k1\n"));
    let error = home.fails(4, &["credits", "apply", "a.csv", "--json"]).json_error();
    assert_eq!(error["data"], json!({"operation": 4, "keys": [{"key": "k1", "operation": 4}]}));
}

#[test]
fn more_than_twenty_users_with_too_little_are_counted() {
    let home = Home::new();
    home.ok(&["init", "--timezone", "UTC"]);
    let lines = |end: &str| {
        (0..25).map(|number| format!("u{number}@example.org{end}")).collect::<Vec<_>>().join("\n")
    };
    home.write("users.csv", format!("email\n{}\n", lines("")));
    home.ok(&["users", "import", "users.csv", "--yes"]);
    home.write("a.csv", format!("user,bucket,amount\n{}\n", lines(",awarded,-1")));
    let data = home.fails(4, &["credits", "apply", "a.csv", "--yes", "--json"]).json_error()["data"].clone();
    assert_eq!((&data["count"], data["users"].as_array().map(Vec::len)), (&json!(25), Some(20)));
}

#[test]
fn the_key_of_a_row_leads_to_its_entry_and_its_operation() {
    let home = Home::with_users();
    home.write(
        "a.csv",
        "user,bucket,amount,key\nbob@example.org,awarded,5,R1\ncarol@example.org,awarded,6,R2\n",
    );
    home.ok(&["credits", "apply", "a.csv", "--yes", "--key", "F1"]);
    let found = home.json(&["credits", "history", "--where", "key=R1"]);
    assert_eq!(
        (found.as_array().map(Vec::len), &found[0]["operation"], &found[0]["key"]),
        (Some(1), &json!(4), &json!("R1"))
    );
    assert_eq!(
        home.ok(&["credits", "history", "bob@example.org", "--field", "key", "--limit", "1"]).stdout,
        "R1\n"
    );
    let shown = home.json(&["log", "show", "4"]);
    assert_eq!((&shown["entries"][1]["key"], &shown["key"]), (&json!("R2"), &json!("F1")));
    // Without a key of its own, an entry has that of its operation.
    home.ok(&["credits", "award", "bob@example.org", "1", "--key", "K9"]);
    assert_eq!(home.json(&["credits", "history", "--where", "key=K9"])[0]["operation"], 5);
}
