//! A ledger that has moved takes no more writes, whatever the command.

use serde_json::json;

use crate::harness::{Home, on_file};

/// A ledger with a message in its outbox that has moved to `there.db`.
fn moved() -> Home {
    let home = Home::new();
    home.ok(&["init", "--timezone", "UTC"]);
    home.fails(8, &["invite", "zoe@example.org"]);
    home.ok(&["backup", "before.db", "-q"]);
    home.ok(&["move", "there.db", "--yes"]);
    home.write(
        ".config/rad-admin/config.toml",
        "[notify]\nlow_balance = 50\n[mail]\nfrom = 'a@example.org'\ntransport = 'file'\nfolder = 'messages'\n\
         [invite]\nurl = 'https://example.org/{token}'\n",
    );
    home
}

#[test]
fn a_ledger_that_has_moved_sends_no_message_and_is_not_replaced() {
    let _file = on_file();
    let home = moved();
    for line in [
        "credits award zoe@example.org 5",
        "grant-monthly --check",
        "mail flush",
        "mail retry",
        "mail drop --yes",
        "notify low",
        "restore before.db --yes",
    ] {
        let run = home.fails(7, &line.split(' ').chain(["--json"]).collect::<Vec<_>>());
        assert_eq!(run.json_error()["reason"], "moved", "{line}: {run}");
    }
    home.ok(&["mail", "flush", "--db", "there.db"]);
}

#[test]
fn no_grant_is_advised_for_a_ledger_that_has_moved() {
    let _file = on_file();
    let home = Home::seeded();
    home.ok(&["move", "there.db", "--yes"]);
    let later = home.at("2027-01-15T09:00:00Z");
    for line in
        [&["grant-monthly", "--check"][..], &["grant-monthly"], &["grant-monthly", "--month", "2026-12"]]
    {
        let run = later.fails(7, line);
        assert!(!run.stderr.contains("warning: "), "{run}");
    }
}

#[test]
fn a_copy_that_was_made_after_the_move_replaces_no_ledger() {
    let _file = on_file();
    let home = moved();
    home.ok(&["backup", "late.db"]);
    let run = home.fails(7, &["--db", "there.db", "restore", "late.db", "--yes", "--json"]);
    assert_eq!(run.json_error()["reason"], "moved", "{run}");
    home.ok(&["--db", "there.db", "user", "add", "bob@example.org"]);
}

#[test]
fn status_and_doctor_say_where_a_ledger_has_moved_to_and_advise_nothing_else() {
    let _file = on_file();
    let home = moved();
    let run = home.ok(&["status"]);
    assert!(run.stdout.contains("the ledger has moved to "), "{run}");
    assert!(run.stdout.starts_with("Moved to ") && !run.stdout.contains("Next grant"), "{run}");
    let status = home.json(&["status"]);
    assert!(status["moved_to"].as_str().is_some_and(|place| place.ends_with("there.db")), "{status}");
    assert_eq!((&status["next_grant"], &status["missed"]), (&json!(null), &json!(null)));
    let findings = home.fails(10, &["doctor", "--json"]).json()["findings"].clone();
    let open: Vec<_> =
        findings.as_array().unwrap().iter().filter(|finding| finding["fix"] != json!(null)).collect();
    assert_eq!(open.len(), 1, "{findings}");
    assert!(open[0]["message"].as_str().unwrap().starts_with("it has moved to "), "{findings}");
}
