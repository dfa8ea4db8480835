//! Ctrl-C and SIGTERM: until the work is being committed either ends the process at once, with 128 + the signal's number,
//! and the database rolls back as after a crash. From then on the first one only asks the command to come to its end, so
//! that its exit status never says less than was done; the next one is obeyed.
//!
//! Handlers that look at a flag do for that. Only a command that has something to clean up gets a thread that waits for
//! signals: for an award it would be a tenth of the time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{io, thread};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;

/// The signals that end a command.
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// Whether the next signal ends the process in its handler.
static AT_ONCE: AtomicBool = AtomicBool::new(true);

/// How far the process has come.
static STAGE: Mutex<Stage> = Mutex::new(Stage::Unwatched);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// A signal ends the process as it ends any other.
    Unwatched,
    /// A signal ends it with the status that is promised.
    Watched,
    /// A signal is a wish.
    Held,
}

fn stage() -> MutexGuard<'static, Stage> {
    STAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins to watch for the signals, where that has not begun.
pub fn watch() -> io::Result<()> {
    let mut stage = stage();
    if *stage == Stage::Unwatched {
        for signal in SIGNALS {
            flag::register_conditional_shutdown(signal, 128 + signal, &AT_ONCE)?;
        }
        *stage = Stage::Watched;
    }
    Ok(())
}

/// From here on, once watched, the first signal is a wish: the work is being committed.
pub fn hold() -> io::Result<()> {
    let mut stage = stage();
    if *stage == Stage::Watched {
        *stage = Stage::Held;
        for signal in SIGNALS {
            flag::register(signal, &AT_ONCE)?;
        }
        AT_ONCE.store(false, Ordering::SeqCst);
    }
    Ok(())
}

/// Whether a signal has asked a command that has committed something to come to its end.
pub fn is_asked() -> bool {
    *stage() == Stage::Held && AT_ONCE.load(Ordering::SeqCst)
}

/// What has to be done before a signal ends the process.
type CleanUp = fn();

/// In the order in which they were asked for.
static CLEAN_UPS: Mutex<Vec<CleanUp>> = Mutex::new(Vec::new());

/// Has this done before a signal ends the process, unless the work is held by then.
pub fn clean_up_by(clean_up: CleanUp) {
    let Ok(mut clean_ups) = CLEAN_UPS.lock() else { return };
    let is_first = clean_ups.is_empty();
    if !clean_ups.contains(&clean_up) {
        clean_ups.push(clean_up);
    }
    drop(clean_ups);
    // Without the thread a signal ends the process all the same, and nothing is cleaned up.
    if is_first && *stage() != Stage::Held && watch().is_ok() {
        let _ = start_thread();
    }
}

fn start_thread() -> io::Result<()> {
    let signals = Signals::new(SIGNALS)?;
    thread::Builder::new().spawn(move || wait(signals))?;
    // From here on the handlers end nothing until the work is held.
    let stage = stage();
    if *stage != Stage::Held {
        AT_ONCE.store(false, Ordering::SeqCst);
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a signal ends the process wherever it is")]
fn wait(mut signals: Signals) {
    loop {
        // A question that is broken off by SIGTERM raises SIGINT on top of it: the greater number was there first.
        let Some(signal) = signals.wait().max() else { continue };
        // The work cannot become held meanwhile.
        let stage = stage();
        if *stage != Stage::Held {
            CLEAN_UPS.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|clean_up| clean_up());
            std::process::exit(128 + signal);
        }
    }
}
