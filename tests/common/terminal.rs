//! The program on a terminal: a pseudo-terminal stands in for the person's.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::Home;

/// A program that runs on a terminal of 100 columns and 24 rows, and all that it has shown so far.
pub struct Terminal {
    screen: File,
    child: Child,
    shown: String,
}

impl Terminal {
    /// Starts the program with all three streams on the terminal.
    pub fn start(home: &Home, arguments: &[&str]) -> Self {
        Self::of(&mut home.with("TERM", "xterm").command(arguments))
    }

    /// Starts any program so.
    pub fn of(program: &mut Command) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let size = Winsize { ws_row: 24, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&ours, size).unwrap();
        let theirs: OwnedFd = ioctl_tiocgptpeer(&ours, OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        let stream = || theirs.try_clone().unwrap();
        let child = program.stdin(stream()).stdout(stream()).stderr(stream()).spawn().unwrap();
        // The streams that the child was given would keep the terminal open after its end.
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { screen: File::from(ours), child, shown: String::new() }
    }

    /// Waits until the program has shown this, after what was waited for before.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        while !self.shown.contains(text) {
            assert!(self.read(), "'{text}' never came:\n{}", self.shown);
        }
        self
    }

    /// Types text.
    pub fn type_in(&mut self, text: &str) -> &mut Self {
        self.screen.write_all(text.as_bytes()).unwrap();
        self
    }

    /// Waits for the end. Returns all that was shown, with plain line ends, and the exit status.
    pub fn end(&mut self) -> (String, i32) {
        while self.read() {}
        let status = self.child.wait().unwrap().code().unwrap();
        (self.shown.replace("\r\n", "\n"), status)
    }

    /// Reads what is there; false at the end, which a terminal reports as a failure.
    fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        match self.screen.read(&mut bytes) {
            Ok(0) => false,
            Ok(count) => {
                self.shown += &String::from_utf8_lossy(&bytes[..count]);
                true
            }
            Err(error) => error.kind() == ErrorKind::Interrupted,
        }
    }
}
