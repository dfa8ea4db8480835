//! Runs the real program in a home folder of its own, with nothing else in its environment and a fixed clock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

/// A home folder with an empty ledger in Berlin.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().expect("a folder") };
        home.ok_at("2026-08-01T09:00:00Z", &["init", "--timezone", "Europe/Berlin"]);
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path("ledger.db")
    }

    /// Opens the database behind the program's back.
    pub(crate) fn sql(&self) -> Connection {
        Connection::open(self.database()).expect("a database")
    }

    /// The program at a time.
    pub(crate) fn command(&self, time: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rad-admin"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.folder.path())
            .env("RAD_ADMIN_DB", self.database())
            .env("RAD_ADMIN_ACTOR", "ops@example.org")
            .env("RAD_ADMIN_TEST_NOW", time);
        command
    }

    pub(crate) fn run_at(&self, time: &str, arguments: &[&str]) -> Output {
        self.command(time, arguments).output().expect("the program runs")
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_at("2026-11-15T09:00:00Z", arguments)
    }

    /// Runs what has to end with this exit status, and returns its standard output.
    #[track_caller]
    pub(crate) fn ends(&self, status: i32, time: &str, arguments: &[&str]) -> String {
        let output = self.run_at(time, arguments);
        let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{out}{err}");
        out.into_owned()
    }

    /// Runs what has to succeed.
    #[track_caller]
    pub(crate) fn ok_at(&self, time: &str, arguments: &[&str]) -> String {
        self.ends(0, time, arguments)
    }

    #[track_caller]
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        self.ok_at("2026-11-15T09:00:00Z", arguments)
    }

    /// What a command that has to succeed prints as JSON.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[arguments, &["--json"]].concat())).expect("JSON")
    }

    /// A home whose ledger has something of everything.
    pub(crate) fn rich() -> Self {
        let home = Self::new();
        for (time, line) in RICH {
            home.ok_at(time, &line.split('|').collect::<Vec<_>>());
        }
        // The last to close the database has left no write-ahead log: the file is all there is.
        assert!(!Path::new(&home.path("ledger.db-wal")).exists());
        home
    }

    /// A copy of the database, for tampering.
    pub(crate) fn copy(&self, name: &str) -> PathBuf {
        let copy = self.path(name);
        fs::copy(self.database(), &copy).expect("a copy");
        copy
    }
}

/// When, and which command; its words are divided by `|`.
pub const RICH: &[(&str, &str)] = &[
    ("2026-08-03T09:00:00Z", "user|add|ada@example.org|--name|Ada|--role|admin|--yes"),
    ("2026-08-03T09:01:00Z", "user|add|bob@example.org|--name|Bob|--role|partner|--awarded|50|--purchased|7"),
    ("2026-08-03T09:02:00Z", "user|add|carol@example.org|--role|partner|--role|agent"),
    ("2026-08-03T09:03:00Z", "user|add|dan@example.org|--purchased|30"),
    ("2026-08-03T10:00:00Z", "partner|set|bob@example.org|100"),
    ("2026-08-04T10:00:00Z", "partner|set|carol@example.org|20|--from|2026-09"),
    ("2026-08-05T10:00:00Z", "grant-monthly"),
    ("2026-08-06T10:00:00Z", "credits|award|all|5|--yes|--reason|Spring|--reference|T-1|--key|k1"),
    ("2026-08-07T10:00:00Z", "credits|deduct|bob@example.org|12|--from|awarded|--reason|Mistake"),
    ("2026-08-08T10:00:00Z", "partner|set|bob@example.org|150|--from|2026-11"),
    ("2026-09-01T10:00:00Z", "grant-monthly"),
    ("2026-09-02T10:00:00Z", "user|edit|carol@example.org|--name|Caro|--email|caro@example.org"),
    ("2026-09-03T10:00:00Z", "user|edit|dan@example.org|--active|off|--yes|--reason|Left"),
    ("2026-09-04T10:00:00Z", "credits|set|bob@example.org|--awarded|9|--purchased|1"),
    ("2026-10-01T10:00:00Z", "user|edit|caro@example.org|--partner|off"),
    ("2026-10-02T10:00:00Z", "grant-monthly"),
    ("2026-10-03T10:00:00Z", "partner|set|bob@example.org|0|--from|2026-12"),
];
