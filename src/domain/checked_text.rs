//! Checks text that a person writes: a name, a reason, a reference, a key.

/// The longest name, reason, reference or key.
pub const MAX_TEXT_CHARACTERS: usize = 1000;

/// Trims white space and invisible characters. The result may be empty; the caller decides whether that is allowed.
///
/// # Errors
///
/// Says what is wrong with a text that is too long or has a control character, which could control a reader's terminal.
pub fn checked_text(text: &str) -> Result<&str, String> {
    let text = text.trim_matches(|character: char| character.is_whitespace() || is_invisible(character));
    if text.chars().count() > MAX_TEXT_CHARACTERS {
        return Err(format!("is longer than {MAX_TEXT_CHARACTERS} characters"));
    }
    match text.chars().find(|character| character.is_control()) {
        Some(control) => Err(format!("has the control character {}", control.escape_default())),
        None => Ok(text),
    }
}

/// Whether the character has no shape of its own: a text of these alone says nothing.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_every_script_is_trimmed_and_control_characters_are_refused() {
        assert_eq!(checked_text("\u{3000} Ada\u{a0}L \n"), Ok("Ada\u{a0}L"));
        for nothing in [" \t", "\u{200b}", " \u{2060}\u{feff} ", "\u{ad}\u{e0041}"] {
            assert_eq!(checked_text(nothing), Ok(""), "{nothing:?}");
        }
        assert_eq!(checked_text("\u{200b}k\u{200d}1\u{feff}"), Ok("k\u{200d}1"));
        for wrong in ["a\nb", "a\0b", "a\x1b[2J", "a\u{9b}b", "a\u{7f}b"] {
            assert!(checked_text(wrong).is_err_and(|fault| !fault.contains(char::is_control)), "{wrong:?}");
        }
        assert!(checked_text(&"x".repeat(1001)).is_err());
    }
}
