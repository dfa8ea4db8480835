//! Splits a shell's command line, up to the cursor, into words.

/// The line as it is typed so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TypedLine {
    /// The words as the program would get them. The last one is at the cursor, and empty after a space.
    pub(super) words: Vec<String>,
    /// The open quote at the cursor.
    pub(super) quote: Option<char>,
}

impl TypedLine {
    /// Splits the line by the rules that bash, zsh and fish share: blanks separate words, quotes and backslashes keep them
    /// together. Nothing is expanded.
    pub(super) fn parse(text: &str) -> Self {
        let mut line = Self::default();
        let mut word = String::new();
        let mut is_open = false;
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            let blank = character.is_whitespace() && line.quote.is_none();
            if blank && is_open {
                line.words.push(std::mem::take(&mut word));
            }
            is_open = !blank;
            match line.quote {
                _ if blank => {}
                Some(quote) if character == quote => line.quote = None,
                None if matches!(character, '\'' | '"') => line.quote = Some(character),
                None | Some('"') if character == '\\' => word.extend(characters.next()),
                _ => word.push(character),
            }
        }
        line.words.push(word);
        let assignments = line.words.iter().take_while(|word| is_assignment(word)).count();
        line.words.drain(..assignments.min(line.words.len() - 1));
        line
    }

    /// Returns the word at the cursor.
    pub(super) fn current(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Returns the value of a flag such as `--db`, written as `--db VALUE` or `--db=VALUE`.
    pub(super) fn value_of(&self, flag: &str) -> Option<&str> {
        let before = self.words.split_last().map_or(&[][..], |(_, before)| before);
        before.iter().enumerate().rev().find_map(|(index, word)| match word.strip_prefix(flag)? {
            "" => before.get(index + 1).map(String::as_str),
            rest => rest.strip_prefix('='),
        })
    }
}

/// Whether the word is a `NAME=value` before the command.
fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        TypedLine::parse(text).words
    }

    #[test]
    fn blanks_divide_words_and_quotes_and_backslashes_hold_them_together() {
        assert_eq!(
            words(r#"rad-admin  --db 'a b' "c\"d" e\ f g"#),
            ["rad-admin", "--db", "a b", "c\"d", "e f", "g"]
        );
        assert_eq!(words("rad-admin user "), ["rad-admin", "user", ""]);
        assert_eq!(words(""), [""]);
        assert_eq!(words("rad-admin '' "), ["rad-admin", "", ""]);
        assert_eq!(TypedLine::parse("x 'a").quote, Some('\''));
        assert_eq!(TypedLine::parse("x 'a'").quote, None);
        assert_eq!(words("x a\\"), ["x", "a"]);
    }

    #[test]
    fn variables_before_the_command_are_passed_over() {
        assert_eq!(words("TZ=UTC X=1 rad-admin a=b"), ["rad-admin", "a=b"]);
    }

    #[test]
    fn a_flag_is_found_in_either_way_to_write_it_and_the_last_one_counts() {
        assert_eq!(TypedLine::parse("x --db a --db=b status ").value_of("--db"), Some("b"));
        assert_eq!(TypedLine::parse("x --db a ").value_of("--db"), Some("a"));
        assert_eq!(TypedLine::parse("x --db a").value_of("--db"), Some("a").filter(|_| false));
        assert_eq!(TypedLine::parse("x --dbx a ").value_of("--db"), None);
    }
}
