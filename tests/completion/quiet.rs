//! Completion changes nothing, waits for nobody and prints no errors.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use super::offered;
use crate::harness::{Home, on_file};

const LINES: [&str; 4] = [
    "rad-admin user show ",
    "rad-admin undo ",
    "rad-admin grant-monthly --month ",
    "rad-admin partner set x 5 --from ",
];

/// Returns every file below the folder, with its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let content = fs::read(&path).unwrap();
            found.insert(path, content);
        }
    }
    found
}

#[test]
fn completion_changes_no_file_and_leaves_none_behind() {
    let _on_file = on_file();
    let home = Home::seeded();
    let before = files(home.path());
    assert_eq!(before.len(), 1, "a ledger at rest is one file");
    for line in LINES {
        assert!(!offered(&home, line).is_empty(), "{line}");
    }
    assert!(files(home.path()) == before);
}

#[test]
fn completion_sees_the_newest_commit_while_another_process_writes() {
    let _on_file = on_file();
    let home = Home::seeded();
    let other = home.sql();
    other.execute_batch("PRAGMA wal_autocheckpoint = 0").unwrap();
    home.ok(&["user", "add", "dora@example.org"]);
    other
        .execute_batch("BEGIN IMMEDIATE; UPDATE users SET name = 'Half' WHERE email = 'ada@example.org'")
        .unwrap();
    let names = |files: BTreeMap<PathBuf, Vec<u8>>| files.into_keys().collect::<Vec<_>>();
    let before = names(files(home.path()));
    assert_eq!(before.len(), 3, "the log and its index are there");
    assert_eq!(offered(&home, "rad-admin user show d"), ["dora@example.org"]);
    assert_eq!(home.ok(&["__complete", "rad-admin user show a"]).stdout, "ada@example.org\tAda\n");
    assert_eq!(before, names(files(home.path())));
}

#[test]
fn a_log_without_its_index_is_left_as_it_is() {
    let _on_file = on_file();
    let home = Home::seeded();
    let log = home.database().with_extension("db-wal");
    fs::write(&log, "").unwrap();
    let before = files(home.path());
    assert_eq!(offered(&home, "rad-admin user show ").len(), 3);
    assert!(files(home.path()) == before);
}

#[test]
fn completion_is_silent_about_every_error() {
    let _on_file = on_file();
    let nothing = Home::new();
    let broken = Home::seeded();
    fs::write(broken.database(), "no database").unwrap();
    let newer = Home::seeded();
    newer.sql().pragma_update(None, "user_version", 99_000_000).unwrap();
    let configured = Home::seeded();
    configured.write(".config/rad-admin/config.toml", "nonsense = [");
    let empty = Home::seeded();
    fs::write(empty.database(), "").unwrap();
    let bad_actor = Home::seeded().with("RAD_ADMIN_ACTOR", "@@");
    for home in [nothing, broken, newer, configured, empty, bad_actor] {
        let before = files(home.path());
        assert!(offered(&home, "rad-admin user show a").is_empty());
        assert!(offered(&home, "rad-admin undo 1").is_empty());
        assert_eq!(offered(&home, "rad-admin credits award role:p"), ["role:partner"]);
        assert!(files(home.path()) == before);
    }
    let home = Home::seeded();
    for arguments in [&["__complete"][..], &["__complete", ""], &["__complete", "x", "y", "z"]] {
        home.ok(arguments);
    }
    for line in [
        "",
        " ",
        "rad-admin",
        "rad-admin no such command ",
        "rad-admin user show '",
        "rad-admin -- --- -x=\\",
    ] {
        offered(&home, line);
    }
    offered(&home, "rad-admin --db /dev/null user show ");
    offered(&home, "rad-admin --db / user show ");
}

#[test]
fn completion_gives_up_on_a_server_that_does_not_answer() {
    let _on_file = on_file();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    // A limit of 0 waits forever.
    let url = format!("postgres://ada@127.0.0.1:{port}/ledger?sslmode=disable&connect_timeout=0");
    let home = Home::new().with("RAD_ADMIN_DB", &url);
    assert!(offered(&home, "rad-admin user show a").is_empty());
    assert_eq!(offered(&home, "rad-admin credits award role:p"), ["role:partner"]);
}
