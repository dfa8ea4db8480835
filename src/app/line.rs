//! The command line as it was typed, and as answers complete it.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;

/// One word of the line.
#[derive(Clone, Debug)]
struct Word {
    text: OsString,
    /// What is printed in its place, where it is a secret.
    shown: Option<&'static str>,
}

impl Word {
    fn shown(&self) -> Cow<'_, str> {
        self.shown.map_or_else(|| self.text.to_string_lossy(), Into::into)
    }
}

/// A command line. It prints as it is typed in a shell.
#[derive(Clone, Debug)]
pub struct CommandLine {
    words: Vec<Word>,
    /// Whether a person was asked for parts of it.
    pub is_completed: bool,
}

impl CommandLine {
    /// The line of the process, its own name included.
    pub fn new(words: impl IntoIterator<Item = OsString>) -> Self {
        let words = words.into_iter().map(|text| Word { text, shown: None });
        Self { words: words.collect(), is_completed: false }
    }

    /// The words, the name of the program first.
    pub fn words(&self) -> impl Iterator<Item = OsString> + '_ {
        self.words.iter().map(|word| word.text.clone())
    }

    /// Adds a positional argument.
    pub fn push(&mut self, text: &str) {
        self.push_word(text, None);
    }

    /// Adds a positional argument that is never printed; `shown` stands in its place.
    pub fn push_secret(&mut self, text: &str, shown: &'static str) {
        self.push_word(text, Some(shown));
    }

    /// Never prints or stores the words of the line that hold this text.
    pub fn keep_secret(&mut self, secret: &str) {
        for word in &mut self.words {
            if word.text.to_string_lossy().to_lowercase().contains(&secret.to_lowercase()) {
                word.shown.get_or_insert("…");
            }
        }
    }

    /// The words after the program's name as a JSON array, with something else in the place of each secret.
    pub fn arguments(&self) -> String {
        let words = self.words.iter().skip(1).map(Word::shown).collect::<Vec<_>>();
        serde_json::json!(words).to_string()
    }

    fn push_word(&mut self, text: &str, shown: Option<&'static str>) {
        // What looks like a flag is none behind `--`.
        if text.starts_with('-') && text != "-" && self.end_of_flags() == self.words.len() {
            self.words.push(Word { text: "--".into(), shown: None });
        }
        self.words.push(Word { text: text.into(), shown });
    }

    /// The place behind the last flag.
    fn end_of_flags(&self) -> usize {
        self.words.iter().position(|word| word.text == "--").unwrap_or(self.words.len())
    }

    /// Adds a flag, with its value where it takes one.
    pub fn push_flag(&mut self, flag: &str, value: Option<&str>) {
        let mut flag = OsString::from(flag);
        let value = value.map(OsString::from);
        let mut words = vec![];
        match value {
            // A value of its own would be read as another flag.
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
        for word in self.words.iter().skip(1) {
            let text = word.shown();
            // Only a NUL cannot be quoted, and no line holds one.
            write!(f, " {}", shlex::try_quote(&text).as_deref().unwrap_or(&text))?;
        }
        Ok(())
    }
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
            r#"rad-admin credits award ada@example.org --reason "it's "'$5, really'"#
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
