//! Why a message did not leave, in the words of someone who has to mend it.

use std::fmt;

/// Whether trying again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendFailureKind {
    /// The message itself was not refused: try again later.
    Temporary,
    /// The server will never take this message as it is.
    Permanent,
}

/// A message that was not sent. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendFailure {
    /// Whether trying again can help.
    pub kind: SendFailureKind,
    /// The server's own words, or the plain reason: one line.
    pub words: String,
    /// What to look at or do about it: one line.
    pub advice: String,
    /// Whether the next message would meet the same, as it lies with the settings or the server: sending should stop.
    pub halts: bool,
}

/// The words.
impl fmt::Display for SendFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl SendFailure {
    /// A failure that ends by itself or by a change of the settings, and that every message meets.
    pub(super) fn halting(words: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { halts: true, ..Self::temporary(words, advice) }
    }

    /// A failure of one message that may pass.
    pub(super) fn temporary(words: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            kind: SendFailureKind::Temporary,
            words: printable(&words.into()),
            advice: advice.into(),
            halts: false,
        }
    }

    /// A failure of one message for good.
    pub(super) fn permanent(words: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { kind: SendFailureKind::Permanent, ..Self::temporary(words, advice) }
    }
}

/// What others wrote, as one line of bounded length without control characters.
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
