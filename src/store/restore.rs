//! Puts a copy in the place of the ledger (`rad-admin restore`).

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::crash::{self, CrashPoint};
use crate::domain::Digest;
use crate::error::{Error, Result};
use crate::files::{self, Placed};
use crate::store::engine::backup::copy_to;
use crate::store::engine::exclusive::{self, Exclusive};
use crate::store::engine::new_database::{NewDatabase, SUFFIXES};
use crate::store::ledger::verify::Proof;
use crate::store::session::Store;

/// A copy that lies beside the ledger and is to replace it.
#[derive(Debug)]
pub struct Replacement {
    /// The proof of the copy. Replace the ledger only if it has no discrepancy.
    pub proof: Proof,
    pub bytes: u64,
    file: NewDatabase,
    /// The file that is replaced, with all links resolved.
    ledger: PathBuf,
}

impl Store {
    /// Copies this ledger into a new file beside `ledger`, and proves the copy. `known` is a digest that it has to contain.
    pub fn copy_beside(&self, ledger: &Path, known: Option<Digest>) -> Result<Replacement> {
        let ledger = match ledger.canonicalize() {
            Err(error) if error.kind() == ErrorKind::NotFound => ledger.to_owned(),
            ledger => ledger?,
        };
        if ledger.metadata().is_ok_and(|_| self.place.is_at(&ledger)) {
            return Err(Error::usage(format!("{} is the ledger itself", self.place.path.display()))
                .hint("name the copy to restore, and the ledger with --db"));
        }
        let file = NewDatabase::replacing(&ledger)?;
        copy_to(&self.session, &file).map_err(|error| error.at(&ledger))?;
        self.place.require_unchanged()?;
        let proof = Self::of_new(&file)?.verify(known)?;
        Ok(Replacement { proof, bytes: file.size_bytes()?, file, ledger })
    }
}

impl Replacement {
    /// Gives the copy the ledger's name, owner and mode. Returns the path that a replaced ledger has from then on; `stamp` is
    /// part of its name. Fails (exit 4, `in_use`) if the ledger is in use.
    ///
    /// At each moment, the name leads to the old ledger or to the new one. A crash in between may leave the old ledger under
    /// two names. A file with two names is refused, so nobody opens it without its log; restore again.
    pub fn replace(self, stamp: &str, lock_timeout: Duration) -> Result<Option<PathBuf>> {
        let Self { file, ledger, .. } = self;
        let found = match ledger.metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            found => Some(found?),
        };
        let kept = free_name(&ledger, stamp);
        let lock = found.as_ref().map(|_| exclusive::take(&ledger, lock_timeout)).transpose()?.flatten();
        if let Some(found) = &found {
            let file = file.file();
            let new = file.metadata()?;
            if (new.uid(), new.gid()) != (found.uid(), found.gid()) {
                fchown(file, Some(found.uid()), Some(found.gid())).map_err(|error| {
                    Error::setup("the ledger belongs to another account")
                        .at(&ledger)
                        .caused_by(error)
                        .hint(format!("run the command as the account of number {}, or as root", found.uid()))
                })?;
            }
            file.set_permissions(Permissions::from_mode(found.mode() & 0o777))?;
        }
        file.finish()?;
        let mut moved = SetAside::default();
        let replaced = moved.set_aside(&ledger, &kept, found.is_some()).and_then(|()| {
            crash::point(CrashPoint::LedgerSetAside);
            if found.is_some() { file.replace().map(|()| Placed::New) } else { file.place() }
        });
        match replaced {
            Ok(Placed::New) => {}
            Ok(Placed::Existing) => {
                return Err(moved.put_back(
                    Error::refused("another ledger has taken the name")
                        .at(&ledger)
                        .reason("exists")
                        .datum("ledger", ledger.display().to_string()),
                ));
            }
            Err(error) => return Err(moved.put_back(error)),
        }
        drop::<Option<Exclusive>>(lock);
        Ok((!moved.0.is_empty()).then_some(kept))
    }
}

/// The renamed files, in order: the old and the new path of each.
#[derive(Debug, Default)]
struct SetAside(Vec<(PathBuf, PathBuf)>);

impl SetAside {
    /// Gives the ledger a second name, and moves the files beside it to names that match.
    fn set_aside(&mut self, ledger: &Path, kept: &Path, is_there: bool) -> Result<()> {
        let failed =
            |error| Error::failed(format!("cannot set the ledger aside as {}", kept.display()), error);
        if is_there {
            link_or_rename(ledger, kept).map_err(failed)?;
            self.0.push((ledger.to_owned(), kept.to_owned()));
        }
        for suffix in SUFFIXES {
            let [from, to] = [ledger, kept].map(|path| files::with_suffix(path, suffix));
            match fs::rename(&from, &to) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                renamed => {
                    renamed.map_err(failed)?;
                    self.0.push((from, to));
                }
            }
        }
        Ok(files::sync_folder(files::folder_of(ledger))?)
    }

    /// Undoes all of it because of this error, and returns the error.
    fn put_back(self, error: Error) -> Error {
        for (from, to) in self.0.iter().rev() {
            // A rename onto a second name of the same file does nothing, so that name has to be removed.
            if fs::rename(to, from).is_ok() && to.exists() {
                let _ = fs::remove_file(to);
            }
        }
        error
    }
}

/// Gives the file a second name, or renames it if the file system has no hard links.
fn link_or_rename(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::Unsupported) => {
            fs::rename(from, to)
        }
        linked => linked,
    }
}

/// Returns a name beside the ledger that is not taken.
fn free_name(ledger: &Path, stamp: &str) -> PathBuf {
    let is_taken = |path: &Path| path.symlink_metadata().is_ok();
    let mut name = files::with_suffix(ledger, &format!(".before-restore.{stamp}"));
    while is_taken(&name) || SUFFIXES.iter().any(|suffix| is_taken(&files::with_suffix(&name, suffix))) {
        name = files::with_suffix(&name, "+");
    }
    name
}
