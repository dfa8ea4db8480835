//! Ctrl-C and SIGTERM: the process ends at once with 128 + the signal's number. What was not committed is rolled back by
//! the database, as after a crash.

use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::error::{Error, Result};

/// Begins to watch for the signals.
#[allow(clippy::disallowed_methods, reason = "a signal ends the process wherever it is")]
pub fn watch() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM]).map_err(|error| Error::failed("signals cannot be watched", error))?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let _ = console::Term::stderr().show_cursor();
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}
