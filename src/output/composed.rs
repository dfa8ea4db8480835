//! Escapes the text that people get, as a last guard before it reaches a terminal.

use std::borrow::Cow;

use super::color::{RESET, Tone};
use crate::text::{is_printable_ascii, push_escaped, steers};

/// Escapes the control characters of the text, but keeps our own colours if `color` is set. Guards against data that
/// was put into the text without [`escape_control`](crate::text::escape_control).
pub(super) fn escape_composed(text: &str, color: bool) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length_bytes = if let Some(sequence) = leading_tone(rest).filter(|_| color) {
            escaped.push_str(sequence);
            sequence.len()
        } else {
            push_escaped(&mut escaped, character);
            character.len_utf8()
        };
        rest = &rest[length_bytes..];
    }
    Cow::Owned(escaped)
}

/// Returns the escape sequence at the start of the text if it is one of our own.
fn leading_tone(text: &str) -> Option<&'static str> {
    Tone::ALL.into_iter().map(Tone::start).chain([RESET]).find(|sequence| text.starts_with(sequence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_text_keeps_our_own_tones_and_nothing_else() {
        let text = format!("{} \x1b]0;title\x07", Tone::Green.paint("active", true));
        assert_eq!(escape_composed(&text, true), "\x1b[32mactive\x1b[0m \\x1b]0;title\\x07");
        assert_eq!(escape_composed(&text, false), "\\x1b[32mactive\\x1b[0m \\x1b]0;title\\x07");
    }
}
