//! A file that gets its name when it is complete.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::folders::{folder_of, sync_folder};
use super::leftovers::{clear_leftovers, unfinished_name};
use crate::interrupt;

/// A file that is written beside its destination, with mode 0600, and gets its name when it is complete. Before that,
/// dropping it removes the file, and so does a signal that ends the process. After a crash, [`clear_leftovers`] removes
/// it. A lock on the file shows that its process is alive, even if a later process has the same number, or another
/// container shares the folder.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    destination: PathBuf,
    lock: File,
}

/// The result of giving a new file a name that should be free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The file has its name, and keeps it after a loss of power.
    New,
    /// Another file has the name, and was not touched.
    Existing,
}

/// The unfinished files of this process.
static IN_THE_MAKING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

impl NewFile {
    /// Creates an empty file beside its destination. Skips names that are taken, even by a link.
    pub fn create(destination: &Path) -> io::Result<Self> {
        interrupt::clean_up_by(remove_all);
        for nth in 0_u64.. {
            let path = folder_of(destination).join(unfinished_name(nth));
            match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
                Ok(lock) => {
                    in_the_making().push(path.clone());
                    let mut this = Self { path, destination: destination.to_owned(), lock };
                    // If the file system has no locks, as some network file systems, nothing removes the file as a
                    // leftover.
                    let is_locked_by_another = matches!(this.lock.try_lock(), Err(TryLockError::WouldBlock));
                    if !is_locked_by_another && this.lock.metadata()?.nlink() > 0 {
                        return Ok(this);
                    }
                    // Another process took it for a leftover before it was locked.
                    this.release();
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// The file to write to.
    pub fn file(&self) -> &File {
        &self.lock
    }

    /// The temporary path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The final path.
    pub fn destination(&self) -> &Path {
        &self.destination
    }

    /// Gives the file its name, and replaces a file that has it. Sync the file first.
    pub fn take_name(&self) -> io::Result<()> {
        fs::rename(&self.path, &self.destination)?;
        sync_folder(folder_of(&self.destination))
    }

    /// Gives the file its name, unless another file has it. Sync the file first.
    pub fn take_free_name(&self) -> io::Result<Placed> {
        match rename_to_free_name(&self.path, &self.destination) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(Placed::Existing),
            renamed => renamed?,
        }
        sync_folder(folder_of(&self.destination))?;
        Ok(Placed::New)
    }

    /// Saves the file under another name beside its destination, and returns its path.
    pub fn set_aside(mut self) -> PathBuf {
        let path = self.release();
        let saved = with_suffix(&self.destination, &format!(".kept-{}", std::process::id()));
        // Under its temporary name, the next command would remove it as a leftover.
        if rename_to_free_name(&path, &saved).is_ok() { saved } else { path }
    }

    /// Returns the path of the file, which neither dropping this nor a signal removes any more.
    fn release(&mut self) -> PathBuf {
        in_the_making().retain(|path| *path != self.path);
        std::mem::take(&mut self.path)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
            in_the_making().retain(|path| *path != self.path);
        }
    }
}

/// Replaces a file with one of this text and mode. Readers see either the old or the new file, whole.
pub fn replace_file(destination: &Path, text: &str, mode: u32) -> io::Result<()> {
    clear_leftovers(folder_of(destination));
    let new = NewFile::create(destination)?;
    let mut file = new.file();
    file.write_all(text.as_bytes())?;
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()?;
    new.take_name()
}

fn in_the_making() -> MutexGuard<'static, Vec<PathBuf>> {
    IN_THE_MAKING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remove_all() {
    for path in &*in_the_making() {
        let _ = fs::remove_file(path);
    }
}

/// Appends a suffix to a path.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut longer = path.as_os_str().to_owned();
    longer.push(suffix);
    longer.into()
}

/// Some file systems cannot rename like this. A hard link does instead, but a crash can leave the file with two names.
fn rename_to_free_name(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from) {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            fs::hard_link(from, to)?;
            fs::remove_file(from)
        }
        renamed => renamed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_dead_processes_go_and_files_of_living_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let names = || {
            let found = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let mut names: Vec<_> = found.map(|name| name.to_string_lossy().into_owned()).collect();
            names.sort();
            names
        };
        let living = NewFile::create(&folder.path().join("x.db")).unwrap();
        for name in [".rad-admin-1-0.new", ".rad-admin-1-1.new", "other.new"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        clear_leftovers(folder.path());
        let name = living.path().file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(names(), [name, "other.new".to_owned()]);
        let kept = living.set_aside();
        clear_leftovers(folder.path());
        assert!(kept.exists());
        assert_eq!(names().len(), 2);
        drop(NewFile::create(&kept).unwrap());
        assert_eq!(names().len(), 2);
    }
}
