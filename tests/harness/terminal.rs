//! Runs the program on a pseudo-terminal.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
pub use rustix::process::Signal;
use rustix::process::{Pid, kill_process};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use super::{Home, wait_until};

/// A program on a terminal of 24 rows, and everything it has shown so far.
pub struct Terminal {
    screen: File,
    child: Child,
    shown: String,
    /// How many bytes of `shown` were waited for.
    seen_bytes: usize,
}

impl Terminal {
    /// Starts the program with all streams on a terminal of 100 columns.
    pub fn start(home: &Home, arguments: &[&str]) -> Self {
        Self::of_width(100, &home.with("TERM", "xterm"), arguments)
    }

    /// Starts the program with all streams on a terminal of this width. The home's `TERM` is its kind.
    pub fn of_width(columns: u16, home: &Home, arguments: &[&str]) -> Self {
        Self::of(columns, &mut home.command(arguments))
    }

    /// Starts any program on a terminal of this width.
    pub fn of(columns: u16, program: &mut Command) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&ours, size).unwrap();
        let theirs: OwnedFd = ioctl_tiocgptpeer(&ours, OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        let stream = || theirs.try_clone().unwrap();
        let child = program.stdin(stream()).stdout(stream()).stderr(stream()).spawn().unwrap();
        // Our copies of the streams would keep the terminal open after the child's end.
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { screen: File::from(ours), child, shown: String::new(), seen_bytes: 0 }
    }

    /// Waits until the program shows the text, after the text waited for before.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        loop {
            if let Some(at) = self.shown[self.seen_bytes..].find(text) {
                self.seen_bytes += at + text.len();
                return self;
            }
            assert!(self.read(), "'{text}' never came:\n{}", self.shown);
        }
    }

    /// Types keys once the program waits for a key. Before that, the terminal itself would act on Ctrl-C.
    #[track_caller]
    pub fn press(&mut self, keys: &str) -> &mut Self {
        wait_until(|| !tcgetattr(&self.screen).unwrap().local_modes.contains(LocalModes::ICANON));
        self.type_in(keys)
    }

    /// Sends SIGTERM once the program waits for a key.
    pub fn terminate(&mut self) -> &mut Self {
        self.press("").signal(Signal::TERM)
    }

    /// Sends a signal at once, as the terminal does on Ctrl-C while a line is typed.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        self
    }

    /// Whether the terminal shows what is typed.
    pub fn echoes(&self) -> bool {
        tcgetattr(&self.screen).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    pub fn type_in(&mut self, text: &str) -> &mut Self {
        self.screen.write_all(text.as_bytes()).unwrap();
        self
    }

    /// Waits for the end. Returns everything shown, with plain line ends, and the exit status.
    pub fn end(&mut self) -> (String, i32) {
        while self.read() {}
        let status = self.child.wait().unwrap().code().unwrap();
        (self.shown.replace("\r\n", "\n"), status)
    }

    /// Reads what is there. Returns false at the end, which a terminal reports as an error. Panics after a minute of
    /// silence: the program and the test wait for different things.
    #[track_caller]
    fn read(&mut self) -> bool {
        let mut screen = [PollFd::new(&self.screen, PollFlags::IN)];
        let minute = Timespec { tv_sec: 60, tv_nsec: 0 };
        if poll(&mut screen, Some(&minute)).unwrap() == 0 {
            self.child.kill().unwrap();
            panic!("nothing happened for a minute:\n{}", self.shown);
        }
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
