//! What protects the ledger: file modes, durability, append-only tables, locks, signals, hostile text.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Stdio};

use crate::harness::{Home, on_file, wait_until};
use rustix::process::{Pid, Signal, kill_process};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_database_is_its_owners_alone_and_so_is_its_folder() {
    let _on_file = on_file();
    let home = Home::seeded();
    assert_eq!(mode(&home.database()), 0o600);
    assert_eq!(mode(home.database().parent().unwrap()), 0o700);
    // While another connection is open, the WAL and its index exist, too.
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
    let _on_file = on_file();
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
    let _on_file = on_file();
    let home = Home::seeded();
    let journal: String = home.sql().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(journal, "wal");
}

#[test]
fn the_database_itself_refuses_to_rewrite_history() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let mut statements = vec![
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
    ];
    statements.extend(if home.is_on_server() {
        ["TRUNCATE operations CASCADE", "TRUNCATE seals"]
    } else {
        [
            "INSERT OR REPLACE INTO operations SELECT * FROM operations WHERE id = 1",
            "INSERT OR REPLACE INTO seals SELECT * FROM seals",
        ]
    });
    for statement in statements {
        let error = home.tamper(statement).unwrap_err();
        assert!(error.contains("append-only"), "{statement}: {error}");
    }
}

#[test]
fn the_database_itself_refuses_a_second_grant_of_a_month_or_to_a_user() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    for statement in [
        "INSERT INTO monthly_grants SELECT * FROM monthly_grants",
        "INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, previous, month)
         SELECT operation, user_id, bucket, kind, amount, balance_after, previous, month FROM entries
         WHERE kind = 'monthly'",
        "UPDATE users SET awarded = -1",
        "UPDATE users SET awarded = 9007199254740992",
    ] {
        assert!(home.tamper(statement).is_err(), "{statement}");
    }
}

#[test]
fn a_locked_database_ends_a_write_with_75_and_reading_goes_on() {
    let home = Home::seeded();
    let lock = home.lock();
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
    drop(lock);
    home.ok(&["credits", "award", "bob@example.org", "5"]);
}

#[test]
fn a_write_waits_for_a_lock_that_is_given_up_in_time() {
    let home = Home::seeded();
    let lock = home.lock();
    let waiting = home
        .command(&["credits", "award", "bob@example.org", "5", "--lock-timeout", "60"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    drop(lock);
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

/// Starts a grant that waits at a point until its standard input ends.
fn paused_at(home: &Home, point: &str) -> Child {
    let mut command = home.with("RAD_ADMIN_TEST_PAUSE", point).command(&["grant-monthly"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Whether the process has signal handlers. Before that, it may still be opening the ledger, which looks like a lock.
fn heeds_signals(child: &Child) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
    let caught = u64::from_str_radix(caught.trim(), 16).unwrap();
    [Signal::INT, Signal::TERM].iter().all(|signal| caught & (1 << (signal.as_raw() - 1)) != 0)
}

fn months_granted(home: &Home) -> i64 {
    home.number("SELECT count(*) FROM monthly_grants")
}

#[test]
fn an_interrupted_grant_is_rolled_back_and_ends_with_the_signals_status() {
    for (signal, status) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let home = Home::seeded();
        let mut child = paused_at(&home, "EntriesWritten");
        wait_until(|| heeds_signals(&child) && home.is_locked());
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status), "{signal:?}");
        assert_eq!(months_granted(&home), 0);
        home.ok(&["grant-monthly"]);
    }
}

#[test]
fn a_signal_after_the_commit_lets_the_command_finish_and_say_so() {
    let home = Home::seeded();
    let mut child = paused_at(&home, "Committed");
    wait_until(|| months_granted(&home) == 1);
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_second_signal_after_the_commit_is_obeyed_and_the_grant_is_kept() {
    let home = Home::seeded();
    let mut child = paused_at(&home, "Committed");
    wait_until(|| months_granted(&home) == 1);
    wait_until(|| {
        kill_process(Pid::from_child(&child), Signal::INT).unwrap();
        child.try_wait().unwrap().is_some()
    });
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(months_granted(&home), 1);
}

#[test]
fn control_characters_never_reach_a_terminal_raw() {
    let home = Home::seeded();
    let hostile = "\x1b]0;owned\x07 \u{202e}\u{9b}2J";
    // The program refuses such texts. If another program wrote them, they must not steer the terminal either.
    home.refuses(2, &["user", "edit", "bob@example.org", &format!("--name={hostile}")]);
    home.refuses(2, &["credits", "award", "bob@example.org", "5", "--reason", hostile]);
    home.ok(&["credits", "award", "bob@example.org", "5", "--reason", "x", "--reference", "x", "--key", "x"]);
    home.tamper(&format!("UPDATE users SET name = '{hostile}' WHERE email = 'bob@example.org'")).unwrap();
    home.forge(&format!(
        "UPDATE operations SET reason = '{hostile}', reference = '{hostile}', key = '{hostile}'
         WHERE id = (SELECT max(id) FROM operations)"
    ));
    home.by(&format!("{hostile}@example.org")).run(&["credits", "award", "bob@example.org", "5"]);
    for arguments in [
        &["users", "list", "--color", "always"][..],
        &["user", "show", "bob@example.org"],
        &["credits", "history", "bob@example.org"],
        &["credits", "history", "--fields", "reason,reference"],
        &["log"],
        &["log", "show", "5"],
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
