//! The transport `file`, which writes each message into its own `.eml` file.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Once;

use super::{Message, SendFailure};
use crate::files::{self, NewFile};

/// The folder for messages. Only the owner can read it, because messages hold invitation tokens.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// Writes the message to a temporary file and renames it, so that readers never see a part of it. The file is named after
    /// the Message-ID, so a repeated message replaces its first copy.
    pub(super) fn send(&self, message: &Message) -> Result<(), SendFailure> {
        self.write(message).map_err(|error| {
            SendFailure::halting(
                format!("cannot write into '{}': {error}", self.0.display()),
                "check that mail.folder is a folder in which the account that runs rad-admin may write, and the free space",
            )
        })
    }

    /// Syncs the file to disk, because the caller marks the message as sent afterwards.
    fn write(&self, message: &Message) -> io::Result<()> {
        files::create_folder(&self.0)?;
        LEFTOVERS.call_once(|| files::clear_leftovers(&self.0));
        let new = NewFile::create(&self.0.join(format!("{}.eml", file_name(message.id()))))?;
        let mut file = new.file();
        file.write_all(message.bytes())?;
        file.sync_all()?;
        new.take_name()
    }
}

/// Leftovers are cleared once per process, because the folder can hold many messages.
static LEFTOVERS: Once = Once::new();

/// Replaces the characters of a Message-ID that a file name cannot have everywhere.
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
