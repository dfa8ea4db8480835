//! Shows long lists in a pager.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use super::unblocked::UnblockedWriter;
use crate::interrupt::ChildInFront;

/// Prepares the shell. It must survive a Ctrl-C that the pager handles itself, as `less` does. Variables that are not
/// set get defaults: `less` exits at once if everything fits on the screen, shows colours, and leaves the text on the
/// screen; `lv` shows colours.
const PREPARE: &str = "trap : INT; export LESS=\"${LESS-FRX}\" LV=\"${LV--c}\"; ";

/// A running pager. It owns the terminal, so dropping this waits for it to exit.
pub(super) struct Pager {
    child: Child,
    input: Option<UnblockedWriter>,
    /// While the pager runs, Ctrl-C is for the pager.
    _in_charge: ChildInFront,
}

impl Pager {
    /// Starts the pager's command line in a shell.
    pub(super) fn start(command_line: &str) -> io::Result<Self> {
        let in_charge = ChildInFront::begin()?;
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(format!("{PREPARE}{command_line}"))
            .stdin(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().map(|input| UnblockedWriter::of(input.into()));
        Ok(Self { child, input, _in_charge: in_charge })
    }

    /// Writes text to the pager. Fails with a broken pipe if the pager has exited.
    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        match &mut self.input {
            Some(input) => input.write_all(text.as_bytes()),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Holds the text back until [`Self::wait`].
    pub(super) fn hold_back(&mut self) {
        self.input.iter_mut().for_each(UnblockedWriter::hold_back);
    }

    /// Writes the text that the pager has not taken yet, and waits until the person leaves the pager. Returns false if
    /// the shell could not find or run the program.
    pub(super) fn wait(&mut self) -> io::Result<bool> {
        if let Some(mut input) = self.input.take()
            && let Err(error) = input.write_held()
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(error);
        }
        let status = self.child.wait()?;
        Ok(!matches!(status.code(), Some(126 | 127)))
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_gets_our_flags_unless_the_person_set_their_own() {
        let options = |command: &mut Command| {
            let output = command.arg("-c").arg(format!("{PREPARE}printf %s \"$LESS\"")).output();
            String::from_utf8(output.expect("a shell").stdout).expect("UTF-8")
        };
        assert_eq!(options(Command::new("sh").env_remove("LESS")), "FRX");
        assert_eq!(options(Command::new("sh").env("LESS", "S")), "S");
        assert_eq!(options(Command::new("sh").env("LESS", "")), "");
    }

    #[test]
    fn a_shell_that_does_not_find_the_pager_says_so() {
        let was_there = |command_line| Pager::start(command_line).and_then(|mut pager| pager.wait());
        assert!(matches!(was_there("cat"), Ok(true)));
        assert!(matches!(was_there("exit 1"), Ok(true)));
        assert!(matches!(was_there("exec 2> /dev/null; no-such-pager-anywhere"), Ok(false)));
    }
}
