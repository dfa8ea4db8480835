//! Says why a message was not sent, in words that help to fix it.

use std::fmt;

/// Whether another attempt can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendFailureKind {
    /// The message itself was not refused, so it can be sent later.
    Temporary,
    /// The server will never take this message as it is.
    Permanent,
}

/// Why a message was not sent. It holds no secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendFailure {
    pub kind: SendFailureKind,
    /// The server's own words or a plain reason, in one line.
    pub words: String,
    /// What to check or do, in one line.
    pub advice: String,
    /// Whether the next message would fail too, because of the settings or the server. Sending should then stop.
    pub halts: bool,
}

/// Prints the words.
impl fmt::Display for SendFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl SendFailure {
    /// Makes a failure that meets every message until the server recovers or the settings change.
    pub(super) fn halting(words: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { halts: true, ..Self::temporary(words, advice) }
    }

    /// Makes a failure of one message that may pass.
    pub(super) fn temporary(words: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            kind: SendFailureKind::Temporary,
            words: printable(&words.into()),
            advice: advice.into(),
            halts: false,
        }
    }

    /// Makes a failure of one message that will not pass.
    pub(super) fn permanent(words: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { kind: SendFailureKind::Permanent, ..Self::temporary(words, advice) }
    }
}

/// Returns a foreign text as one line of limited length, without control characters.
pub(super) fn printable(text: &str) -> String {
    const CHARACTERS_MAX: usize = 500;
    let line = super::content::one_line(text.trim());
    match line.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_words_are_one_line_of_bounded_length() {
        assert_eq!(printable(" 550 no\r\n\u{1b}[31mred\n"), "550 no   [31mred");
        assert_eq!(printable(&"ä".repeat(600)).chars().count(), 501);
    }
}
