//! Decides when Ctrl-C or SIGTERM ends the process. Until the commit, either does at once, with 128 plus the signal's
//! number, and the database rolls back as after a crash. From the commit on, the first signal only asks the command to
//! stop, so that its exit status never says less than was done; the second one ends the process.
//!
//! Handlers that only check a flag do that. A thread that waits for signals takes a tenth of the time of an award, so
//! only commands with something to clean up start one.

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

/// False while a pager has the terminal.
static CTRL_C_IS_OURS: AtomicBool = AtomicBool::new(true);

static STAGE: Mutex<SignalStage> = Mutex::new(SignalStage::Unwatched);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignalStage {
    /// A signal has its default effect.
    Unwatched,
    /// A signal ends the process with the promised exit status.
    Watched,
    /// A signal only asks the command to stop.
    Held,
}

fn stage() -> MutexGuard<'static, SignalStage> {
    STAGE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to handle the signals. Repeated calls do nothing.
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

/// Makes the next signal only a request to stop. Call it before the commit. Does nothing without [`watch`].
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

/// Whether a signal asks a command that has committed something to stop.
pub fn is_asked() -> bool {
    *stage() == SignalStage::Held && AT_ONCE.load(Ordering::SeqCst)
}

/// Marks that a pager or an editor has the terminal. Until this is dropped, Ctrl-C is for that program alone, although the
/// terminal sends it to this process, too.
#[derive(Debug)]
pub struct ChildInFront(());

impl ChildInFront {
    /// Makes this process ignore Ctrl-C.
    pub fn begin() -> io::Result<Self> {
        static HANDLER: Once = Once::new();
        let mut done = Ok(());
        // With something to clean up, a thread decides what a signal does.
        if *stage() == SignalStage::Unwatched {
            HANDLER.call_once(|| {
                done = flag::register_conditional_default(SIGINT, &CTRL_C_IS_OURS).map(drop);
            });
        }
        CTRL_C_IS_OURS.store(false, Ordering::SeqCst);
        done.map(|()| Self(()))
    }
}

impl Drop for ChildInFront {
    fn drop(&mut self) {
        CTRL_C_IS_OURS.store(true, Ordering::SeqCst);
    }
}

/// Work to do before a signal ends the process.
type CleanUp = fn();

static CLEAN_UPS: Mutex<Vec<CleanUp>> = Mutex::new(Vec::new());

/// Registers `clean_up` to run before a signal ends the process, unless [`hold`] was called by then.
pub fn clean_up_by(clean_up: CleanUp) {
    let Ok(mut clean_ups) = CLEAN_UPS.lock() else { return };
    let is_first = clean_ups.is_empty();
    if !clean_ups.contains(&clean_up) {
        clean_ups.push(clean_up);
    }
    drop(clean_ups);
    // Without the thread, a signal still ends the process, but nothing is cleaned up.
    if is_first && *stage() != SignalStage::Held && watch().is_ok() {
        let _ = start_thread();
    }
}

fn start_thread() -> io::Result<()> {
    let signals = Signals::new(SIGNALS)?;
    thread::Builder::new().spawn(move || wait(signals))?;
    // From now on, the handlers end nothing until [`hold`].
    let stage = stage();
    if *stage != SignalStage::Held {
        AT_ONCE.store(false, Ordering::SeqCst);
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a signal ends the process wherever it is")]
fn wait(mut signals: Signals) {
    loop {
        // A question that SIGTERM interrupts also raises SIGINT. The greater number is the signal that came first.
        let Some(signal) = signals.wait().max() else { continue };
        if signal == SIGINT && !CTRL_C_IS_OURS.load(Ordering::SeqCst) {
            continue;
        }
        // Holds the lock, so the stage cannot become `Held` meanwhile.
        let stage = stage();
        if *stage != SignalStage::Held {
            CLEAN_UPS.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|clean_up| clean_up());
            std::process::exit(128 + signal);
        }
    }
}

/// Waits until the signal ends the process. For a question that the signal interrupted, so that it has no answer.
pub fn await_end() -> ! {
    loop {
        thread::park();
    }
}
