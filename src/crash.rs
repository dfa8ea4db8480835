//! Places at which a test may end the process, as a crash or a loss of power would, or hold it up. A release has none of
//! them: without the feature `test-hooks`, passing one does nothing.

/// A place in the work of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashPoint {
    /// The operation has its row and its number.
    OperationBegun,
    /// The entries are written, the balances are still the old ones.
    EntriesWritten,
    /// The balances are moved.
    BalancesMoved,
    /// The changed users have their new versions; the seal is still missing.
    VersionsRaised,
    /// The seal is written.
    Sealed,
    /// All is written and nothing is committed.
    BeforeCommit,
    /// The first transaction of the command is committed, and nobody has been told.
    Committed,
    /// A message's token is committed, and the message has not left.
    MessageTaken,
    /// A message has left and is not marked as sent.
    MessageDelivered,
    /// A new file is whole, beside its place.
    FileBuilt,
    /// A new file has its name.
    FilePlaced,
}

/// What happens at the chosen place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// The process ends.
    Crash,
    /// The process waits for the end of its standard input.
    Pause,
}

/// Ends the process here, or holds it up, where a test has chosen this place.
#[inline]
pub fn point(here: CrashPoint) {
    match hook(here) {
        None => {}
        Some(Hook::Crash) => std::process::abort(),
        Some(Hook::Pause) => drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink())),
    }
}

#[cfg(not(feature = "test-hooks"))]
const fn hook(_: CrashPoint) -> Option<Hook> {
    None
}

#[cfg(feature = "test-hooks")]
fn hook(here: CrashPoint) -> Option<Hook> {
    CHOSEN.get().filter(|(point, _)| *point == here).map(|(_, hook)| *hook)
}

#[cfg(feature = "test-hooks")]
static CHOSEN: std::sync::OnceLock<(CrashPoint, Hook)> = std::sync::OnceLock::new();

#[cfg(feature = "test-hooks")]
impl CrashPoint {
    /// Every place, in the order in which a command comes to them.
    pub const ALL: [Self; 11] = [
        Self::OperationBegun,
        Self::EntriesWritten,
        Self::BalancesMoved,
        Self::VersionsRaised,
        Self::Sealed,
        Self::BeforeCommit,
        Self::Committed,
        Self::MessageTaken,
        Self::MessageDelivered,
        Self::FileBuilt,
        Self::FilePlaced,
    ];

    /// Chooses the place of this name, such as `EntriesWritten`; the first choice holds.
    pub fn choose(name: &str, hook: Hook) {
        if let Some(chosen) = Self::ALL.into_iter().find(|point| format!("{point:?}") == name) {
            CHOSEN.get_or_init(|| (chosen, hook));
        }
    }
}
