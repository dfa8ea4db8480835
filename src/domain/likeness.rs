//! Rates how well a text fits a search.

use super::case_folded;

/// How well a text fits a search. The best fit is the smallest value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The search is one or more whole words of the text.
    Word,
    /// A word of the text begins with it.
    WordStart,
    /// The text contains it.
    Part,
    /// Its characters occur in order, with this many others between them.
    Scattered(usize),
}

impl Likeness {
    /// Returns `None` if the text lacks a character of `typed`, which has to be [`case_folded`]. The scattered search ignores spaces
    /// in `typed`.
    pub fn of(text: &str, typed: &str) -> Option<Self> {
        if typed.is_empty() {
            return Some(Self::Word);
        }
        let text = case_folded(text);
        let is_word = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
        let parts = text.match_indices(typed).map(|(place, part)| {
            let (before, after) = (&text[..place], &text[place + part.len()..]);
            match (is_word(before.chars().next_back()), is_word(after.chars().next())) {
                (false, false) => Self::Word,
                (false, true) => Self::WordStart,
                (true, _) => Self::Part,
            }
        });
        parts.min().or_else(|| scattered(&text, typed))
    }
}

fn scattered(text: &str, typed: &str) -> Option<Likeness> {
    let (mut between, mut has_begun, mut rest) = (0, false, text.chars());
    for wanted in typed.chars().filter(|typed| !typed.is_whitespace()) {
        let passed = rest.position(|found| found == wanted)?;
        between += if has_begun { passed } else { 0 };
        has_begun = true;
    }
    Some(Likeness::Scattered(between))
}

#[cfg(test)]
mod tests {
    use super::Likeness::{self, Part, Scattered, Word, WordStart};

    #[test]
    fn a_word_fits_better_than_a_part_and_a_part_better_than_scattered_letters() {
        let fit = |text| Likeness::of(text, "carl");
        assert_eq!(fit("mccarl@carl.example"), Some(Word));
        assert_eq!(fit("Carla@example.org"), Some(WordStart));
        assert_eq!(fit("mccarl2@example.org"), Some(Part));
        assert_eq!(fit("o@example.org  Óscar L"), Some(Scattered(1)));
        assert_eq!(fit("bob@example.org"), None);
        let mut texts = ["c-a-r-l@x.org", "mccarl", "carla", "carl", "cxxarl"];
        texts.sort_by_key(|text| fit(text));
        assert_eq!(texts, ["carl", "carla", "mccarl", "cxxarl", "c-a-r-l@x.org"]);
    }

    #[test]
    fn nothing_fits_everything() {
        assert_eq!(Likeness::of("ada", ""), Some(Word));
        assert_eq!(Likeness::of("", "a"), None);
    }
}
