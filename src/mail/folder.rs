//! The transport `file`: one `.eml` file a letter.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::{Message, SendFailure};
use crate::folder;

/// A folder in which letters are laid down, readable for its owner only: they hold what lets a user in.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// Writes the letter beside its place and renames it, so that a reader never sees a part of it. The file is named
    /// after the Message-ID: a letter that is repeated takes its own place.
    pub(super) fn send(&self, message: &Message) -> Result<(), SendFailure> {
        self.write(message).map_err(|error| {
            SendFailure::halting(
                format!("cannot write into '{}': {error}", self.0.display()),
                "check that mail.folder is a folder in which the account that runs rad-admin may write, and the free space",
            )
        })
    }

    fn write(&self, message: &Message) -> io::Result<()> {
        folder::make(&self.0)?;
        let name = file_name(message.id());
        let unfinished = self.0.join(format!(".{name}.{}", std::process::id()));
        let written = write_new(&unfinished, message.bytes())
            .and_then(|()| fs::rename(&unfinished, self.0.join(format!("{name}.eml"))));
        if written.is_err() {
            // The first failure is the one to tell of.
            let _ = fs::remove_file(&unfinished);
        }
        written?;
        folder::sync(&self.0)
    }
}

/// Whoever marks the letter as sent does so after this, so the bytes must be on the disk.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        // Left by a process of the same number that was ended half-way.
        fs::remove_file(path)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The Message-ID with only characters that a file name can have everywhere.
fn file_name(id: &str) -> String {
    id.replace(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+')), "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_no_way_out_of_the_folder() {
        assert_eq!(file_name("2026.a-b@mail.example.org"), "2026.a-b@mail.example.org");
        assert_eq!(file_name("/../x*?@b"), "_.._x__@b");
    }
}
