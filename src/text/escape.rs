//! Escapes characters that would steer a terminal or reorder a line.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Escapes control characters, line separators and bidirectional overrides as `\n`, `\x1b`, `\u{202e}` and so on. The
/// result is one line and safe on a terminal. A backslash is not escaped, because people read this.
pub fn escape_control(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    text.chars().for_each(|character| push_escaped(&mut escaped, character));
    Cow::Owned(escaped)
}

/// Returns the escaped text. If it has more than twice `end_characters`, the middle is cut out.
pub fn shortened(text: &str, end_characters: usize) -> String {
    let head_end = text.char_indices().nth(end_characters).map_or(text.len(), |(at, _)| at);
    let (head, rest) = text.split_at(head_end);
    let last = end_characters.saturating_sub(1);
    let tail_start = rest.char_indices().nth_back(last).map_or(0, |(at, _)| at);
    let dots = if tail_start > 0 { "…" } else { "" };
    [&*escape_control(head), dots, &*escape_control(&rest[tail_start..])].concat()
}

/// Whether all bytes are visible ASCII characters or spaces, so that the width is the length.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether a terminal would act on the character, or show what follows in another order or on another line.
pub fn steers(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// Appends the character, escaped if it [`steers`].
pub fn push_escaped(escaped: &mut String, character: char) {
    match character {
        '\n' => escaped.push_str("\\n"),
        '\r' => escaped.push_str("\\r"),
        '\t' => escaped.push_str("\\t"),
        _ if !steers(character) => escaped.push(character),
        // Writing to a `String` cannot fail.
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
    fn a_long_text_is_cut_in_its_middle() {
        assert_eq!(shortened("abcdefgh", 4), "abcdefgh");
        assert_eq!(shortened("abcdefghi", 4), "abcd…fghi");
        assert_eq!(shortened("ab\ncdefghi", 2), "ab…hi");
    }
}
