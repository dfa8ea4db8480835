//! Crashes at every step of every command that changes something.

use rad_admin::crash::CrashPoint;

use super::ledger::{Scenario, state};
use crate::harness::messages::{collect, home_with_folder, only};
use crate::harness::{Home, PROGRAM};

/// SIGABRT, as a shell reports it.
const CRASHED: i32 = 128 + 6;

/// A small ledger with something of everything: operations 1 to 6.
fn small() -> Home {
    // Two runs must be identical to the byte.
    let home = home_with_folder().with("RAD_ADMIN_TEST_FIXED_RANDOM", "1");
    home.ok(&["user", "add", "ada@example.org", "--role", "admin", "--yes"]);
    home.ok(&["user", "add", "bob@example.org", "--role", "partner", "--awarded", "50"]);
    home.ok(&["user", "add", "carol@example.org", "--purchased", "30"]);
    home.ok(&["credits", "award", "all", "5", "--yes"]);
    home.ok(&["partner", "set", "bob@example.org", "10"]);
    home.ok(&["invite", "guest@example.org"]);
    home.write("rows.csv", "user,bucket,amount\nbob@example.org,awarded,1\ncarol@example.org,purchased,-1\n");
    home.write("users.csv", "email,awarded\ndan@example.org,7\neve@example.org,8\n");
    home
}

/// Crashes the command at each point. Checks that the operation is there whole or not at all, and that a repeat of the
/// command ends in the state of a single run. Returns the points that the command reached.
fn crash_everywhere(scenario: &Scenario) -> Vec<CrashPoint> {
    let before = state(&scenario.home);
    let whole = scenario.home.copied();
    whole.ok(&scenario.arguments());
    let after = state(&whole);
    let messages = collect(&whole).len();
    let crashes = |point: &CrashPoint| {
        let home = scenario.home.copied();
        let crashing = home.with("RAD_ADMIN_TEST_CRASH", &format!("{point:?}"));
        let run = crashing.run(&scenario.arguments());
        if run.status != CRASHED {
            assert_eq!((run.status, state(&home)), (0, after.clone()), "{point:?}\n{run}");
            return false;
        }
        let is_done = *point as u8 >= CrashPoint::Committed as u8;
        assert_eq!(state(&home), if is_done { after.clone() } else { before.clone() }, "{point:?}\n{run}");
        home.fails(if is_done { scenario.repeat } else { 0 }, &scenario.arguments());
        assert_eq!(state(&home), after, "{point:?}: run once more\n{run}");
        home.ok(&["mail", "flush"]);
        assert_eq!(collect(&home).len(), messages, "{point:?}: one message for everybody");
        true
    };
    CrashPoint::ALL.into_iter().filter(crashes).collect()
}

fn walk(lines: &[(&str, i32)]) -> Vec<CrashPoint> {
    let home = small();
    collect(&home);
    let mut reached = Vec::new();
    for (line, repeat) in lines {
        let places = crash_everywhere(&Scenario::new(home.clone(), line, *repeat));
        println!("{line}: crashed at {places:?}");
        for place in [CrashPoint::OperationBegun, CrashPoint::Sealed, CrashPoint::Committed] {
            assert!(places.contains(&place), "{line} never came to {place:?}");
        }
        reached.extend(places);
    }
    reached
}

#[test]
fn a_crash_at_any_step_of_an_adjustment_leaves_it_whole_or_absent() {
    let reached = walk(&[
        ("credits award all 3 --yes --key a", 0),
        ("credits purchase bob@example.org 3 --key p", 0),
        ("credits deduct bob@example.org 3 --from awarded --key d", 0),
        ("credits set bob@example.org --awarded 3", 0),
        ("credits apply rows.csv --yes --key f", 0),
        ("undo 4 --key u --yes", 0),
        ("grant-monthly --catch-up", 0),
    ]);
    for place in &CrashPoint::ALL[..=CrashPoint::Committed as usize] {
        assert_eq!(reached.iter().filter(|reached| *reached == place).count(), 7, "{place:?}");
    }
}

#[test]
fn a_crash_at_any_step_of_a_change_of_users_leaves_it_whole_or_absent() {
    walk(&[
        ("user add dan@example.org --awarded 5", 4),
        ("user edit bob@example.org --name Bobby --awarded 3", 0),
        ("users import users.csv --yes --update", 0),
        ("partner set bob@example.org 20", 0),
        ("partner clear bob@example.org", 0),
    ]);
}

#[test]
fn a_crash_at_any_step_of_an_invitation_loses_no_message() {
    let reached = walk(&[("invite dan@example.org eve@example.org --yes --awarded 5", 4)]);
    assert!(reached.contains(&CrashPoint::MessageClaimed) && reached.contains(&CrashPoint::MessageDelivered));
    walk(&[("invite revoke guest@example.org", 0)]);
}

#[test]
fn a_crash_of_init_or_backup_leaves_a_whole_file_or_none() {
    for (point, is_there) in [("FileBuilt", false), ("FilePlaced", true)] {
        let home = Home::new();
        let crashing = home.with("RAD_ADMIN_TEST_CRASH", point);
        crashing.fails(CRASHED, &["init", "--timezone", "UTC"]);
        assert_eq!(home.database().exists(), is_there);
        home.ok(&["init", "--timezone", "UTC"]);
        home.ok(&["user", "add", "ada@example.org"]);
        crashing.fails(CRASHED, &["backup", "copy.db"]);
        assert_eq!(home.path().join("copy.db").exists(), is_there);
        home.fails(if is_there { 4 } else { 0 }, &["backup", "copy.db"]);
        home.ok(&["verify", "--db", "copy.db"]);
    }
}

#[test]
fn a_crash_in_an_acceptance_keeps_the_link_or_activates() {
    let home = small();
    let line = format!("invite accept -- {}", only(&home).token());
    let reached = crash_everywhere(&Scenario::new(home, &line, 4));
    assert!(reached.contains(&CrashPoint::BeforeCommit) && reached.contains(&CrashPoint::Committed));
}

/// In a container, processes often have the same number as one that crashed before.
#[test]
fn leftovers_of_a_crash_stop_no_command() {
    let home = Home::initialised();
    let script = "touch copy.db.$$-0.new copy.db.$$-1.new; exec \"$@\"";
    let backup = ["-c", script, "sh", PROGRAM, "backup", "copy.db"];
    let run = home.other_command("sh").args(backup).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    home.ok(&["verify", "--db", "copy.db"]);
}
