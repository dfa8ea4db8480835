//! What clap found wrong, as an error of ours.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Error;

const MISSING: &str = "a command is missing";
const COMMANDS: &str = "list the commands with: rad-admin --help";

/// What reading the command line came to, other than a command.
#[derive(Debug)]
pub enum Stop {
    /// Help was asked for: text for standard output.
    Shown(String),
    /// The version was asked for.
    Version,
    /// A group of commands was named without a command: its help, and exit 2.
    Incomplete(String, Error),
    /// The line is wrong: exit 2.
    Wrong(Error),
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        match error.kind() {
            ErrorKind::DisplayHelp => Self::Shown(error.render().to_string()),
            ErrorKind::DisplayVersion => Self::Version,
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Self::Incomplete(error.render().to_string(), Error::usage(MISSING).hint(COMMANDS))
            }
            ErrorKind::MissingSubcommand => Self::Wrong(Error::usage(MISSING).hint(COMMANDS)),
            _ => Self::Wrong(reworded(&error)),
        }
    }
}

/// The error in our own words, then the nearest to what was typed, then how the command is used.
fn reworded(error: &clap::Error) -> Error {
    let rendered = error.render().to_string();
    let typed = |kind| text(error, kind).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("no command '{}'", typed(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument if typed(ContextKind::InvalidArg).starts_with('-') => {
            format!("no flag '{}'", typed(ContextKind::InvalidArg))
        }
        _ => without_value(error).unwrap_or_else(|| message(&rendered)),
    };
    let near = suggestions(error).into_iter().fold(Error::usage(message), Error::hint);
    let usage = rendered.lines().find_map(|line| line.trim().strip_prefix("Usage: "));
    near.maybe_hint(usage.map(|usage| format!("usage: {usage}")))
}

/// That a flag stands without its value: `--month needs a value: YYYY-MM`.
fn without_value(error: &clap::Error) -> Option<String> {
    text(error, ContextKind::InvalidValue).filter(String::is_empty)?;
    let argument = text(error, ContextKind::InvalidArg)?;
    let (flag, value) = argument.split_once(' ')?;
    Some(format!("{flag} needs a value: {}", value.trim_matches(['<', '>'])))
}

/// What clap says is wrong, in one line. Its list of values becomes a hint.
fn message(rendered: &str) -> String {
    let is_message = |line: &&str| {
        !line.is_empty() && !line.starts_with("tip: ") && !line.starts_with("[possible values: ")
    };
    let lines = rendered.lines().map(str::trim).take_while(|line| !line.starts_with("Usage: "));
    let lines = lines.filter(is_message).filter(|line| !line.starts_with("For more information"));
    let joined = lines.collect::<Vec<_>>().join(" ");
    joined.strip_prefix("error: ").map_or_else(|| joined.clone(), str::to_owned)
}

/// The nearest to what was typed, and the words that there are where they are few.
fn suggestions(error: &clap::Error) -> Vec<String> {
    let mut hints = Vec::new();
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        hints.extend(one_of(error, kind).map(|words| format!("did you mean {words}?")));
    }
    if error.kind() == ErrorKind::InvalidSubcommand && hints.is_empty() {
        let elsewhere = commands_named(&text(error, ContextKind::InvalidSubcommand).unwrap_or_default());
        hints.push(if elsewhere.is_empty() {
            COMMANDS.to_owned()
        } else {
            format!("did you mean {}?", alternatives(&elsewhere))
        });
    }
    if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue)
        && !values.is_empty()
    {
        hints.push(format!("the values are {}", values.join(", ")));
    }
    hints
}

/// The commands of this name below the groups: `rad-admin credits award` for `award`.
fn commands_named(name: &str) -> Vec<String> {
    let root = super::definitions();
    let groups = root.get_subcommands().filter(|group| group.find_subcommand(name).is_some());
    groups.map(|group| format!("rad-admin {} {name}", group.get_name())).collect()
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn one_of(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(word) => Some(alternatives(std::slice::from_ref(word))),
        ContextValue::Strings(words) if !words.is_empty() => Some(alternatives(words)),
        _ => None,
    }
}

/// `'a', 'b' or 'c'`.
fn alternatives(words: &[String]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
