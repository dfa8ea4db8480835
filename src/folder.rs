//! Folders, and names in them, that a loss of power cannot take back.

use std::fs::{DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Makes the folder and those above it that are missing, mode 0700. A new folder is only durable once the one above it is.
pub fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = holding(folder);
    let make_one = || DirBuilder::new().mode(0o700).create(folder);
    let made = match make_one() {
        Err(error) if error.kind() == ErrorKind::NotFound => make(above).and_then(|()| make_one()),
        made => made,
    };
    match made {
        // Another process was faster.
        Err(_) if folder.is_dir() => {}
        made => made?,
    }
    sync(above)
}

/// Waits until the disk has the names in this folder as they are.
pub fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The folder in which this path is.
pub fn holding(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
