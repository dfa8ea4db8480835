//! Places at which a test can end the process, as a crash or a loss of power would, or pause it. Without the feature
//! `test-hooks`, which no release has, they do nothing.

/// A place in the work of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashPoint {
    /// The operation has its row and its number.
    OperationBegun,
    /// The entries are written, the balances are still the old ones.
    EntriesWritten,
    /// The balances are moved.
    BalancesMoved,
    /// The changed users have their new versions; the operation is not sealed yet.
    VersionsRaised,
    /// The seal is written.
    Sealed,
    /// Everything is written and nothing is committed.
    BeforeCommit,
    /// The first transaction of the command is committed, and nothing is printed yet.
    Committed,
    /// A message's token is committed, and the message has not left.
    MessageTaken,
    /// A message has left and is not marked as sent.
    MessageDelivered,
    /// A new file is complete, beside its place.
    FileBuilt,
    /// The ledger that is to be replaced has its second name.
    LedgerSetAside,
    /// A new file has its name, or the copy that a move makes on a server is committed.
    FilePlaced,
}

/// What the chosen place does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// The process ends.
    Crash,
    /// The process waits for the end of its standard input.
    Pause,
}

/// Whether a test wants a new ledger without the random number that tells it from others, so that documents can show its
/// digests.
#[inline]
pub fn is_random_fixed() -> bool {
    #[cfg(feature = "test-hooks")]
    return RANDOM_FIXED.get().is_some();
    #[cfg(not(feature = "test-hooks"))]
    false
}

#[cfg(feature = "test-hooks")]
static RANDOM_FIXED: std::sync::OnceLock<()> = std::sync::OnceLock::new();

/// From now on a new ledger has no random number of its own.
#[cfg(feature = "test-hooks")]
pub fn fix_random() {
    RANDOM_FIXED.get_or_init(|| ());
}

/// Ends or pauses the process, if a test chose this place.
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
    /// Every place, in the order of a command.
    pub const ALL: [Self; 12] = [
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
        Self::LedgerSetAside,
        Self::FilePlaced,
    ];

    /// Chooses the place of this name, such as `EntriesWritten`. Only the first choice counts.
    pub fn choose(name: &str, hook: Hook) {
        if let Some(chosen) = Self::ALL.into_iter().find(|point| format!("{point:?}") == name) {
            CHOSEN.get_or_init(|| (chosen, hook));
        }
    }
}
