//! Text without differences of case.

/// The text without differences of case. Character by character, so that a part is folded as it is within the whole.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
