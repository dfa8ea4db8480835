//! "Did you mean …?": the known word that is closest to a misspelt one.

/// The candidate that is most like `word`, if it is like enough to suggest.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.8;
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > LIKE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// How many letters have to change to turn `typed` into `address`; `None` when it is more than a slip. Addresses of one domain
/// share most of their letters, so only a few may differ.
///
/// One mistyped address is compared with a million, so the letters that both are made of rule out most of them first.
pub fn slips_between(typed: &str, address: &str) -> Option<usize> {
    let local_bytes = typed.find('@').unwrap_or(typed.len());
    let most = 1 + local_bytes / 5;
    // A slip brings in one letter or takes one away, or both.
    let letter_bytes = if typed.is_ascii() && address.is_ascii() { 1 } else { 4 };
    let only_in_one = (kinds(typed) ^ kinds(address)).count_ones() as usize;
    if typed.len().abs_diff(address.len()) > most * letter_bytes || only_in_one > most * 2 * letter_bytes {
        return None;
    }
    let (typed, address) = without_common_ends(typed, address);
    Some(strsim::osa_distance(typed, address)).filter(|slips| *slips <= most)
}

/// The kinds of bytes in a text, as a set of bits; a few kinds share one.
fn kinds(text: &str) -> u64 {
    text.bytes().fold(0, |kinds, byte| kinds | 1 << (byte % 64))
}

/// The two texts without their common beginning and end.
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
