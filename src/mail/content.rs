//! What a message says, not yet addressed.

/// A message in words.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageContent {
    /// One line, without control characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
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

/// The text with a space for every control character and line end, so that a value is a part of one line, never more.
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
