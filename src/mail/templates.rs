//! What a message says: an invitation rendered by templates, and the message of `mail test`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::template::{Placeholder, Template};
use crate::domain::{Credits, Email, Role, Roles};
use crate::{Error, Result};

/// Mail programs cut off longer messages.
const TEMPLATE_BYTES_MAX: u64 = 100 * 1024;

/// The `[invite.templates]` table: the administrator's own templates. A missing one is the built-in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateFiles {
    /// The file of the subject: one line.
    pub subject: Option<PathBuf>,
    /// The file of the plain text.
    pub text: Option<PathBuf>,
    /// The file of the HTML.
    pub html: Option<PathBuf>,
}

impl TemplateFiles {
    /// The same with relative paths understood from this folder.
    #[must_use]
    pub fn below(self, folder: &Path) -> Self {
        let place = |path: Option<PathBuf>| path.map(|path| folder.join(path));
        Self { subject: place(self.subject), text: place(self.text), html: place(self.html) }
    }
}

/// The facts of one invitation.
#[derive(Clone, Copy)]
pub struct Invitation<'a> {
    /// Who is invited.
    pub to: &'a Email,
    /// The invited person's name, where one is known; the message greets the address otherwise.
    pub name: Option<&'a str>,
    /// Who invites: the actor.
    pub inviter: &'a str,
    /// The roles that the user will have.
    pub roles: Roles,
    /// The credits that the user begins with.
    pub awarded: Credits,
    /// Where the invitation is accepted. It holds the token: keep it out of logs.
    pub link: &'a str,
    /// Until when, in the ledger's zone, ready to read.
    pub expires: &'a str,
}

/// A message in words, not yet addressed.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageContent {
    /// One line, without control characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// The three templates of an invitation.
#[derive(Debug)]
pub struct MessageTemplates {
    subject: Template,
    text: Template,
    html: Template,
}

impl MessageTemplates {
    /// The built-in templates, with the administrator's files in their place. A file that cannot be read, has an
    /// unknown placeholder or forgets the link is a set-up error.
    pub fn load(files: &TemplateFiles) -> Result<Self> {
        let subject =
            TemplateSource::of("subject", files.subject.as_deref(), include_str!("templates/subject.txt"))?;
        let text =
            TemplateSource::of("text", files.text.as_deref(), include_str!("templates/invitation.txt"))?;
        let html =
            TemplateSource::of("html", files.html.as_deref(), include_str!("templates/invitation.html"))?;
        Ok(Self { subject: subject.parse_subject()?, text: text.parse_body()?, html: html.parse_body()? })
    }

    /// The message. Values become one line of text each, and are escaped in HTML.
    pub fn render(&self, invitation: &Invitation<'_>) -> MessageContent {
        let value = |placeholder| one_line(&value_of(invitation, placeholder));
        MessageContent {
            subject: self.subject.render(value),
            text: self.text.render(value),
            html: self.html.render(|placeholder| escape_html(&value(placeholder))),
        }
    }
}

impl MessageContent {
    /// The message of `mail test`.
    pub fn test() -> Self {
        Self {
            subject: "Test message from rad-admin".to_owned(),
            text: include_str!("templates/test.txt").to_owned(),
            html: include_str!("templates/test.html").to_owned(),
        }
    }
}

fn value_of(invitation: &Invitation<'_>, placeholder: Placeholder) -> String {
    match placeholder {
        Placeholder::Name => {
            let name = invitation.name.filter(|name| !name.trim().is_empty());
            name.unwrap_or(invitation.to.as_str()).to_owned()
        }
        Placeholder::Email => invitation.to.to_string(),
        Placeholder::Inviter => invitation.inviter.to_owned(),
        Placeholder::Roles => invitation.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(", "),
        Placeholder::Awarded if invitation.awarded == Credits::ZERO => String::new(),
        Placeholder::Awarded => invitation.awarded.to_string(),
        Placeholder::Link => invitation.link.to_owned(),
        Placeholder::Expires => invitation.expires.to_owned(),
    }
}

/// The text with a space for every control character and line end, so that a value is a part of one line, never more.
pub(super) fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}

fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A template's text and where it is from.
struct TemplateSource {
    origin: String,
    text: String,
}

impl TemplateSource {
    fn of(key: &str, file: Option<&Path>, built_in: &str) -> Result<Self> {
        let Some(path) = file else {
            return Ok(Self { origin: format!("the built-in {key}"), text: built_in.to_owned() });
        };
        let origin = format!("template '{}'", path.display());
        let fault = |what: String| {
            Error::setup(format!("{origin} {what}")).hint(format!(
                "correct the file, or remove {key} from [invite.templates] for the built-in one"
            ))
        };
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(TEMPLATE_BYTES_MAX + 1).read_to_string(&mut text))
            .map_err(|error| fault(format!("cannot be read: {error}")))?;
        if text.len() as u64 > TEMPLATE_BYTES_MAX {
            return Err(fault(format!("is longer than {TEMPLATE_BYTES_MAX} bytes")));
        }
        Ok(Self { origin, text: text.trim_start_matches('\u{feff}').replace('\r', "") })
    }

    fn parse_subject(&self) -> Result<Template> {
        let template = Template::parse(self.text.trim_end(), &self.origin, &Placeholder::IN_SUBJECT)?;
        if template.line_count() != 1 || self.text.trim_end().contains(char::is_control) {
            return Err(Error::setup(format!("{} is not one line", self.origin))
                .hint("write the subject on the first line, and nothing after it"));
        }
        Ok(template)
    }

    fn parse_body(&self) -> Result<Template> {
        let template = Template::parse(&self.text, &self.origin, &Placeholder::ALL)?;
        if !template.mentions(Placeholder::Link) {
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

    fn email() -> Email {
        "ada@example.org".parse().expect("an address")
    }

    fn invitation<'a>(to: &'a Email, name: Option<&'a str>) -> Invitation<'a> {
        Invitation {
            to,
            name,
            inviter: "grace@example.org",
            roles: "partner,trainer".parse().expect("roles"),
            awarded: Credits::new(500).expect("credits"),
            link: "https://platform.example.org/join?a=1&token=abc",
            expires: "8 November 2026, 10:30 (Europe/Berlin)",
        }
    }

    fn built_in() -> MessageTemplates {
        MessageTemplates::load(&TemplateFiles::default()).expect("templates")
    }

    #[test]
    fn the_built_in_message_says_who_invites_to_what_with_which_link_and_until_when() {
        let to = email();
        let message = built_in().render(&invitation(&to, Some("Ada")));
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
        assert!(message.text.lines().all(|line| line.len() <= 76), "{}", message.text);
    }

    #[test]
    fn what_an_invitation_does_not_have_is_not_spoken_of() {
        let to = email();
        let bare =
            Invitation { roles: Roles::default(), awarded: Credits::ZERO, ..invitation(&to, Some(" ")) };
        let message = built_in().render(&bare);
        for part in [&message.text, &message.html] {
            assert!(part.contains("Hello ada@example.org,"));
            assert!(!part.contains("roles") && !part.contains("credits") && !part.contains('{'), "{part}");
        }
    }

    #[test]
    fn a_value_is_escaped_in_html_and_never_ends_its_line() {
        let to = email();
        let name = "<b>Ada</b> & 'Co' \"Ltd\"\r\nBcc: eve@example.org\u{2028}x{link}";
        let message = built_in().render(&invitation(&to, Some(name)));
        let one_line = "Bcc: eve@example.org x{link},";
        assert!(message.html.contains("&lt;b&gt;Ada&lt;/b&gt; &amp; &#39;Co&#39; &quot;Ltd&quot;  Bcc: "));
        assert!(
            message.text.contains("Hello <b>Ada</b>") && message.text.contains(one_line),
            "{}",
            message.text
        );
        assert!(!message.text.lines().any(|line| line.starts_with("Bcc:")));
        let subject = Invitation { inviter: "Eve\r\nBcc: all@example.org", ..invitation(&to, None) };
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
            let error = MessageTemplates::load(&files).expect_err("a fault");
            assert_eq!(error.code(), Code::Setup);
            error.message()
        };
        let files = TemplateFiles {
            subject: write("subject", "Komm dazu, {name}!\n"),
            text: write("text", "\u{feff}Grüße von {inviter}:\r\n{link}\r\n"),
            html: None,
        };
        let to = email();
        let message =
            MessageTemplates::load(&files).expect("templates").render(&invitation(&to, Some("Åsa")));
        assert_eq!(message.subject, "Komm dazu, Åsa!");
        assert_eq!(
            message.text,
            "Grüße von grace@example.org:\nhttps://platform.example.org/join?a=1&token=abc"
        );
        assert!(message.html.contains("Hello Åsa,"));

        let unknown =
            fault(TemplateFiles { html: write("html", "{link} {nam}"), ..TemplateFiles::default() });
        assert!(unknown.contains("html") && unknown.contains("{nam}"), "{unknown}");
        assert!(
            fault(TemplateFiles { text: write("text", "hello"), ..TemplateFiles::default() })
                .contains("{link}")
        );
        let two = TemplateFiles { subject: write("subject", "a\nBcc: b@c.org"), ..TemplateFiles::default() };
        assert!(fault(two).contains("not one line"));
        let missing = TemplateFiles { text: Some(folder.path().join("none")), ..TemplateFiles::default() };
        assert!(fault(missing).contains("cannot be read"));
    }
}
