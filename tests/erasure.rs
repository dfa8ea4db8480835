//! Rule *Erasure*: a person leaves the ledger, and the proof stays valid.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::messages::{collect, configure};
use crate::harness::terminal::Terminal;
use crate::harness::{Home, on_file};

const DORA: &str = "dora@example.org";
const REASON: &str = "Request 7";

/// A ledger in which Dora, formerly doris@old.example, did and got a bit of everything, and left.
fn left() -> Home {
    let home = Home::seeded();
    home.ok(&[
        "user",
        "add",
        "doris@old.example",
        "--name",
        "Dora Maar",
        "--role",
        "partner",
        "--role",
        "agent",
    ]);
    home.ok(&["user", "edit", "doris@old.example", "--email", DORA]);
    home.ok(&["user", "edit", DORA, "--name", "Dora M. Picasso"]);
    home.ok(&["partner", "set", DORA, "40"]);
    home.ok(&[
        "credits",
        "award",
        DORA,
        "5",
        "--reason",
        "For the weeping woman",
        "--reference",
        "guernica-1937",
        "--key",
        "key-of-dora",
    ]);
    home.ok(&[
        "credits",
        "award",
        "dora@example.org,bob@example.org",
        "3",
        "--yes",
        "--reason",
        "For both of them",
    ]);
    home.write(
        "rows.csv",
        "user,bucket,amount,reason,reference,key\ndora@example.org,awarded,7,hers alone,her-ref,her-key\nbob@example.org,awarded,8,his alone,his-ref,his-key\n",
    );
    home.ok(&["credits", "apply", "rows.csv", "--yes"]);
    home.ok(&["grant-monthly"]);
    home.by("Dora@Example.org").ok(&["credits", "award", "bob@example.org", "1", "--reason", "By her hand"]);
    home.ok(&["user", "edit", DORA, "--active", "off", "--yes", "--reason", "She leaves us"]);
    home
}

fn erase(home: &Home) -> Value {
    home.json(&["user", "erase", DORA, "--reason", REASON, "--forfeit", "--confirm", DORA])
}

/// Texts that an erasure removes.
const GONE: &[&str] = &[
    "dora@example.org",
    "doris@old.example",
    "Dora Maar",
    "Picasso",
    "weeping woman",
    "guernica-1937",
    "key-of-dora",
    "hers alone",
    "her-ref",
    "her-key",
    "She leaves us",
];

/// Texts that stay: they concern others too, or are about somebody else.
const KEPT: &[&str] =
    &["bob@example.org", "For both of them", "his alone", "his-ref", "his-key", "By her hand"];

#[track_caller]
fn holds(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).to_ascii_lowercase().contains(&text.to_ascii_lowercase())
}

#[test]
fn no_byte_of_an_erased_person_is_left_in_the_file_its_log_or_a_copy() {
    let _on_file = on_file();
    let home = left();
    let database = home.database();
    let log = database.with_file_name("rad-admin.db-wal");
    for text in GONE.iter().chain(KEPT) {
        assert!(holds(&database, text) || holds(&log, text), "the ledger of this test lacks '{text}'");
    }
    let receipt = erase(&home);
    assert_eq!(
        (&receipt["erased"], &receipt["scrubbed"]),
        (&json!(["erased-4@erased.invalid"]), &json!(true))
    );
    home.ok(&["backup", "copy.db"]);
    for file in [&database, &log, &home.path().join("copy.db")] {
        for text in GONE {
            assert!(!holds(file, text), "'{text}' is in {}", file.display());
        }
    }
    for text in KEPT {
        assert!(holds(&database, text), "'{text}' is lost");
    }
    let proof = home.json(&["verify"]);
    assert_eq!(proof["ok"], true);
    assert_eq!(proof["redacted"], receipt["redacted"]);
    assert!(proof["redacted"].as_i64().unwrap() > 15, "{proof}");
    assert_eq!(home.json(&["verify", "--db", "copy.db"])["head"], proof["head"]);
}

#[test]
fn the_head_from_before_an_erasure_still_proves_the_history_after_it() {
    let home = left();
    let head = home.json(&["verify"])["head"].as_str().unwrap().to_owned();
    erase(&home);
    home.ok(&["verify", "--head", &head]);
}

#[test]
fn an_erased_person_is_a_placeholder_everywhere() {
    let home = left();
    let before = home.json(&["users", "list", "--at", "2026-11-15"]);
    assert!(before.to_string().contains(DORA));
    erase(&home);
    let erased = "erased-4@erased.invalid";
    let user = home.user(erased);
    assert_eq!(
        (&user["status"], &user["name"], &user["balance"], &user["allowance"], &user["roles"]),
        (&json!("erased"), &Value::Null, &json!(0), &json!(0), &json!([]))
    );
    for reading in [
        &["log"][..],
        &["log", "show", "5"],
        &["log", "show", "13"],
        &["credits", "history"],
        &["credits", "history", erased],
        &["credits", "history", "-o", "hledger"],
        &["users", "list", "--at", "2026-11-15 09:00"],
        &["users", "list", "--status", "erased"],
        &["user", "erasures"],
        &["status"],
    ] {
        let run = home.ok(reading);
        assert!(GONE.iter().all(|text| !run.stdout.contains(text)), "{run}");
    }
    assert!(home.ok(&["credits", "history", "-o", "hledger"]).stdout.contains(erased));
    let log = home.json(&["log"]);
    let by = |actor: &str| log.as_array().unwrap().iter().filter(|done| done["actor"] == actor).count();
    assert_eq!(by(erased), 1);
    assert_eq!(
        log[0]["arguments"],
        json!(["user", "erase", "…", "--reason", "Request 7", "--forfeit", "--confirm", "…", "--json"])
    );
    let forfeits = home.json(&["credits", "history", erased, "--kind", "forfeit"]);
    assert_eq!(forfeits[0]["amount"], -55);
}

#[test]
fn erased_users_are_in_lists_and_selections_only_when_asked_for() {
    let home = left();
    erase(&home);
    let listed =
        |arguments: &[&str]| home.json(&[&["users", "list"], arguments].concat()).as_array().unwrap().len();
    assert_eq!((listed(&[]), listed(&["--status", "erased"]), listed(&["--role", "partner"])), (3, 1, 1));
    for condition in ["email~erased", "email=erased-4@erased.invalid", "domain=erased.invalid"] {
        assert_eq!(listed(&["--where", condition]), 1, "{condition}");
    }
    for condition in ["email~invalid", "email!=bob@example.org", "name!=erased", "email!~erased"] {
        let all = home.ok(&["users", "list", "--where", condition]).stdout;
        assert!(!all.contains("erased-4"), "{all}");
    }
    let receipt = home.json(&["credits", "award", "all", "1", "--yes"]);
    assert_eq!(receipt["users"], 3);
    let run = home.refuses(4, &["credits", "award", "erased-4@erased.invalid", "1"]);
    assert!(run.stderr.contains("stands for somebody who was erased"), "{run}");
    home.refuses(4, &["user", "edit", "erased-4@erased.invalid", "--active", "on"]);
    home.refuses(4, &["user", "edit", "erased-4@erased.invalid", "--name", "Dora"]);
    home.refuses(4, &["user", "add", "erased-9@erased.invalid"]);
}

#[test]
fn a_list_of_users_with_erased_ones_can_be_imported_again() {
    let home = left();
    erase(&home);
    let all = home.ok(&["users", "list", "-o", "csv"]).stdout;
    let erased = home.ok(&["users", "list", "--status", "erased", "-o", "csv", "--no-header"]).stdout;
    let list = home.write("users.csv", all + &erased);
    let receipt = home.json(&["users", "import", &list, "--update", "--ignore-columns", "--yes"]);
    assert_eq!((&receipt["unchanged"], &receipt["created"]), (&json!(4), &json!(0)));
    let list = home.write("other.csv", "email,name\nerased-4@erased.invalid,Dora\n");
    home.refuses(4, &["users", "import", &list, "--update"]);
    let list = home.write("stand-in.csv", "email\nerased-9@erased.invalid\n");
    home.refuses(4, &["users", "import", &list]);
}

#[test]
fn only_who_has_left_is_erased_and_only_by_the_typed_address() {
    let home = left();
    home.ok(&["user", "edit", DORA, "--active", "on"]);
    let erase = |more: &[&'static str]| [&["user", "erase", DORA, "--reason", REASON][..], more].concat();
    let refused = |status, arguments: &[&str]| {
        home.fails(status, &[arguments, &["--json"]].concat()).json_error()["reason"].clone()
    };
    assert_eq!(refused(4, &erase(&["--confirm", DORA])), "active");
    home.ok(&["user", "edit", DORA, "--active", "off", "--yes"]);
    assert_eq!(refused(4, &erase(&["--confirm", DORA])), "balance");
    let forfeit = ["--forfeit"];
    for confirm in [&[][..], &["--yes"], &["--confirm", "55"], &["--confirm", "bob@example.org"]] {
        home.refuses(5, &erase(&[&forfeit[..], confirm].concat()));
    }
    home.refuses(5, &["credits", "award", "bob@example.org", "1", "--confirm", "bob@example.org"]);
    home.refuses(2, &["user", "erase", DORA, "--forfeit", "--confirm", DORA]);
    home.refuses(
        2,
        &["user", "erase", DORA, "--reason", "Dora M. Picasso asked", "--forfeit", "--confirm", DORA],
    );
    home.by("doris@old.example").refuses(4, &erase(&["--forfeit", "--confirm", DORA]));
    let dry = home.json(&erase(&["--forfeit", "--confirm", DORA, "-n"]));
    assert_eq!((&dry["dry_run"], &dry["changed"]), (&json!(true), &json!(true)));
    assert_eq!(dry["scrubbed"], Value::Null, "nobody looked");
    assert_eq!(home.user(DORA)["email"], DORA);
    home.ok(&erase(&["--forfeit", "--confirm", "Dora@Example.org"]));
    home.refuses(4, &["user", "erase", "ada@example.org", "--reason", "x", "--confirm", "ada@example.org"]);
}

#[test]
fn an_erased_address_comes_back_only_as_a_fresh_account() {
    let home = left();
    erase(&home);
    for address in [DORA, "doris@old.example"] {
        for line in [&["user", "add", address][..], &["invite", address]] {
            let run = home.refuses(4, line);
            assert!(run.stderr.contains(&format!("rad-admin user restore {address}")), "{run}");
        }
        let list = home.write("users.csv", format!("email\nfree@example.org\n{address}\n"));
        let run = home.refuses(4, &["users", "import", &list]);
        assert!(run.stderr.contains(&format!("rad-admin user restore {address}")), "{run}");
    }
    home.refuses(4, &["user", "edit", "bob@example.org", "--email", DORA]);
    home.refuses(3, &["user", "restore", "nobody@example.org"]);
    let receipt = home.json(&["user", "restore", DORA]);
    assert_eq!((&receipt["user"]["balance"], &receipt["user"]["version"]), (&json!(0), &json!(1)));
    assert_eq!(home.json(&["credits", "history", DORA]), json!([]));
    home.refuses(4, &["user", "restore", DORA]);
    home.ok(&["verify"]);
    home.ok(&["users", "import", &home.write("users.csv", format!("email,name\n{DORA},D\n")), "--update"]);
}

#[test]
fn an_erasure_is_not_undone_and_what_was_done_before_it_stays_done() {
    let home = left();
    let erasure = erase(&home)["operation"].to_string();
    home.refuses(4, &["undo", &erasure, "--yes"]);
    home.refuses(4, &["undo", "5", "--yes"]);
    home.ok(&["verify"]);
}

#[test]
fn erasures_are_repeated_after_an_old_copy_was_restored() {
    let home = left();
    home.ok(&["user", "edit", DORA, "--active", "on"]);
    home.ok(&["backup", "old.db"]);
    home.ok(&["user", "edit", DORA, "--active", "off", "--yes"]);
    erase(&home);
    let list = home.ok(&["user", "erasures", "-o", "jsonl"]).stdout;
    assert!(!list.contains('@') || GONE.iter().all(|text| !list.contains(text)), "{list}");
    let list = home.write("erasures.jsonl", list);
    home.ok(&["restore", "old.db", "--yes"]);
    home.ok(&["user", "show", DORA]);
    home.refuses(5, &["user", "erase", "--replay", &list]);
    home.refuses(
        2,
        &["user", "erase", "--replay", &list, "--yes", "--reason", "Request of Dora@Example.org"],
    );
    let receipt = home.json(&["user", "erase", "--replay", &list, "--yes"]);
    // A server keeps old row versions until it cleans up.
    let scrubbed = !home.is_on_server();
    assert_eq!(
        (&receipt["erased"], &receipt["scrubbed"]),
        (&json!(["erased-4@erased.invalid"]), &json!(scrubbed))
    );
    home.ok(&["verify"]);
    let again = home.json(&["user", "erase", "--replay", &list, "--yes"]);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &Value::Null));
    home.ok(&["user", "restore", DORA]);
    let later = home.at("2026-11-16T09:00:00Z");
    assert_eq!(later.json(&["user", "erase", "--replay", &list, "--yes"])["changed"], json!(false));
}

#[test]
fn a_repeat_finishes_an_erasure_that_a_reader_held_up() {
    let _on_file = on_file();
    let home = left();
    let reader = home.sql();
    reader.execute_batch("BEGIN; SELECT count(*) FROM users").unwrap();
    let run = home.ok(&["user", "erase", DORA, "--reason", REASON, "--forfeit", "--confirm", DORA]);
    assert!(
        run.stderr.contains("finish it with: rad-admin user erase erased-4@erased.invalid --reason TEXT"),
        "{run}"
    );
    let repeat = |address: &'static str| home.json(&["user", "erase", address, "--reason", REASON]);
    assert_eq!(repeat(DORA)["scrubbed"], false);
    let finding = |status: i32| {
        let findings = home.fails(status, &["doctor", "--json"]).json();
        let findings = findings["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["check"] == "erasures").unwrap().clone()
    };
    let unfinished = finding(10);
    assert_eq!(unfinished["status"], "warning");
    let fix = unfinished["fix"].as_str().unwrap();
    assert!(fix.ends_with("rad-admin user erase erased-4@erased.invalid --reason TEXT"), "{fix}");
    home.ok(&["verify"]);
    let database = home.database();
    let log = database.with_file_name("rad-admin.db-wal");
    let held = |text: &&&str| holds(&database, text) || holds(&log, text);
    assert!(GONE.iter().any(|text| held(&text)), "the reader keeps it there");
    drop(reader);
    for address in ["erased-4@erased.invalid", DORA, "doris@old.example"] {
        let receipt = repeat(address);
        assert_eq!(
            (&receipt["changed"], &receipt["operation"], &receipt["erased"], &receipt["scrubbed"]),
            (&json!(false), &Value::Null, &json!(["erased-4@erased.invalid"]), &json!(true))
        );
    }
    assert_eq!(GONE.iter().filter(held).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(finding(10)["status"], "ok");
    let dry = home.ok(&["user", "erase", DORA, "--reason", REASON, "-n"]);
    assert_eq!(dry.stdout, "Nothing to change: erased-4@erased.invalid was erased before.\n");
    home.refuses(3, &["user", "erase", "nobody@example.org", "--reason", REASON]);
    home.ok(&["verify"]);
}

#[test]
fn names_and_reasons_are_gone_from_every_page_of_a_larger_file() {
    let _on_file = on_file();
    let home = Home::seeded();
    let mut rows = "email,name\n".to_owned();
    for number in 0..300 {
        writeln!(rows, "u{number}@example.org,Person Number-{number}-Nobody").unwrap();
    }
    home.ok(&["users", "import", &home.write("many.csv", rows), "--yes"]);
    let mut rows = "user,bucket,amount,reason,key\n".to_owned();
    for number in 0..300 {
        writeln!(rows, "u{number}@example.org,awarded,1,because-{number}-is-due,key-{number}-of-it").unwrap();
    }
    home.ok(&["credits", "apply", &home.write("rows.csv", rows), "--yes"]);
    for number in [3, 150, 299] {
        let user = format!("u{number}@example.org");
        for name in ["A first longer name that moves rows to other pages", "Other"] {
            home.ok(&["user", "edit", &user, "--name", &format!("{name}-{number}-x")]);
        }
        home.ok(&["user", "edit", &user, "--active", "off", "--yes"]);
        let receipt =
            home.json(&["user", "erase", &user, "--reason", REASON, "--forfeit", "--confirm", &user]);
        assert_eq!(receipt["scrubbed"], true);
        for text in
            ["Number-N-Nobody", "because-N-is", "key-N-of-it", "pages-N-x", "Other-N-x", "u3@example.org"]
        {
            let text = text.replace("-N-", &format!("-{number}-")).replace("u3@", &format!("u{number}@"));
            assert!(!holds(&home.database(), &text), "{text}");
        }
    }
    assert!(holds(&home.database(), "because-4-is"));
    home.ok(&["verify"]);
}

#[test]
fn an_erased_person_gets_no_message_and_no_message_names_them() {
    let home = left();
    home.ok(&["user", "edit", DORA, "--active", "on"]);
    let settings =
        "host = 'localhost'\nport = 1\nsecurity = 'none'\n[notify]\nadjusted = true\nlow_balance = 1000";
    configure(&home, settings);
    home.fails(8, &["credits", "award", "dora@example.org,bob@example.org", "2", "--yes"]);
    let listed = || home.json(&["mail", "list"]).as_array().unwrap().len();
    assert_eq!(listed(), 2);
    home.ok(&["user", "edit", DORA, "--active", "off", "--yes"]);
    erase(&home);
    assert_eq!(listed(), 1, "Bob's message stays");
    configure(&home, "transport = 'file'\nfolder = 'messages'\n[notify]\nlow_balance = 1000");
    for command in [&["mail", "flush"][..], &["notify", "low"], &["mail", "retry"], &["undo", "7", "--yes"]] {
        let run = home.run(command);
        assert!(GONE.iter().all(|text| !run.stdout.contains(text) && !run.stderr.contains(text)), "{run}");
    }
    let letters = collect(&home);
    assert!(!letters.is_empty(), "{:?}", home.json(&["mail", "list"]));
    assert!(letters.iter().all(|letter| letter.to.contains("@example.org") && !letter.to.contains("dora")));
    home.fails(4, &["mail", "list", DORA]);
    assert_eq!(home.json(&["mail", "list", "erased-4@erased.invalid"]), json!([]));
    home.ok(&["verify"]);
}

#[test]
fn a_list_of_erasures_is_read_as_json_too() {
    let home = left();
    home.ok(&["backup", "old.db"]);
    erase(&home);
    let list = home.write("erasures.json", home.ok(&["user", "erasures", "-o", "json"]).stdout);
    home.ok(&["restore", "old.db", "--yes"]);
    let receipt = home.json(&["user", "erase", "--replay", &list, "--yes"]);
    assert_eq!(receipt["erased"], json!(["erased-4@erased.invalid"]));
    for wrong in [
        "[",
        "[1]",
        "[{\"email\": \"erased-1@erased.invalid\", \"at\": \"never\", \"addresses\": []}]",
        "[{\"email\": \"dora@example.org\", \"at\": \"2026-11-15T09:00:00Z\", \"addresses\": []}]",
        "[{\"email\": \"erased-1@erased.invalid\", \"at\": \"2026-11-15T09:00:00Z\", \"addresses\": [\"x\"]}]",
    ] {
        home.refuses(2, &["user", "erase", "--replay", &home.write("wrong.json", wrong), "--yes"]);
    }
}

#[test]
fn an_erasure_counts_only_the_erased_user() {
    let home = left();
    home.ok(&["user", "edit", "carol@example.org", "--name", "friend of dora@example.org"]);
    home.ok(&["user", "edit", "carol@example.org", "--name", "Carol"]);
    let erase = ["user", "erase", DORA, "--reason", REASON, "--forfeit", "--confirm", DORA];
    let run = home.ok(&[&erase[..], &["-n"]].concat());
    assert!(!run.stdout.contains("2 users"), "{run}");
    assert_eq!(home.json(&erase)["users"], 1);
}

#[test]
fn every_fault_of_a_list_of_erasures_is_named_with_its_line() {
    let home = left();
    let line = |email: &str, at: &str| format!("{{\"email\":\"{email}\",\"at\":\"{at}\",\"addresses\":[]}}");
    let (good, never) =
        (line("erased-1@erased.invalid", "2026-11-15T09:00:00Z"), line("erased-1@erased.invalid", "never"));
    let list = home.write(
        "wrong.jsonl",
        format!("{good}\nnonsense\n\n{never}\n{}\n", line(DORA, "2026-11-15T09:00:00Z")),
    );
    let error = home.fails(2, &["user", "erase", "--replay", &list, "--yes", "--json"]).json_error();
    let places: Vec<_> =
        error["faults"].as_array().unwrap().iter().map(|fault| (&fault["line"], &fault["column"])).collect();
    assert_eq!(json!(places), json!([[2, null], [4, "at"], [5, "email"]]));
    assert_eq!(error["faults"][0]["file"], json!(list));
    let array = home.write("wrong.json", format!("[{good},\n{never}]\n"));
    let error = home.fails(2, &["user", "erase", "--replay", &array, "--yes", "--json"]).json_error();
    assert_eq!(error["faults"][0]["column"], "at");
}

#[test]
fn a_replay_spares_users_who_took_over_an_erased_address() {
    let home = left();
    home.ok(&["user", "edit", DORA, "--email", "dora@new.example"]);
    home.ok(&["user", "add", DORA]);
    home.ok(&["backup", "old.db"]);
    let gone = "dora@new.example";
    home.ok(&["user", "erase", gone, "--reason", REASON, "--forfeit", "--confirm", gone]);
    let list = home.write("erasures.jsonl", home.ok(&["user", "erasures", "-o", "jsonl"]).stdout);
    assert_eq!(home.json(&["user", "erase", "--replay", &list, "--yes"])["changed"], false);
    home.ok(&["restore", "old.db", "--yes"]);
    let receipt = home.json(&["user", "erase", "--replay", &list, "--yes"]);
    assert_eq!(receipt["erased"], json!(["erased-4@erased.invalid"]));
    assert_eq!(home.user(DORA)["status"], "active");
}

#[test]
fn a_replay_names_users_that_it_cannot_erase() {
    let home = left();
    home.ok(&["backup", "old.db"]);
    erase(&home);
    let list = home.write("erasures.jsonl", home.ok(&["user", "erasures", "-o", "jsonl"]).stdout);
    home.ok(&["restore", "old.db", "--yes"]);
    home.ok(&["user", "edit", DORA, "--add-role", "admin", "--yes"]);
    let run = home.fails(6, &["user", "erase", "--replay", &list, "--yes"]);
    assert!(run.stderr.contains("'dora@example.org' is an admin"), "{run}");
    home.refuses(2, &["user", "erase", "--replay", &home.write("none.jsonl", "{}\n"), "--yes"]);
}

#[test]
fn the_database_lets_nothing_be_removed_but_by_an_erasure() {
    let home = left();
    erase(&home);
    for forged in [
        "UPDATE operations SET reason = NULL WHERE id = 3",
        "UPDATE operations SET reason = 'forged' WHERE reason IS NOT NULL",
        "UPDATE operations SET at = at + 1",
        "UPDATE entries SET reason = NULL WHERE reason IS NOT NULL",
        "UPDATE changes SET after = 'eve@example.org' WHERE field = 'email'",
        "UPDATE changes SET person = person || ' ' WHERE field = 'created'",
        "UPDATE changes SET salt = NULL WHERE field = 'created'",
        "DELETE FROM redactions",
        "UPDATE redactions SET commitment = NULL",
        "UPDATE redactions SET operation = 1",
        "DELETE FROM tombstones",
        "INSERT INTO redactions SELECT 'operation', 1, 'reason', 4, operation, commitment, key_hash FROM redactions LIMIT 1",
        "INSERT OR REPLACE INTO redactions SELECT * FROM redactions",
    ] {
        assert!(home.tamper(forged).is_err(), "{forged}");
    }
    home.ok(&["verify"]);
}

#[test]
fn on_a_terminal_the_address_is_typed_and_a_yes_does_not_do() {
    let home = left();
    let erase = ["user", "erase", DORA, "--reason", REASON, "--forfeit", "--yes"];
    let mut terminal = Terminal::start(&home, &erase);
    terminal.wait_for("dora@example.org would be erased for good, and 55 credits would be forfeited");
    terminal
        .wait_for("Type the address to go on")
        .press("bob@example.org\r")
        .wait_for("is not dora@example.org");
    terminal.press("\u{15}\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 5, "{shown}");
    let mut terminal = Terminal::start(&home, &erase);
    terminal.wait_for("Type the address to go on").press("Dora@example.org\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert!(shown.contains("Erased erased-4@erased.invalid"), "{shown}");
}

#[test]
fn an_erased_address_is_said_to_be_erased_wherever_it_is_named() {
    let home = left();
    erase(&home);
    home.write("erased.txt", format!("{DORA}\n"));
    home.write("mixed.txt", format!("{DORA}\nnobody@example.net\n"));
    home.write("erased.csv", format!("email,bucket,amount,key\n{DORA},awarded,5,new\n"));
    for line in [
        &["credits", "award", DORA, "1"][..],
        &["credits", "award", "@erased.txt", "1"],
        &["credits", "award", &format!("{DORA},bob@example.org"), "1", "--yes"],
        &["credits", "spend", DORA, "1", "--key", "new"],
        &["credits", "set", DORA, "--awarded", "1"],
        &["credits", "history", DORA],
        &["credits", "apply", "erased.csv"],
        &["partner", "set", DORA, "1"],
        &["user", "show", DORA],
        &["user", "edit", DORA, "--name", "Dora"],
        &["user", "statement", DORA],
        &["grant-monthly", "--user", DORA],
        &["invite", "resend", DORA],
        &["log", "--user", DORA],
        &["mail", "list", DORA],
    ] {
        let run = home.refuses(4, line);
        assert!(run.stderr.contains(&format!("'{DORA}'")) && run.stderr.contains("was erased"), "{run}");
        assert!(run.stderr.contains(&format!("rad-admin user restore {DORA}")), "{run}");
        assert!(!run.stderr.contains("did you mean"), "{run}");
        let error = home.fails(4, &[line, &["--json"]].concat()).json_error();
        assert_eq!(error["reason"], "erased", "{error}");
    }
    let run = home.run_with_input(&["credits", "award", "-", "1"], &format!("{DORA}\n"));
    assert!(run.status == 4 && run.stderr.contains("was erased"), "{run}");
    let run = home.refuses(3, &["credits", "award", "@mixed.txt", "1"]);
    assert!(
        run.stderr.contains("no user 'nobody@example.net'") && run.stderr.contains("was erased"),
        "{run}"
    );
    let error = home.fails(3, &["credits", "award", "@mixed.txt", "1", "--json"]).json_error();
    let reasons: Vec<_> = error["faults"].as_array().unwrap().iter().map(|fault| &fault["reason"]).collect();
    assert_eq!(reasons, [&json!("erased"), &json!("not_found")]);
}

#[test]
fn an_erasure_spares_longer_addresses_that_hold_the_erased_one() {
    let home = Home::seeded();
    for address in ["al@x.org", "sal@x.org", "al@x.organic", "s.al@x.org", "al@x.org.uk"] {
        home.ok(&["user", "add", address]);
    }
    let texts = [
        ("sal@x.org", "invoice 1042, paid twice"),
        ("sal@x.org", "asked by sal@x.org"),
        ("al@x.organic", "al@x.organic wants it"),
        ("s.al@x.org", "for <s.al@x.org>, not s+al@x.org"),
        ("al@x.org.uk", "al@x.org.uk."),
    ];
    let first = home.operations() + 1;
    for (address, reason) in texts {
        home.ok(&["credits", "award", address, "5", "--reason", reason, "--reference", "inv-1042"]);
    }
    home.ok(&["user", "edit", "al@x.org", "--active", "off", "--yes"]);
    home.ok(&["user", "erase", "al@x.org", "--reason", REASON, "--confirm", "al@x.org"]);
    for (operation, (address, reason)) in (first..).zip(texts) {
        let done = &home.json(&["log", "show", &operation.to_string()]);
        assert_eq!((&done["reason"], &done["reference"]), (&json!(reason), &json!("inv-1042")));
        assert_eq!(done["arguments"][2], json!(address), "{done}");
    }
    home.ok(&["verify"]);
}

/// Texts about Cy that name Bob, in a row of a file and in the names that Cy had.
fn named_elsewhere() -> Home {
    let home = Home::seeded();
    home.ok(&["user", "add", "bo@y.org"]);
    home.ok(&["user", "add", "cy@x.org", "--name", "was bo@y.org"]);
    home.ok(&["user", "edit", "cy@x.org", "--name", "Cy"]);
    home.ok(&["user", "edit", "cy@x.org", "--name", "Friend of BO@y.org"]);
    let rows = "email,amount,bucket,reason,reference,key\nbo@y.org,5,awarded,row for B,,\n\
                cy@x.org,5,awarded,cy instead of bo@y.org,ref-bo@y.org,bo@y.org-1\ncy@x.org,6,awarded,not sbo@y.org,,\n";
    home.ok(&["credits", "apply", &home.write("f.csv", rows), "--yes"]);
    home.ok(&["user", "edit", "bo@y.org", "--active", "off", "--yes"]);
    home
}

#[test]
fn texts_about_others_that_name_the_erased_person_go_too() {
    let home = named_elsewhere();
    let erase = ["user", "erase", "bo@y.org", "--reason", REASON, "--forfeit", "--confirm", "bo@y.org"];
    let run = home.refuses(4, &erase);
    assert!(run.stderr.contains("the present name of cy@x.org contains"), "{run}");
    assert!(run.stderr.contains("rad-admin user edit cy@x.org --name NAME"), "{run}");
    home.ok(&["user", "edit", "cy@x.org", "--name", "Cy Twombly"]);
    let head = home.json(&["verify"])["head"].as_str().unwrap().to_owned();
    let receipt = home.json(&erase);
    assert_eq!(receipt["scrubbed"], json!(!home.is_on_server()));
    if !home.is_on_server() {
        for file in [home.database(), home.database().with_file_name("rad-admin.db-wal")] {
            let bytes = fs::read(file).unwrap_or_default().to_ascii_lowercase();
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(text.matches("bo@y.org").count(), text.matches("sbo@y.org").count());
        }
    }
    for reading in [
        &["log"][..],
        &["credits", "history", "-o", "json"],
        &["users", "list", "--at", "2026-11-15 09:00"],
        &["user", "export", "cy@x.org"],
    ] {
        let shown = home.ok(reading).stdout.to_lowercase();
        assert_eq!(shown.matches("bo@y.org").count(), shown.matches("sbo@y.org").count(), "{shown}");
    }
    let cy = home.user("cy@x.org");
    assert_eq!((&cy["name"], &cy["balance"]), (&json!("Cy Twombly"), &json!(11)));
    assert_eq!(home.json(&["user", "export", "cy@x.org"])["former_addresses"], json!([]));
    home.ok(&["verify", "--head", &head]);
    // The key of the row stays used.
    let again = home.write("again.csv", "email,amount,bucket,reason,reference,key\ncy@x.org,5,awarded,cy instead of bo@y.org,ref-bo@y.org,bo@y.org-1\n");
    assert_eq!(home.json(&["credits", "apply", &again])["skipped"], 1);
    // Cy can be erased later, too.
    home.ok(&["user", "edit", "cy@x.org", "--active", "off", "--yes"]);
    home.ok(&["user", "erase", "cy@x.org", "--reason", REASON, "--forfeit", "--confirm", "cy@x.org"]);
    assert!(!holds(&home.database(), "cy@x.org") || home.is_on_server());
    let shown = home.ok(&["users", "list", "--at", "2026-11-15 09:00"]).stdout;
    assert!(!shown.contains("cy@x.org"), "{shown}");
    home.ok(&["verify"]);
}

#[test]
fn a_name_that_an_erasure_recorded_again_is_proven() {
    let home = named_elsewhere();
    home.ok(&["user", "edit", "cy@x.org", "--name", "Cy Twombly"]);
    home.ok(&["user", "erase", "bo@y.org", "--reason", REASON, "--forfeit", "--confirm", "bo@y.org"]);
    for forged in [
        "UPDATE users SET name = 'Mallory' WHERE email = 'cy@x.org'",
        "UPDATE users SET email = 'mallory@x.org' WHERE email = 'cy@x.org'; UPDATE changes SET person = replace(person, 'cy@x.org', 'mallory@x.org')",
        "UPDATE changes SET person = replace(person, 'null', '\"Mallory\"') WHERE field = 'created'",
    ] {
        let copy = home.copied();
        copy.forge(forged);
        copy.fails(9, &["verify"]);
    }
    home.ok(&["verify"]);
}

#[test]
fn a_reason_that_others_have_too_does_not_stay_where_old_rows_were() {
    let _on_file = on_file();
    let home = Home::seeded();
    let mut rows = "user,bucket,amount,reason\n".to_owned();
    for row in 0..400 {
        writeln!(rows, "bob@example.org,awarded,1,the same for all {}", row % 3).unwrap();
    }
    writeln!(rows, "{DORA},awarded,1,the same for all 1").unwrap();
    home.ok(&["user", "add", DORA]);
    home.ok(&["credits", "apply", &home.write("rows.csv", rows), "--yes"]);
    home.ok(&["user", "edit", DORA, "--active", "off", "--yes"]);
    let receipt = home.json(&["user", "erase", DORA, "--reason", REASON, "--forfeit", "--confirm", DORA]);
    assert_eq!(receipt["scrubbed"], true);
    let count = |text: &str| {
        let bytes = fs::read(home.database()).unwrap();
        bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count()
    };
    assert_eq!((count("the same for all 1"), count(DORA)), (133, 0));
}

/// As another program does it: without PRAGMA `recursive_triggers`, a REPLACE fires no trigger of DELETE.
#[test]
fn the_database_refuses_to_replace_what_is_on_record() {
    let _on_file = on_file();
    let home = left();
    home.ok(&["credits", "award", "bob@example.org", "7"]);
    home.ok(&["undo", "last", "--yes"]);
    home.fails(8, &["invite", "gina@example.org"]);
    erase(&home);
    for table in [
        "ledger",
        "operations",
        "seals",
        "entries",
        "changes",
        "monthly_grants",
        "tombstones",
        "redactions",
        "reversals",
        "invitations",
    ] {
        let rows = home.number(&format!("SELECT count(*) FROM {table}"));
        assert!(rows > 0, "the ledger of this test needs rows in {table}");
        for verb in ["INSERT OR REPLACE", "REPLACE"] {
            let replaced = format!("{verb} INTO {table} SELECT * FROM {table} ORDER BY 1 LIMIT 1");
            assert!(home.tamper(&replaced).is_err(), "{replaced}");
        }
    }
    for forged in [
        "REPLACE INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, key)
         SELECT operation, user_id, bucket, kind, 1, 1, 0, key FROM entries WHERE key IS NOT NULL LIMIT 1",
        "REPLACE INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, month)
         SELECT operation, user_id, bucket, kind, 1, 1, 0, month FROM entries WHERE month IS NOT NULL LIMIT 1",
        "REPLACE INTO monthly_grants SELECT month, attempt + 1, operation, status, 0, 0, 0, 0, 0 FROM monthly_grants LIMIT 1",
        "UPDATE ledger SET timezone = 'UTC'",
        "UPDATE ledger SET created_at = 0",
        "UPDATE ledger SET identity = zeroblob(32)",
        "DELETE FROM ledger",
    ] {
        assert!(home.tamper(forged).is_err(), "{forged}");
    }
    home.ok(&["verify"]);
}

#[test]
fn an_erasure_can_write_only_placeholders() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "1", "--reason", "Thanks"]);
    let (operation, erasure) = (home.operations(), home.operations() + 1);
    let bytes = |length: usize| {
        if home.is_on_server() {
            format!("decode(repeat('00', {length}), 'hex')")
        } else {
            format!("zeroblob({length})")
        }
    };
    let redaction = |subject: &str, row: usize, field: &str, erasure: usize| {
        let hash = bytes(32);
        format!(
            "INSERT INTO redactions (subject, row_id, field, user_id, operation, commitment)
             VALUES ('{subject}', {row}, '{field}', 1, {erasure}, {hash})"
        )
    };
    let unchecked = if home.is_on_server() { "" } else { "PRAGMA foreign_keys = OFF; " };
    let refused = home.tamper(&format!("{unchecked}{}", redaction("operation", operation, "reason", 999)));
    assert!(refused.unwrap_err().contains("only an erasure redacts"));
    let account = if home.is_on_server() { "session_user" } else { "'root'" };
    let begun = format!(
        "{unchecked}BEGIN;
         INSERT INTO operations (id, at, actor, os_user, command, arguments, salt)
             VALUES ({erasure}, 1, 'x', {account}, 'user erase', '[]', {});
         {}; {}; {};",
        bytes(16),
        redaction("operation", operation, "reason", erasure),
        redaction("entry", 1, "reason", erasure),
        redaction("change", 1, "after", erasure),
    );
    for forged in [
        format!("UPDATE operations SET reason = 'forged' WHERE id = {operation}"),
        format!("UPDATE operations SET actor = 'eve@example.org' WHERE id = {operation}"),
        format!("UPDATE operations SET arguments = '[]' WHERE id = {operation}"),
        format!("UPDATE operations SET key = 'forged' WHERE id = {operation}"),
        "UPDATE entries SET reason = 'forged' WHERE id = 1".to_owned(),
        "UPDATE changes SET after = 'forged' WHERE id = 1".to_owned(),
        "UPDATE changes SET person = 'forged' WHERE id = 1".to_owned(),
    ] {
        let error = home.tamper(&format!("{begun} {forged}; COMMIT")).unwrap_err();
        assert!(error.contains("append-only"), "{forged}: {error}");
    }
    home.ok(&["verify"]);
}

/// Dora's old address goes to Bob's new colleague, who works under it.
#[test]
fn an_address_that_was_passed_on_means_its_new_user_from_then_on() {
    let home = left();
    home.ok(&["user", "add", "doris@old.example", "--name", "Doris Two", "--role", "support"]);
    let new = home.operations();
    home.ok(&["credits", "award", "doris@old.example", "4", "--reason", "for doris@old.example herself"]);
    home.by("doris@old.example").ok(&[
        "credits",
        "award",
        "bob@example.org",
        "2",
        "--reason",
        "by the new one",
    ]);
    home.ok(&["user", "edit", "bob@example.org", "--name", "Friend of doris@old.example"]);
    let receipt = erase(&home);
    if !home.is_on_server() {
        assert_eq!(receipt["scrubbed"], true, "what is left is about somebody else");
    }
    let shown = |number: usize| home.json(&["log", "show", &number.to_string()]);
    assert_eq!(shown(new + 1)["reason"], "for doris@old.example herself");
    assert_eq!(shown(new + 1)["arguments"][2], "doris@old.example");
    assert_eq!(shown(new + 2)["actor"], "doris@old.example");
    assert_eq!(home.user("doris@old.example")["name"], "Doris Two");
    assert_eq!(home.user("bob@example.org")["name"], "Friend of doris@old.example");
    // What was said of Dora under that address is gone.
    let before: Vec<Value> = (1..new).map(shown).collect();
    assert!(!json!(before).to_string().contains("doris@old.example"), "{before:?}");
    home.ok(&[
        "users",
        "import",
        &home.write("u.csv", "email,name\ndoris@old.example,Doris Three\n"),
        "--update",
        "--yes",
    ]);
    let receipt =
        home.run(&["user", "erase", "erased-4@erased.invalid", "--reason", REASON, "--json"]).json();
    assert!(home.is_on_server() || receipt["scrubbed"] == true, "{receipt}");
    home.ok(&["verify"]);
}

#[test]
fn a_repeat_of_an_erasure_says_where_a_later_text_names_the_person() {
    let home = left();
    erase(&home);
    let repeat = |of: &str| home.ok(&["user", "erase", of, "--reason", REASON, "--json"]);
    for of in [DORA, "erased-4@erased.invalid"] {
        let run = repeat(of);
        assert_eq!(run.json()["scrubbed"], json!(!home.is_on_server()), "{run}");
        assert!(!run.stderr.contains("still name the person"), "{run}");
    }
    home.ok(&["credits", "award", "bob@example.org", "1", "--reason", "as Dora@Example.org had asked"]);
    let rows = "email,amount,bucket,reason\nbob@example.org,5,awarded,for doris@old.example\n";
    home.ok(&["credits", "apply", &home.write("f.csv", rows), "--yes"]);
    home.ok(&["user", "edit", "carol@example.org", "--name", "was (dora@example.org)"]);
    let count = home.operations();
    for of in [DORA, "doris@old.example", "erased-4@erased.invalid"] {
        let run = repeat(of);
        assert_eq!(
            (run.json()["scrubbed"].clone(), run.json()["changed"].clone()),
            (json!(false), json!(false))
        );
        let places = format!(
            "still name the person: operation {}, operation {count}, a row of operation {}, a name in operation {count}, the name of carol@example.org",
            count - 2,
            count - 1
        );
        assert!(run.stderr.contains(&places), "{run}");
    }
    // Once the address is somebody's again, a text may name it.
    home.ok(&["user", "restore", DORA]);
    let run = repeat("erased-4@erased.invalid");
    assert!(
        run.stderr.contains(&format!("still name the person: a row of operation {}", count - 1)),
        "{run}"
    );
    home.ok(&["verify"]);
}

#[test]
fn an_erasure_removes_mail_errors_that_name_the_person() {
    let home = left();
    configure(&home, "transport = 'smtp'\nhost = 'localhost'\nport = 1\nsecurity = 'none'");
    home.fails(8, &["invite", "gina@example.org"]);
    home.tamper("UPDATE outbox SET last_error = '550 not for <DORA@example.org>'").unwrap();
    let receipt = erase(&home);
    assert!(home.is_on_server() || receipt["scrubbed"] == true, "{receipt}");
    let listed = home.ok(&["mail", "list", "--json"]).stdout.to_lowercase();
    assert!(
        listed.contains("it named somebody who was erased since") && !listed.contains("dora"),
        "{listed}"
    );
    assert!(home.is_on_server() || !holds(&home.database(), "dora@example.org"));
    home.ok(&["verify"]);
}

/// Long texts go on in pages of their own, which SQLite frees whole.
#[test]
fn no_byte_of_long_texts_stays_in_pages_that_held_their_rest() {
    let _on_file = on_file();
    let home = Home::seeded();
    // A reason has 1000 characters at most; these take nearly 4000 bytes.
    let long = |seed: usize| {
        (0..20)
            .map(|word| format!("w{seed}x{word:02}{}", "\u{1F4A7}".repeat(41)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let wide = "\u{1F4A7}".repeat(180);
    home.ok(&["user", "add", DORA, "--name", "Dora Maar"]);
    let mut rows = "user,bucket,amount,reason,reference\n".to_owned();
    for row in 0..30 {
        writeln!(rows, "{DORA},awarded,1,{},r{row}y{wide}", long(10 + row)).unwrap();
        writeln!(rows, "bob@example.org,awarded,1,{},{wide}", long(100 + row)).unwrap();
    }
    home.ok(&["credits", "apply", &home.write("rows.csv", rows), "--yes"]);
    for seed in 2..6 {
        home.ok(&["credits", "award", DORA, "1", "--reason", &long(seed)]);
    }
    home.ok(&["user", "edit", DORA, "--active", "off", "--yes", "--reason", &long(6)]);
    let words = |seeds: &mut dyn Iterator<Item = usize>| -> Vec<String> {
        seeds.flat_map(|seed| (0..20).map(move |word| format!("w{seed}x{word:02}"))).collect()
    };
    let (gone, kept) = (words(&mut (2..7).chain(10..40)), words(&mut (100..130)));
    let database = home.database();
    for word in gone.iter().chain(&kept) {
        assert!(holds(&database, word), "the ledger of this test lacks '{word}'");
    }
    let receipt = home.json(&["user", "erase", DORA, "--reason", REASON, "--forfeit", "--confirm", DORA]);
    assert_eq!(receipt["scrubbed"], true);
    home.ok(&["backup", "copy.db"]);
    for file in [database.clone(), database.with_file_name("rad-admin.db-wal"), home.path().join("copy.db")] {
        let bytes = fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        for word in &gone {
            assert!(!text.contains(word.as_str()), "'{word}' is in {}", file.display());
        }
    }
    assert!(kept.iter().all(|word| holds(&database, word)));
    home.ok(&["verify"]);
}
