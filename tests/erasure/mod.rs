//! Rule *Erasure*: a person leaves the ledger, and the proof stays valid.

mod bytes;
mod database;
mod replay;
mod texts;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::Home;
use crate::harness::terminal::Terminal;

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

#[track_caller]
fn holds(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).to_ascii_lowercase().contains(&text.to_ascii_lowercase())
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
