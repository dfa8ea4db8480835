//! Things in the database's place that are no database, and output that cannot be written.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use crate::harness::{Home, guarded};

#[test]
fn a_database_that_is_no_file_is_named_as_what_it_is() {
    let home = Home::new();
    let at = |name: &str| home.path().join(name);
    fs::create_dir(at("folder")).unwrap();
    assert!(Command::new("mkfifo").arg(at("fifo")).status().unwrap().success());
    let _socket = UnixListener::bind(at("socket")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    symlink("loop", at("loop")).unwrap();
    home.write("plain", "text");
    for (place, what) in [
        ("folder", "folder: it is a folder"),
        ("fifo", "fifo: it is no regular file"),
        ("socket", "socket: it is no regular file"),
        ("/dev/null", "/dev/null: it is no regular file"),
        ("dangling", "dangling: the symbolic link leads to no file"),
        ("loop", "loop: cannot check whether the ledger exists"),
        ("plain/x.db", "plain/x.db: cannot check whether the ledger exists"),
        ("plain", "plain: the file is not a rad-admin ledger"),
    ] {
        for command in [&["users", "list"][..], &["init"], &["init", "-n"], &["verify"], &["grant-monthly"]] {
            let output = guarded::run(&home, &[command, &["--db", place]].concat());
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(7), "{command:?} {place}: {errors}");
            assert!(errors.contains(what) && errors.contains("--db"), "{command:?} {place}: {errors}");
        }
    }
}

#[test]
fn a_symbolic_link_to_a_database_is_that_database() {
    let home = Home::seeded();
    symlink(home.database(), home.path().join("link.db")).unwrap();
    home.ok(&["credits", "award", "bob@example.org", "5", "--db", "link.db"]);
    assert_eq!(home.balances("bob@example.org"), (55, 0));
}

#[test]
fn a_full_output_device_is_an_error_that_says_what_was_kept() {
    let home = Home::seeded();
    for arguments in [
        &["users", "list"][..],
        &["users", "list", "-o", "csv"],
        &["users", "list", "-o", "json"],
        &["credits", "history", "-o", "hledger"],
        &["log", "show", "2"],
        &["status"],
        &["verify"],
        &["config", "show"],
        &["completions", "bash"],
        &["--help"],
        &["help", "users"],
        &["--version"],
        &["credits", "award", "bob@example.org", "5"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = home.command(arguments).stdout(full).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {errors}");
        assert!(errors.contains("cannot write to standard output: No space left"), "{arguments:?}: {errors}");
        let was_kept = arguments[0] == "credits" && arguments[1] == "award";
        assert_eq!(errors.contains("what the command did is kept"), was_kept, "{arguments:?}: {errors}");
    }
    assert_eq!(home.balances("bob@example.org"), (55, 0));
}
