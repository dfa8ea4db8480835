//! Copies the ledger into a new file (`rad-admin backup`).

use std::path::Path;

use crate::error::{Code, Error, Result};
use crate::files;
use crate::store::engine::backup::copy_to;
use crate::store::engine::new_database::{NewDatabase, Placed, require_nothing_beside, require_own_name};
use crate::store::engine::session::Access;
use crate::store::ledger::verify::Proof;
use crate::store::session::{Mode, Store};
use crate::store::transfer;

/// The result of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    pub bytes: u64,
    /// The proof of the copy itself. If it has a discrepancy, the copy was not kept.
    pub proof: Proof,
}

impl Store {
    /// Copies the ledger as it is now into a new file of mode 0600, while others read and write, and proves the copy. Only then
    /// does the file take its name. Fails (exit 4, `exists`) if the name is taken.
    pub fn backup(&self, path: &Path, mode: Mode) -> Result<BackedUp> {
        require_free(path)?;
        let file = NewDatabase::beside(path)?;
        match self.session.server() {
            None => copy_to(&self.session, &file).map_err(|error| error.at(path))?,
            Some(_) => self.copy_from_server(&file)?,
        }
        self.place.require_unchanged()?;
        let proof = Self::of_new(&file)?.verify(None)?;
        let bytes = file.size_bytes()?;
        if mode == Mode::Real && proof.discrepancy.is_none() {
            file.finish()?;
            if file.place()? == Placed::Existing {
                return Err(taken(path));
            }
        }
        Ok(BackedUp { bytes, proof })
    }
}

impl Store {
    /// Copies the ledger from a server, as one snapshot, into a SQLite file.
    fn copy_from_server(&self, file: &NewDatabase) -> Result<()> {
        let snapshot = self.session.begin(Access::Read)?;
        transfer::copy_into_file(&self.session, file)?;
        snapshot.rollback()
    }
}

/// Checks that a new file can take this path.
fn require_free(path: &Path) -> Result<()> {
    require_own_name(path)?;
    if path.is_dir() {
        return Err(Error::refused(format!("{} is a folder: name a file in it", path.display()))
            .datum("file", path.display().to_string()));
    }
    if path.exists() {
        return Err(taken(path));
    }
    require_nothing_beside(path)?;
    let folder = files::folder_of(path);
    if folder.try_exists().is_ok_and(|exists| !exists) {
        let message = format!("{} cannot be made: there is no folder {}", path.display(), folder.display());
        return Err(Error::new(Code::Failed, message)
            .hint(format!("make the folder first: mkdir -m 700 -p '{}'", folder.display())));
    }
    Ok(())
}

fn taken(path: &Path) -> Error {
    Error::refused(format!("{} exists already, and a backup overwrites nothing", path.display()))
        .reason("exists")
        .datum("file", path.display().to_string())
        .hint("choose another name, such as one with the date in it")
}
