//! A PostgreSQL server that dies while a command works: the command ends in done, not done, or 11, and never in done twice.

use std::process::{Child, Stdio};

use crate::harness::Home;
use crate::harness::cut_connection::{Cut, CutConnection};
use crate::harness::postgres::{PostgresServer, account, server};
use crate::harness::wait_until;

/// A home with a ledger on the server, and the name of its database.
fn home_on(server: &PostgresServer) -> (Home, String) {
    let (database, url) = server.new_database();
    let home = Home::new().with("RAD_ADMIN_DB", &url);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org"]);
    home.ok(&["user", "add", "cleo@example.org"]);
    (home, database)
}

fn start(home: &Home, words: &[&str]) -> Child {
    let mut command = home.command(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// An award that has the turn and waits right before its commit.
fn award_that_waits(home: &Home, server: &PostgresServer, database: &str) -> Child {
    let pausing = home.with("RAD_ADMIN_TEST_PAUSE", "BeforeCommit");
    let child = start(&pausing, &["credits", "award", "bob@example.org", "5", "--key", "k"]);
    let holds = format!(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = '{database}' AND state = 'idle in transaction' AND backend_xid IS NOT NULL"
    );
    wait_until(|| server.psql("postgres", &holds).unwrap() == "1");
    child
}

/// Lets it go on, and returns its exit status and what it said.
fn ended(mut child: Child) -> (Option<i32>, String) {
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// A repeat under the same key does what was not done.
fn is_done_once_by_a_repeat(home: &Home) {
    home.ok(&["credits", "award", "bob@example.org", "5", "--key", "k"]);
    assert_eq!(home.balances("bob@example.org"), (5, 0));
    home.ok(&["verify"]);
}

#[test]
fn a_command_whose_session_is_ended_can_be_repeated() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    let waiting = award_that_waits(&home, server, &database);
    let end =
        format!("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database}'");
    assert_eq!(server.psql("postgres", &end).unwrap(), "1");
    let (status, errors) = ended(waiting);
    assert_eq!(status, Some(7), "{errors}");
    assert!(errors.contains("nothing was written"), "{errors}");
    is_done_once_by_a_repeat(&home);
}

#[test]
fn a_server_that_crashes_before_the_commit_has_done_nothing() {
    let Some(mut server) = PostgresServer::alone() else { return };
    let (home, database) = home_on(&server);
    let waiting = award_that_waits(&home, &server, &database);
    server.crash();
    server.restart();
    let (status, errors) = ended(waiting);
    assert_eq!(status, Some(7), "{errors}");
    assert!(errors.contains("nothing was written"), "{errors}");
    is_done_once_by_a_repeat(&home);
}

#[test]
fn a_standby_that_takes_over_at_the_commit_says_whether_it_is_done() {
    for is_heard in [false, true] {
        let Some(server) = PostgresServer::alone() else { return };
        let (home, database) = home_on(&server);
        let standby = server.standby();
        server.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'").unwrap();
        server.psql("postgres", "SELECT pg_reload_conf()").unwrap();
        let follows = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        wait_until(|| server.psql("postgres", follows).unwrap() == "1");
        // The commit reaches the server or not. The client hears nothing more of it.
        let cut = if is_heard { Cut::ForGood } else { Cut::Before };
        let connection = CutConnection::to(server.socket(), cut);
        let url =
            format!("postgres://{}@/{database}?host={},{}", account(), connection.host(), standby.host());
        let waiting = award_that_waits(&home.with("RAD_ADMIN_DB", &url), &server, &database);
        if !is_heard {
            server.crash();
            standby.promote();
        }
        let award = std::thread::spawn(|| ended(waiting));
        if is_heard {
            let done = "SELECT count(*) FROM rad_admin.seals WHERE operation = 3";
            wait_until(|| standby.psql(&database, done).unwrap() == "1");
            server.crash();
            standby.promote();
        }
        let (status, errors) = award.join().unwrap();
        assert_eq!(status, Some(if is_heard { 0 } else { 7 }), "{errors}");
        is_done_once_by_a_repeat(&home.with("RAD_ADMIN_DB", &url));
    }
}

#[test]
fn a_client_that_is_killed_while_the_server_works_frees_the_turn() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    let mut holder = server.session(&database);
    let lock = "BEGIN; SELECT * FROM rad_admin.users WHERE email = 'bob@example.org' FOR UPDATE;\n";
    std::io::Write::write_all(holder.stdin.as_mut().unwrap(), lock.as_bytes()).unwrap();
    let waits = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock'"
    );
    let idles = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND state = 'idle in transaction'"
    );
    wait_until(|| server.psql("postgres", &idles).unwrap() == "1");
    let mut working = start(&home, &["credits", "award", "bob@example.org", "5"]);
    wait_until(|| server.psql("postgres", &waits).unwrap() == "1");
    working.kill().unwrap();
    working.wait().unwrap();
    // The server looks whether its client is still there, although the lock that it waits for is held.
    home.ok(&["credits", "award", "cleo@example.org", "5", "--lock-timeout", "30"]);
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(home.balances("bob@example.org"), (0, 0));
    home.ok(&["verify"]);
}
