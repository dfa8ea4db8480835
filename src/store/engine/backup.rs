//! A copy of the live database.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::new_file::{DraftFile, Placed};
use crate::error::{Code, Error, Result};
use crate::folder;
use crate::store::ledger::verify::Proof;
use crate::store::session::{Mode, Store};

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// Its size.
    pub bytes: u64,
    /// Its proof, taken on the copy itself. Where it has a fault there is no copy.
    pub proof: Proof,
}

impl Store {
    /// Copies the ledger as it stands into a new file, mode 0600, while others go on reading and writing, and proves the
    /// copy. The file takes its name only then; exit 4 where the name is taken.
    pub fn backup(&self, path: &Path, mode: Mode, lock_timeout: Duration) -> Result<BackedUp> {
        require_free(path)?;
        let draft = DraftFile::beside(path)?;
        self.copy_to(draft.path()).map_err(|error| error.at(path))?;
        let proof = Self::open(draft.path(), lock_timeout)?.verify(None)?;
        let bytes = std::fs::metadata(draft.path())?.len();
        if mode == Mode::Real && proof.fault.is_none() && draft.place()? == Placed::Existing {
            return Err(taken(path));
        }
        Ok(BackedUp { bytes, proof })
    }

    /// All pages in one step: in WAL mode that is one snapshot, which hinders nobody, while a copy in several steps would
    /// begin anew with each write of another process.
    fn copy_to(&self, draft: &Path) -> Result<()> {
        let mut copy = Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let step = Backup::new(&self.connection, &mut copy)?.step(-1)?;
        if step != StepResult::Done {
            return Err(Error::new(
                Code::Busy,
                "the database is locked by another process; nothing was copied",
            )
            .hint("try again, or wait longer with --lock-timeout SECONDS"));
        }
        copy.close().map_err(|(_, error)| error.into())
    }
}

/// Whether a new file can take this path.
fn require_free(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Err(Error::refused(format!("{} is a folder: name a file in it", path.display())));
    }
    if path.exists() {
        return Err(taken(path));
    }
    let folder = folder::holding(path);
    if folder.try_exists().is_ok_and(|exists| !exists) {
        let message = format!("{} cannot be made: there is no folder {}", path.display(), folder.display());
        return Err(Error::new(Code::Failed, message)
            .hint(format!("make the folder first: mkdir -m 700 -p '{}'", folder.display())));
    }
    Ok(())
}

fn taken(path: &Path) -> Error {
    Error::refused(format!("{} exists already, and a backup overwrites nothing", path.display()))
        .hint("choose another name, such as one with the date in it")
}
