//! Finds the known word closest to a misspelt one, for "did you mean …?".

/// Returns the candidate most like `word`, if it is similar enough to suggest.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.8;
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > LIKE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// Returns how many letters have to change to turn `typed` into `address`, or `None` if that is more than a typing slip.
///
/// Addresses of one domain share most of their letters, so only a few may differ. A mistyped address may be compared with a
/// million others. So the cheap comparisons come first: lengths and sets of letters rule out most of them.
pub fn typos_between(typed: &str, address: &str) -> Option<usize> {
    let local_bytes = typed.find('@').unwrap_or(typed.len());
    let most = 1 + local_bytes / 5;
    // One slip adds a letter, removes one, or does both.
    let letter_bytes = if typed.is_ascii() && address.is_ascii() { 1 } else { 4 };
    let only_in_one = (kinds(typed) ^ kinds(address)).count_ones() as usize;
    if typed.len().abs_diff(address.len()) > most * letter_bytes || only_in_one > most * 2 * letter_bytes {
        return None;
    }
    let (typed, address) = without_common_ends(typed, address);
    Some(strsim::osa_distance(typed, address)).filter(|slips| *slips <= most)
}

/// Returns the set of bytes in a text as bits. Four byte values share each bit.
fn kinds(text: &str) -> u64 {
    text.bytes().fold(0, |kinds, byte| kinds | 1 << (byte % 64))
}

/// Removes the common beginning and end of two texts.
fn without_common_ends<'a>(mut one: &'a str, mut other: &'a str) -> (&'a str, &'a str) {
    while let (Some(a), Some(b)) = (one.chars().next(), other.chars().next())
        && a == b
    {
        (one, other) = (&one[a.len_utf8()..], &other[b.len_utf8()..]);
    }
    while let (Some(a), Some(b)) = (one.chars().next_back(), other.chars().next_back())
        && a == b
    {
        (one, other) = (&one[..one.len() - a.len_utf8()], &other[..other.len() - b.len_utf8()]);
    }
    (one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_near_only_when_a_slip_explains_it() {
        assert_eq!(typos_between("alise@example.org", "alice@example.org"), Some(1));
        assert_eq!(typos_between("ailce@example.org", "alice@example.org"), Some(1));
        assert_eq!(typos_between("ops@example.org", "bob@example.org"), None);
    }

    #[test]
    fn the_nearest_word_is_offered_and_nothing_when_none_is_near() {
        assert_eq!(nearest("partnr", ["admin", "partner", "finance"]), Some("partner"));
        assert_eq!(nearest("zzz", ["admin", "partner"]), None);
    }
}
