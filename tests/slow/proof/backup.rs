//! `backup`: complete, private, verified, and never over another file; and the head that a grant prints.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::json;

use super::ledger;

#[test]
fn a_backup_is_a_private_copy_that_proves_and_can_be_used() {
    let home = ledger::rich();
    let copy = home.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    let receipt = home.json(&["backup", copy]);
    assert_eq!((&receipt["changed"], &receipt["operation"]), (&json!(true), &json!(null)));
    let proof = home.json(&["verify"]);
    assert_eq!((&receipt["head"], &receipt["operations"]), (&proof["head"], &proof["operations"]));
    let file = fs::metadata(copy).unwrap();
    assert_eq!((file.permissions().mode() & 0o777, file.len()), (0o600, receipt["bytes"].as_u64().unwrap()));
    assert_eq!(home.ok(&["users", "list", "--db", copy]).stdout, home.ok(&["users", "list"]).stdout);
    home.ok(&["credits", "award", "bob@example.org", "1", "--db", copy]);
    home.ok(&["verify", "--db", copy]);
}

#[test]
fn a_backup_leaves_no_other_file() {
    let home = ledger::rich();
    fs::create_dir(home.path().join("kept")).unwrap();
    home.ok(&["backup", "kept/copy.db"]);
    let names: Vec<_> =
        fs::read_dir(home.path().join("kept")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["copy.db"]);
}

#[test]
fn a_backup_overwrites_nothing() {
    let home = ledger::rich();
    fs::write(home.path().join("taken"), "mine").unwrap();
    home.fails(4, &["backup", "taken"]);
    assert_eq!(fs::read_to_string(home.path().join("taken")).unwrap(), "mine");
    home.fails(4, &["backup", home.database().to_str().unwrap()]);
}

#[test]
fn a_dry_run_leaves_no_copy() {
    let home = ledger::rich();
    assert_eq!(home.json(&["backup", "copy.db", "--dry-run"])["dry_run"], true);
    assert!(!home.path().join("copy.db").exists());
}

#[test]
fn a_backup_into_a_folder_that_is_not_there_says_how_to_make_it() {
    let home = ledger::rich();
    let message = home.fails(1, &["backup", "no where/copy.db"]).stderr;
    assert!(message.contains("no where/copy.db cannot be made: there is no folder no where\n"), "{message}");
    assert!(message.ends_with("hint: make the folder first: mkdir -m 700 -p 'no where'\n"), "{message}");
}

#[test]
fn a_backup_onto_a_folder_asks_for_a_file_in_it() {
    let home = ledger::rich();
    fs::create_dir(home.path().join("copies")).unwrap();
    let message = home.fails(4, &["backup", "copies"]).stderr;
    assert!(message.contains("copies is a folder: name a file in it"), "{message}");
}

#[test]
fn a_ledger_that_does_not_prove_is_not_backed_up() {
    let home = ledger::rich();
    home.sql().execute("UPDATE users SET awarded = 77 WHERE id = 2", []).unwrap();
    home.fails(9, &["backup", "copy.db"]);
    assert!(!home.path().join("copy.db").exists());
}

#[test]
fn backups_are_whole_while_writers_go_on() {
    let home = ledger::rich();
    let awarded = || home.json(&["user", "show", "bob@example.org"])["awarded"].as_i64().unwrap();
    let before = awarded();
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for _ in 0..30 {
                home.ok(&["credits", "award", "bob@example.org", "1"]);
            }
        });
        let mut number = 0;
        while !writer.is_finished() {
            number += 1;
            home.ok(&["backup", &format!("copy{number}.db")]);
        }
    });
    assert_eq!(awarded(), before + 30);
}

#[test]
fn a_backup_goes_on_while_another_process_holds_the_write_lock() {
    let home = ledger::rich();
    let sql = home.sql();
    sql.execute_batch(
        "BEGIN IMMEDIATE; INSERT INTO operations (at, actor, os_user, command, salt) VALUES (1, 'a', 'b', 'c', zeroblob(80))",
    )
    .unwrap();
    home.ok(&["backup", "copy.db", "--lock-timeout", "0"]);
    let copy = Connection::open(home.path().join("copy.db")).unwrap();
    let operations: i64 = copy.query_row("SELECT count(*) FROM operations", [], |row| row.get(0)).unwrap();
    assert_eq!(operations, 17, "what is not committed is not copied");
}

#[test]
fn a_killed_backup_leaves_no_file_under_the_final_name_or_a_whole_one() {
    let home = ledger::rich();
    for wait_ms in 0..20 {
        let name = format!("copy{wait_ms}.db");
        let mut backup = home.command(&["backup", &name, "--quiet"]).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait_ms));
        backup.kill().unwrap();
        backup.wait().unwrap();
        if home.path().join(&name).exists() {
            home.ok(&["verify", "--db", &name]);
        }
    }
}

#[test]
fn a_grant_prints_the_head_only_when_asked() {
    let home = ledger::rich();
    assert!(home.json(&["grant-monthly", "--dry-run"])["head"].is_null());
    let receipt = home.json(&["grant-monthly", "--print-head"]);
    assert_eq!(receipt["head"], home.json(&["verify"])["head"]);
    let text = home.ok(&["grant-monthly", "--print-head"]).stdout;
    assert!(text.contains(&format!("Head: {}\n", receipt["head"].as_str().unwrap())), "{text}");
}
