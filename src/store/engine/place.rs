//! Knows which file the connection has open, and checks whether it is still the one at its path.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::failure::RIGHTS;
use crate::error::{Code, Error, Result};
use crate::files;

/// The database file as it was found.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    pub(super) opened: Opened,
    pub(super) file: (u64, u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// For reading and writing, under SQLite's locks.
    Shared,
    /// For reading only, under SQLite's locks.
    ReadOnly,
    /// For reading only and without locks, so its content must not change.
    AsItLies(Content),
    /// For reading and writing without locks, because no other process knows the file.
    Private,
    /// There is no file: a server has the ledger.
    OnServer,
}

/// Distinguishes the contents of a file as well as the file system can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Content {
    bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

/// Two changes within this time may have the same timestamp.
const CLOCK_TICK: Duration = Duration::from_millis(20);

impl Place {
    /// Finds the file that is there now. Fails (exit 7) if it has a second name: SQLite would keep a second log beside that
    /// name, and processes would overwrite what the others write.
    pub(crate) fn of(path: &Path) -> Result<Self> {
        let found = path.metadata()?;
        if found.nlink() > 1 {
            let elsewhere = files::folder_of(path).display();
            return Err(Error::setup("the file has a second name, a hard link").hint(format!(
                "remove the other name; find it with: find '{elsewhere}' -xdev -samefile '{}'; copy a ledger with 'rad-admin backup'",
                path.display()
            )));
        }
        if is_mount_point(path) {
            return Err(Error::setup("the file is mounted alone, so that its log is not beside it")
                .hint("mount the folder that holds it instead, as with: docker run -v /var/lib/rad-admin:/var/lib/rad-admin"));
        }
        Ok(Self::found(path, &found))
    }

    /// Describes a file that no other process knows.
    pub(super) fn private(path: &Path) -> Result<Self> {
        Ok(Self { opened: Opened::Private, ..Self::found(path, &path.metadata()?) })
    }

    /// Describes a ledger on a server. Its URL is shown as the path.
    pub(super) fn on_server(url: &str) -> Self {
        Self { path: PathBuf::from(url), opened: Opened::OnServer, file: (0, 0) }
    }

    fn found(path: &Path, found: &Metadata) -> Self {
        Self { path: path.to_owned(), opened: Opened::Shared, file: identity(found) }
    }

    /// Whether this path leads to the same file.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        path.metadata().is_ok_and(|found| identity(&found) == self.file)
    }

    /// Whether the file is still the one at its path.
    pub(super) fn is_unmoved(&self) -> bool {
        self.opened == Opened::OnServer || self.is_at(&self.path)
    }

    /// Fails (exit 7) if the file is open for reading only.
    pub(crate) fn require_writable(&self) -> Result<()> {
        if matches!(self.opened, Opened::ReadOnly | Opened::AsItLies(_)) {
            return Err(Error::setup("the ledger may only be read here; nothing was written")
                .at(&self.path)
                .hint(RIGHTS));
        }
        Ok(())
    }

    /// Fails (exit 1) if another file, or none, is at the path now, because nobody would find what is committed to the old one.
    pub(crate) fn require_unmoved(&self) -> Result<()> {
        if self.is_unmoved() {
            return Ok(());
        }
        Err(Error::new(
            Code::Failed,
            "the file was replaced or removed while the command ran; nothing was written",
        )
        .at(&self.path)
        .hint("replace a database only while nothing uses it, then run the command again"))
    }

    /// Whether others can write to the file while it is read.
    pub(crate) fn is_unlocked(&self) -> bool {
        matches!(self.opened, Opened::AsItLies(_))
    }

    /// Fails (exit 75) if the file was read without locks and somebody wrote to it meanwhile.
    pub(crate) fn require_unchanged(&self) -> Result<()> {
        match self.opened {
            Opened::AsItLies(content) if Content::of(&self.path.metadata()?) != content => {
                Err(Error::new(Code::Busy, "the ledger was written while it was read")
                    .at(&self.path)
                    .hint("this account cannot lock it: run the command again"))
            }
            _ => Ok(()),
        }
    }
}

impl Content {
    fn of(found: &Metadata) -> Self {
        Self {
            bytes: found.size(),
            modified: (found.mtime(), found.mtime_nsec()),
            changed: (found.ctime(), found.ctime_nsec()),
        }
    }

    /// Returns the present content. Every later change differs from it.
    pub(super) fn settled(path: &Path) -> Result<Self> {
        let found = path.metadata()?;
        if found.modified()?.elapsed().is_ok_and(|age| age > CLOCK_TICK) {
            return Ok(Self::of(&found));
        }
        thread::sleep(CLOCK_TICK);
        Ok(Self::of(&path.metadata()?))
    }
}

fn identity(found: &Metadata) -> (u64, u64) {
    (found.dev(), found.ino())
}

/// Whether something is mounted at the file itself. Linux reports this since 5.8; on other systems, no file is a mount point.
#[cfg(target_os = "linux")]
fn is_mount_point(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, path, AtFlags::empty(), StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
const fn is_mount_point(_: &Path) -> bool {
    false
}
