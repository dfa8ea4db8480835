//! Restores the terminal after a question, which hides the cursor and switches the echo off.

use std::io;
use std::sync::Mutex;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::interrupt;

static SETTINGS: Mutex<Option<Termios>> = Mutex::new(None);

/// Saves the settings of the terminal, and has them restored before a signal ends the process.
pub(super) fn guard() {
    if let Ok(mut settings) = SETTINGS.lock()
        && settings.is_none()
    {
        *settings = tcgetattr(io::stdin()).ok();
    }
    interrupt::clean_up_by(restore);
}

fn restore() {
    let screen = console::Term::stderr();
    if let Ok(settings) = SETTINGS.lock()
        && let Some(settings) = &*settings
    {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, settings);
        let _ = screen.write_line("");
    }
    if screen.is_term() {
        let _ = screen.show_cursor();
    }
}
