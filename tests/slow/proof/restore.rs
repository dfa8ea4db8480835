//! `restore` replaces the ledger with a verified copy, and keeps the replaced ledger.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use rusqlite::Connection;
use serde_json::Value;

use super::ledger;
use crate::harness::{Home, wait_until};

const AWARD: &[&str] = &["credits", "award", "bob@example.org", "1"];
const RESTORE: &[&str] = &["restore", "copy.db", "--yes"];

/// A ledger, a copy of it, and an award since then.
fn home() -> Home {
    let home = ledger::rich();
    home.ok(&["backup", "copy.db"]);
    home.ok(AWARD);
    home
}

/// Returns the files in the ledger's folder.
fn names(home: &Home) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.database().parent().unwrap()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names
}

fn head(home: &Home, database: &str) -> Value {
    home.json(&["verify", "--db", database])["head"].take()
}

fn has_open(process: &Child, path: &Path) -> bool {
    let files = fs::read_dir(format!("/proc/{}/fd", process.id())).unwrap();
    files.flatten().any(|file| fs::read_link(file.path()).is_ok_and(|open| open == path))
}

/// Restores, and returns the place of the old ledger. Checks that no other file is beside the new one.
#[track_caller]
fn restored(home: &Home) -> String {
    let receipt = home.json(RESTORE);
    let kept = receipt["kept"].as_str().unwrap().to_owned();
    let is_log = |name: &PathBuf| {
        ["-wal", "-shm", "-journal", ".new"].iter().any(|end| name.to_string_lossy().ends_with(end))
    };
    assert!(!names(home).iter().any(is_log), "{:?}", names(home));
    assert_eq!(head(home, home.database().to_str().unwrap()), head(home, "copy.db"));
    home.ok(AWARD);
    kept
}

#[test]
fn a_restored_ledger_is_the_copy_and_the_one_before_it_is_kept_whole() {
    let home = home();
    let before = head(&home, home.database().to_str().unwrap());
    let kept = restored(&home);
    assert_eq!(head(&home, &kept), before);
    assert_ne!(restored(&home), kept, "a second one takes another name");
}

#[test]
fn a_copy_that_does_not_prove_replaces_nothing() {
    let home = home();
    let before = names(&home);
    home.fails(9, &[RESTORE, &["--head", &"ab".repeat(32)]].concat());
    let copy = Connection::open(home.path().join("copy.db")).unwrap();
    copy.execute("UPDATE users SET awarded = 77 WHERE id = 2", []).unwrap();
    drop(copy);
    let run = home.fails(9, RESTORE);
    assert!(run.stderr.contains("copy.db: the ledger is not intact"), "{run}");
    home.write("copy.db", "text");
    home.fails(7, RESTORE);
    home.fails(3, &["restore", "none.db"]);
    let run = home.fails(2, &["restore", home.database().to_str().unwrap()]);
    assert!(run.stderr.contains("is the ledger itself"), "{run}");
    assert_eq!(names(&home), before);
    assert_eq!(home.json(&["verify"])["operations"], 18);
}

#[test]
fn a_ledger_in_use_is_not_replaced() {
    let home = home();
    let before = head(&home, home.database().to_str().unwrap());
    let sql = home.sql();
    sql.query_row("SELECT count(*) FROM users", [], |_| Ok(())).unwrap();
    let run = home.fails(4, &[RESTORE, &["--lock-timeout", "0", "--json"]].concat());
    assert_eq!(run.json_error()["reason"], "in_use");
    assert_eq!(head(&home, home.database().to_str().unwrap()), before);
    drop(sql);
    restored(&home);
}

#[test]
fn a_restore_shows_the_replaced_ledger_and_asks() {
    let home = home();
    let before = names(&home);
    let run = home.fails(5, &["restore", "copy.db"]);
    assert!(
        run.stderr.contains("18 operations, the newest of ") && run.stderr.contains("copy.db: 17 operations"),
        "{run}"
    );
    let receipt = home.json(&["restore", "copy.db", "--yes", "--dry-run"]);
    assert_eq!((&receipt["dry_run"], &receipt["kept"]), (&Value::Bool(true), &Value::Null));
    assert_eq!(names(&home), before);
    fs::remove_file(home.database()).unwrap();
    let receipt = home.json(&["restore", "copy.db"]);
    assert_eq!(receipt["kept"], Value::Null);
    assert_eq!(home.json(&["verify"])["operations"], 17);
}

#[test]
fn a_damaged_ledger_is_replaced_and_kept_as_it_was() {
    for (from, bytes) in [(0, 16), (0, 100), (20, 4), (100, 4000), (4096, 8192), (0, usize::MAX)] {
        let home = home();
        let mut damaged = fs::read(home.database()).unwrap();
        let until = from + bytes.min(damaged.len() - from);
        damaged[from..until].fill(0xA5);
        fs::write(home.database(), &damaged).unwrap();
        fs::write(home.database().with_extension("db-wal"), "a log").unwrap();
        let receipt = home.json(RESTORE);
        let kept = receipt["kept"].as_str().unwrap();
        let found = fs::read(kept).unwrap();
        // Bytes 18 and 19 say whether there is a WAL; 24 to 27 and 92 to 99 count changes.
        let is_told = |at: &usize| !(18..28).contains(at) && !(92..100).contains(at);
        assert!((0..damaged.len()).filter(is_told).all(|at| found[at] == damaged[at]), "{from}");
        assert_eq!(head(&home, home.database().to_str().unwrap()), head(&home, "copy.db"));
        home.ok(AWARD);
    }
}

#[test]
fn a_log_that_a_crash_left_stays_with_its_own_ledger() {
    let home = home();
    let sql = home.sql();
    sql.query_row("SELECT count(*) FROM users", [], |_| Ok(())).unwrap();
    home.ok(AWARD);
    let files = ["", "-wal", "-shm"].map(|suffix| format!("{}{suffix}", home.database().display()));
    let bytes = files.clone().map(|file| fs::read(file).unwrap());
    assert!(bytes[1].len() > 4096, "the award is in the log");
    drop(sql);
    for (file, bytes) in files.iter().zip(bytes) {
        fs::write(file, bytes).unwrap();
    }
    let kept = restored(&home);
    assert_eq!(home.json(&["verify", "--db", &kept])["operations"], 19);
}

#[test]
fn a_crash_leaves_the_old_ledger_or_the_new_one() {
    for point in ["FileBuilt", "LedgerSetAside", "FilePlaced"] {
        let home = home();
        let crashed = home.with("RAD_ADMIN_TEST_CRASH", point).run(RESTORE);
        assert_eq!(crashed.status, 134, "{crashed}");
        let listed = home.run(&["users", "list"]);
        if point == "LedgerSetAside" {
            assert_eq!(listed.status, 7, "{listed}");
            assert!(listed.stderr.contains("a hard link"), "{listed}");
        } else {
            let operations = if point == "FilePlaced" { 17 } else { 18 };
            assert_eq!(home.json(&["verify"])["operations"], operations);
        }
        home.ok(RESTORE);
        assert_eq!(home.json(&["verify"])["operations"], 17);
    }
}

#[test]
fn a_command_that_waits_for_a_restore_works_on_the_new_ledger() {
    let home = home();
    let mut restore = home.with("RAD_ADMIN_TEST_PAUSE", "FileBuilt").command(RESTORE);
    let mut restore = restore.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    wait_until(|| home.run(&["users", "list", "--lock-timeout", "0"]).status == 75);
    let mut award =
        home.command(&[AWARD, &["--lock-timeout", "60"]].concat()).stdout(Stdio::null()).spawn().unwrap();
    wait_until(|| has_open(&award, &home.database()));
    drop(restore.stdin.take());
    assert!(restore.wait().unwrap().success());
    assert!(award.wait().unwrap().success());
    assert_eq!(home.json(&["verify"])["operations"], 18);
}
