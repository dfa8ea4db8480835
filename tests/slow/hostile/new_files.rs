//! Files that get their names when they are complete: what an interruption leaves, and what the next command finds.

use std::fs;
use std::process::{Child, Stdio};

use rustix::process::{Pid, kill_process};

use crate::harness::terminal::Signal;
use crate::harness::{Home, wait_until};

/// Starts a command that waits when its new file is complete, but has no name yet.
fn paused(home: &Home, arguments: &[&str]) -> Child {
    let mut command = home.with("RAD_ADMIN_TEST_PAUSE", "FileBuilt").command(arguments);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_until(|| !unfinished(home).is_empty() && is_waiting(&child));
    child
}

/// Whether the process is reading its standard input.
fn is_waiting(child: &Child) -> bool {
    let call = fs::read_to_string(format!("/proc/{}/syscall", child.id())).unwrap_or_default();
    call.starts_with("0 0x0 ")
}

fn unfinished(home: &Home) -> Vec<String> {
    let names = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.contains(".new")).collect()
}

#[test]
fn an_interrupted_backup_leaves_nothing() {
    let home = Home::seeded();
    for (signal, status) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut child = paused(&home, &["backup", "copy.db"]);
        // Keep the input open: `wait` would close it, and the command would go on.
        let _input = child.stdin.take();
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status), "{signal:?}");
        assert_eq!(unfinished(&home), [""; 0]);
        assert!(!home.path().join("copy.db").exists());
    }
}

#[test]
fn a_backup_removes_only_leftovers_of_dead_processes() {
    let home = Home::seeded();
    let mut killed = paused(&home, &["backup", "monday.db"]);
    killed.kill().unwrap();
    killed.wait().unwrap();
    let left = unfinished(&home);
    assert_eq!(left.len(), 1);
    let mut living = paused(&home, &["backup", "tuesday.db"]);
    assert!(!unfinished(&home).contains(&left[0]));
    home.ok(&["backup", "wednesday.db"]);
    drop(living.stdin.take());
    assert!(living.wait().unwrap().success());
    assert_eq!(unfinished(&home), [""; 0]);
    for copy in ["tuesday.db", "wednesday.db"] {
        home.ok(&["verify", "--db", copy]);
    }
}
