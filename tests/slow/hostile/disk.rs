//! Full and read-only disks: small file systems, mounted where only the test sees them.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use crate::harness::Home;

/// The beginning of each script: a small disk with the ledger, and functions to run the program and print its exit
/// status.
const PRELUDE: &str = r#"
set -eu
mkdir disk
mount -t tmpfs -o size=700k none disk
cp "$LEDGER" disk/l.db
run() { name=$1; shift; echo "== $name"; ended=0; timeout -s KILL 60 "$RAD" "$@" 2>&1 || ended=$?; echo "[exit $ended]"; }
fill() { head -c 10000000 /dev/zero >disk/fill 2>/dev/null || true; }
free_some() { head -c "$1" /dev/zero >disk/small; fill; rm disk/small; }
"#;

/// How to enter a new mount namespace: as root, or as an ordinary user if the system allows it.
pub(super) fn namespace() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [&["-m"], &["-r", "-m"]];
    let works = |way: &&&[&str]| {
        let probe =
            Command::new("unshare").args(**way).args(["mount", "-t", "tmpfs", "none", "/mnt"]).output();
        probe.is_ok_and(|probe| probe.status.success())
    };
    WAYS.iter().find(works).copied()
}

/// Runs the script on a small disk. Returns what each step printed, with its exit status at the end. If no disk can be
/// mounted, prints a note and returns `None`; in CI, that is a failure.
fn on_a_small_disk(home: &Home, script: &str) -> Option<BTreeMap<String, String>> {
    let Some(way) = namespace() else {
        assert!(std::env::var_os("CI").is_none(), "CI has to be able to mount a disk: unshare -m");
        eprintln!("SKIPPED: no disk can be mounted here (unshare -m, unshare -r -m)");
        return None;
    };
    let output = Command::new("unshare")
        .args(way)
        .args(["/bin/sh", "-c", &format!("{PRELUDE}{script}")])
        .current_dir(home.path())
        .env("RAD", home.command(&[]).get_program())
        .env("LEDGER", home.database())
        .env("RAD_ADMIN_DB", "disk/l.db")
        .envs(home.command(&[]).get_envs().filter_map(|(name, value)| Some((name, value?))))
        .output()
        .unwrap();
    Some(steps_of(&output))
}

/// Returns what each step of a script printed.
#[track_caller]
pub(super) fn steps_of(output: &Output) -> BTreeMap<String, String> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let steps = text.split("== ").skip(1).filter_map(|step| step.split_once('\n'));
    steps.map(|(name, printed)| (name.to_owned(), printed.to_owned())).collect()
}

/// Checks the exit status and the words of each step.
#[track_caller]
pub(super) fn ended(steps: &BTreeMap<String, String>, expected: &[(&str, i32, &[&str])]) {
    for (name, status, words) in expected {
        let printed = &steps[*name];
        assert!(printed.trim_end().ends_with(&format!("[exit {status}]")), "{name}: {printed}");
        assert!(words.iter().all(|word| printed.contains(word)), "{name}: {printed}");
    }
}

#[test]
fn a_full_disk_leaves_nothing_half_written_and_says_what_to_do() {
    let home = Home::seeded();
    let script = r#"
        fill
        run list users list
        run award credits award bob@example.org 5
        run verify verify
        run backup backup disk/copy.db
        run elsewhere backup copy.db
        run init --db disk/new.db init
        echo "== names"; ls -A disk
        rm disk/fill
        run proof verify
        run again credits award bob@example.org 5
        run copied backup disk/copy.db
    "#;
    let Some(steps) = on_a_small_disk(&home, script) else { return };
    let no_room: &[&str] = &["error: disk/l.db: ", "hint: check free space and the disk's health"];
    ended(
        &steps,
        &[
            ("list", 1, no_room),
            ("award", 1, no_room),
            ("verify", 1, no_room),
            ("backup", 1, no_room),
            (
                "init",
                1,
                &["error: disk/new.db: the disk is full", "hint: check free space and the disk's health"],
            ),
            ("proof", 0, &[]),
            ("again", 0, &["50 → 55"]),
            ("copied", 0, &[]),
        ],
    );
    let names: Vec<&str> =
        steps["names"].split_whitespace().filter(|name| !name.starts_with("l.db")).collect();
    assert_eq!(names, ["fill"]);
}

#[test]
fn a_disk_that_becomes_full_during_a_command_gets_nothing_of_it() {
    let home = Home::seeded();
    let rows = (0..4000).map(|number| format!("user{number}@example.org,{number}\n"));
    home.write("users.csv", format!("email,awarded\n{}", rows.collect::<String>()));
    let script = r#"
        free_some 200k
        run before verify -o json
        run import users import users.csv --yes --confirm 7998000 --reason Opening
        run after verify -o json
        run backup backup disk/copy.db
        echo "== names"; ls -A disk
        rm disk/fill
        run proof verify
    "#;
    let Some(steps) = on_a_small_disk(&home, script) else { return };
    ended(
        &steps,
        &[
            ("before", 0, &[]),
            (
                "import",
                1,
                &["error: disk/l.db: the disk is full; nothing was written", "hint: check free space"],
            ),
            ("after", 0, &[]),
            ("proof", 0, &[]),
        ],
    );
    assert_eq!(steps["before"], steps["after"]);
    assert!(!steps["names"].contains(".new"), "{}", steps["names"]);
}

#[test]
fn a_message_onto_a_full_disk_is_queued_and_leaves_no_part_of_a_file() {
    let home = Home::seeded();
    home.write(
        "mail.toml",
        "[invite]\nurl = 'https://x.example/?{token}'\n[mail]\nfrom = 'a@example.org'\ntransport = 'file'\nfolder = 'disk/post'\n",
    );
    let script = r#"
        cp "$LEDGER" l.db
        mkdir disk/post
        fill
        run invite --db l.db --config mail.toml invite new@example.org
        echo "== names"; ls -A disk/post
        run list --db l.db mail list
        rm disk/fill
        export RAD_ADMIN_TEST_NOW=2026-11-15T10:00:00Z
        run flush --db l.db --config mail.toml mail flush
        echo "== messages"; ls -A disk/post | wc -l
        run proof --db l.db verify
    "#;
    let Some(steps) = on_a_small_disk(&home, script) else { return };
    ended(
        &steps,
        &[
            ("invite", 8, &["disk/post", "No space left"]),
            ("list", 0, &["queued"]),
            ("flush", 0, &[]),
            ("proof", 0, &[]),
        ],
    );
    assert_eq!((steps["names"].trim(), steps["messages"].trim()), ("", "1"));
}

#[test]
fn a_read_only_file_system_can_be_read_and_proven_and_copied_from() {
    let home = Home::seeded();
    let script = r"
        run expected users list
        mount -o remount,ro disk
        run list users list
        run verify verify
        run status status
        run elsewhere backup copy.db
        run award credits award bob@example.org 5
        run grant grant-monthly
        run dry user add eve@example.org -n
        run backup backup disk/copy.db
        run init --db disk/new.db init
        run folder --db disk/folder/new.db init
        mount -o remount,rw disk
        run proof verify
    ";
    let Some(steps) = on_a_small_disk(&home, script) else { return };
    let closed: &[&str] = &[
        "error: disk/l.db: the ledger may only be read here; nothing was written",
        "hint: the account that runs rad-admin must",
    ];
    ended(
        &steps,
        &[
            ("list", 0, &[]),
            ("verify", 0, &[]),
            ("status", 0, &[]),
            ("elsewhere", 0, &[]),
            ("award", 7, closed),
            ("grant", 7, closed),
            ("dry", 7, closed),
            ("backup", 7, &["disk/copy.db cannot be made: Read-only file system"]),
            ("init", 7, &["disk/new.db cannot be made: Read-only file system"]),
            ("folder", 7, &["disk/folder cannot be made: Read-only file system"]),
            ("proof", 0, &[]),
        ],
    );
    assert_eq!(steps["list"], steps["expected"]);
}

#[test]
fn a_ledger_that_is_mounted_as_a_single_file_is_refused() {
    let home = Home::seeded();
    let script = r"
        touch alone.db
        mount --bind disk/l.db alone.db
        run list --db alone.db users list
        run award --db alone.db credits award bob@example.org 5
        run other credits award bob@example.org 5
        mkdir folder
        mount --bind disk folder
        run mounted --db folder/l.db credits award bob@example.org 5
    ";
    let Some(steps) = on_a_small_disk(&home, script) else { return };
    let alone: &[&str] = &["alone.db: the file is mounted alone", "hint: mount the folder"];
    ended(
        &steps,
        &[("list", 7, alone), ("award", 7, alone), ("other", 0, &[]), ("mounted", 0, &["55 → 60"])],
    );
}

/// The final name either has a complete ledger or does not exist, whatever the size of the disk.
#[test]
fn a_new_ledger_on_an_almost_full_disk_is_whole_or_is_not_there() {
    let home = Home::seeded();
    let script = r#"
        umount disk
        for size in $(seq 40 4 280); do
            mount -t tmpfs -o size=${size}k none disk
            ended=0; "$RAD" init --timezone UTC >/dev/null 2>&1 || ended=$?
            if [ -e disk/l.db ]; then
                mount -o remount,size=4m disk
                "$RAD" verify >/dev/null 2>&1 || ended="$ended broken"
            fi
            echo "== $size"; echo "$ended $(ls -A disk)"
            umount disk
        done
    "#;
    let Some(steps) = on_a_small_disk(&home, script) else { return };
    let found: Vec<&str> = steps.values().map(|printed| printed.trim()).collect();
    assert!(found.iter().all(|found| ["0 l.db", "1", "1 l.db"].contains(found)), "{steps:?}");
    assert!(found.contains(&"0 l.db") && found.contains(&"1"));
}
