//! Folds the case of text.

/// Returns the text in lower case. It converts each character alone, so that a part folds as it does within the whole text.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
