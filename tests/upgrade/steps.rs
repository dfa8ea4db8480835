//! A step from one schema to the next: applied once, as a whole, and only by those who may.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::Duration;

use rad_admin::store::{Mode, Store};

use super::first::{first_ledger, head};
use super::next::{Next, installed};
use crate::harness::postgres::server;
use crate::harness::{Home, on_file, wait_until};

const NEXT_VERSION: i64 = 99_000_000;

/// Returns the number of the ledger's schema.
fn version(home: &Home) -> i64 {
    home.number(if home.is_on_server() { "SELECT version FROM turn" } else { "PRAGMA user_version" })
}

#[test]
fn the_first_command_of_a_later_version_upgrades_the_ledger_once() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let (before, proof) = (home.everything(), home.json(&["verify"]));
    let later = installed(&home);
    let listed = later.ok(&["users", "list", "-q"]);
    assert_eq!(listed.stderr, "", "an upgrade says nothing");
    assert_eq!(version(&home), NEXT_VERSION);
    assert_eq!(later.everything(), before);
    for _ in 0..2 {
        let now = later.json(&["verify", "--head", proof["head"].as_str().unwrap()]);
        assert_eq!(now, proof, "the proof is the same, also after a second run");
    }
    later.ok(&["credits", "award", "bob@example.org", "1"]);
    later.ok(&["verify"]);
    later.tamper("INSERT INTO notes (id, user_id, text) VALUES (1, 1, 'new')").unwrap();
    let error = later.tamper("DELETE FROM notes").unwrap_err();
    assert!(error.contains("notes are append-only"), "{error}");
    let error = later.tamper("DELETE FROM seals").unwrap_err();
    assert!(error.contains("all seals are append-only"), "{error}");
}

#[test]
fn an_upgraded_ledger_is_like_a_new_one_of_the_later_version() {
    let home = installed(&Home::seeded());
    home.ok(&["status"]);
    let new = installed(&Home::new());
    new.ok(&["init", "--timezone", "UTC"]);
    for home in [home, new] {
        let found = home.run(&["doctor", "--json"]).json();
        let schema =
            found["findings"].as_array().unwrap().iter().find(|one| one["check"] == "schema").unwrap();
        assert_eq!(schema["status"], "ok", "{schema}");
        assert_eq!(home.number("SELECT count(*) FROM notes"), 0);
    }
}

#[test]
fn the_older_version_refuses_an_upgraded_ledger_and_names_the_newer() {
    let home = Home::seeded();
    installed(&home).ok(&["status"]);
    for line in [&["users", "list"][..], &["credits", "award", "bob@example.org", "1"], &["verify"]] {
        let run = home.fails(7, line);
        assert!(run.stderr.contains("hint: install rad-admin 99.0.0 or a newer version"), "{run}");
    }
}

/// A program of the older version that has the ledger open, as one that waits for an answer, when it is upgraded.
#[test]
fn a_write_begun_before_an_upgrade_is_refused() {
    let _on_file = on_file();
    let home = Home::seeded();
    let mut store = Store::open(&home.database(), Duration::ZERO).unwrap();
    installed(&home).ok(&["status"]);
    let error = store.write(Mode::Real, |_| Ok(())).unwrap_err();
    assert_eq!(error.code().exit_status(), 7, "{error}");
    assert!(error.message().contains("was last changed for rad-admin 99.0.0"), "{error}");
}

#[test]
fn two_processes_of_the_later_version_upgrade_the_ledger_once() {
    let home = Home::seeded();
    let proof = home.json(&["verify"]);
    let later = installed(&home);
    let pausing = later.with("RAD_ADMIN_TEST_PAUSE", "SchemaChanged");
    let first =
        pausing.command(&["status", "-q"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    wait_until(|| home.is_locked());
    let second = later
        .command(&["credits", "award", "bob@example.org", "1", "--lock-timeout", "60"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // Whoever does not wait long enough is told so, and nothing is half done.
    let busy = later.run(&["credits", "award", "bob@example.org", "1", "--lock-timeout", "0"]);
    assert_eq!(busy.status, 75, "{busy}");
    for mut process in [first, second] {
        drop(process.stdin.take());
        assert!(process.wait().unwrap().success());
    }
    assert_eq!(version(&home), NEXT_VERSION);
    later.ok(&["verify", "--head", proof["head"].as_str().unwrap()]);
    assert_eq!(later.balances("bob@example.org"), (51, 0), "the second did its work on the new tables");
}

#[test]
fn a_step_that_fails_leaves_the_ledger_as_it_was() {
    let home = Home::seeded();
    let before = home.everything();
    let mut next = Next::new();
    next.sqlite.push_str("INSERT INTO nowhere VALUES (1);");
    next.server.push_str("; INSERT INTO nowhere VALUES (1)");
    next.installed(&home).fails(1, &["status"]);
    assert_eq!(home.everything(), before, "the older version goes on");
    home.ok(&["verify"]);
}

#[test]
fn a_step_never_takes_over_what_something_else_has_added() {
    let home = Home::seeded();
    home.tamper("CREATE TABLE added (id INTEGER)").unwrap();
    let run = installed(&home).fails(9, &["status"]);
    assert!(run.stderr.contains("'added'") && run.stderr.contains("cannot be upgraded"), "{run}");
    home.tamper("DROP TABLE added").unwrap();
    home.ok(&["verify"]);
    installed(&home).ok(&["verify"]);
}

#[test]
fn a_step_that_loses_a_table_or_a_row_is_not_kept() {
    let _on_file = on_file();
    let home = Home::seeded();
    let mut next = Next::new();
    next.sqlite.push_str("DROP TRIGGER notes_keep_delete;");
    let run = next.installed(&home).fails(9, &["status"]);
    assert!(run.stderr.contains("it lacks: CREATE TRIGGER notes_keep_delete"), "{run}");
    let mut next = Next::new();
    next.sqlite.push_str("INSERT INTO notes VALUES (1, 999, 'of nobody');");
    let run = next.installed(&home).fails(9, &["status"]);
    assert!(run.stderr.contains("a row of 'notes' refers to one that is not there"), "{run}");
    home.ok(&["verify"]);
}

#[test]
fn a_ledger_that_may_only_be_read_is_not_upgraded_and_says_who_can() {
    let _on_file = on_file();
    let home = Home::seeded();
    let later = installed(&home);
    let folder = home.database().parent().unwrap().to_owned();
    home.sql().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
    fs::set_permissions(home.database(), Permissions::from_mode(0o444)).unwrap();
    // Root may write everything, so it reads as another account does.
    let line = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    if rustix::process::geteuid().is_root() {
        for place in [
            home.path(),
            &home.path().join(".local"),
            &home.path().join(".local/share"),
            &home.path().join("next"),
        ] {
            fs::set_permissions(place, Permissions::from_mode(0o755)).unwrap();
        }
        let script =
            format!("exec {line} {} --db {} status", crate::harness::PROGRAM, home.database().display());
        let run = later.finish(later.other_command("/bin/sh").args(["-c", &script]));
        assert_eq!(run.status, 7, "{run}");
        assert!(
            run.stderr.contains("still has the tables of rad-admin 0.2.0, and it may only be read here"),
            "{run}"
        );
    } else {
        let run = later.fails(7, &["status"]);
        assert!(run.stderr.contains("still has the tables of rad-admin 0.2.0"), "{run}");
    }
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    assert_eq!(version(&home), 2_000);
}

#[test]
fn only_the_owner_of_the_tables_upgrades_them_on_a_server() {
    let Some(server) = server() else { return };
    let (database, url) = server.new_database();
    let home = Home::new().with("RAD_ADMIN_DB", &url);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--awarded", "50"]);
    let head = home.json(&["verify"])["head"].as_str().unwrap().to_owned();
    let login = |role: &str| {
        let name = format!("{role}_of_{database}");
        server.psql(&database, &format!("CREATE ROLE {name} LOGIN IN ROLE rad_admin_{role}")).unwrap();
        home.with("RAD_ADMIN_DB", &server.url(&name, &database))
    };
    let [owner, operator, reader] = ["owner", "operator", "reader"].map(login);
    for home in [&operator, &reader] {
        for line in [&["users", "list"][..], &["verify"], &["credits", "award", "bob@example.org", "1"]] {
            let run = installed(home).fails(7, line);
            assert!(
                run.stderr
                    .contains("still has the tables of rad-admin 0.2.0, and this login does not own them"),
                "{run}"
            );
            assert!(
                run.stderr.contains("\"rad_admin_owner\"")
                    && run.stderr.contains("rad-admin 0.2.0 can read it"),
                "{run}"
            );
        }
        home.ok(&["verify", "--head", &head]);
    }
    installed(&owner).ok(&["status"]);
    installed(&reader).ok(&["verify", "--head", &head]);
    installed(&operator).ok(&["credits", "award", "bob@example.org", "1"]);
    // The operator's rights reach the new table too, and nothing belongs to the login that upgraded.
    let operators = format!("operator_of_{database}");
    server.psql_as(&operators, &database, "INSERT INTO rad_admin.notes VALUES (1, 1, 'new')").unwrap();
    let owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'rad_admin'";
    assert_eq!(server.psql(&database, owners).unwrap(), "rad_admin_owner");
    let run = operator.fails(7, &["users", "list"]);
    assert!(run.stderr.contains("install rad-admin 99.0.0"), "{run}");
}

#[test]
fn the_older_version_can_go_back_to_the_backup_before_the_upgrade() {
    let home = first_ledger();
    home.ok(&["backup", "before-upgrade.db"]);
    let later = installed(&home);
    later.ok(&["credits", "award", "ada@example.org", "1"]);
    home.fails(7, &["status"]);
    home.ok(&["restore", "before-upgrade.db", "--yes"]);
    home.ok(&["verify", "--head", head()]);
    home.ok(&["credits", "award", "paul@example.org", "1"]);
    // And once more forward.
    later.ok(&["verify", "--head", head()]);
}
