//! When this account last did what should be done regularly and leaves no trace in the ledger.
//!
//! `verify` and `backup` change nothing in the ledger, and may be all that an account is allowed to do. So each account
//! notes the time in a file of its own state folder, where it has one.

use std::fs;
use std::path::PathBuf;

use super::App;
use crate::domain::Timestamp;
use crate::folder;

/// What should be done regularly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routine {
    /// Prove the ledger.
    Verify,
    /// Copy it.
    Backup,
}

impl Routine {
    /// Its name, as a check of `doctor` and in the name of a note.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Backup => "backup",
        }
    }
}

impl App {
    /// Notes that it was done now. Without a place for that, nothing is noted: the work itself was done.
    pub fn note_done(&mut self, routine: Routine) {
        const MODE: u32 = 0o600;
        if self.globals.dry_run {
            return;
        }
        let Some(place) = self.note_of(routine) else { return };
        if folder::make(folder::holding(&place)).is_ok() {
            let _ = folder::replace(&place, &format!("{}\n", self.now), MODE);
        }
    }

    /// When this account last did it to this ledger, as far as that is noted.
    pub fn last_done(&mut self, routine: Routine) -> Option<Timestamp> {
        let text = fs::read_to_string(self.note_of(routine)?).ok()?;
        text.trim().parse().ok()
    }

    /// A ledger is known by its identity, wherever it lies.
    fn note_of(&mut self, routine: Routine) -> Option<PathBuf> {
        const NAME_DIGITS: usize = 16;
        let identity = self.ledger().ok()?.0.identity().ok()?.to_string();
        let folders = directories::ProjectDirs::from("", "", "rad-admin")?;
        let folder = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
        Some(folder.join(format!("{}-{}", routine.as_str(), identity.get(..NAME_DIGITS)?)))
    }
}
