//! Folders, and names in them, that a loss of power cannot take back; files that get their name when they are whole.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

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

/// A file that is made beside its place, mode 0600, and takes its name only when it is whole. Dropped before, it is gone.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    place: PathBuf,
}

impl NewFile {
    /// An empty file beside this place. Its name holds the process and a number: a crash can leave such a file behind, and
    /// in a container a later process often has the same number as the one that crashed. What has the name already, a link
    /// that was laid there included, is left alone.
    pub fn beside(place: &Path) -> io::Result<(Self, File)> {
        let mut nth = 0;
        loop {
            let mut path = place.as_os_str().to_owned();
            path.push(format!(".{}-{nth}.new", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
                Ok(file) => return Ok((Self { path: path.into(), place: place.to_owned() }, file)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => nth += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Where it is being made.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it is to be.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Gives the file, which has been synchronised, its name, in the place of whatever had it.
    pub fn replace(&self) -> io::Result<()> {
        fs::rename(&self.path, &self.place)?;
        sync(holding(&self.place))
    }

    /// Leaves the file where it was made.
    pub fn keep(mut self) -> PathBuf {
        std::mem::take(&mut self.path)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
