//! Ctrl-C and SIGTERM: before the commit the process ends at once with 128 + the signal's number, and the database rolls
//! back as after a crash. After it the command finishes, so that its exit status never says less than was done.

use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::error::{Error, Result};
use crate::store::committed;

/// Begins to watch for the signals.
#[allow(clippy::disallowed_methods, reason = "a signal ends the process wherever it is")]
pub fn watch() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM]).map_err(|error| Error::failed("signals cannot be watched", error))?;
    thread::spawn(move || {
        for (nth, signal) in signals.forever().enumerate() {
            let committed = committed();
            // What is committed is to be told first; whoever insists is obeyed.
            if !*committed || nth > 0 {
                let screen = console::Term::stderr();
                if screen.is_term() {
                    let _ = screen.show_cursor();
                }
                std::process::exit(128 + signal);
            }
        }
    });
    Ok(())
}
