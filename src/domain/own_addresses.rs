//! Finds one person's addresses in a text, and leaves out those of others.

use std::borrow::Cow;

use super::Email;
use super::email::is_atom_character;

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

    /// Whether the text contains one of the addresses, in any spelling. An address that is a part of another one does not count.
    pub fn occur_in(&self, text: &str) -> bool {
        if !text.contains(is_at) {
            return false;
        }
        let lower = with_plain_at(text).to_lowercase();
        self.0.iter().any(|own| is_within(own.as_str(), &lower))
            || addresses_in(&lower).any(|found| self.0.contains(&found))
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

/// Whether an address between these two texts is one of its own: no local part and no domain goes on beyond it.
pub fn stands_alone(before: &str, after: &str) -> bool {
    let begun = &before[before.trim_end_matches(continues_local).len()..];
    begun.rsplit("..").next().unwrap_or_default().trim_start_matches(['.', '-']).is_empty()
        && ends_domain(after)
}

/// Whether a domain can end before this text. In `x.org-2026` and `x.org.1` it does, because they end like no domain.
fn ends_domain(after: &str) -> bool {
    if !after.starts_with(continues_domain) || after.starts_with("..") {
        return true;
    }
    let rest = domain_at(after);
    let end = rest.rsplit_once('.').map_or("", |(_, end)| end);
    rest.is_empty()
        || rest.starts_with(['.', '-'])
            && (end.is_empty() || !end.starts_with("xn--") && !end.chars().all(char::is_alphabetic))
}

/// Returns the beginning of the text that may be a domain, or the rest of one.
fn domain_at(text: &str) -> &str {
    let run = text.split(|letter| !continues_domain(letter)).next().unwrap_or_default();
    run.split("..").next().unwrap_or_default().trim_end_matches(['.', '-'])
}

/// Whether the text, which is in lower case, contains the address with nothing that makes it another one.
fn is_within(address: &str, text: &str) -> bool {
    text.match_indices(address).any(|(at, found)| stands_alone(&text[..at], &text[at + found.len()..]))
}

/// Returns what may be an address in a text. Some can be read in several ways, because a quote or a slash can be a part of a
/// local part, and a word that follows after a dash a part of the domain.
pub fn addresses_in(text: &str) -> impl Iterator<Item = Email> {
    text.match_indices(is_at).flat_map(move |(at, sign)| {
        let (before, after) = (&text[..at], &text[at + sign.len()..]);
        let domain = domain_at(after);
        let ends = domain.match_indices(['.', '-']).map(|(end, _)| end).chain([domain.len()]);
        let domains = ends.filter(|end| ends_domain(&after[*end..])).map(|end| &domain[..end]);
        let narrow = before.trim_end_matches(continues_local).len();
        let wide = before.trim_end_matches(is_atom_character_or_dot).len();
        let starts = if narrow == wide { vec![narrow] } else { vec![narrow, wide] };
        domains.flat_map(move |domain| {
            let local = |from: &usize| before[*from..].rsplit("..").next().unwrap_or_default();
            let address =
                |from| format!("{}@{domain}", local(from).trim_start_matches(['.', '-'])).parse().ok();
            starts.iter().filter_map(address).collect::<Vec<_>>()
        })
    })
}

/// Whether a local part before an address goes on with this letter. Other signs that it may have by the standard, such as quotes
/// and slashes, separate addresses in a text.
fn continues_local(letter: char) -> bool {
    letter.is_alphanumeric() || "._-+%".contains(letter)
}

fn continues_domain(letter: char) -> bool {
    letter.is_alphanumeric() || ".-\u{3002}\u{ff0e}\u{ff61}".contains(letter)
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

fn is_atom_character_or_dot(letter: char) -> bool {
    letter == '.' || is_atom_character(letter)
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
    fn an_address_is_found_with_its_edges_and_not_within_another() {
        let own = OwnAddresses(
            ["al@x.org", "o'al@x.org", "al@bücher.example"].map(|own| own.parse().unwrap()).to_vec(),
        );
        for (before, after) in [
            ("", ""),
            ("for ", " who asked"),
            ("'", "'"),
            ("\"", "\""),
            ("“", "”"),
            ("<", ">"),
            ("(", ")"),
            ("Al <", ">, Bo"),
            ("bo@x.org,", ",cy@x.org"),
            ("bo@x.org;", ";"),
            ("bo@x.org/", "/cy@x.org"),
            ("mailto:", "?subject=x"),
            ("--actor=", ""),
            ("*", "*"),
            ("- ", "."),
            ("-", "..."),
            ("see...", ". Then"),
            ("", "...and then"),
            ("", ".\n"),
            ("", "!"),
            ("", "-"),
            ("", "_"),
            ("", "-2026-09"),
            ("", ".2026"),
            ("key:", "-1, x.org"),
        ] {
            for address in
                ["al@x.org", "AL@X.ORG", "al＠x.org", "al@xn--bcher-kva.example", "al@Bücher.example"]
            {
                let text = format!("{before}{address}{after}");
                assert!(own.occur_in(&text), "{text}");
            }
        }
        for text in [
            "sal@x.org",
            "s-al@x.org",
            "s.al@x.org",
            "s_al@x.org",
            "s+al@x.org",
            "_al@x.org",
            "1al@x.org",
            "sál@x.org",
            "éal@x.org",
            "al+news@x.org",
            "al@x.organic",
            "al@x.org.uk",
            "al@x.org-online.de",
            "al@x.orgé",
            "al@sub.x.org",
            "al@ax.org",
            "al@x.or",
            "sal@xn--bcher-kva.example",
            "al@xn--bcher-kva.example.org",
            "al@x",
            "@x.org",
            "al@",
        ] {
            assert!(!own.occur_in(text), "{text}");
            assert!(!own.occur_in(&format!("<{text}>, '{text}'.")), "{text}");
        }
    }

    #[test]
    fn the_addresses_of_a_text_are_read_with_their_edges() {
        let read = |text| addresses_in(text).map(|found| found.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(read("<Al@X.org>, s+al@x.org."), "al@x.org s+al@x.org");
        assert_eq!(read("o'al@x.org"), "al@x.org o'al@x.org");
        assert_eq!(read("al@x.org-2026-09"), "al@x al@x.org al@x.org-2026 al@x.org-2026-09");
        assert_eq!(read("@ x@ @y nothing"), "");
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
