//! Readers of our output that stop reading.

use std::fmt::Write as _;
use std::io::Read;
use std::process::{Child, Stdio};

use crate::harness::terminal::{Signal, Terminal};
use crate::harness::{Home, wait_until};

const USERS: usize = 4000;

fn home() -> Home {
    let home = Home::seeded();
    let mut rows = "email,name,awarded\n".to_owned();
    for number in 0..USERS {
        writeln!(rows, "user{number}@example.org,The user of number {number},1").unwrap();
    }
    home.write("users.csv", rows);
    home.ok(&["users", "import", "users.csv", "--yes", "--quiet"]);
    home
}

/// Awards credits until nobody holds a snapshot any more. Then the WAL restarts with each commit.
fn wait_until_nothing_is_held(home: &Home) {
    let sql = home.sql();
    sql.busy_timeout(std::time::Duration::ZERO).unwrap();
    wait_until(|| {
        home.ok(&["credits", "award", "bob@example.org", "1"]);
        sql.query_row("PRAGMA wal_checkpoint(RESTART)", [], |row| row.get::<_, i64>(0)).unwrap() == 0
    });
}

#[track_caller]
fn slow(home: &Home, arguments: &[&str]) -> Child {
    home.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_pipe_that_is_not_read_delays_no_other_command() {
    let home = home();
    for arguments in [
        &["users", "list", "-o", "csv"][..],
        &["credits", "history", "-o", "hledger"],
        &["log", "show", "5", "-o", "json"],
    ] {
        let expected = home.ok(arguments).stdout;
        assert!(expected.len() > 200_000, "more than a pipe takes");
        let mut child = slow(&home, arguments);
        let mut out = child.stdout.take().unwrap();
        let mut first = [0; 100];
        out.read_exact(&mut first).unwrap();
        wait_until_nothing_is_held(&home);
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert!(child.wait().unwrap().success());
        assert!(expected == format!("{}{rest}", String::from_utf8_lossy(&first)), "{arguments:?}");
    }
}

#[test]
fn a_list_left_in_the_pager_holds_up_nobody() {
    let home = home();
    let pager = "head -n 1 >&2; echo paging >&2; read -r answer <&2; cat >/dev/null; echo left >&2";
    let mut terminal = Terminal::start(&home.with("PAGER", pager), &["users", "list"]);
    terminal.wait_for("paging");
    wait_until_nothing_is_held(&home);
    terminal.type_in("\n");
    let (shown, status) = terminal.end();
    assert!(shown.contains("left") && status == 0, "{status}: {shown}");
}

#[test]
fn ctrl_c_is_for_the_pager_while_there_is_one() {
    let home = home();
    let pager =
        "trap 'echo caught >&2' INT; cat >/dev/null; echo paging >&2; read -r answer <&2; echo left >&2";
    let mut terminal = Terminal::start(&home.with("PAGER", pager), &["users", "list"]);
    terminal.wait_for("paging").signal(Signal::INT).type_in("\n").wait_for("left");
    assert_eq!(terminal.end().1, 0);
}
