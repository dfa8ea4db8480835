//! Folders: where they are, how full they are, and how they and their names get to the disk.

use std::fs::{DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Creates the folder and missing folders above it, with mode 0700. Syncs each parent, or the new folder would not be
/// durable.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    let create_one = || DirBuilder::new().mode(0o700).create(folder);
    let created = match create_one() {
        Err(error) if error.kind() == ErrorKind::NotFound => create_folder(above).and_then(|()| create_one()),
        created => created,
    };
    match created {
        // Another process was faster.
        Err(_) if folder.is_dir() => {}
        created => created?,
    }
    sync_folder(above)
}

/// Waits until the names in this folder are on disk.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Returns how many bytes this account can still write to the folder's file system.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(folder)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Returns the folder that contains the path.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
