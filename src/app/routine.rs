//! Notes when this account last ran `verify` and `backup`.
//!
//! Neither command changes the ledger, and an account may have the right to nothing else. So each account keeps the
//! times in files of its own state folder, if it has one.

use std::fs;
use std::path::PathBuf;

use super::App;
use crate::domain::Timestamp;
use crate::files;

/// A task that should run regularly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routine {
    Verify,
    Backup,
}

impl Routine {
    /// The name of the check in `doctor`, and the beginning of the file's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Backup => "backup",
        }
    }
}

impl App {
    /// Notes that the task is done. An account that cannot write the note gets no error: the task itself succeeded.
    pub fn note_done(&mut self, routine: Routine) {
        const MODE: u32 = 0o600;
        if self.globals.dry_run {
            return;
        }
        let Some(place) = self.note_of(routine) else { return };
        if files::create_folder(files::folder_of(&place)).is_ok() {
            let _ = files::replace_file(&place, &format!("{}\n", self.now), MODE);
        }
    }

    /// Returns when this account last ran the task on this ledger, or `None` without a note.
    pub fn last_done(&mut self, routine: Routine) -> Option<Timestamp> {
        let text = fs::read_to_string(self.note_of(routine)?).ok()?;
        text.trim().parse().ok()
    }

    /// Returns the path of the note. Its name has the ledger's identity, so it does not matter where the ledger is.
    fn note_of(&mut self, routine: Routine) -> Option<PathBuf> {
        const NAME_DIGITS: usize = 16;
        let identity = self.ledger().ok()?.0.identity().ok()?.to_string();
        let folders = directories::ProjectDirs::from("", "", "rad-admin")?;
        let folder = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
        Some(folder.join(format!("{}-{}", routine.as_str(), identity.get(..NAME_DIGITS)?)))
    }
}
