//! A file that is not our database is refused and stays unchanged, and no file appears beside it.

use std::fs;

use crate::harness::{Home, on_file};
use rusqlite::Connection;

/// Runs every kind of command on this database.
#[track_caller]
fn is_refused_and_untouched(home: &Home, file: &str, what: &str) {
    let folder = fs::canonicalize(home.path()).unwrap();
    let names = || {
        let mut names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let (bytes, before) = (fs::read(file).unwrap(), names());
    for arguments in [
        &["users", "list"][..],
        &["status"],
        &["log"],
        &["user", "add", "eve@example.org"],
        &["credits", "award", "bob@example.org", "5"],
        &["grant-monthly"],
        &["grant-monthly", "--check"],
        &["init"],
        &["init", "--dry-run"],
    ] {
        let run = home.fails(7, &[arguments, &["--db", file]].concat());
        assert!(run.stdout.is_empty() && run.stderr.contains(what), "{run}");
        assert_eq!(run.stderr.lines().filter(|line| line.starts_with("error: ")).count(), 1, "{run}");
        assert!(fs::read(file).unwrap() == bytes, "the file was changed\n{run}");
        assert_eq!(names(), before, "a file appeared\n{run}");
    }
}

#[test]
fn a_text_file_is_refused() {
    let home = Home::new();
    let file = home.write("notes.txt", "Dear diary, today I ran the wrong command.\n".repeat(100));
    is_refused_and_untouched(&home, &file, "not a rad-admin ledger");
}

#[test]
fn an_empty_file_is_refused() {
    let home = Home::new();
    let file = home.write("empty.db", "");
    is_refused_and_untouched(&home, &file, "not a rad-admin ledger");
}

#[test]
fn the_database_of_another_program_is_refused() {
    let home = Home::new();
    let file = home.path().join("other.db");
    let other = Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE users (id INTEGER); PRAGMA user_version = 1;").unwrap();
    other.close().unwrap();
    is_refused_and_untouched(&home, file.to_str().unwrap(), "not a rad-admin ledger");
}

#[test]
fn a_database_with_a_newer_schema_is_refused() {
    let _on_file = on_file();
    let home = Home::seeded();
    let connection = home.sql();
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 2_000, "0.2.0");
    connection.pragma_update(None, "user_version", 1_012_003).unwrap();
    connection.close().unwrap();
    is_refused_and_untouched(
        &home,
        home.database().to_str().unwrap(),
        "install rad-admin 1.12.3 or a newer version",
    );
}

#[test]
fn a_database_whose_beginning_is_overwritten_is_refused() {
    let _on_file = on_file();
    let home = Home::seeded();
    let mut bytes = fs::read(home.database()).unwrap();
    bytes[..16].fill(b'x');
    let file = home.write("broken.db", bytes);
    is_refused_and_untouched(&home, &file, "not a rad-admin ledger");
}

#[test]
fn a_database_with_damaged_pages_is_refused_as_damaged() {
    let _on_file = on_file();
    let home = Home::seeded();
    let mut bytes = fs::read(home.database()).unwrap();
    bytes[100..].fill(0xee);
    let file = home.write("damaged.db", &bytes);
    for arguments in [&["users", "list"][..], &["user", "add", "eve@example.org"], &["grant-monthly"]] {
        let run = home.fails(9, &[arguments, &["--db", &file]].concat());
        assert!(run.stderr.contains("damaged"), "{run}");
        assert!(fs::read(&file).unwrap() == bytes, "the file was changed\n{run}");
    }
}

#[test]
fn a_cut_off_database_is_refused() {
    let _on_file = on_file();
    let home = Home::seeded();
    let bytes = fs::read(home.database()).unwrap();
    let file = home.write("cut.db", &bytes[..bytes.len() / 2]);
    for arguments in [&["users", "list"][..], &["verify"]] {
        let run = home.fails(9, &[arguments, &["--db", &file]].concat());
        assert!(run.stderr.contains("damaged"), "{run}");
    }
}

#[test]
fn a_folder_is_refused() {
    let home = Home::new();
    fs::create_dir(home.path().join("folder")).unwrap();
    for arguments in [&["users", "list"][..], &["init"]] {
        let run = home.fails(7, &[arguments, &["--db", "folder"]].concat());
        assert!(run.stderr.starts_with("error: "), "{run}");
    }
}

#[test]
fn verify_calls_a_ledger_damaged_that_is_cut_off_or_has_lost_its_row() {
    let _on_file = on_file();
    let home = Home::seeded();
    let bytes = fs::read(home.database()).unwrap();
    for length in [0, 1, 15, 16, 50, 98, 99, 100, 1000] {
        let file = home.write("cut.db", &bytes[..length]);
        let run = home.fails(9, &["verify", "--db", &file]);
        assert!(run.stderr.contains("restore"), "{run}");
    }
    let run = home.fails(7, &["users", "list", "--db", &home.write("empty.db", "")]);
    assert!(run.stderr.contains("restore"), "{run}");
    home.fails(7, &["verify", "--db", &home.write("notes.txt", "Dear diary")]);
    home.forge("DELETE FROM ledger");
    home.fails(9, &["verify"]);
    let run = home.fails(7, &["users", "list"]);
    assert!(run.stderr.contains("the row of 'ledger' is gone"), "{run}");
}
