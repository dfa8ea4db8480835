//! Files that a command writes as a whole and may replace.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::error::{Error, Result};
use crate::files;
use crate::store::is_reserved_name;

/// The first bytes of every SQLite file.
const SQLITE_BEGIN: &[u8; 16] = b"SQLite format 3\0";

/// The file for a command's output; `-` is standard output.
#[derive(Debug)]
pub(crate) struct OutputFile {
    path: PathBuf,
    unwritable: String,
}

impl OutputFile {
    /// Checks the path. Fails (exit 2) if the file would replace something that it must not. `what` names the output in errors.
    pub(crate) fn of(path: &Path, what: &str, app: &App) -> Result<Self> {
        let unwritable = format!("{what} cannot be written to {}", path.display());
        let file = Self { path: path.to_owned(), unwritable };
        if !file.is_stdout() {
            require_replaceable(path, app.settings.database.value.file(), &file.unwritable)?;
        }
        Ok(file)
    }

    pub(crate) fn is_stdout(&self) -> bool {
        self.path.as_path() == Path::new("-")
    }

    /// Returns the name as it was typed.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Replaces the file with the text, with this mode.
    pub(crate) fn replace(&self, text: &str, mode: u32) -> Result<()> {
        files::replace_file(&self.path, text, mode)
            .map_err(|error| Error::failed(self.unwritable.clone(), error))
    }
}

/// Fails (exit 2) if the path is a database or anything but a regular file: the new file would replace the ledger, a device, a
/// socket or a link. `unwritable` says what cannot be written.
pub(crate) fn require_replaceable(path: &Path, database: Option<&Path>, unwritable: &str) -> Result<()> {
    let refused = |what: &str| {
        Err(Error::usage(format!("{unwritable}: it is {what}"))
            .hint("name a regular file, which is replaced, or one that is not there yet"))
    };
    match path.symlink_metadata() {
        _ if is_database(path, database) => refused("the database"),
        _ if is_reserved_name(path) => refused("a name that SQLite uses beside a database"),
        Ok(found) if !found.is_file() => refused("no regular file"),
        _ => Ok(()),
    }
}

/// Whether this is the ledger or any other SQLite database.
fn is_database(path: &Path, ledger: Option<&Path>) -> bool {
    let is_ledger = ledger.is_some_and(|ledger| {
        path.canonicalize().is_ok_and(|path| ledger.canonicalize().is_ok_and(|ledger| path == ledger))
    });
    let mut begin = [0; SQLITE_BEGIN.len()];
    let is_read =
        path.is_file() && File::open(path).is_ok_and(|mut file| file.read_exact(&mut begin).is_ok());
    is_ledger || is_read && begin == *SQLITE_BEGIN
}
