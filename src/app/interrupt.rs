//! Ctrl-C and SIGTERM while there is a terminal to be given back: a question hides the cursor and takes the terminal out of its
//! line mode.

use std::sync::{Mutex, Once};
use std::{io, thread};

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::iterator::Signals;

use crate::interrupt::{SIGNALS, leave_to_thread, unless_held};

/// How the terminal was set before the first question.
static TERMINAL: Mutex<Option<Termios>> = Mutex::new(None);

static STARTED: Once = Once::new();

/// Keeps in mind how the terminal is set, and from now on gives it back before a signal ends the process.
pub(super) fn guard_terminal() {
    if let Ok(mut terminal) = TERMINAL.lock()
        && terminal.is_none()
    {
        *terminal = tcgetattr(io::stdin()).ok();
    }
    // Without the thread a signal ends the process all the same, and leaves the terminal as it is.
    STARTED.call_once(|| {
        if let Ok(signals) = Signals::new(SIGNALS) {
            leave_to_thread();
            thread::spawn(move || wait(signals));
        }
    });
}

#[allow(clippy::disallowed_methods, reason = "a signal ends the process wherever it is")]
fn wait(mut signals: Signals) {
    loop {
        // A question that is broken off by SIGTERM raises SIGINT on top of it: the greater number was there first.
        let Some(signal) = signals.wait().max() else { continue };
        unless_held(|| {
            restore_terminal();
            std::process::exit(128 + signal);
        });
    }
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
