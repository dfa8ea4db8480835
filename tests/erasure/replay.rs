//! Erasures are repeated after an old copy was restored.

use serde_json::{Value, json};

use super::{DORA, GONE, REASON, erase, left};

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
