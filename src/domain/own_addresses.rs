//! Finds one person's addresses in a text, and leaves out those of others.

use std::borrow::Cow;

use super::Email;

/// Replaces the addresses of others.
const LEFT_OUT: &str = "…";

/// A person's present and former addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAddresses(pub Vec<Email>);

impl OwnAddresses {
    /// Whether the word is one of the addresses, in any spelling.
    pub fn contains(&self, word: &str) -> bool {
        with_plain_at(word).parse::<Email>().is_ok_and(|address| self.0.contains(&address))
    }

    /// Whether the text contains one of the addresses.
    pub fn occur_in(&self, text: &str) -> bool {
        let lower = with_plain_at(text).to_lowercase();
        text.contains(is_at)
            && (self.0.iter().any(|address| lower.contains(address.as_str()))
                || text
                    .split(ends_word)
                    .map(|part| part.trim_end_matches('.'))
                    .any(|part| self.contains(part)))
    }

    /// Returns the text with `…` for every word that contains an `@` of any width and is not one of the addresses.
    pub fn without_others(&self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        for part in text.split_inclusive(ends_word) {
            let word = part.trim_end_matches(|letter| letter == '.' || ends_word(letter));
            if word.contains(is_at) && !self.contains(word) {
                kept.push_str(LEFT_OUT);
                kept.push_str(&part[word.len()..]);
            } else {
                kept.push_str(part);
            }
        }
        kept
    }

    /// Replaces the addresses of others in the words of a command line, and `actor` too unless it is this person.
    pub fn words_without_others(&self, words: Vec<String>, actor: &str) -> Vec<String> {
        let is_other = !self.contains(actor);
        let without = |word: String| match word.strip_suffix(actor) {
            Some(flag) if is_other && (flag.is_empty() || flag.ends_with('=')) => format!("{flag}{LEFT_OUT}"),
            _ => self.without_others(&word),
        };
        words.into_iter().map(without).collect()
    }
}

/// Whether this is `@`, or its small or full-width form.
fn is_at(letter: char) -> bool {
    matches!(letter, '@' | '\u{fe6b}' | '\u{ff20}')
}

fn with_plain_at(text: &str) -> Cow<'_, str> {
    if text.contains(|letter| letter != '@' && is_at(letter)) {
        Cow::Owned(text.replace(is_at, "@"))
    } else {
        Cow::Borrowed(text)
    }
}

fn ends_word(letter: char) -> bool {
    letter.is_whitespace() || ",;=\"'<>()[]\\:".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> OwnAddresses {
        OwnAddresses(["dora@example.org", "doris@old.example"].map(|own| own.parse().unwrap()).to_vec())
    }

    #[test]
    fn own_addresses_are_found_in_a_text_however_they_are_written() {
        for text in [
            "For Dora@Example.org.",
            "from=doris@old.example",
            "<dora@example.org>",
            "dora@EXAMPLE.org,x",
            "an Dora＠example.org",
            "dora﹫example.org",
        ] {
            assert!(own().occur_in(text), "{text}");
        }
        assert!(!own().occur_in("For Dora at example.org, bob@example.org"));
    }

    #[test]
    fn addresses_of_others_are_left_out_of_a_text() {
        for (text, left) in [
            ("as for bob@example.org, and Dora@example.org.", "as for …, and Dora@example.org."),
            ("<bob@example.org>.", "<…>."),
            ("dora@example.org/bob@example.org", "…"),
            ("notdora@example.org x@y", "… …"),
            ("bob＠example.org and Dora＠example.org", "… and Dora＠example.org"),
            ("nobody is named", "nobody is named"),
        ] {
            assert_eq!(own().without_others(text), left);
        }
    }

    #[test]
    fn an_actor_is_left_out_of_a_line_unless_it_is_the_person() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let line = "credits award dora@example.org,bob@example.org 5 --actor cron --actor=cron cronies";
        let left = own().words_without_others(words(line), "cron").join(" ");
        assert_eq!(left, "credits award dora@example.org,… 5 --actor … --actor=… cronies");
        let line = "user edit --actor dora@example.org";
        assert_eq!(own().words_without_others(words(line), "dora@example.org").join(" "), line);
    }
}
