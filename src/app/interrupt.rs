//! Ctrl-C and SIGTERM while there is a terminal to be given back: a question hides the cursor and takes the terminal out of its
//! line mode.

use std::sync::Mutex;
use std::{io, thread};

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::interrupt;

/// How the terminal was set before the first question.
static TERMINAL: Mutex<Option<Termios>> = Mutex::new(None);

/// Keeps in mind how the terminal is set, and from now on gives it back before a signal ends the process.
pub(super) fn guard_terminal() {
    if let Ok(mut terminal) = TERMINAL.lock()
        && terminal.is_none()
    {
        *terminal = tcgetattr(io::stdin()).ok();
    }
    interrupt::clean_up_by(restore_terminal);
}

/// A question hid the cursor and switched the echo off: whatever it was doing, the shell gets its terminal back.
fn restore_terminal() {
    if let Ok(terminal) = TERMINAL.lock()
        && let Some(settings) = &*terminal
    {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, settings);
        let _ = console::Term::stderr().write_line("");
    }
    let screen = console::Term::stderr();
    if screen.is_term() {
        let _ = screen.show_cursor();
    }
}

/// Waits for the end that a signal brings: the question that it interrupted has no answer.
pub(super) fn await_end() -> ! {
    loop {
        thread::park();
    }
}
