//! Data is shown, never obeyed: characters that steer a terminal or reorder a line become visible escapes.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::color::{RESET, Tone};

/// The text with its control characters, line separators and bidirectional overrides written as escapes such as
/// `\n`, `\x1b` or `\u{202e}`: one line, safe on a terminal. A backslash stays as it is, for people read this.
pub fn escape_control(text: &str) -> Cow<'_, str> {
    if is_harmless(text) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        push_escaped(&mut escaped, character);
    }
    Cow::Owned(escaped)
}

/// Composed text for people: control characters escaped, except the sequences of our own tones where `color` is on.
/// It guards against data that was put into the text without [`escape_control`].
pub(super) fn escape_composed(text: &str, color: bool) -> Cow<'_, str> {
    if is_harmless(text) {
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

/// The sequence of one of our tones with which the text begins.
fn leading_tone(text: &str) -> Option<&'static str> {
    Tone::ALL.into_iter().map(Tone::start).chain([RESET]).find(|sequence| text.starts_with(sequence))
}

/// Whether nothing in the text needs an escape.
fn is_harmless(text: &str) -> bool {
    is_printable_ascii(text) || !text.chars().any(steers)
}

/// Whether every byte is a visible ASCII character or a space: then its width is its length.
pub(super) fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether a terminal would act on the character, or show what follows in another order or on another line.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

fn push_escaped(escaped: &mut String, character: char) {
    match character {
        '\n' => escaped.push_str("\\n"),
        '\r' => escaped.push_str("\\r"),
        '\t' => escaped.push_str("\\t"),
        _ if !steers(character) => escaped.push(character),
        // Writing to a string cannot fail.
        '\0'..='\u{9f}' => {
            let _ = write!(escaped, "\\x{:02x}", u32::from(character));
        }
        _ => {
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_steers_a_terminal_becomes_visible() {
        let hostile = "a\x1b[2Jb\u{9b}0mc\r\n\td\u{7f}e\u{202e}f\u{2066}g\u{2028}h\0";
        assert_eq!(
            escape_control(hostile),
            "a\\x1b[2Jb\\x9b0mc\\r\\n\\td\\x7fe\\u{202e}f\\u{2066}g\\u{2028}h\\x00"
        );
        for code in (0..0x20).chain(0x7f..0xa0).chain(0x202a..=0x202e).chain(0x2066..=0x2069) {
            let character = char::from_u32(code).expect("a character");
            assert!(!escape_control(&character.to_string()).contains(character), "{code:x}");
        }
    }

    #[test]
    fn ordinary_text_of_any_script_is_left_alone() {
        for text in ["", "Zoë O'Neil <z@example.org>", "日本語", "😀👩‍💻", r"C:\temp"] {
            assert!(matches!(escape_control(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn composed_text_keeps_our_own_tones_and_nothing_else() {
        let text = format!("{} \x1b]0;title\x07", Tone::Green.paint("active", true));
        assert_eq!(escape_composed(&text, true), "\x1b[32mactive\x1b[0m \\x1b]0;title\\x07");
        assert_eq!(escape_composed(&text, false), "\\x1b[32mactive\\x1b[0m \\x1b]0;title\\x07");
    }
}
