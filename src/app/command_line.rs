//! The command line, as typed and as completed by answers.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;

use crate::text::shell_word;

#[derive(Clone, Debug)]
struct Word {
    text: OsString,
    /// Printed in place of a secret.
    shown: Option<&'static str>,
}

impl Word {
    fn shown(&self) -> Cow<'_, str> {
        self.shown.map_or_else(|| self.text.to_string_lossy(), Into::into)
    }
}

/// A command line. Displays with shell quoting.
#[derive(Clone, Debug)]
pub struct CommandLine {
    words: Vec<Word>,
    /// Whether a person was asked for parts of it.
    pub is_completed: bool,
}

impl CommandLine {
    /// Takes the words of the process, including the name of the program.
    pub fn new(words: impl IntoIterator<Item = OsString>) -> Self {
        let words = words.into_iter().map(|text| Word { text, shown: None });
        Self { words: words.collect(), is_completed: false }
    }

    /// Returns the words, including the name of the program.
    pub fn words(&self) -> impl Iterator<Item = OsString> + '_ {
        self.words.iter().map(|word| word.text.clone())
    }

    pub fn push(&mut self, text: &str) {
        self.push_word(text, None);
    }

    /// Adds a positional argument that is a secret: `shown` is printed in its place.
    pub fn push_secret(&mut self, text: &str, shown: &'static str) {
        self.push_word(text, Some(shown));
    }

    /// Hides every word that contains this text, ignoring case, when the line is printed or stored.
    pub fn keep_secret(&mut self, secret: &str) {
        for word in &mut self.words {
            if word.text.to_string_lossy().to_lowercase().contains(&secret.to_lowercase()) {
                word.shown.get_or_insert("…");
            }
        }
    }

    /// Returns the words after the name of the program as a JSON array, without secrets.
    pub fn arguments(&self) -> String {
        let words = self.words.iter().skip(1).map(Word::shown).collect::<Vec<_>>();
        serde_json::json!(words).to_string()
    }

    fn push_word(&mut self, text: &str, shown: Option<&'static str>) {
        // After `--`, a word that starts with `-` is no flag.
        if text.starts_with('-') && text != "-" && self.end_of_flags() == self.words.len() {
            self.words.push(Word { text: "--".into(), shown: None });
        }
        self.words.push(Word { text: text.into(), shown });
    }

    /// Returns the index at which a flag can be added.
    fn end_of_flags(&self) -> usize {
        self.words.iter().position(|word| word.text == "--").unwrap_or(self.words.len())
    }

    /// Adds a flag, with its value if it takes one.
    pub fn push_flag(&mut self, flag: &str, value: Option<&str>) {
        let mut flag = OsString::from(flag);
        let value = value.map(OsString::from);
        let mut words = vec![];
        match value {
            // As a separate word, such a value would be read as a flag.
            Some(value) if value.to_string_lossy().starts_with('-') => {
                flag.push("=");
                flag.push(value);
                words.push(flag);
            }
            value => {
                words.push(flag);
                words.extend(value);
            }
        }
        let end = self.end_of_flags();
        self.words.splice(end..end, words.into_iter().map(|text| Word { text, shown: None }));
    }
}

impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rad-admin")?;
        self.words.iter().skip(1).try_for_each(|word| write!(f, " {}", shell_word(&word.shown())))
    }
}

/// Returns words as they are typed in a shell.
pub fn typed(words: &[String]) -> String {
    words.iter().map(shell_word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str]) -> CommandLine {
        CommandLine::new(words.iter().map(OsString::from))
    }

    #[test]
    fn a_line_prints_as_it_is_typed_in_a_shell() {
        let mut line = line(&["/usr/bin/rad-admin", "credits", "award"]);
        line.push("ada@example.org");
        line.push_flag("--reason", Some("it's $5, really"));
        assert_eq!(
            line.to_string(),
            r"rad-admin credits award ada@example.org --reason 'it'\''s $5, really'"
        );
    }

    #[test]
    fn a_secret_is_passed_on_and_never_printed() {
        let mut line = line(&["rad-admin", "invite", "accept"]);
        line.push_secret("hunter2", "-");
        assert_eq!(line.to_string(), "rad-admin invite accept -");
        assert_eq!(line.words().last(), Some("hunter2".into()));
    }

    #[test]
    fn an_argument_that_looks_like_a_flag_stands_behind_two_dashes() {
        let mut line = line(&["rad-admin", "invite", "accept"]);
        line.push_secret("-hunter2", "-");
        assert_eq!(line.to_string(), "rad-admin invite accept -- -");
    }

    #[test]
    fn a_flag_stands_before_two_dashes_and_keeps_a_value_that_looks_like_one() {
        let mut line = line(&["rad-admin", "credits", "deduct", "--", "ada@example.org"]);
        line.push_flag("--from", Some("awarded"));
        line.push_flag("--reason", Some("-5"));
        let words: Vec<_> = line.words().skip(3).collect();
        assert_eq!(words, ["--from", "awarded", "--reason=-5", "--", "ada@example.org"]);
    }
}
