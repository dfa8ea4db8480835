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

/// How many letters would have to change to make `address` of `typed`; `None` when that is more than a slip of the fingers.
/// Addresses of one domain are alike in most of their letters, so only a few may differ.
pub fn slips_between(typed: &str, address: &str) -> Option<usize> {
    let local_bytes = typed.find('@').unwrap_or(typed.len());
    let most = 1 + local_bytes / 5;
    if typed.len().abs_diff(address.len()) > most * 4 {
        return None;
    }
    Some(strsim::osa_distance(typed, address)).filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_near_only_when_a_slip_explains_it() {
        assert_eq!(slips_between("alise@example.org", "alice@example.org"), Some(1));
        assert_eq!(slips_between("ailce@example.org", "alice@example.org"), Some(1));
        assert_eq!(slips_between("ops@example.org", "bob@example.org"), None);
    }

    #[test]
    fn the_nearest_word_is_offered_and_nothing_when_none_is_near() {
        assert_eq!(nearest("partnr", ["admin", "partner", "finance"]), Some("partner"));
        assert_eq!(nearest("zzz", ["admin", "partner"]), None);
    }
}
