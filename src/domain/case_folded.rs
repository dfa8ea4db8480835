//! Folds the case of text.

/// Returns the text without differences of case. It converts each character alone, so that a part folds as it does within the
/// whole text. Upper case comes in between, because only it tells that ß is SS and that ς is σ. `contains_folded` of a server
/// does the same in SQL.
pub fn case_folded(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::case_folded;

    #[test]
    fn texts_that_differ_in_case_alone_are_folded_alike() {
        for texts in [
            &["Straße", "STRASSE", "STRAẞE"][..],
            &["Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"],
            &["ﬁ", "FI"],
            &["İ", "i̇"],
        ] {
            assert!(texts.iter().all(|text| case_folded(text) == case_folded(texts[0])), "{texts:?}");
        }
        assert_eq!(case_folded("Ada ÜNAL"), "ada ünal");
        assert_ne!(case_folded("Ünal"), case_folded("Unal"));
    }
}
