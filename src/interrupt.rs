//! Ctrl-C and SIGTERM: until the work is being committed either ends the process at once, with 128 + the signal's number,
//! and the database rolls back as after a crash. From then on the first one only asks the command to come to its end, so
//! that its exit status never says less than was done; the next one is obeyed.
//!
//! Handlers that look at a flag do for that. A thread that waited for signals would take a tenth of the time of an award.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The signals that end a command.
pub const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

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

/// Leaves signals to a thread of the caller's, which is to call [`unless_held`]: the handlers end nothing until the work is
/// held.
pub fn leave_to_thread() {
    let stage = stage();
    if *stage != Stage::Held {
        AT_ONCE.store(false, Ordering::SeqCst);
    }
}

/// Ends the process by `end` where the work is not held. It cannot become so meanwhile.
pub fn unless_held(end: impl FnOnce()) {
    let stage = stage();
    if *stage != Stage::Held {
        end();
    }
}
