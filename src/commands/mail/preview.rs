//! A message as a dry run shows it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::Email;
use crate::mail::MessageContent;
use crate::output::Formatter;

#[derive(Debug, Serialize)]
pub(crate) struct MessagePreview {
    pub(crate) to: Email,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl MessagePreview {
    pub(crate) fn new(to: Email, content: MessageContent) -> Self {
        Self { to, subject: content.subject, text: content.text, html: content.html }
    }

    pub(crate) fn lines(&self, formatter: &Formatter) -> String {
        let mut text = format!("\nTo: {}\nSubject: {}\n\n", self.to, formatter.clean(&self.subject));
        for line in self.text.lines() {
            let _ = writeln!(text, "{}", formatter.clean(line));
        }
        text
    }
}
