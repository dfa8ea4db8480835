//! Answers the completion scripts: `rad-admin __complete LINE [WORD]`.
//!
//! LINE is the command line up to the cursor, as typed. The answer has one candidate per line, followed by a tab and a
//! description if there is one, or it is the single line [`FILES`]. bash replaces only a part of the word at the cursor and
//! passes that part as WORD; its candidates are that part, quoted as needed. Only the scripts use this command, so it is not
//! defined with the others. It never reports an error, because pressing Tab is not yet a request.

mod keys;
mod ledger;
mod line;
mod values;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap_complete::engine::{self, CompletionCandidate};

use crate::cli;
use crate::text::escape_control;
use line::TypedLine;

pub(crate) const NAME: &str = "__complete";

/// Tells the script to let the shell complete file names.
const FILES: &str = "<files>";

/// The scripts for bash, zsh and fish.
pub(crate) const BASH: &str = include_str!("script.bash");
pub(crate) const ZSH: &str = include_str!("script.zsh");
pub(crate) const FISH: &str = include_str!("script.fish");

/// Answers a script.
pub(crate) fn run(arguments: &[OsString]) -> ExitCode {
    let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let answer = match &arguments[..] {
        [line] => answer(line, None),
        [line, word] => answer(line, Some(word)),
        _ => String::new(),
    };
    // A shell that went away needs no answer.
    let _ = std::io::stdout().write_all(answer.as_bytes());
    ExitCode::SUCCESS
}

fn answer(typed: &str, word: Option<&str>) -> String {
    let line = TypedLine::parse(typed);
    let candidates = candidates(&line);
    if candidates.iter().any(|candidate| candidate.get_id().is_some_and(|id| id == FILES)) {
        return format!("{FILES}\n");
    }
    let is_described = |candidate: &CompletionCandidate| {
        let value = candidate.get_value().to_str().filter(|value| !value.contains(char::is_control))?;
        let value = match word {
            Some(word) => remaining(&line, word, value)?,
            None => value.to_owned(),
        };
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        Some(match help.lines().next() {
            Some(help) => format!("{value}\t{}\n", escape_control(help)),
            None => format!("{value}\n"),
        })
    };
    candidates.iter().filter_map(is_described).collect()
}

/// Returns the candidates for the word at the cursor.
fn candidates(line: &TypedLine) -> Vec<CompletionCandidate> {
    let mut words: Vec<OsString> = line.words.iter().map(OsString::from).collect();
    let at = words.len() - 1;
    if line.current() == "-" {
        // After a single dash, long flags are offered too, because they say more.
        words[at] = "--".into();
    }
    let mut command = values::attach(cli::definitions(), line);
    let mut candidates = engine::complete(&mut command, words, at, None).unwrap_or_default();
    let is_flag = |candidate: &CompletionCandidate| candidate.get_value().to_string_lossy().starts_with('-');
    if line.current().is_empty() && !candidates.iter().all(is_flag) {
        candidates.retain(|candidate| !is_flag(candidate));
    }
    candidates
}

/// Returns the part of the value that bash puts in place of `word`. For bash, the word at the cursor begins after the last
/// character of `COMP_WORDBREAKS`, such as ':' or '='.
fn remaining(line: &TypedLine, word: &str, value: &str) -> Option<String> {
    let word_bytes = if line.quote.is_some() { word.len() } else { TypedLine::parse(word).current().len() };
    let value = value.get(line.current().len().saturating_sub(word_bytes)..)?;
    let must_be_quoted = |character: char| match line.quote {
        Some('\'') => false,
        Some(_) => "\"\\$`".contains(character),
        None => {
            character.is_ascii() && !character.is_ascii_alphanumeric() && !"@:,.=_/+%-".contains(character)
        }
    };
    let mut quoted = String::new();
    for character in value.chars() {
        if must_be_quoted(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    Some(if line.quote == Some('\'') { quoted.replace('\'', r"'\''") } else { quoted })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(typed: &str, word: &str, value: &str) -> Option<String> {
        remaining(&TypedLine::parse(typed), word, value)
    }

    #[test]
    fn bash_is_given_what_follows_its_last_word_break() {
        assert_eq!(left("x role:par", "par", "role:partner").as_deref(), Some("partner"));
        assert_eq!(left("x role:", "", "role:partner").as_deref(), Some("partner"));
        assert_eq!(left("x --role=par", "par", "--role=partner").as_deref(), Some("partner"));
        assert_eq!(left("x ada@ex", "@ex", "ada@example.org").as_deref(), Some("@example.org"));
        assert_eq!(left("x \"role:par", "role:par", "role:partner").as_deref(), Some("role:partner"));
    }

    #[test]
    fn completion_quotes_what_bash_would_split_or_expand() {
        assert_eq!(left("x o\\'b", "o\\'b", "o'brien@a.org").as_deref(), Some("o\\'brien@a.org"));
        assert_eq!(left("x 'o", "o", "o'b$c").as_deref(), Some("o'\\''b$c"));
        assert_eq!(left("x \"o", "o", "o'b$c").as_deref(), Some("o'b\\$c"));
        assert_eq!(left("x å", "å", "åsa&co@a.org").as_deref(), Some("åsa\\&co@a.org"));
    }
}
