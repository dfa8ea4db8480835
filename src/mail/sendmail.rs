//! The transport `sendmail`, which hands messages to the machine's own mail system.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::failure::printable;
use super::process::{self, Finished};
use super::{Message, SendFailure};

/// Exit statuses of `sysexits.h` that are about the message and not about the machine.
const DATA_ERROR: i32 = 65;
const NO_USER: i32 = 67;
const NO_HOST: i32 = 68;

/// A program with the interface of `sendmail`.
pub(super) struct Sendmail {
    pub(super) program: PathBuf,
    pub(super) timeout: Duration,
}

impl Sendmail {
    /// Pipes the message into the program. A non-zero exit status is a failure, with the program's standard error as its words.
    pub(super) fn send(&self, message: &Message) -> Result<(), SendFailure> {
        let program = self.program.display();
        let mut command = Command::new(&self.program);
        command.args(["-i", "-f", message.sender().as_ref(), "--", message.recipient().as_ref()]);
        match process::run_in_group(&mut command, with_local_line_ends(message.bytes()), self.timeout) {
            Ok(Some(finished)) if finished.status.success() => Ok(()),
            Ok(Some(finished)) => Err(self.refusal(&finished)),
            Ok(None) => Err(SendFailure::halting(
                format!("'{program}' did not end within {} s", self.timeout.as_secs()),
                "look into the log of the machine's mail system",
            )),
            Err(error) => Err(SendFailure::halting(
                format!("cannot run '{program}': {error}"),
                "install a mail system that has this program, correct mail.sendmail_path, or set mail.transport = \"smtp\"",
            )),
        }
    }

    fn refusal(&self, finished: &Finished) -> SendFailure {
        let printed = printable(&String::from_utf8_lossy(&finished.errors));
        let printed = if printed.is_empty() { String::new() } else { format!(": {printed}") };
        let words = format!("'{}' failed ({}){printed}", self.program.display(), finished.status);
        match finished.status.code() {
            Some(DATA_ERROR | NO_USER | NO_HOST) => {
                SendFailure::permanent(words, "check the recipient's address")
            }
            _ => SendFailure::temporary(words, "look into the log of the machine's mail system"),
        }
    }
}

/// Removes the CR of line ends, which local programs do not expect.
fn with_local_line_ends(bytes: &[u8]) -> Vec<u8> {
    let ends = bytes.iter().skip(1).copied().map(Some).chain([None]);
    bytes
        .iter()
        .zip(ends)
        .filter(|(byte, next)| (**byte, *next) != (b'\r', Some(b'\n')))
        .map(|(byte, _)| *byte)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_local_and_a_lone_carriage_return_stays() {
        assert_eq!(with_local_line_ends(b"a\r\n\r\nb\rc\r"), b"a\n\nb\rc\r");
        assert_eq!(with_local_line_ends(b""), b"");
    }
}
