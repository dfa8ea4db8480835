//! Texts that name the erased person: their own, those about others, and messages.

use std::fs;

use serde_json::{Value, json};

use super::{DORA, GONE, REASON, erase, holds, left};
use crate::harness::Home;
use crate::harness::messages::{collect, configure};

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
    let messages = collect(&home);
    assert!(!messages.is_empty(), "{:?}", home.json(&["mail", "list"]));
    assert!(
        messages.iter().all(|message| message.to.contains("@example.org") && !message.to.contains("dora"))
    );
    home.fails(4, &["mail", "list", DORA]);
    assert_eq!(home.json(&["mail", "list", "erased-4@erased.invalid"]), json!([]));
    home.ok(&["verify"]);
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
