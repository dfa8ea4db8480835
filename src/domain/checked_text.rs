//! Checks text that a person writes: a name, a reason, a reference, a key.

/// The longest name, reason, reference or key.
pub const MAX_TEXT_CHARACTERS: usize = 1000;

/// Trims the text. The result may be empty; the caller decides whether that is allowed.
///
/// # Errors
///
/// Says what is wrong with a text that is too long or has a control character, which could control a reader's terminal.
pub fn checked_text(text: &str) -> Result<&str, String> {
    let text = text.trim();
    if text.chars().count() > MAX_TEXT_CHARACTERS {
        return Err(format!("is longer than {MAX_TEXT_CHARACTERS} characters"));
    }
    match text.chars().find(|character| character.is_control()) {
        Some(control) => Err(format!("has the control character {}", control.escape_default())),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_every_script_is_trimmed_and_control_characters_are_refused() {
        assert_eq!(checked_text("\u{3000} Ada\u{a0}L \n"), Ok("Ada\u{a0}L"));
        assert_eq!(checked_text(" \t"), Ok(""));
        for wrong in ["a\nb", "a\0b", "a\x1b[2J", "a\u{9b}b", "a\u{7f}b"] {
            assert!(checked_text(wrong).is_err_and(|fault| !fault.contains(char::is_control)), "{wrong:?}");
        }
        assert!(checked_text(&"x".repeat(1001)).is_err());
    }
}
