//! Defines points at which a test can kill the process, as a crash or a loss of power would, or pause it. Without the
//! feature `test-hooks`, which no release has, the points do nothing.

/// A point in the work of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashPoint {
    /// The operation has its row and its number.
    OperationBegun,
    /// The entries are written, but the balances are unchanged.
    EntriesWritten,
    /// The balances are changed.
    BalancesMoved,
    /// The changed users have their new versions; the operation is not sealed.
    VersionsRaised,
    /// The seal is written.
    Sealed,
    /// Everything is written, but not committed.
    BeforeCommit,
    /// The command's first transaction is committed; nothing is printed.
    Committed,
    /// A message's token is committed, but the message is not sent.
    MessageClaimed,
    /// A message is sent, but not marked as sent.
    MessageDelivered,
    /// A new file is complete, beside its place.
    FileBuilt,
    /// The ledger that a restore replaces has its second name.
    LedgerSetAside,
    /// A new file has its name, or the copy that a move makes on a server is committed.
    FilePlaced,
    /// An older ledger has the tables of this version, but that is not committed.
    SchemaChanged,
}

/// What happens at the chosen point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// Abort the process.
    Crash,
    /// Wait for the end of standard input.
    Pause,
}

/// Whether a test wants new ledgers without their random number, so that documentation can show stable digests.
#[inline]
pub fn is_random_fixed() -> bool {
    #[cfg(feature = "test-hooks")]
    return RANDOM_FIXED.get().is_some();
    #[cfg(not(feature = "test-hooks"))]
    false
}

#[cfg(feature = "test-hooks")]
static RANDOM_FIXED: std::sync::OnceLock<()> = std::sync::OnceLock::new();

/// Makes new ledgers without their random number from now on.
#[cfg(feature = "test-hooks")]
pub fn fix_random() {
    RANDOM_FIXED.get_or_init(|| ());
}

/// Aborts or pauses the process if a test chose this point.
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
    /// Every point, in the order of a command.
    pub const ALL: [Self; 13] = [
        Self::OperationBegun,
        Self::EntriesWritten,
        Self::BalancesMoved,
        Self::VersionsRaised,
        Self::Sealed,
        Self::BeforeCommit,
        Self::Committed,
        Self::MessageClaimed,
        Self::MessageDelivered,
        Self::FileBuilt,
        Self::LedgerSetAside,
        Self::FilePlaced,
        Self::SchemaChanged,
    ];

    /// Chooses the point of this name, such as `EntriesWritten`. Only the first choice counts.
    pub fn choose(name: &str, hook: Hook) {
        if let Some(chosen) = Self::ALL.into_iter().find(|point| format!("{point:?}") == name) {
            CHOSEN.get_or_init(|| (chosen, hook));
        }
    }
}
