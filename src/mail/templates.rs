//! The templates of messages, built in or from the administrator's files.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::MessageContent;
use super::content::{escape_html, one_line};
use super::facts::{MessageFacts, Placeholder};
use super::template::Template;
use crate::domain::MessageKind;
use crate::{Error, Result};

/// Mail programs cut off longer messages.
const TEMPLATE_BYTES_MAX: u64 = 100 * 1024;

/// The administrator's own templates for one kind of message. The built-in one replaces a missing one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateFiles {
    /// The file of the subject, one line.
    pub subject: Option<PathBuf>,
    /// The file of the plain text.
    pub text: Option<PathBuf>,
    /// The file of the HTML.
    pub html: Option<PathBuf>,
}

impl TemplateFiles {
    fn below(self, folder: &Path) -> Self {
        let place = |path: Option<PathBuf>| path.map(|path| folder.join(path));
        Self { subject: place(self.subject), text: place(self.text), html: place(self.html) }
    }
}

/// The administrator's own templates for all kinds of messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TemplateSettings {
    /// Read from a table of its own.
    #[serde(skip)]
    pub invitation: TemplateFiles,
    pub low_balance: TemplateFiles,
    pub adjusted: TemplateFiles,
    pub granted: TemplateFiles,
    pub corrected: TemplateFiles,
}

impl TemplateSettings {
    /// Resolves relative paths against this folder.
    #[must_use]
    pub fn below(self, folder: &Path) -> Self {
        Self {
            invitation: self.invitation.below(folder),
            low_balance: self.low_balance.below(folder),
            adjusted: self.adjusted.below(folder),
            granted: self.granted.below(folder),
            corrected: self.corrected.below(folder),
        }
    }

    pub fn of(&self, kind: MessageKind) -> &TemplateFiles {
        match kind {
            MessageKind::Invitation => &self.invitation,
            MessageKind::LowBalance => &self.low_balance,
            MessageKind::Adjusted => &self.adjusted,
            MessageKind::Granted => &self.granted,
            MessageKind::Corrected => &self.corrected,
        }
    }
}

/// The templates for all kinds of messages.
#[derive(Debug)]
pub struct MessageTemplates([KindTemplates; MessageKind::ALL.len()]);

#[derive(Debug)]
struct KindTemplates {
    subject: Template,
    text: Template,
    html: Template,
}

impl MessageTemplates {
    /// Loads the administrator's files and the built-in templates. A file that cannot be read, has an unknown placeholder or
    /// lacks the link of an invitation is a setup error.
    pub fn load(files: &TemplateSettings) -> Result<Self> {
        let load = |kind| KindTemplates::load(kind, files.of(kind));
        let [invitation, low_balance, adjusted, granted, corrected] = MessageKind::ALL.map(load);
        Ok(Self([invitation?, low_balance?, adjusted?, granted?, corrected?]))
    }

    /// Renders a message. Each value becomes one line of text, and is escaped in HTML.
    pub fn render(&self, facts: &MessageFacts) -> MessageContent {
        let templates = &self.0[facts.kind as usize];
        let value = |placeholder| one_line(facts.value(placeholder));
        MessageContent {
            subject: templates.subject.render(value),
            text: templates.text.render(value),
            html: templates.html.render(|placeholder| escape_html(&value(placeholder))),
        }
    }
}

impl KindTemplates {
    fn load(kind: MessageKind, files: &TemplateFiles) -> Result<Self> {
        let [subject, text, html] = built_in(kind);
        let load = |key: &str, file: &Option<PathBuf>, built_in| {
            TemplateSource::of(kind, key, file.as_deref(), built_in)
        };
        Ok(Self {
            subject: load("subject", &files.subject, subject)?.parse_subject()?,
            text: load("text", &files.text, text)?.parse_body()?,
            html: load("html", &files.html, html)?.parse_body()?,
        })
    }
}

/// Returns subject, text and HTML.
const fn built_in(kind: MessageKind) -> [&'static str; 3] {
    macro_rules! files {
        ($name:literal) => {
            [
                include_str!(concat!("templates/", $name, ".subject")),
                include_str!(concat!("templates/", $name, ".txt")),
                include_str!(concat!("templates/", $name, ".html")),
            ]
        };
    }
    match kind {
        MessageKind::Invitation => files!("invitation"),
        MessageKind::LowBalance => files!("low_balance"),
        MessageKind::Adjusted => files!("adjusted"),
        MessageKind::Granted => files!("granted"),
        MessageKind::Corrected => files!("corrected"),
    }
}

/// The text of a template, and its origin for errors.
struct TemplateSource {
    kind: MessageKind,
    origin: String,
    text: String,
}

impl TemplateSource {
    fn of(kind: MessageKind, key: &str, file: Option<&Path>, built_in: &str) -> Result<Self> {
        let Some(path) = file else {
            let origin = format!("the built-in {key} of {kind}");
            return Ok(Self { kind, origin, text: built_in.to_owned() });
        };
        let origin = format!("template '{}'", path.display());
        let table = match kind {
            MessageKind::Invitation => "invite.templates".to_owned(),
            other => format!("notify.templates.{other}"),
        };
        let fault = |what: String| {
            Error::setup(format!("{origin} {what}"))
                .hint(format!("correct the file, or remove {key} from [{table}] for the built-in one"))
        };
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(TEMPLATE_BYTES_MAX + 1).read_to_string(&mut text))
            .map_err(|error| fault(format!("cannot be read: {error}")))?;
        if text.len() as u64 > TEMPLATE_BYTES_MAX {
            return Err(fault(format!("is longer than {TEMPLATE_BYTES_MAX} bytes")));
        }
        Ok(Self { kind, origin, text: text.trim_start_matches('\u{feff}').replace('\r', "") })
    }

    /// Parses the subject. It may not hold the link, because lists and logs show subjects.
    fn parse_subject(&self) -> Result<Template> {
        let known: Vec<_> = Placeholder::of_kind(self.kind)
            .iter()
            .copied()
            .filter(|placeholder| *placeholder != Placeholder::Link)
            .collect();
        let template = Template::parse(self.text.trim_end(), &self.origin, &known)?;
        if template.line_count() != 1 || self.text.trim_end().contains(char::is_control) {
            return Err(Error::setup(format!("{} is not one line", self.origin))
                .hint("write the subject on the first line, and nothing after it"));
        }
        Ok(template)
    }

    fn parse_body(&self) -> Result<Template> {
        let template = Template::parse(&self.text, &self.origin, Placeholder::of_kind(self.kind))?;
        if self.kind == MessageKind::Invitation && !template.mentions(Placeholder::Link) {
            return Err(Error::setup(format!("{} has no {{link}}", self.origin))
                .hint("without the link nobody can accept the invitation: write {link} where it belongs"));
        }
        Ok(template)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::Code;

    fn invitation(name: Option<&str>) -> MessageFacts {
        let to = "ada@example.org".parse().expect("an address");
        MessageFacts::new(MessageKind::Invitation, &to, name)
            .with(Placeholder::Inviter, "grace@example.org")
            .with(Placeholder::Roles, "partner, trainer")
            .with(Placeholder::Awarded, "500")
            .with(Placeholder::Link, "https://platform.example.org/join?a=1&token=abc")
            .with(Placeholder::Expires, "8 November 2026, 10:30 (Europe/Berlin)")
    }

    fn of_invitations(files: &TemplateFiles) -> Result<MessageTemplates> {
        let invitation = files.clone();
        MessageTemplates::load(&TemplateSettings { invitation, ..TemplateSettings::default() })
    }

    fn built_in() -> MessageTemplates {
        of_invitations(&TemplateFiles::default()).expect("templates")
    }

    #[test]
    fn the_built_in_invitation_says_who_invites_to_what_with_which_link_and_until_when() {
        let message = built_in().render(&invitation(Some("Ada")));
        assert_eq!(message.subject, "grace@example.org invites you to the RAD Platform");
        for part in [&message.text, &message.html] {
            for fact in [
                "Hello Ada,",
                "grace@example.org",
                "partner, trainer",
                "500",
                "8 November 2026",
                "did not expect",
            ] {
                assert!(part.contains(fact), "{fact} in {part}");
            }
        }
        assert!(message.text.contains("\nhttps://platform.example.org/join?a=1&token=abc\n"));
        assert!(message.html.contains("<a href=\"https://platform.example.org/join?a=1&amp;token=abc\""));
    }

    #[test]
    fn every_kind_has_built_in_templates_with_all_that_it_is_about() {
        let to = "ada@example.org".parse().expect("an address");
        for kind in MessageKind::ALL {
            let mut facts = MessageFacts::new(kind, &to, None);
            for placeholder in Placeholder::of_kind(kind) {
                facts = facts.with(*placeholder, format!("<{}>", placeholder.as_str()));
            }
            let message = built_in().render(&facts);
            for placeholder in Placeholder::of_kind(kind) {
                let fact = format!("<{}>", placeholder.as_str());
                let is_said = message.text.contains(&fact) && message.html.contains(&escape_html(&fact));
                // A reason may be meant for administrators alone, and a month already says when it was granted.
                let is_kept = *placeholder == Placeholder::Reason
                    || kind == MessageKind::Granted && *placeholder == Placeholder::Date;
                assert!(is_said != is_kept, "{kind}: {fact}");
            }
            assert!(message.text.lines().all(|line| line.len() <= 78), "{}", message.text);
        }
    }

    #[test]
    fn what_a_message_has_no_fact_for_is_not_spoken_of() {
        let bare = invitation(Some(" ")).with(Placeholder::Roles, "").with(Placeholder::Awarded, "");
        let message = built_in().render(&bare);
        for part in [&message.text, &message.html] {
            assert!(part.contains("Hello ada@example.org,"));
            assert!(!part.contains("roles") && !part.contains("credits") && !part.contains('{'), "{part}");
        }
    }

    #[test]
    fn a_value_is_escaped_in_html_and_never_ends_its_line() {
        let name = "<b>Ada</b> & 'Co' \"Ltd\"\r\nBcc: eve@example.org\u{2028}x{link}";
        let message = built_in().render(&invitation(Some(name)));
        let one_line = "Bcc: eve@example.org x{link},";
        assert!(message.html.contains("&lt;b&gt;Ada&lt;/b&gt; &amp; &#39;Co&#39; &quot;Ltd&quot;  Bcc: "));
        assert!(
            message.text.contains("Hello <b>Ada</b>") && message.text.contains(one_line),
            "{}",
            message.text
        );
        assert!(!message.text.lines().any(|line| line.starts_with("Bcc:")));
        let subject = invitation(None).with(Placeholder::Inviter, "Eve\r\nBcc: all@example.org");
        let expected = "Eve  Bcc: all@example.org invites you to the RAD Platform";
        assert_eq!(built_in().render(&subject).subject, expected);
    }

    #[test]
    fn an_administrators_files_take_the_place_of_the_built_in_ones() {
        let folder = tempfile::tempdir().expect("folder");
        let write = |name: &str, content: &str| {
            let path = folder.path().join(name);
            fs::write(&path, content).expect("written");
            Some(path)
        };
        let fault = |files: TemplateFiles| {
            let error = of_invitations(&files).expect_err("a fault");
            assert_eq!(error.code(), Code::Setup);
            error.message()
        };
        let none = TemplateFiles::default;
        let files = TemplateFiles {
            subject: write("subject", "Komm dazu, {name}!\n"),
            text: write("text", "\u{feff}Grüße von {inviter}:\r\n{link}\r\n"),
            html: None,
        };
        let message = of_invitations(&files).expect("templates").render(&invitation(Some("Åsa")));
        assert_eq!(message.subject, "Komm dazu, Åsa!");
        assert_eq!(
            message.text,
            "Grüße von grace@example.org:\nhttps://platform.example.org/join?a=1&token=abc"
        );
        assert!(message.html.contains("Hello Åsa,"));

        let unknown = fault(TemplateFiles { html: write("html", "{link} {nam}"), ..none() });
        assert!(unknown.contains("html") && unknown.contains("{nam}"), "{unknown}");
        assert!(fault(TemplateFiles { text: write("text", "hello"), ..none() }).contains("{link}"));
        let two = TemplateFiles { subject: write("subject", "a\nBcc: b@c.org"), ..none() };
        assert!(fault(two).contains("not one line"));
        let missing = TemplateFiles { text: Some(folder.path().join("none")), ..none() };
        assert!(fault(missing).contains("cannot be read"));
    }
}
