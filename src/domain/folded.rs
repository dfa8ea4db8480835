//! Folds the case of text.

/// Returns the text without differences of case. It converts each character alone, so that a part folds as it does within the
/// whole text. Upper case comes in between, because only it tells that ß is SS and that ς is σ. `contains_folded` of a server
/// does the same in SQL.
pub fn folded(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn texts_that_differ_in_case_alone_are_folded_alike() {
        for texts in [
            &["Straße", "STRASSE", "STRAẞE"][..],
            &["Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"],
            &["ﬁ", "FI"],
            &["İ", "i̇"],
        ] {
            assert!(texts.iter().all(|text| folded(text) == folded(texts[0])), "{texts:?}");
        }
        assert_eq!(folded("Ada ÜNAL"), "ada ünal");
        assert_ne!(folded("Ünal"), folded("Unal"));
    }
}
