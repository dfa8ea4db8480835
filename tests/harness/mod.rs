//! Runs the program as a person or a script would: the real binary, in its own home folder, with a fixed clock and no
//! other environment.
#![allow(dead_code, unused_imports, reason = "each of the two test programs uses its own part of this")]

pub mod cut_connection;
pub mod engine;
pub mod far_connection;
pub mod fresh;
pub mod guarded;
pub mod messages;
pub mod postgres;
mod postgres_death;
pub mod random;
mod run;
pub mod server;
#[cfg(target_os = "linux")]
pub mod terminal;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

pub use engine::on_file;
pub use run::Run;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_rad-admin");

/// The time, unless [`Home::at`] sets another.
pub const NOW: &str = "2026-11-15T09:00:00Z";

/// Waits until another process has done something. Panics after a minute.
#[track_caller]
pub fn wait_until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it has not come to that");
        thread::yield_now();
    }
}

/// A home folder, and the environment of programs that run in it. A clone shares the folder.
#[derive(Clone)]
pub struct Home {
    folder: Arc<TempDir>,
    environment: Vec<(String, String)>,
}

impl Home {
    /// Creates an empty home folder, without database and configuration.
    pub fn new() -> Self {
        let home = Self { folder: Arc::new(tempfile::tempdir().unwrap()), environment: Vec::new() };
        let home = home.with("TZ", "UTC").with("RAD_ADMIN_ACTOR", "ops@example.org").at(NOW);
        match engine::new_place() {
            Some(url) => home.with("RAD_ADMIN_DB", &url),
            None => home,
        }
    }

    /// Creates a home with an empty ledger in UTC.
    pub fn initialised() -> Self {
        let home = Self::new();
        home.ok(&["init", "--timezone", "UTC"]);
        home
    }

    /// Adds three active users: Ada, an admin; Bob, a partner with 50 awarded; Carol, with 30 purchased.
    pub fn with_users() -> Self {
        let home = Self::initialised();
        home.ok(&["user", "add", "ada@example.org", "--name", "Ada", "--role", "admin", "--yes"]);
        home.ok(&["user", "add", "bob@example.org", "--name", "Bob", "--role", "partner", "--awarded", "50"]);
        home.ok(&["user", "add", "carol@example.org", "--name", "Carol", "--purchased", "30"]);
        home
    }

    /// Also gives Bob an allowance of 100.
    pub fn seeded() -> Self {
        let home = Self::with_users();
        home.ok(&["partner", "set", "bob@example.org", "100"]);
        home
    }

    /// Adds active users without credits, from `user00001@example.org` on.
    pub fn add_users(&self, count: usize) {
        let list: Vec<String> = (1..=count).map(|number| format!("user{number:05}@example.org")).collect();
        let list = self.write("many-users.csv", format!("email\n{}\n", list.join("\n")));
        self.ok(&["users", "import", &list, "--yes", "-q"]);
    }

    /// Returns the home with another time.
    pub fn at(&self, time: &str) -> Self {
        self.with("RAD_ADMIN_TEST_NOW", time)
    }

    /// Returns the home with another actor.
    pub fn by(&self, actor: &str) -> Self {
        self.with("RAD_ADMIN_ACTOR", actor)
    }

    /// Returns the home with a variable set.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.without(name);
        other.environment.push((name.to_owned(), value.to_owned()));
        other
    }

    /// Returns the home with a variable unset.
    pub fn without(&self, name: &str) -> Self {
        let mut other = self.clone();
        other.environment.retain(|(known, _)| known != name);
        other
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the default path of the database.
    pub fn database(&self) -> PathBuf {
        self.path().join(".local/share/rad-admin/rad-admin.db")
    }

    /// Returns the default path of the user's configuration file.
    pub fn config(&self) -> PathBuf {
        self.path().join(".config/rad-admin/config.toml")
    }

    /// Writes a file into the home folder and returns its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    /// Returns the text of a file in the home folder.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.path().join(name).exists()
    }

    /// Returns another home with the same environment and copies of all files.
    pub fn copied(&self) -> Self {
        let copy =
            Self { folder: Arc::new(tempfile::tempdir().unwrap()), environment: self.environment.clone() };
        copy_files(self.path(), copy.path());
        self.copy_ledger_to(copy)
    }

    /// Opens the ledger's file behind the program's back. Only for tests with [`on_file`].
    pub fn sql(&self) -> Connection {
        Connection::open(self.database()).unwrap()
    }

    /// Returns the program, ready to start.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.other_command(PROGRAM);
        command.args(arguments);
        command
    }

    /// Returns another program, ready to start in the same environment.
    pub fn other_command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.path())
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command without input and waits for its end.
    pub fn finish(&self, command: &mut Command) -> Run {
        let output = command.stdin(Stdio::null()).output().unwrap();
        let arguments: Vec<_> = command.get_args().map(|argument| argument.to_str().unwrap()).collect();
        Run::new(self.path(), &arguments, &output)
    }

    /// Runs the program without input.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, "")
    }

    /// Runs the program with this text on standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read its input closes the pipe, which is no failure.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::new(self.path(), arguments, &child.wait_with_output().unwrap())
    }

    /// Runs the program, which must succeed.
    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.status, 0, "\n{run}");
        run
    }

    /// Runs the program, which must end with this exit status.
    #[track_caller]
    pub fn fails(&self, status: i32, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.status, status, "\n{run}");
        run
    }

    /// Runs the program with `--json` and returns the document. It must succeed.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        self.ok(&arguments).json()
    }

    /// Returns a user, as `user show` prints it.
    #[track_caller]
    pub fn user(&self, email: &str) -> Value {
        self.json(&["user", "show", email])
    }

    /// Returns the awarded and the purchased balance of a user.
    #[track_caller]
    pub fn balances(&self, email: &str) -> (i64, i64) {
        let user = self.user(email);
        (user["awarded"].as_i64().unwrap(), user["purchased"].as_i64().unwrap())
    }

    /// Returns the number of operations.
    #[track_caller]
    pub fn operations(&self) -> usize {
        self.ok(&["log", "-o", "jsonl"]).stdout.lines().count()
    }

    /// Returns all content of the ledger that the program can show, except the arguments of commands. If two results
    /// are equal, nothing was written in between.
    #[track_caller]
    pub fn everything(&self) -> Vec<Value> {
        let mut log = self.json(&["log"]);
        for operation in log.as_array_mut().into_iter().flatten() {
            operation["arguments"].take();
        }
        [&["users", "list"][..], &["credits", "history"], &["partner", "list"]]
            .into_iter()
            .map(|arguments| self.json(arguments))
            .chain([log])
            .collect()
    }

    /// Checks that the program fails with this status and writes nothing.
    #[track_caller]
    pub fn refuses(&self, status: i32, arguments: &[&str]) -> Run {
        let before = self.everything();
        let run = self.fails(status, arguments);
        assert_eq!(run.stdout, "", "an error leaves standard output empty\n{run}");
        let errors = run.stderr.lines().filter(|line| line.starts_with("error: ")).count();
        assert_eq!(errors, 1, "there is one line of error\n{run}");
        assert_eq!(before, self.everything(), "nothing was written\n{run}");
        run
    }
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (entry, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if entry.is_dir() {
            copy_files(&entry, &to.join(name));
        } else {
            fs::copy(&entry, to.join(name)).unwrap();
        }
    }
}
