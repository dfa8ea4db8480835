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
mod tests;
