//! Ctrl-C and SIGTERM. Until the work is committed, either ends the process at once, with 128 + the signal's number, and the
//! database rolls back as after a crash. From then on the first signal only asks the command to come to its end, so that its exit
//! status never says less than was done; the next one ends the process.
//!
//! Handlers that look at a flag are enough for that. Only a command that has something to clean up starts a thread that waits
//! for signals: it takes a tenth of the time of an award.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::{io, thread};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;

/// The signals that end a command.
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// Whether the next signal ends the process in its handler.
static AT_ONCE: AtomicBool = AtomicBool::new(true);

/// Whether Ctrl-C is meant for this process.
static CTRL_C_IS_OURS: AtomicBool = AtomicBool::new(true);

static STAGE: Mutex<SignalStage> = Mutex::new(SignalStage::Unwatched);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignalStage {
    /// A signal ends the process as it ends any other.
    Unwatched,
    /// A signal ends it with the status that is promised.
    Watched,
    /// A signal is a wish.
    Held,
}

fn stage() -> MutexGuard<'static, SignalStage> {
    STAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to watch for the signals, once.
pub fn watch() -> io::Result<()> {
    let mut stage = stage();
    if *stage == SignalStage::Unwatched {
        for signal in SIGNALS {
            flag::register_conditional_shutdown(signal, 128 + signal, &AT_ONCE)?;
        }
        *stage = SignalStage::Watched;
    }
    Ok(())
}

/// From here on the first signal is a wish: the work is being committed. Without [`watch`] this does nothing.
pub fn hold() -> io::Result<()> {
    let mut stage = stage();
    if *stage == SignalStage::Watched {
        *stage = SignalStage::Held;
        for signal in SIGNALS {
            flag::register(signal, &AT_ONCE)?;
        }
        AT_ONCE.store(false, Ordering::SeqCst);
    }
    Ok(())
}

/// Whether a signal asks a command that has committed something to come to its end.
pub fn is_asked() -> bool {
    *stage() == SignalStage::Held && AT_ONCE.load(Ordering::SeqCst)
}

/// A pager on the screen: until this is dropped, Ctrl-C is for the pager alone, which the terminal tells of it too.
#[derive(Debug)]
pub struct PagerInCharge(());

impl PagerInCharge {
    /// Takes Ctrl-C from this process.
    pub fn begin() -> io::Result<Self> {
        static HANDLER: Once = Once::new();
        let mut done = Ok(());
        HANDLER.call_once(|| {
            done = flag::register_conditional_default(SIGINT, &CTRL_C_IS_OURS).map(drop);
        });
        CTRL_C_IS_OURS.store(false, Ordering::SeqCst);
        done.map(|()| Self(()))
    }
}

impl Drop for PagerInCharge {
    fn drop(&mut self) {
        CTRL_C_IS_OURS.store(true, Ordering::SeqCst);
    }
}

/// Work to do before a signal ends the process.
type CleanUp = fn();

static CLEAN_UPS: Mutex<Vec<CleanUp>> = Mutex::new(Vec::new());

/// From here on `clean_up` runs before a signal ends the process, unless the work is held by then.
pub fn clean_up_by(clean_up: CleanUp) {
    let Ok(mut clean_ups) = CLEAN_UPS.lock() else { return };
    let is_first = clean_ups.is_empty();
    if !clean_ups.contains(&clean_up) {
        clean_ups.push(clean_up);
    }
    drop(clean_ups);
    // Without the thread a signal still ends the process, and nothing is cleaned up.
    if is_first && *stage() != SignalStage::Held && watch().is_ok() {
        let _ = start_thread();
    }
}

fn start_thread() -> io::Result<()> {
    let signals = Signals::new(SIGNALS)?;
    thread::Builder::new().spawn(move || wait(signals))?;
    // From here on the handlers end nothing until the work is held.
    let stage = stage();
    if *stage != SignalStage::Held {
        AT_ONCE.store(false, Ordering::SeqCst);
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a signal ends the process wherever it is")]
fn wait(mut signals: Signals) {
    loop {
        // A question that SIGTERM interrupts raises SIGINT on top of it: the greater number was there first.
        let Some(signal) = signals.wait().max() else { continue };
        if signal == SIGINT && !CTRL_C_IS_OURS.load(Ordering::SeqCst) {
            continue;
        }
        // The work cannot become held meanwhile.
        let stage = stage();
        if *stage != SignalStage::Held {
            CLEAN_UPS.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|clean_up| clean_up());
            std::process::exit(128 + signal);
        }
    }
}

/// Waits until the signal ends the process: the question that it interrupted has no answer.
pub fn await_end() -> ! {
    loop {
        thread::park();
    }
}
