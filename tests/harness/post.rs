//! Reads the messages in the folder of the transport `file`.

use std::fs;
use std::path::PathBuf;

use mailparse::{MailHeaderMap, parse_mail};

use super::Home;

/// A message, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Letter {
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
    configure(&home, "transport = 'file'\nfolder = 'letters'");
    home
}

/// Takes the messages out of the folder, sorted by recipient.
pub(crate) fn collect(home: &Home) -> Vec<Letter> {
    let folder: PathBuf = home.path().join(".config/rad-admin/letters");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    // A process that was killed can leave an unfinished file.
    let mut letters: Vec<Letter> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .map(|path| {
            let letter = Letter::parse(&fs::read(&path).unwrap());
            fs::remove_file(path).unwrap();
            letter
        })
        .collect();
    letters.sort_by(|one, other| one.to.cmp(&other.to));
    letters
}

/// Returns the message in the folder. There must be exactly one.
#[track_caller]
pub(crate) fn only(home: &Home) -> Letter {
    let mut letters = collect(home);
    assert_eq!(letters.len(), 1);
    letters.remove(0)
}
