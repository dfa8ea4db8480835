//! The content of a message, without its addresses.

/// The subject and the body of a message.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageContent {
    /// One line, without control characters.
    pub subject: String,
    pub text: String,
    /// The same content as `text`.
    pub html: String,
}

impl MessageContent {
    /// Returns the message that `mail test` sends.
    pub fn test() -> Self {
        Self {
            subject: "Test message from rad-admin".to_owned(),
            text: include_str!("templates/test.txt").to_owned(),
            html: include_str!("templates/test.html").to_owned(),
        }
    }
}

/// Replaces control characters and line ends with spaces, so that a value cannot add a line to the message.
pub(super) fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}

pub(super) fn escape_html(text: &str) -> String {
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
