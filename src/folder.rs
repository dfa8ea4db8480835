//! Creates folders and files that survive a loss of power. Files get their names only when they are complete.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::fs::{CWD, OFlags, RenameFlags, renameat_with};

use crate::interrupt;

/// Creates the folder and missing folders above it, with mode 0700. Syncs each parent, or the new folder would not be
/// durable.
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

/// Waits until the names in this folder are on disk.
pub fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Returns how many bytes this account can still write to the folder's file system.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(folder)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Returns the folder that contains the path.
pub fn holding(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is written beside its place, with mode 0600, and gets its name when it is complete. Before that,
/// dropping it removes the file, and so does a signal that ends the process. After a crash, [`clear_leftovers`] removes
/// it. A lock on the file shows that its process is alive, even if a later process has the same number, or another
/// container shares the folder.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    place: PathBuf,
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

/// The start and the end of an unfinished file's name. The process and a number are in between.
const UNFINISHED: [&str; 2] = [".rad-admin-", ".new"];

/// The unfinished files of this process.
static IN_THE_MAKING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

impl NewFile {
    /// Creates an empty file beside this place. Skips names that are taken, even by a link.
    pub fn beside(place: &Path) -> io::Result<Self> {
        interrupt::clean_up_by(remove_all);
        let [begin, end] = UNFINISHED;
        for nth in 0_u64.. {
            let path = holding(place).join(format!("{begin}{}-{nth}{end}", std::process::id()));
            match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
                Ok(lock) => {
                    in_the_making().push(path.clone());
                    let mut this = Self { path, place: place.to_owned(), lock };
                    // If the file system has no locks, as some network file systems, nothing removes the file as a
                    // leftover.
                    let is_locked_by_another = matches!(this.lock.try_lock(), Err(TryLockError::WouldBlock));
                    if !is_locked_by_another && this.lock.metadata()?.nlink() > 0 {
                        return Ok(this);
                    }
                    // Another process took it for a leftover before it was locked.
                    this.forget();
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
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Gives the file its name, and replaces a file that has it. Sync the file first.
    pub fn replace(&self) -> io::Result<()> {
        fs::rename(&self.path, &self.place)?;
        sync(holding(&self.place))
    }

    /// Gives the file its name, unless another file has it. Sync the file first.
    pub fn take_free_name(&self) -> io::Result<Placed> {
        match rename_to_free_name(&self.path, &self.place) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(Placed::Existing),
            renamed => renamed?,
        }
        sync(holding(&self.place))?;
        Ok(Placed::New)
    }

    /// Keeps the file under another name beside its place, and returns its path.
    pub fn keep(mut self) -> PathBuf {
        let path = self.forget();
        let kept = beside(&self.place, &format!(".kept-{}", std::process::id()));
        // Under its temporary name, the next command would remove it as a leftover.
        if rename_to_free_name(&path, &kept).is_ok() { kept } else { path }
    }

    /// Gives the file up, and returns its path: neither dropping this nor a signal removes it any more.
    fn forget(&mut self) -> PathBuf {
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
pub fn replace(place: &Path, text: &str, mode: u32) -> io::Result<()> {
    clear_leftovers(holding(place));
    let new = NewFile::beside(place)?;
    let mut file = new.file();
    file.write_all(text.as_bytes())?;
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()?;
    new.replace()
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
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(suffix);
    beside.into()
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

/// Whether this is the name of an unfinished file.
pub fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let [begin, end] = UNFINISHED;
    let number = name.strip_prefix(begin).and_then(|name| name.strip_suffix(end));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number
        .and_then(|number| number.split_once('-'))
        .is_some_and(|(process, nth)| is_number(process) && is_number(nth))
}

/// Removes files in the folder that dead processes left unfinished, as far as rights allow.
pub fn clear_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && is_unfinished(&entry.file_name()) {
            let path = entry.path();
            // Hold the lock until the file is gone. Its creator locks it too, so a new file is not removed.
            if let Ok(file) = OpenOptions::new().read(true).custom_flags(NO_FOLLOW).open(&path)
                && file.try_lock().is_ok()
            {
                let _ = fs::remove_file(&path);
            }
        }
    }
}

/// Do not follow a link, and do not wait for a pipe.
const NO_FOLLOW: i32 = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).bits().cast_signed();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_in_the_making_look_unfinished() {
        assert!(is_unfinished(OsStr::new(".rad-admin-4711-12.new")));
        for name in
            ["x.new", ".rad-admin-1.new", ".rad-admin--0.new", ".rad-admin-1-0.new.db", "rad-admin-1-0.new"]
        {
            assert!(!is_unfinished(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn what_the_dead_have_left_is_removed_and_what_the_living_make_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let names = || {
            let found = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let mut names: Vec<_> = found.map(|name| name.to_string_lossy().into_owned()).collect();
            names.sort();
            names
        };
        let living = NewFile::beside(&folder.path().join("x.db")).unwrap();
        for name in [".rad-admin-1-0.new", ".rad-admin-1-1.new", "other.new"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        clear_leftovers(folder.path());
        let name = living.path().file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(names(), [name, "other.new".to_owned()]);
        let kept = living.keep();
        clear_leftovers(folder.path());
        assert!(kept.exists());
        assert_eq!(names().len(), 2);
        drop(NewFile::beside(&kept).unwrap());
        assert_eq!(names().len(), 2);
    }
}
