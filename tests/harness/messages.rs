//! Reads the messages in the folder of the transport `file`.

use std::fs;
use std::path::PathBuf;

use mailparse::{MailHeaderMap, parse_mail};

use super::Home;

/// A message, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Message {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let mail = parse_mail(bytes).unwrap();
        let header = |name: &str| mail.headers.get_first_value(name).unwrap();
        let body = |kind: &str| {
            let part = mail.subparts.iter().find(|part| part.ctype.mimetype == kind).unwrap();
            part.get_body().unwrap().replace("\r\n", "\n")
        };
        Self {
            id: header("Message-ID").trim_matches(['<', '>']).to_owned(),
            to: header("To"),
            subject: header("Subject"),
            text: body("text/plain"),
            html: body("text/html"),
        }
    }

    /// Returns the token in the invitation's link.
    pub(crate) fn token(&self) -> String {
        let (_, rest) = self.text.split_once("https://platform.example.org/join?token=").unwrap();
        rest.lines().next().unwrap().to_owned()
    }
}

/// Writes a configuration with the link of invitations and this `[mail]` table.
pub(crate) fn configure(home: &Home, mail: &str) {
    let url = "url = 'https://platform.example.org/join?token={token}'";
    let from = "from = 'RAD Plattform <no-reply@example.org>'";
    home.write(".config/rad-admin/config.toml", format!("[invite]\n{url}\n[mail]\n{from}\n{mail}\n"));
}

/// Creates an empty ledger whose messages go into a folder.
pub(crate) fn home_with_folder() -> Home {
    let home = Home::initialised();
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    home
}

/// Takes the messages out of the folder, sorted by recipient.
pub(crate) fn collect(home: &Home) -> Vec<Message> {
    let folder: PathBuf = home.path().join(".config/rad-admin/messages");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    // A process that was killed can leave an unfinished file.
    let mut messages: Vec<Message> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .map(|path| {
            let message = Message::parse(&fs::read(&path).unwrap());
            fs::remove_file(path).unwrap();
            message
        })
        .collect();
    messages.sort_by(|one, other| one.to.cmp(&other.to));
    messages
}

/// Returns the message in the folder. There must be exactly one.
#[track_caller]
pub(crate) fn only(home: &Home) -> Message {
    let mut messages = collect(home);
    assert_eq!(messages.len(), 1);
    messages.remove(0)
}
