//! Failing system calls: each call of a kind in turn returns an error, as on a full or broken disk.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;

use super::{can_trace, ledger};
use crate::harness::{Home, PROGRAM};

/// Which calls fail, and how. Calls with `?` need not exist on this machine.
const FAILURES: [&str; 8] = [
    "pwrite64:error=ENOSPC",
    "write:error=ENOSPC",
    "fsync:error=EIO",
    "fdatasync:error=EIO",
    "ftruncate:error=EIO",
    "?rename,?renameat,renameat2:error=EIO",
    "?link,linkat:error=EIO",
    "?mkdir,mkdirat:error=ENOSPC",
];

/// The exit status if the system could not load the program's own files.
const NOT_LOADED: i32 = 127;

/// Runs the line and lets call number `nth` fail. Returns `None` if there is no such call.
fn fails_at(home: &Home, line: &str, failure: &str, nth: usize) -> Option<(i32, String)> {
    let trace = tempfile::NamedTempFile::new().unwrap();
    let (calls, _) = failure.split_once(':').unwrap();
    let run = home
        .other_command("strace")
        .args(["-f", "-qq", "-e", "signal=none", "-e", &format!("trace={calls}")])
        .args(["-e", &format!("inject={failure}:when={nth}"), "-o"])
        .arg(trace.path())
        .arg(PROGRAM)
        .args(line.split(' '))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let injected = fs::read_to_string(trace.path()).unwrap().contains("(INJECTED)");
    let stderr = String::from_utf8_lossy(&run.stderr).into_owned();
    let status = run.status.code().unwrap_or_else(|| panic!("{line} {failure} {nth}: {:?}", run.status));
    injected.then_some((status, stderr))
}

/// Lets each call of the line fail, one per run, and checks what is left of a copy of the home.
#[track_caller]
fn survives_failures(home: &Home, line: &str, look: impl Fn(&Home, i32, &str)) {
    if !can_trace() {
        return;
    }
    let mut statuses = BTreeMap::new();
    for failure in FAILURES {
        for nth in 1.. {
            let home = home.copied();
            let Some((status, stderr)) = fails_at(&home, line, failure, nth) else { break };
            if status == NOT_LOADED {
                continue;
            }
            let case = format!("{line}, {failure}, call {nth}: {status}\n{stderr}");
            assert!([0, 1, 6, 8].contains(&status), "{case}");
            assert!(!stderr.contains("panicked"), "{case}");
            // The failed call may have been the one that writes the message.
            let is_reported = stderr.contains("error: ") || stderr.contains("warning: ");
            assert!(status == 0 || is_reported || failure.starts_with("write:"), "{case}");
            look(&home, status, &case);
            *statuses.entry(status).or_insert(0) += 1;
        }
    }
    println!("{line}: {statuses:?}");
    assert!(statuses.contains_key(&1), "no failure was met: {statuses:?}");
}

/// Returns the names in the home folder.
fn names(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.path()).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[track_caller]
fn proves(home: &Home, case: &str) {
    let run = home.run(&["verify"]);
    assert_eq!(run.status, 0, "{case}\n{run}");
}

#[test]
fn a_new_ledger_is_whole_or_absent_where_a_call_fails() {
    survives_failures(&Home::new(), "init --timezone UTC", |home, status, case| {
        assert_eq!(home.database().exists(), status == 0 || home.run(&["verify"]).status == 0, "{case}");
        let again = home.run(&["init", "--timezone", "UTC"]);
        assert_eq!(again.status, 0, "{case}\n{again}");
        proves(home, case);
    });
}

#[test]
fn an_award_is_there_or_not_where_a_call_fails() {
    survives_failures(&ledger(), "credits award user1@example.org 5", |home, status, case| {
        proves(home, case);
        let balance = home.balances("user1@example.org").0;
        assert!(balance == 5 || (status != 0 && balance == 0), "{balance}: {case}");
    });
}

#[test]
fn a_backup_is_whole_or_absent_where_a_call_fails() {
    let home = ledger();
    let before = names(&home);
    survives_failures(&home, "backup copy.db", |home, status, case| {
        proves(home, case);
        if home.has("copy.db") {
            let run = home.run(&["verify", "--db", "copy.db"]);
            assert_eq!(run.status, 0, "{case}\n{run}");
        } else {
            assert!(status != 0 && names(home) == before, "{:?}: {case}", names(home));
        }
    });
}

#[test]
fn a_restored_ledger_is_the_old_one_or_the_copy_where_a_call_fails() {
    let home = ledger();
    home.ok(&["backup", "copy.db"]);
    home.ok(&["credits", "award", "user1@example.org", "5"]);
    survives_failures(&home, "restore copy.db --yes", |home, status, case| {
        proves(home, case);
        let balance = home.balances("user1@example.org").0;
        assert!(balance == 0 || (status != 0 && balance == 5), "{balance}: {case}");
    });
}

#[test]
fn rejected_rows_are_all_there_or_the_command_says_so_where_a_call_fails() {
    let home = ledger();
    home.write("few.csv", "user,bucket,amount\nuser1@example.org,awarded,5\nnobody@example.org,awarded,1\n");
    let line = "credits apply few.csv --continue-on-error --rejects rejects.csv";
    survives_failures(&home, line, |home, status, case| {
        proves(home, case);
        let balance = home.balances("user1@example.org").0;
        assert!(balance == 5 || (status == 1 && balance == 0), "{balance}: {case}");
        if status == 6 {
            assert!(home.read("rejects.csv").contains("nobody@example.org"), "{case}");
        }
        if balance == 0 {
            assert!(!home.has("rejects.csv"), "{case}");
        }
    });
}

#[test]
fn a_message_is_whole_or_stays_queued_where_a_call_fails() {
    survives_failures(&ledger(), "invite dan@example.org", |home, _, case| {
        proves(home, case);
        let sent = crate::harness::messages::collect(home).len();
        let messages = home.json(&["mail", "list"]);
        let queued =
            messages.as_array().unwrap().iter().filter(|message| message["status"] == "queued").count();
        let invited = usize::from(home.run(&["user", "show", "dan@example.org"]).status == 0);
        // A message that was written but not marked is sent again. None is lost.
        assert!(sent + queued >= invited && sent <= invited, "{sent} {queued} {invited}: {case}");
    });
}

#[test]
fn an_upgrade_of_the_tables_is_whole_or_absent_where_a_call_fails() {
    let older = ledger();
    let later = super::next::installed(&older);
    survives_failures(&later, "credits award user1@example.org 5", |home, status, case| {
        proves(home, case);
        let balance = home.balances("user1@example.org").0;
        assert!(balance == 5 || (status != 0 && balance == 0), "{balance}: {case}");
    });
}
