//! Which file the connection has open, and whether it is still the one at its path.

use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};

/// The database file as it was found.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    file: (u64, u64),
}

impl Place {
    /// The file that is there now.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: identity(&path.metadata()?) })
    }

    /// Exit 1 where another file, or none, has taken the path since: what is committed to the old one nobody would find.
    pub(crate) fn require_unmoved(&self) -> Result<()> {
        if self.path.metadata().is_ok_and(|found| identity(&found) == self.file) {
            return Ok(());
        }
        Err(Error::new(
            Code::Failed,
            "the file was replaced or removed while the command ran; nothing was written",
        )
        .at(&self.path)
        .hint("replace a database only while nothing uses it, then run the command again"))
    }
}

fn identity(found: &Metadata) -> (u64, u64) {
    (found.dev(), found.ino())
}
