//! Cuts the power after each step of a command. Unsynced changes are lost, completely or in part. What is left must be
//! intact, contain each operation whole or not at all, and contain everything that standard output reported.
//!
//! A command runs once under strace, and its system calls are replayed on a model of a disk. A failure prints its seed
//! and how to replay it. To prove that the test can fail, it is repeated with syncs left out.
#![cfg(target_os = "linux")]

mod disk;
mod failing;
#[path = "../../upgrade/next.rs"]
pub(crate) mod next;
mod recording;
mod trace;

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::harness::Home;
use crate::harness::random::Random;
use recording::record;

/// Whether a program can be traced here. In CI it must be.
fn can_trace() -> bool {
    let run = Command::new("strace").args(["-qq", "-e", "trace=none", "true"]).output();
    let can = run.is_ok_and(|run| run.status.success());
    if !can {
        assert!(std::env::var_os("CI").is_none(), "strace has to be there, and to be allowed");
        eprintln!("skipped: strace is not there, or not allowed");
    }
    can
}

/// Whether a sync of this path is left out.
type Ignored = fn(&Path) -> bool;

const LOG: Ignored = |path| path.to_string_lossy().ends_with("-wal");
const DATABASE: Ignored = |path| path.extension().is_some_and(|kind| kind == "db");
/// A file that does not have its name yet.
const DRAFT: Ignored = |path| path.extension().is_some_and(|kind| kind == "new");
const MESSAGE: Ignored = |path| path.to_string_lossy().contains("/messages/");
const FOLDER: Ignored = Path::is_dir;

/// Runs the commands. Checks that no loss of power breaks a promise, and that one does if any of these syncs is left
/// out.
#[track_caller]
fn survives(case: &'static str, home: &Home, lines: &[&str], needed: &[Ignored]) {
    if !can_trace() {
        return;
    }
    let recording = record(home, lines);
    let losses = recording.cut(|_| false, &mut Random::of(case));
    println!("{case}: {} moments, {} disks", losses.moments, losses.disks);
    assert_eq!(losses.broken, None);
    for (nth, ignored) in needed.iter().enumerate() {
        let losses = recording.cut(*ignored, &mut Random::of(case));
        assert!(losses.broken.is_some(), "nothing shows that sync {nth} is left out");
    }
}

/// A ledger with 60 partners who have an allowance, and files about them and as many others. Messages go into a folder.
fn ledger() -> Home {
    let home = crate::harness::messages::home_with_folder();
    let mut users = "email,roles,allowance\n".to_owned();
    let mut rows = "user,bucket,amount\nnobody@example.org,awarded,1\n".to_owned();
    let mut more = "email,awarded\n".to_owned();
    for number in 0..60 {
        writeln!(users, "user{number}@example.org,partner,1").unwrap();
        writeln!(rows, "user{number}@example.org,awarded,{number}").unwrap();
        writeln!(rows, "user{number}@example.org,purchased,1000").unwrap();
        writeln!(more, "more{number}@example.org,{number}").unwrap();
    }
    home.write("users.csv", users);
    home.write("rows.csv", rows);
    home.write("more.csv", more);
    home.ok(&["users", "import", "users.csv", "--yes", "--quiet"]);
    home
}

#[test]
fn adjustments_survive_a_loss_of_power() {
    let lines = ["credits award user1@example.org 5", "credits award all 7 --yes", "undo 2 --yes"];
    survives("adjustments_survive_a_loss_of_power", &ledger(), &lines, &[LOG, DATABASE, FOLDER]);
}

#[test]
fn a_grant_survives_a_loss_of_power() {
    survives("a_grant_survives_a_loss_of_power", &ledger(), &["grant-monthly"], &[LOG, DATABASE, FOLDER]);
}

#[test]
fn a_file_of_adjustments_and_its_rejected_rows_survive_a_loss_of_power() {
    let case = "a_file_of_adjustments_and_its_rejected_rows_survive_a_loss_of_power";
    let line =
        "credits apply rows.csv --confirm 61770 --reason Bonus --continue-on-error --rejects rejects.csv";
    survives(case, &ledger(), &[line], &[LOG, DATABASE, DRAFT, FOLDER]);
}

#[test]
fn an_import_survives_a_loss_of_power() {
    let line = "users import more.csv --yes";
    survives("an_import_survives_a_loss_of_power", &ledger(), &[line], &[LOG, DATABASE, FOLDER]);
}

#[test]
fn no_message_that_is_marked_as_sent_is_lost_with_the_power() {
    let case = "no_message_that_is_marked_as_sent_is_lost_with_the_power";
    let line = "invite dan@example.org eve@example.org --yes";
    survives(case, &ledger(), &[line], &[LOG, DATABASE, MESSAGE, FOLDER]);
}

#[test]
fn a_new_ledger_survives_a_loss_of_power_in_new_folders() {
    let case = "a_new_ledger_survives_a_loss_of_power_in_new_folders";
    survives(case, &Home::new(), &["init --timezone UTC"], &[DRAFT, FOLDER]);
}

#[test]
fn a_backup_survives_a_loss_of_power() {
    survives("a_backup_survives_a_loss_of_power", &ledger(), &["backup copy.db"], &[DRAFT, FOLDER]);
}

/// With a reader, the WAL stays when a command ends, and the next command overwrites it from the start.
#[test]
fn a_log_that_is_used_again_survives_a_loss_of_power() {
    let home = ledger();
    let reader = home.sql();
    home.ok(&["credits", "award", "all", "1", "--yes"]);
    reader.query_row("PRAGMA wal_checkpoint", [], |_| Ok(())).unwrap();
    let award = "credits award user1@example.org 5";
    survives("a_log_that_is_used_again_survives_a_loss_of_power", &home, &[award, award], &[LOG]);
}

/// The first command of a later version changes the tables, and its second works with them.
#[test]
fn an_upgrade_of_the_tables_survives_a_loss_of_power() {
    let home = next::installed(&ledger());
    let lines = ["status -q", "credits award user1@example.org 5"];
    survives("an_upgrade_of_the_tables_survives_a_loss_of_power", &home, &lines, &[LOG, DATABASE]);
}
