//! Misleading file names: a ledger with two names, copies with names that belong to another database, paths that SQLite
//! would interpret.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use crate::harness::Home;

#[test]
fn a_ledger_with_a_second_name_is_refused_and_the_way_out_is_shown() {
    let home = Home::seeded();
    let (name, link) = (home.database(), home.path().join("link.db"));
    fs::hard_link(&name, &link).unwrap();
    for command in [
        &["users", "list"][..],
        &["credits", "award", "bob@example.org", "5"],
        &["verify"],
        &["backup", "copy.db"],
        &["init"],
    ] {
        for database in [&name, &link] {
            let run = home.fails(7, &[command, &["--db", database.to_str().unwrap()]].concat());
            assert!(run.stderr.contains("the file has a second name, a hard link"), "{run}");
            assert!(run.stderr.contains("-samefile"), "{run}");
        }
    }
    fs::remove_file(link).unwrap();
    home.ok(&["credits", "award", "bob@example.org", "5"]);
}

#[test]
fn a_copy_takes_no_name_that_belongs_to_another_database() {
    let home = Home::seeded();
    for name in ["l.db-journal", "l.db-wal", "l.db-shm", ".rad-admin-1-0.new"] {
        let run = home.fails(2, &["backup", name]);
        assert!(run.stderr.contains("belongs to another database"), "{run}");
        home.fails(2, &["--db", name, "init"]);
        home.fails(2, &["--db", name, "init", "-n"]);
        assert!(!home.path().join(name).exists());
    }
    let run = home.fails(2, &["backup", "-"]);
    assert!(run.stderr.contains("'-' is not a file"), "{run}");
}

#[test]
fn a_new_database_does_not_read_the_log_of_an_old_one() {
    let home = Home::seeded();
    for left in ["copy.db-wal", "copy.db-journal", "copy.db-shm"] {
        home.write(left, "");
        for command in
            [&["backup", "copy.db"][..], &["--db", "copy.db", "init"], &["--db", "copy.db", "init", "-n"]]
        {
            let run = home.fails(4, command);
            assert!(
                run.stderr.contains(&format!("{left} belongs to a database that is no longer there")),
                "{run}"
            );
        }
        assert!(!home.path().join("copy.db").exists());
        fs::remove_file(home.path().join(left)).unwrap();
    }
    home.ok(&["backup", "copy.db"]);
}

#[test]
fn names_that_sqlite_takes_for_something_else_are_paths() {
    let home = Home::new();
    for name in [":memory:", "file:x.db", "file:y?mode=memory", "what%41?.db", "#.db"] {
        home.ok(&["--db", name, "init", "--timezone", "UTC"]);
        home.ok(&["--db", name, "user", "add", "bob@example.org", "--awarded", "5"]);
        assert!(home.path().join(name).is_file(), "{name}");
        let shown = home.ok(&["--db", name, "users", "list", "--fields", "awarded", "--no-header"]).stdout;
        assert_eq!(shown.trim(), "5", "{name}");
        home.ok(&["--db", name, "verify"]);
        home.ok(&["--db", name, "backup", &format!("copy of {name}")]);
    }
}

#[test]
fn a_path_that_is_not_text_is_a_path_like_others() {
    let home = Home::new();
    let name = OsStr::from_bytes(b"l\xff.db");
    let run = |arguments: &[&str]| {
        let output = home.command(arguments).arg("--db").arg(name).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["init", "--timezone", "UTC"]);
    run(&["user", "add", "bob@example.org", "--awarded", "5"]);
    run(&["users", "list"]);
    run(&["verify"]);
    run(&["backup", "copy.db"]);
    let names = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let names: Vec<_> = names.filter(|name| name != ".local").collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn rejected_rows_take_the_place_of_no_database() {
    let home = Home::seeded();
    home.ok(&["backup", "other.db"]);
    home.write("rows.csv", "user,amount\nnobody@example.org,1\n");
    for name in ["other.db", "other.db-wal", home.database().to_str().unwrap()] {
        let line = ["credits", "apply", "rows.csv", "--continue-on-error", "--yes", "--rejects", name];
        let run = home.fails(2, &line);
        assert!(run.stderr.contains("database"), "{run}");
    }
    home.ok(&["verify", "--db", "other.db"]);
}
