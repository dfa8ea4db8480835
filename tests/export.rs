//! `user export` prints everything about a person, and nothing about others.

use serde_json::{Value, json};

use crate::harness::Home;

const PAUL: &str = "paul@example.org";

/// A ledger in which Paul, formerly paula@old.example, and Bob got credits together and separately.
fn ledger() -> Home {
    let home = Home::new().at("2026-11-15T09:00:00Z");
    home.write(
        ".config/rad-admin/config.toml",
        "[invite]\nurl = 'https://platform.example.org/join?token={token}'\n\
         [mail]\nfrom = 'no-reply@example.org'\ntransport = 'file'\nfolder = 'messages'\n",
    );
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
    home.ok(&["user", "add", "bob@example.org", "--name", "Bob Miller", "--role", "admin", "--yes"]);
    let home = home.by("bob@example.org");
    home.ok(&[
        "invite",
        "paula@old.example",
        "--name",
        "Paula Jones",
        "--reason",
        "Asked by rita@example.org",
    ]);
    home.ok(&[
        "user",
        "edit",
        "paula@old.example",
        "--email",
        PAUL,
        "--name",
        "Paul Jones",
        "--add-role",
        "partner",
    ]);
    home.ok(&["partner", "set", PAUL, "40", "--cap", "100"]);
    home.ok(&["partner", "set", PAUL, "60", "--from", "2027-02"]);
    let award = ["credits", "award", PAUL, "5", "--reason", "As for bob@example.org.", "--key", "k-1"];
    home.ok(&[&award[..], &["--reference", "T-7", "--actor", "bob@example.org"]].concat());
    home.by("root").ok(&["user", "add", "carol@example.org", "--name", "Carol"]);
    home.by("root").ok(&[
        "credits",
        "award",
        "paul@example.org,bob@example.org",
        "3",
        "--yes",
        "--reason",
        "For both",
    ]);
    home.by("root").ok(&["credits", "award", "bob@example.org", "9", "--reason", "Secret of Bob"]);
    home.write(
        "rows.csv",
        "user,bucket,amount,reason,reference,key\npaul@example.org,awarded,7,his alone,his-ref,his-key\n\
         carol@example.org,awarded,8,hers alone,her-ref,her-key\n",
    );
    home.ok(&["credits", "apply", "rows.csv", "--yes"]);
    home.ok(&["credits", "award", "carol@example.org", "1", "--reason", "In the place of Paul@Example.org"]);
    home.by(PAUL).ok(&["credits", "award", "carol@example.org", "2", "--reason", "By his hand"]);
    home
}

fn operations<'v>(export: &'v Value, key: &str) -> Vec<&'v str> {
    export[key].as_array().unwrap().iter().map(|done| done["command"].as_str().unwrap()).collect()
}

#[test]
fn an_export_holds_all_about_a_person_and_nothing_of_others() {
    let home = ledger();
    let run = home.ok(&["user", "export", PAUL]);
    for text in [
        "bob@",
        "Miller",
        "bob",
        "carol",
        "Carol",
        "rita",
        "root",
        "Secret",
        "hers alone",
        "her-ref",
        "her-key",
        "By his hand",
        "In the place",
        "For both",
    ] {
        assert!(!run.stdout.contains(text), "'{text}' is in {}", run.stdout);
    }
    for text in
        ["paula@old.example", "Paula Jones", "Paul Jones", "T-7", "k-1", "his alone", "his-ref", "his-key"]
    {
        assert!(run.stdout.contains(text), "'{text}' is not in {}", run.stdout);
    }
    let export: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(export["exported_at"], "2026-11-15T09:00:00Z");
    assert_eq!(export["user"]["email"], PAUL);
    assert_eq!(export["former_addresses"][0]["email"], "paula@old.example");
    let steps: Vec<_> = export["allowances"].as_array().unwrap().iter().map(|step| &step["amount"]).collect();
    assert_eq!(steps, [40, 60]);
    assert_eq!(
        (&export["allowances"][0]["policy"], &export["allowances"][0]["cap"]),
        (&json!("cap"), &json!(100))
    );
    let entries = export["entries"].as_array().unwrap();
    assert_eq!(entries.iter().map(|entry| entry["amount"].as_i64().unwrap()).collect::<Vec<_>>(), [5, 3, 7]);
    assert_eq!(
        operations(&export, "operations"),
        [
            "invite",
            "user edit",
            "partner set",
            "partner set",
            "credits award",
            "credits award",
            "credits apply"
        ]
    );
    assert_eq!(operations(&export, "acted_in"), ["credits award"]);
    assert_eq!(operations(&export, "mentioned_in"), ["credits award"]);
    assert_eq!(export["invitations"][0]["status"], "invited");
    assert_eq!(export["messages"][0]["kind"], "invitation");
    let award = &export["operations"][4];
    assert_eq!(
        (&award["reason"], &award["actor"], &award["os_user"]),
        (&json!("As for …."), &Value::Null, &Value::Null)
    );
    assert_eq!(
        award["arguments"],
        json!([
            "credits",
            "award",
            PAUL,
            "5",
            "--reason",
            "As for ….",
            "--key",
            "k-1",
            "--reference",
            "T-7",
            "--actor",
            "…"
        ])
    );
    let of_both = &export["operations"][5];
    assert_eq!((&of_both["arguments"], &of_both["reason"]), (&Value::Null, &Value::Null));
    let edit = export["operations"][1]["changes"].as_array().unwrap();
    assert_eq!(
        edit.iter().map(|change| change["field"].as_str().unwrap()).collect::<Vec<_>>(),
        ["roles", "name", "email"]
    );
    assert_eq!(home.json(&["user", "export", PAUL]), export);
    assert_eq!(home.ok(&["user", "export", PAUL, "-o", "jsonl"]).stdout.lines().count(), 1);
}

#[test]
fn an_export_has_days_in_the_zone_of_the_ledger() {
    let home = ledger().at("2026-11-30T23:30:00Z");
    home.ok(&["credits", "award", PAUL, "1"]);
    let export = home.json(&["user", "export", PAUL]);
    for list in ["entries", "operations"] {
        let last = export[list].as_array().and_then(|rows| rows.last()).expect("a row");
        assert_eq!((&last["day"], &last["month_of"]), (&json!("2026-12-01"), &json!("2026-12")), "{list}");
    }
}

#[test]
fn an_export_is_json_and_no_other_format_is_asked_for_in_vain() {
    let home = ledger();
    for format in ["csv", "tsv", "table", "markdown"] {
        let run = home.fails(2, &["user", "export", PAUL, "-o", format]);
        assert!(run.stderr.contains("one JSON document"), "{run}");
    }
}

#[test]
fn an_address_with_an_at_of_full_width_is_an_address() {
    let home = ledger();
    home.ok(&["credits", "award", PAUL, "1", "--reason", "As bob＠example.org said"]);
    home.ok(&["credits", "award", "carol@example.org", "1", "--reason", "As paul＠example.org said"]);
    let run = home.ok(&["user", "export", PAUL]);
    assert!(run.stdout.contains("As … said") && !run.stdout.contains("bob＠"), "{run}");
    let export: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(operations(&export, "mentioned_in").len(), 2);
}

#[test]
fn the_page_of_a_statement_has_the_texts_of_the_export() {
    let home = ledger();
    home.ok(&["user", "statement", PAUL, "--html", "page.html"]);
    let page = std::fs::read_to_string(home.path().join("page.html")).unwrap();
    for text in ["bob@", "For both"] {
        assert!(!page.contains(text), "'{text}' is in {page}");
    }
    for text in ["As for ….", "his alone", "his-ref", "T-7"] {
        assert!(page.contains(text), "'{text}' is not in {page}");
    }
    let shown = home.ok(&["user", "statement", PAUL]).stdout;
    assert!(shown.contains("For both") && shown.contains("bob@"), "{shown}");
}

#[test]
fn an_export_holds_the_operations_of_the_person() {
    let home = ledger();
    home.by(PAUL).ok(&["user", "edit", PAUL, "--mail", "off"]);
    let export = home.json(&["user", "export", PAUL]);
    let last = export["operations"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["command"], &last["actor"]), (&json!("user edit"), &json!(PAUL)));
    assert!(last["os_user"].is_string());
}

#[test]
fn the_export_of_an_erased_user_shows_the_placeholder() {
    let home = ledger();
    home.ok(&["invite", "revoke", PAUL, "--yes"]);
    let erase = ["user", "erase", PAUL, "--reason", "Request 7", "--forfeit", "--confirm", PAUL];
    home.ok(&erase);
    let id = home.json(&["users", "list", "--status", "erased"])[0]["email"].as_str().unwrap().to_owned();
    let run = home.ok(&["user", "export", &id]);
    for text in ["paul", "Paul", "his alone", "T-7", "k-1"] {
        assert!(!run.stdout.contains(text), "'{text}' is in {}", run.stdout);
    }
    let export: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&export["user"]["status"], &export["former_addresses"]), (&json!("erased"), &json!([])));
    assert_eq!((&export["messages"], &export["mentioned_in"]), (&json!([]), &json!([])));
    assert_eq!(export["acted_in"].as_array().unwrap().len(), 1);
    let sum: i64 =
        export["entries"].as_array().unwrap().iter().map(|entry| entry["amount"].as_i64().unwrap()).sum();
    assert_eq!(sum, 0);
    let run = home.fails(4, &["user", "export", PAUL]);
    assert!(run.stderr.contains("was erased"), "{run}");
}

#[test]
fn an_export_only_reads_and_a_former_address_leads_to_the_new_one() {
    let home = ledger();
    let head = home.json(&["verify"])["head"].clone();
    home.ok(&["user", "export", PAUL]);
    assert_eq!(home.json(&["verify"])["head"], head);
    let run = home.fails(3, &["user", "export", "paula@old.example"]);
    assert!(run.stderr.contains("is now 'paul@example.org'"), "{run}");
}
