//! What a run of the program printed, and how it ended.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    /// The exit status, or 128 plus the number of the signal that ended the program.
    pub status: i32,
    line: String,
    home: String,
}

impl Run {
    pub(super) fn new(home: &Path, arguments: &[&str], output: &Output) -> Self {
        let status = output.status;
        Self {
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
            status: status.code().unwrap_or_else(|| 128 + status.signal().unwrap()),
            line: arguments.iter().map(|argument| quoted(argument)).collect(),
            home: home.display().to_string(),
        }
    }

    /// Parses standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Parses the error that JSON output puts on standard error. It must be a single line.
    #[track_caller]
    pub fn json_error(&self) -> Value {
        assert_eq!(self.stderr.lines().count(), 1, "\n{self}");
        let mut document: Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}\n{self}"));
        document["error"].take()
    }
}

/// Returns an argument as typed in a shell, after a space.
fn quoted(argument: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_@.,:/=+%{}[]".contains(character);
    if !argument.is_empty() && argument.chars().all(plain) {
        format!(" {argument}")
    } else {
        format!(" '{}'", argument.escape_debug())
    }
}

/// Prints the line, both streams and the exit status as a terminal would, for snapshots. Hides the home folder's path.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: &str| text.replace(&self.home, "[home]");
        writeln!(f, "$ rad-admin{}", shown(&self.line))?;
        f.write_str(&shown(&self.stdout))?;
        for line in self.stderr.lines() {
            writeln!(f, "! {}", shown(line))?;
        }
        if self.status == 0 { Ok(()) } else { writeln!(f, "[exit {}]", self.status) }
    }
}
