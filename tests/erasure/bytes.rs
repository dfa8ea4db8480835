//! No byte of what was erased is left in the file, its log or a copy.

use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};

use super::{DORA, GONE, REASON, erase, holds, left};
use crate::harness::{Home, on_file};

/// Texts that stay: they concern others too, or are about somebody else.
const KEPT: &[&str] =
    &["bob@example.org", "For both of them", "his alone", "his-ref", "his-key", "By her hand"];

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
