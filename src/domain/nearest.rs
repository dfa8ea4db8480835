//! "Did you mean …?": the known word that is closest to a misspelt one.

/// The candidate most like `word`, when it is like enough to be worth offering.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.8;
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > LIKE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_offered_and_nothing_when_none_is_near() {
        assert_eq!(nearest("partnr", ["admin", "partner", "finance"]), Some("partner"));
        assert_eq!(nearest("zzz", ["admin", "partner"]), None);
    }
}
