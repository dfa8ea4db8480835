//! The pager: a program that shows a long list screen by screen.

use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// The pager's environment where the person has set nothing: `less` ends at once when everything fits the screen, shows
/// colours and leaves the text on the screen; `lv` shows colours.
const PREPARE: &str = "export LESS=\"${LESS-FRX}\" LV=\"${LV--c}\"; ";

/// A running pager. It holds the terminal until it ends, so dropping it waits for that.
pub(super) struct Pager {
    child: Child,
    input: Option<ChildStdin>,
}

impl Pager {
    /// Starts the pager's command line in a shell.
    pub(super) fn start(command_line: &str) -> io::Result<Self> {
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(format!("{PREPARE}{command_line}"))
            .stdin(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        Ok(Self { child, input })
    }

    /// Hands over text. A broken pipe says that the pager has ended.
    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        match &mut self.input {
            Some(input) => input.write_all(text.as_bytes()),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Waits until the person leaves. Returns whether there was a pager: the exit status of the shell says whether it found the
    /// program and could run it.
    pub(super) fn wait(&mut self) -> io::Result<bool> {
        drop(self.input.take());
        let status = self.child.wait()?;
        Ok(!matches!(status.code(), Some(126 | 127)))
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        let _ = self.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_told_what_to_do_unless_the_person_has_a_wish() {
        let told = |command: &mut Command| {
            let output = command.arg("-c").arg(format!("{PREPARE}printf %s \"$LESS\"")).output();
            String::from_utf8(output.expect("a shell").stdout).expect("UTF-8")
        };
        assert_eq!(told(Command::new("sh").env_remove("LESS")), "FRX");
        assert_eq!(told(Command::new("sh").env("LESS", "S")), "S");
        assert_eq!(told(Command::new("sh").env("LESS", "")), "");
    }

    #[test]
    fn a_shell_that_does_not_find_the_pager_says_so() {
        let was_there = |command_line| Pager::start(command_line).and_then(|mut pager| pager.wait());
        assert!(matches!(was_there("cat"), Ok(true)));
        assert!(matches!(was_there("exit 1"), Ok(true)));
        assert!(matches!(was_there("exec 2> /dev/null; no-such-pager-anywhere"), Ok(false)));
    }
}
