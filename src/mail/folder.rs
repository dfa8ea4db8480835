//! The transport `file`: one `.eml` file a message.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Once;

use super::{Message, SendFailure};
use crate::folder::{self, NewFile};

/// A folder in which messages are laid down, readable for its owner only: they hold what lets a user in.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// Writes the message beside its place and renames it, so that a reader never sees a part of it. The file is named
    /// after the Message-ID: a message that is repeated takes its own place.
    pub(super) fn send(&self, message: &Message) -> Result<(), SendFailure> {
        self.write(message).map_err(|error| {
            SendFailure::halting(
                format!("cannot write into '{}': {error}", self.0.display()),
                "check that mail.folder is a folder in which the account that runs rad-admin may write, and the free space",
            )
        })
    }

    /// Whoever marks the message as sent does so after this, so the bytes must be on the disk.
    fn write(&self, message: &Message) -> io::Result<()> {
        folder::make(&self.0)?;
        LEFTOVERS.call_once(|| folder::clear_leftovers(&self.0));
        let new = NewFile::beside(&self.0.join(format!("{}.eml", file_name(message.id()))))?;
        let mut file = new.file();
        file.write_all(message.bytes())?;
        file.sync_all()?;
        new.replace()
    }
}

/// A folder of many messages is only searched once.
static LEFTOVERS: Once = Once::new();

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
