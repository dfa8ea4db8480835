//! The program as a script runs it: a home folder of its own, a clean environment, a fixed clock.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

impl Run {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("a JSON document")
    }
}

/// A home folder with a ledger in it.
pub struct Home(TempDir);

impl Home {
    /// An empty ledger.
    pub fn empty() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        home.ok(&["init", "--timezone", "UTC"]);
        home
    }

    /// Ada, an admin; Bob, a partner with 50 awarded; Carol with 30 purchased.
    pub fn seeded() -> Self {
        let home = Self::empty();
        home.ok(&["user", "add", "ada@example.org", "--name", "Ada", "--role", "admin", "--yes"]);
        home.ok(&["user", "add", "bob@example.org", "--name", "Bob", "--role", "partner", "--awarded", "50"]);
        home.ok(&["user", "add", "carol@example.org", "--name", "Carol", "--purchased", "30"]);
        home
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).env_clear().env("HOME", self.0.path()).env("TZ", "UTC");
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        command.env("RAD_ADMIN", env!("CARGO_BIN_EXE_rad-admin"));
        command.env("RAD_ADMIN_ACTOR", "ops@example.org").env("RAD_ADMIN_TEST_NOW", "2026-11-15T09:00:00Z");
        command
    }

    /// Starts the program without any input.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(env!("CARGO_BIN_EXE_rad-admin"));
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("a process")
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, "")
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = self.command(env!("CARGO_BIN_EXE_rad-admin"));
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a process");
        // A program that does not read its input closes the pipe: no failure of the test.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        finished(child)
    }

    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> Run {
        self.fails(0, arguments)
    }

    #[track_caller]
    pub fn fails(&self, status: i32, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.status, status, "{arguments:?}\n{}{}", run.stdout, run.stderr);
        run
    }

    pub fn write(&self, name: &str, content: &str) {
        fs::write(self.0.path().join(name), content).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("a file")
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.path().join(name).exists()
    }

    /// A user's awarded and purchased balances.
    pub fn balances(&self, email: &str) -> (i64, i64) {
        let user = self.ok(&["user", "show", email, "--json"]).json();
        (user["awarded"].as_i64().expect("credits"), user["purchased"].as_i64().expect("credits"))
    }

    /// How many operations there are.
    pub fn operations(&self) -> usize {
        self.ok(&["log", "-o", "jsonl"]).stdout.lines().count()
    }
}

pub fn finished(child: Child) -> Run {
    let output = child.wait_with_output().expect("a process that ends");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run {
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        status: output.status.code().expect("an exit status"),
    }
}
