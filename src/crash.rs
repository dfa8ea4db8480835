//! Places at which a test may end the process, as a crash or a loss of power would. A release has none of them: without
//! the feature `test-hooks`, passing one does nothing.

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
    /// A letter's token is committed, and the letter has not left.
    LetterTaken,
    /// A letter has left and is not marked as sent.
    LetterDelivered,
    /// A new file is whole, beside its place.
    FileBuilt,
    /// A new file has its name.
    FilePlaced,
}

/// Ends the process here where a test has chosen this place.
#[inline]
pub fn point(here: CrashPoint) {
    if is_chosen(here) {
        std::process::abort();
    }
}

#[cfg(not(feature = "test-hooks"))]
const fn is_chosen(_: CrashPoint) -> bool {
    false
}

#[cfg(feature = "test-hooks")]
fn is_chosen(here: CrashPoint) -> bool {
    CHOSEN.get() == Some(&here)
}

#[cfg(feature = "test-hooks")]
static CHOSEN: std::sync::OnceLock<CrashPoint> = std::sync::OnceLock::new();

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
        Self::LetterTaken,
        Self::LetterDelivered,
        Self::FileBuilt,
        Self::FilePlaced,
    ];

    /// Chooses the place of this name, such as `EntriesWritten`; the first choice holds.
    pub fn choose(name: &str) {
        if let Some(chosen) = Self::ALL.into_iter().find(|point| format!("{point:?}") == name) {
            CHOSEN.get_or_init(|| chosen);
        }
    }
}
