use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;

use crate::harness::{Home, PROGRAM, on_file};

const ROWS: &str = "user,bucket,amount\nbob@example.org,awarded,5\nzed@example.org,awarded,1\n";
const APPLY: [&str; 5] = ["credits", "apply", "a.csv", "--continue-on-error", "--rejects"];

/// Returns the names in the home folder.
fn names(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.path()).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn rejects_replace_a_regular_file_and_nothing_else() {
    let home = Home::with_users();
    home.write("a.csv", ROWS);
    home.write("other", "precious");
    let at = |name: &str| home.path().join(name);
    let _listener = UnixListener::bind(at("socket")).expect("a socket");
    fs::create_dir(at("folder")).expect("a folder");
    symlink("other", at("link")).expect("a link");
    symlink("nowhere", at("dangling")).expect("a link");
    symlink("/dev/null", at("device")).expect("a link");
    let before = names(&home);
    for target in ["socket", "folder", "link", "dangling", "device"] {
        for dry in [&[][..], &["--dry-run"]] {
            let run = home.fails(2, &[&APPLY[..], &[target], dry].concat());
            let message = format!("cannot be written to {target}: it is no regular file");
            assert!(run.stderr.contains(&message) && run.stderr.contains("hint: "), "{}", run.stderr);
        }
    }
    assert_eq!((names(&home), home.read("other").as_str()), (before, "precious"));
    assert!(at("socket").symlink_metadata().expect("a socket").file_type().is_socket());
    assert_eq!((home.balances("bob@example.org"), home.operations()), ((50, 0), 3));

    home.fails(6, &[&APPLY[..], &["other"]].concat());
    assert!(home.read("other").contains("zed@example.org"));
}

#[test]
fn rejects_never_take_the_place_of_the_ledger() {
    let _on_file = on_file();
    let home = Home::with_users();
    home.write("a.csv", ROWS);
    let ledger = ".local/share/rad-admin/rad-admin.db";
    let beside = ["-wal", "-shm", "-journal"].map(|end| format!("{ledger}{end}"));
    for target in
        [ledger.to_owned(), home.path().join(ledger).display().to_string()].into_iter().chain(beside)
    {
        let run = home.fails(2, &[&APPLY[..], &[target.as_str()]].concat());
        let is_said = ["it is the database", "a name that SQLite uses beside a database"];
        assert!(is_said.iter().any(|what| run.stderr.contains(what)), "{}", run.stderr);
    }
    home.ok(&["verify"]);
}

#[test]
fn rejects_are_private_and_follow_no_link() {
    let home = Home::with_users();
    home.write("a.csv", ROWS);
    home.write("victim", "precious");
    // The shell replaces itself with the program, so it knows the program's process number.
    let script = "for end in .new -0.new; do ln -s victim r.csv.$$$end; done; exec \"$RAD_ADMIN\" \"$@\"";
    let mut shell = home.other_command("sh");
    shell.args(["-c", script, "sh"]).args(APPLY).arg("r.csv");
    let run = home.finish(shell.env("RAD_ADMIN", PROGRAM));
    assert_eq!(run.status, 6, "{}", run.stderr);
    assert_eq!(home.read("victim"), "precious");
    assert!(home.read("r.csv").contains("zed@example.org"));
    let rejects = home.path().join("r.csv");
    assert!(rejects.symlink_metadata().expect("a file").is_file());
    assert_eq!(mode(&rejects), 0o600);
}

#[test]
fn a_batch_that_is_not_kept_leaves_no_rejects() {
    let home = Home::with_users();
    home.write("a.csv", format!("{ROWS}carol@example.org,awarded,1\n"));
    let before = names(&home);
    home.fails(5, &[&APPLY[..], &["r.csv"]].concat());
    home.fails(6, &[&APPLY[..], &["r.csv", "--yes", "--dry-run"]].concat());
    assert_eq!(names(&home), before);
}
