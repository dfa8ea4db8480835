//! Failures between the program and a PostgreSQL server: a command ends as done, not done or in doubt (11), and never
//! runs twice.

use std::process::{Child, Command, Stdio};

use crate::harness::Home;
use crate::harness::cut_connection::{Cut, CutConnection};
use crate::harness::postgres::{PostgresServer, account, pooler, server};
use crate::harness::wait_until;

/// Returns the home with its ledger behind the connection.
fn through(home: &Home, connection: &CutConnection, database: &str) -> Home {
    home.with("RAD_ADMIN_DB", &format!("postgres://{}@/{database}?host={}", account(), connection.host()))
}

/// Runs an award over a connection that is cut. Returns the home on the direct connection, and how the award ended.
fn award_over(cut: Cut) -> Option<(Home, i32, String)> {
    let server = server()?;
    let (database, url) = server.new_database();
    let home = Home::new().with("RAD_ADMIN_DB", &url);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org"]);
    let connection = CutConnection::to(server.socket(), cut);
    let account = url.split("://").nth(1).unwrap().split('@').next().unwrap();
    let cut_url = format!("postgres://{account}@/{database}?host={}", connection.host());
    let run = home.with("RAD_ADMIN_DB", &cut_url).run(&[
        "credits",
        "award",
        "bob@example.org",
        "5",
        "--key",
        "k",
        "--lock-timeout",
        "1",
    ]);
    Some((home, run.status, run.stderr))
}

#[test]
fn a_commit_whose_answer_is_lost_is_found() {
    let Some((home, status, errors)) = award_over(Cut::After) else { return };
    assert_eq!((status, errors.as_str()), (0, ""));
    assert_eq!(home.balances("bob@example.org"), (5, 0));
    let again = home.json(&["credits", "award", "bob@example.org", "5", "--key", "k"]);
    assert_eq!((again["changed"].as_bool(), again["operation"].as_i64()), (Some(false), Some(2)));
}

#[test]
fn a_commit_that_never_arrived_is_reported_as_not_done() {
    let Some((home, status, errors)) = award_over(Cut::Before) else { return };
    assert_eq!(status, 7, "{errors}");
    assert!(errors.contains("nothing was written") && errors.contains("run the command again"), "{errors}");
    assert_eq!(home.balances("bob@example.org"), (0, 0));
}

#[test]
fn a_commit_in_doubt_ends_with_11_and_its_key_repeats_it_safely() {
    std::thread::scope(|scope| {
        for cut in [Cut::ForGood, Cut::Silent] {
            scope.spawn(move || {
                let Some((home, status, errors)) = award_over(cut) else { return };
                assert_eq!(status, 11, "{errors}");
                assert!(errors.contains("operation 2") && errors.contains("--key"), "{errors}");
                let again = home.json(&["credits", "award", "bob@example.org", "5", "--key", "k"]);
                assert_eq!(again["changed"], false);
                assert_eq!(home.balances("bob@example.org"), (5, 0));
            });
        }
    });
}

/// Returns a home with a ledger on the server, and the name of its database.
fn home_on(server: &PostgresServer) -> (Home, String) {
    let (database, url) = server.new_database();
    let home = Home::new().with("RAD_ADMIN_DB", &url);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org"]);
    (home, database)
}

/// Returns a home with a ledger in the file own.db.
fn home_on_file() -> Home {
    let home = Home::new().with("RAD_ADMIN_DB", "own.db");
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org"]);
    home
}

/// Starts an award that has the write lock and waits right before its commit.
fn award_that_waits(home: &Home, server: &PostgresServer, database: &str) -> Child {
    let pausing = home.with("RAD_ADMIN_TEST_PAUSE", "BeforeCommit");
    let mut command: Command = pausing.command(&["credits", "award", "bob@example.org", "1"]);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let holds = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND state = 'idle in transaction'"
    );
    wait_until(|| server.psql("postgres", &holds).unwrap() == "1");
    child
}

#[test]
fn a_long_wait_for_the_turn_ends_with_75_and_a_killed_client_frees_it() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    let mut waiting = award_that_waits(&home, server, &database);
    let run = home.fails(75, &["credits", "award", "bob@example.org", "2", "--lock-timeout", "1"]);
    assert!(run.stderr.contains("nothing was written"), "{run}");
    home.ok(&["users", "list"]);
    waiting.kill().unwrap();
    waiting.wait().unwrap();
    home.ok(&["credits", "award", "bob@example.org", "4", "--lock-timeout", "20"]);
    assert_eq!(home.balances("bob@example.org"), (4, 0));
    home.ok(&["verify"]);
}

#[test]
fn timeouts_of_the_server_leave_nothing_half_done() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    server
        .psql("postgres", &format!("ALTER DATABASE {database} SET idle_in_transaction_session_timeout = 300"))
        .unwrap();
    let mut waiting = award_that_waits(&home, server, &database);
    let idle = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'");
    wait_until(|| server.psql("postgres", &idle).unwrap() == "0");
    drop(waiting.stdin.take());
    let output = waiting.wait_with_output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(7), "{errors}");
    assert!(errors.contains("nothing was written"), "{errors}");
    assert_eq!(home.balances("bob@example.org"), (0, 0));
    server.psql("postgres", &format!("ALTER DATABASE {database} SET statement_timeout = 1")).unwrap();
    let run = home.fails(1, &["verify"]);
    assert!(run.stderr.contains("statement_timeout"), "{run}");
    server.psql("postgres", &format!("ALTER DATABASE {database} RESET ALL")).unwrap();
    home.ok(&["verify"]);
}

#[test]
fn a_pooler_in_transaction_mode_stands_between_without_a_difference() {
    let Some(server) = server() else { return };
    let (_, database) = home_on(server);
    let Some(pooler) = pooler(server) else { return };
    let home = Home::new().with("RAD_ADMIN_DB", &pooler.url(&database));
    home.write("a.csv", "email,amount\nbob@example.org,5\n");
    home.write(
        ".config/rad-admin/config.toml",
        "[invite]\nurl = 'https://p.example.org/join?token={token}'\n\
         [mail]\nfrom = 'no-reply@example.org'\ntransport = 'file'\nfolder = 'messages'\n",
    );
    for line in [
        "credits award bob@example.org 5 --reason gift",
        "credits apply a.csv --bucket awarded --yes",
        "user edit bob@example.org --add-role partner",
        "partner set bob@example.org 10",
        "grant-monthly",
        "undo last --yes",
        "invite fay@example.org",
        "mail flush",
        "users list --at 2026-11-01",
        "verify",
        "backup copy.db",
    ] {
        home.ok(&line.split(' ').collect::<Vec<_>>());
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    home.ok(&["credits", "award", "bob@example.org", "1", "--lock-timeout", "60"]);
                }
            });
        }
    });
    assert_eq!(home.balances("bob@example.org"), (22, 0));
    home.ok(&["verify"]);
}

#[test]
fn a_commit_without_an_operation_is_found_by_its_transaction() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    home.write(
        ".config/rad-admin/config.toml",
        "[invite]\nurl = 'https://p.example.org/join?token={token}'\n\
         [mail]\nfrom = 'no-reply@example.org'\nhost = '127.0.0.1'\nport = 1\nsecurity = 'none'\n",
    );
    home.fails(8, &["invite", "fay@example.org"]);
    for (cut, status, left) in [(Cut::Before, 7, 1), (Cut::After, 0, 0)] {
        let connection = CutConnection::to(server.socket(), cut);
        let run = through(&home, &connection, &database).run(&["mail", "drop", "fay@example.org", "--yes"]);
        assert_eq!(run.status, status, "{run}");
        assert_eq!(home.json(&["mail", "list", "--where", "status=queued"]).as_array().unwrap().len(), left);
    }
}

#[test]
fn an_init_and_a_restore_whose_answer_is_lost_are_found() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    home.ok(&["backup", "copy.db"]);
    home.ok(&["credits", "award", "bob@example.org", "5"]);
    for (cut, status, balance) in [(Cut::Before, 7, 5), (Cut::After, 0, 0)] {
        let connection = CutConnection::to(server.socket(), cut);
        let run = through(&home, &connection, &database).run(&["restore", "copy.db", "--yes"]);
        assert_eq!((run.status, home.balances("bob@example.org")), (status, (balance, 0)), "{run}");
    }
    let (database, _) = server.new_database();
    let connection = CutConnection::to(server.socket(), Cut::After);
    through(&home, &connection, &database).ok(&["init", "--timezone", "UTC"]);
}

#[test]
fn a_move_from_a_server_whose_commit_is_lost_leaves_one_ledger() {
    let Some(server) = server() else { return };
    for (cut, status, is_there) in [(Cut::Before, 7, false), (Cut::ForGood, 11, true), (Cut::After, 0, true)]
    {
        let (home, database) = home_on(server);
        let connection = CutConnection::to(server.socket(), cut);
        let run =
            through(&home, &connection, &database).run(&["move", "new.db", "--yes", "--lock-timeout", "1"]);
        let left = home.path().join("new.db").exists();
        assert_eq!((run.status, left), (status, is_there), "{run}");
        match cut {
            Cut::Before => home.ok(&["credits", "award", "bob@example.org", "1"]),
            _ => home.fails(7, &["credits", "award", "bob@example.org", "1"]),
        };
        if cut == Cut::ForGood {
            assert!(run.stderr.contains("newest operation") && run.stderr.contains("use new.db"), "{run}");
            assert!(run.stderr.contains("rm -f 'new.db' 'new.db-journal' 'new.db-wal'"), "{run}");
            assert_eq!(home.json(&["log", "--limit", "1"])[0]["command"], "move");
        }
    }
}

#[test]
fn a_move_to_a_server_whose_commit_is_lost_keeps_the_file() {
    let Some(server) = server() else { return };
    for (cut, status) in [(Cut::Before, 7), (Cut::ForGood, 11), (Cut::After, 0)] {
        let (database, url) = server.new_database();
        let home = home_on_file();
        let connection = CutConnection::to(server.socket(), cut);
        let target = format!("postgres://{}@/{database}?host={}", account(), connection.host());
        let run = home.run(&["move", &target, "--yes", "--lock-timeout", "1"]);
        assert_eq!(run.status, status, "{run}");
        let there = home.with("RAD_ADMIN_DB", &url);
        match cut {
            Cut::After => {
                home.fails(7, &["credits", "award", "bob@example.org", "1"]);
                there.ok(&["credits", "award", "bob@example.org", "1"]);
            }
            _ => _ = home.ok(&["credits", "award", "bob@example.org", "1"]),
        }
        if cut == Cut::ForGood {
            let removal = format!("-d '{database}' -c 'DROP SCHEMA \"rad_admin\" CASCADE'");
            assert!(run.stderr.contains("nothing was moved") && run.stderr.contains(&removal), "{run}");
        }
        if cut == Cut::Before {
            assert_eq!(there.fails(7, &["users", "list", "--json"]).json_error()["reason"], "no_ledger");
        }
    }
}

#[test]
fn a_move_to_a_server_that_the_file_does_not_take_removes_the_copy_there() {
    let Some(server) = server() else { return };
    let (_, url) = server.new_database();
    let home = home_on_file();
    let there = home.with("RAD_ADMIN_DB", &url);
    let pausing = home.with("RAD_ADMIN_TEST_PAUSE", "FilePlaced");
    let mut command = pausing.command(&["move", &url, "--yes"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_until(|| there.run(&["users", "list"]).status == 0);
    let (ledger, elsewhere) = (home.path().join("own.db"), home.path().join("elsewhere.db"));
    std::fs::rename(&ledger, &elsewhere).unwrap();
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("nothing was written"), "{errors}");
    assert_eq!(there.fails(7, &["users", "list", "--json"]).json_error()["reason"], "no_ledger");
    std::fs::rename(&elsewhere, &ledger).unwrap();
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    home.ok(&["move", &url, "--yes"]);
}

#[test]
fn a_cancelled_wait_for_a_replica_is_a_commit_with_a_warning() {
    let Some(server) = PostgresServer::alone() else { return };
    let (home, _) = home_on(&server);
    server.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'").unwrap();
    server.psql("postgres", "SELECT pg_reload_conf()").unwrap();
    let run = std::thread::scope(|scope| {
        let award = scope.spawn(|| home.run(&["credits", "award", "bob@example.org", "5"]));
        let cancel =
            "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        wait_until(|| server.psql("postgres", cancel).unwrap() == "1");
        award.join().unwrap()
    });
    assert_eq!(run.status, 0, "{run}");
    assert!(run.stderr.contains("warning: ") && run.stderr.contains("replica may not have it"), "{run}");
    assert_eq!(home.balances("bob@example.org"), (5, 0));
}

#[test]
fn several_inits_at_once_make_one_ledger_and_all_succeed() {
    let Some(server) = server() else { return };
    let (_, url) = server.new_database();
    let home = Home::new().with("RAD_ADMIN_DB", &url);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| home.ok(&["init", "--timezone", "UTC"]));
        }
    });
    home.ok(&["verify"]);
}

#[test]
fn a_table_of_a_users_own_does_not_stand_before_the_ledgers() {
    let Some(server) = server() else { return };
    let (_, database) = home_on(server);
    let operator = format!("shadow_{database}");
    server.psql(&database, &format!("CREATE ROLE {operator} LOGIN IN ROLE rad_admin_operator; GRANT CREATE ON DATABASE {database} TO {operator}")).unwrap();
    let shadows = "SET search_path = rad_admin;
        CREATE TEMP TABLE redactions (subject text, row_id bigint, operation bigint);
        CREATE TEMP TABLE seals (operation bigint);
        INSERT INTO pg_temp.redactions VALUES ('operation', 1, 100), ('entry', 1, 100), ('change', 1, 100);
        INSERT INTO pg_temp.seals VALUES (0);
        UPDATE rad_admin.operations SET reason = 'forged', arguments = '[]' WHERE id = 1";
    let error = server.psql_as(&operator, &database, shadows).unwrap_err();
    assert!(error.contains("append-only"), "{error}");
    let guard = "CREATE SCHEMA evil;
        CREATE FUNCTION evil.pg_has_role(name, oid, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        SET search_path = evil, pg_catalog;
        INSERT INTO rad_admin.operations (id, at, actor, os_user, command, arguments, salt) VALUES (100, 1, 'x', 'root', 'x', '[]', '')";
    let error = server.psql_as(&operator, &database, guard).unwrap_err();
    assert!(error.contains("names the account of its session"), "{error}");
}
