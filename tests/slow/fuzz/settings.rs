//! Configuration files and the templates of messages.

use std::fs;

use clap::Parser;
use proptest::prelude::*;
use proptest::sample::select;
use rad_admin::Code;
use rad_admin::app::Settings;
use rad_admin::cli::Cli;
use rad_admin::domain::MessageKind;
use rad_admin::mail::{MessageFacts, MessageTemplates, Placeholder, TemplateFiles, TemplateSettings};

const LINES: &[&str] = &[
    "actor = \"ada@example.org\"",
    "database = \"x.db\"",
    "[limits]",
    "confirm_above = 10000",
    "confirm_above = -1",
    "[invite]",
    "url = \"https://x.example/?token={token}\"",
    "expires_days = 4294967295",
    "expires_days = 99999999999",
    "[invite.templates]",
    "subject = \"s\"",
    "[mail]",
    "from = \"RAD <a@b.c>\"",
    "port = 65536",
    "security = \"none\"",
    "timeout_seconds = 0",
    "mail = 1",
    "[[mail]]",
    "a.b.c = {}",
    "x = [[[[[[",
    "\"\"\"",
    "# \u{202e}",
    "\u{feff}",
    "\r",
];

const PIECES: &[&str] = &[
    "{link}",
    "{name}",
    "{email}",
    "{roles}",
    "{awarded}",
    "{inviter}",
    "{expires}",
    "{",
    "}",
    "{}",
    "{{",
    "{x}",
    "{ name }",
    "<b>",
    "&",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "é",
    "text",
    "\u{1b}[2J",
];

fn pieces(from: &'static [&'static str], between: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let known = prop::collection::vec(select(from), 0..12).prop_map(move |pieces| pieces.join(between));
    let changed = (known, any::<prop::sample::Index>(), any::<Option<u8>>()).prop_map(|(text, at, byte)| {
        let mut bytes = text.into_bytes();
        if let (Some(byte), false) = (byte, bytes.is_empty()) {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    });
    prop_oneof![4 => changed, 1 => prop::collection::vec(any::<u8>(), 0..200)]
}

proptest! {
    #![proptest_config(super::config(1))]

    #[test]
    fn a_configuration_file_is_understood_or_named_as_wrong(content in pieces(LINES, "\n")) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        fs::write(&file, content).unwrap();
        let line = ["rad-admin", "--config", file.to_str().unwrap(), "status"];
        let globals = Cli::try_parse_from(line).unwrap().globals;
        if let Err(error) = Settings::load(&globals) {
            prop_assert_eq!(error.code(), Code::Setup);
            prop_assert!(error.message().contains(file.to_str().unwrap()), "{}", error);
        }
    }

    #[test]
    fn a_template_is_rendered_or_named_as_wrong(
        subject in pieces(PIECES, ""),
        body in pieces(PIECES, ""),
        name in any::<String>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            Some(path)
        };
        let files = TemplateFiles {
            subject: write("subject", &subject),
            text: write("text", &body),
            html: write("html", &body),
        };
        match MessageTemplates::load(&TemplateSettings { invitation: files, ..TemplateSettings::default() }) {
            Err(error) => {
                prop_assert_eq!(error.code(), Code::Setup);
                prop_assert!(error.message().contains(folder.path().to_str().unwrap()), "{}", error);
            }
            Ok(templates) => {
                let to = "ada@example.org".parse().unwrap();
                let link = "https://x.example/?token=abc&x=1";
                let facts = MessageFacts::new(MessageKind::Invitation, &to, Some(&name))
                    .with(Placeholder::Inviter, name.as_str())
                    .with(Placeholder::Link, link)
                    .with(Placeholder::Expires, "tomorrow");
                let message = templates.render(&facts);
                prop_assert!(!message.subject.contains(char::is_control), "{:?}", message.subject);
                prop_assert!(message.text.contains(link) && message.html.contains("token=abc&amp;x=1"));
            }
        }
    }
}
