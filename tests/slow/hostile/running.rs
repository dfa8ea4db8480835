//! A database that is replaced, removed or cut off while a command asks its question.

use std::fs;

use crate::harness::{Home, terminal::Terminal};

/// Waits for a command's question, changes the file, and answers yes. Returns everything shown and the exit status.
fn meanwhile(home: &Home, meddle: impl FnOnce()) -> (String, i32) {
    let mut terminal = Terminal::start(home, &["credits", "award", "all", "5"]);
    terminal.wait_for("Go on?");
    meddle();
    terminal.type_in("y\n").end()
}

/// Returns a seeded ledger and a copy of it.
fn with_copy() -> (Home, String) {
    let home = Home::seeded();
    let copy = home.path().join("copy.db").display().to_string();
    home.ok(&["backup", &copy]);
    (home, copy)
}

#[test]
fn a_file_that_was_replaced_meanwhile_is_not_written() {
    let (home, copy) = with_copy();
    let (shown, status) = meanwhile(&home, || fs::rename(&copy, home.database()).unwrap());
    assert_eq!(status, 1, "{shown}");
    assert!(
        shown.contains("the file was replaced or removed while the command ran; nothing was written"),
        "{shown}"
    );
    assert_eq!(home.balances("bob@example.org"), (50, 0));
    home.ok(&["verify"]);
}

#[test]
fn a_file_that_was_removed_meanwhile_is_no_success() {
    let (home, copy) = with_copy();
    let (shown, status) = meanwhile(&home, || fs::remove_file(home.database()).unwrap());
    assert_eq!(status, 1, "{shown}");
    assert!(!home.database().exists());
    home.ok(&["verify", "--db", &copy]);
}

#[test]
fn a_file_that_was_cut_off_meanwhile_is_no_success() {
    for bytes in [0, 512, 4096, 20_480] {
        let (home, copy) = with_copy();
        let (shown, status) = meanwhile(&home, || {
            fs::File::options().write(true).open(home.database()).unwrap().set_len(bytes).unwrap();
        });
        assert!([1, 7, 9].contains(&status), "{bytes}: {status}\n{shown}");
        assert!(shown.contains("error:") && !shown.contains("panicked"), "{shown}");
        assert!([7, 9].contains(&home.run(&["verify"]).status), "{bytes}");
        home.ok(&["verify", "--db", &copy]);
    }
}
