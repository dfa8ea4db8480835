//! Ctrl-C and SIGTERM: before the commit the process ends at once with 128 + the signal's number, and the database rolls
//! back as after a crash. After it the command finishes, so that its exit status never says less than was done.

use std::sync::{Mutex, PoisonError};
use std::{io, thread};

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::error::{Error, Result};
use crate::store::committed;

/// How the terminal was set before the first question.
static TERMINAL: Mutex<Option<Termios>> = Mutex::new(None);

/// Whether the signals are watched.
static WATCHED: Mutex<bool> = Mutex::new(false);

/// Begins to watch for the signals, where that has not begun. Before the first question and the first transaction nothing
/// needs it: a signal ends the process as it ends any other.
#[allow(clippy::disallowed_methods, reason = "a signal ends the process wherever it is")]
pub fn watch() -> Result<()> {
    let mut watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
    if std::mem::replace(&mut *watched, true) {
        return Ok(());
    }
    let mut signals =
        Signals::new([SIGINT, SIGTERM]).map_err(|error| Error::failed("signals cannot be watched", error))?;
    thread::spawn(move || {
        let mut is_first = true;
        loop {
            // A question that is broken off by SIGTERM raises SIGINT on top of it: the greater number was there first.
            let Some(signal) = signals.wait().max() else { continue };
            let committed = committed();
            // What is committed is to be told first; whoever insists is obeyed.
            if !*committed || !is_first {
                restore_terminal();
                std::process::exit(128 + signal);
            }
            is_first = false;
        }
    });
    Ok(())
}

/// Keeps in mind how the terminal is set: a question changes it while it waits for a key.
pub(super) fn remember_terminal() {
    if let Ok(mut terminal) = TERMINAL.lock()
        && terminal.is_none()
    {
        *terminal = tcgetattr(io::stdin()).ok();
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
