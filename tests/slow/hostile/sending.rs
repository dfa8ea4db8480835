//! Sending ignores files beside the ledger, and one process sends at a time.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use crate::harness::{Home, wait_until};

const MAIL: &str = "[invite]\nurl = 'https://x.example/?{token}'\n\
                    [mail]\nfrom = 'a@example.org'\ntransport = 'file'\nfolder = 'messages'\n";

/// A ledger whose messages go into a folder.
fn home() -> Home {
    let home = Home::seeded();
    fs::create_dir_all(home.config().parent().unwrap()).unwrap();
    fs::write(home.config(), MAIL).unwrap();
    home
}

#[test]
fn sending_leaves_no_file_beside_the_ledger_and_minds_none() {
    let home = home();
    let database = home.database();
    let lock = database.with_extension("db.outbox");
    home.ok(&["invite", "dan@example.org"]);
    assert!(!lock.exists());
    symlink("/dev/full", &lock).unwrap();
    home.ok(&["invite", "eve@example.org"]);
    fs::remove_file(&lock).unwrap();
    assert!(Command::new("mkfifo").arg(&lock).status().unwrap().success());
    home.ok(&["invite", "finn@example.org", "--lock-timeout", "0"]);
}

#[test]
fn a_second_sender_waits_for_the_lock_timeout() {
    let home = home();
    let mut sending =
        home.with("RAD_ADMIN_TEST_PAUSE", "MessageClaimed").command(&["invite", "dan@example.org"]);
    let mut sending = sending.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    wait_until(|| home.ok(&["mail", "list", "--fields", "attempts", "--no-header"]).stdout.trim() == "1");
    let run = home.run(&["mail", "flush", "--lock-timeout", "0"]);
    assert_ne!(run.status, 0, "{run}");
    assert!(run.stderr.contains("another process"), "{run}");
    drop(sending.stdin.take());
    assert!(sending.wait().unwrap().success());
    home.ok(&["mail", "flush", "--lock-timeout", "0"]);
}
