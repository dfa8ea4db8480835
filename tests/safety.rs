//! What protects the ledger: modes of files, durability, append-only tables, locks, signals, hostile text.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use common::Home;
use rusqlite::Connection;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_database_is_its_owners_alone_and_so_is_its_folder() {
    let home = Home::seeded();
    assert_eq!(mode(&home.database()), 0o600);
    assert_eq!(mode(home.database().parent().unwrap()), 0o700);
    // While another connection is open, the journal and its index are there, too.
    let reader = home.sql();
    let _: i64 = reader.query_row("SELECT count(*) FROM users", [], |row| row.get(0)).unwrap();
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    for suffix in ["-wal", "-shm"] {
        let file = format!("{}{suffix}", home.database().display());
        assert_eq!(mode(Path::new(&file)), 0o600, "{file}");
    }
}

#[test]
fn an_init_leaves_nothing_but_the_database() {
    let home = Home::initialised();
    let names: Vec<_> = fs::read_dir(home.database().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["rad-admin.db"]);
}

#[test]
fn a_dry_init_makes_nothing() {
    let home = Home::new();
    let receipt = home.json(&["init", "--dry-run"]);
    assert_eq!((&receipt["changed"], &receipt["dry_run"]), (&true.into(), &true.into()));
    assert!(fs::read_dir(home.path()).unwrap().next().is_none());
}

#[test]
fn sixteen_inits_at_once_make_one_database_and_all_end_with_0() {
    let home = Home::new();
    let runs: Vec<_> = (0..16)
        .map(|_| {
            let home = home.clone();
            std::thread::spawn(move || home.json(&["init", "--lock-timeout", "60"]))
        })
        .collect();
    let made = runs.into_iter().map(|run| run.join().unwrap());
    assert_eq!(made.filter(|receipt| receipt["changed"] == true).count(), 1);
    home.ok(&["user", "add", "eve@example.org"]);
}

#[test]
fn the_journal_is_a_write_ahead_log() {
    let home = Home::seeded();
    let journal: String = home.sql().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(journal, "wal");
}

#[test]
fn the_database_itself_refuses_to_rewrite_history() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let sql = home.sql();
    for statement in [
        "UPDATE operations SET actor = 'eve'",
        "DELETE FROM operations",
        "UPDATE entries SET amount = amount + 1",
        "DELETE FROM entries",
        "UPDATE changes SET after = 'x'",
        "DELETE FROM changes",
        "UPDATE seals SET total = 0",
        "DELETE FROM seals",
        "UPDATE monthly_grants SET credits = 0",
        "DELETE FROM monthly_grants",
    ] {
        let error = sql.execute(statement, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
}

#[test]
fn the_database_itself_refuses_a_second_grant_of_a_month_or_to_a_user() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let sql = home.sql();
    for statement in [
        "INSERT INTO monthly_grants SELECT * FROM monthly_grants",
        "INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, month)
         SELECT operation, user_id, bucket, kind, amount, balance_after, previous, month FROM entries
         WHERE kind = 'monthly'",
        "UPDATE users SET awarded = -1",
        "UPDATE users SET awarded = 9007199254740992",
    ] {
        assert!(sql.execute(statement, []).is_err(), "{statement}");
    }
}

#[test]
fn a_locked_database_ends_a_write_with_75_and_reading_goes_on() {
    let home = Home::seeded();
    let other = home.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    for arguments in [
        &["credits", "award", "bob@example.org", "5"][..],
        &["user", "add", "eve@example.org"],
        &["partner", "set", "bob@example.org", "5"],
        &["grant-monthly"],
    ] {
        let run = home.refuses(75, &[arguments, &["--lock-timeout", "0"]].concat());
        assert!(run.stderr.contains("hint: try again"), "{run}");
        let error = home.fails(75, &[arguments, &["--lock-timeout", "0", "--json"]].concat()).json_error();
        assert_eq!(error["code"], "busy");
    }
    other.execute_batch("ROLLBACK").unwrap();
    home.ok(&["credits", "award", "bob@example.org", "5"]);
}

#[test]
fn a_write_waits_for_a_lock_that_is_given_up_in_time() {
    let home = Home::seeded();
    let other = home.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = home
        .command(&["credits", "award", "bob@example.org", "5", "--lock-timeout", "60"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    other.execute_batch("COMMIT").unwrap();
    assert!(waiting.wait_with_output().unwrap().status.success());
    assert_eq!(home.balances("bob@example.org"), (55, 0));
}

#[test]
fn sixteen_awards_at_once_all_count() {
    let home = Home::seeded();
    let runs: Vec<_> = (0..16)
        .map(|_| {
            let home = home.clone();
            let award = ["credits", "award", "bob@example.org", "3", "--lock-timeout", "60"];
            std::thread::spawn(move || home.ok(&award))
        })
        .collect();
    for run in runs {
        run.join().unwrap();
    }
    assert_eq!(home.balances("bob@example.org"), (98, 0));
}

/// Adds so many partners behind the program's back that a grant takes a while.
fn many_partners(sql: &Connection) {
    sql.execute_batch(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
         INSERT INTO users (email, status, roles, created_at, updated_at)
         SELECT printf('p%d@example.net', i), 'active', 1, 0, 0 FROM n;
         INSERT INTO allowances SELECT id, 202601, 10 FROM users WHERE email LIKE 'p%@example.net';",
    )
    .unwrap();
}

#[test]
fn an_interrupted_grant_is_rolled_back_and_ends_with_the_signals_status() {
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let home = Home::seeded();
        many_partners(&home.sql());
        let mut child = home.command(&["grant-monthly"]).stdout(Stdio::null()).spawn().unwrap();
        let journal = format!("{}-wal", home.database().display());
        while child.try_wait().unwrap().is_none() {
            if fs::metadata(&journal).is_ok_and(|file| file.len() > 0) {
                let kill = ["-s", signal, &child.id().to_string()];
                std::process::Command::new("kill").args(kill).status().unwrap();
                break;
            }
        }
        let ended = child.wait().unwrap().code();
        let granted = home.json(&["status"])["months"].as_array().unwrap().len();
        match granted {
            0 => assert_eq!(ended, Some(status), "SIG{signal}"),
            // It was done before the signal came.
            _ => assert!(matches!(ended, Some(code) if code == 0 || code == status), "{ended:?}"),
        }
    }
}

#[test]
fn control_characters_never_reach_a_terminal_raw() {
    let home = Home::seeded();
    let hostile = "\x1b]0;owned\x07 \u{202e}\u{9b}2J";
    home.ok(&["user", "edit", "bob@example.org", &format!("--name={hostile}")]);
    home.ok(&[
        "credits",
        "award",
        "bob@example.org",
        "5",
        "--reason",
        hostile,
        "--reference",
        hostile,
        "--key",
        hostile,
    ]);
    home.by(&format!("{hostile}@example.org")).run(&["credits", "award", "bob@example.org", "5"]);
    for arguments in [
        &["users", "list", "--color", "always"][..],
        &["user", "show", "bob@example.org"],
        &["credits", "history", "bob@example.org"],
        &["credits", "history", "--fields", "reason,reference"],
        &["log"],
        &["log", "show", "5"],
        &["log", "show", "6"],
        &["user", "edit", "bob@example.org", &format!("--name=x{hostile}")],
        &["credits", "award", "bob@example.org", "6", "--key", hostile],
        &["user", "show", &format!("{hostile}@example.org")],
        &["users", "list", &format!("--{hostile}")],
        &["users", "list", "--fields", hostile],
        &["users", "list", "--db", hostile],
        &["credits", "award", &format!("@{hostile}"), "5"],
    ] {
        let run = home.run(arguments);
        let ours = [31, 32, 33, 2, 1, 0].map(|tone| format!("\x1b[{tone}m"));
        let text = ours.iter().fold(run.stdout.clone() + &run.stderr, |text, tone| text.replace(tone, ""));
        let raw = text.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(raw, None, "{arguments:?}\n{run}");
    }
}
