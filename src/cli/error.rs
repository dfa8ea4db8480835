//! Turns clap's errors into ours.

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::domain::nearest;
use crate::error::Error;
use crate::text::shell_word;

const MISSING: &str = "a command is missing";
const COMMANDS: &str = "list the commands with: rad-admin --help";

/// Words that people may type instead of the right command: the command before them, the words, and the hint.
const OTHER_WORDS: [(&str, &[&str], &str); 2] = [
    ("rad-admin", &["version"], "did you mean 'rad-admin --version'?"),
    (
        "rad-admin user",
        &["delete", "remove", "rm", "deactivate"],
        "users are never deleted; deactivate one with: rad-admin user edit USER --active off",
    ),
];

/// Why a command line runs no command.
#[derive(Debug)]
pub enum Stop {
    /// The line asks for help: the text for standard output.
    Shown(String),
    /// The line asks for the version.
    Version,
    /// The line names a group of commands, but no command: the help of the group, and exit 2.
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

/// Returns the error in our own words, with hints: the nearest known words, then the usage of the command.
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
    let usage = rendered.lines().find_map(|line| line.trim().strip_prefix("Usage: "));
    let near = suggestions(error, usage.unwrap_or_default()).into_iter();
    let near = near.fold(Error::usage(message), Error::hint);
    near.maybe_hint(usage.map(|usage| format!("usage: {usage}")))
}

/// Returns the message for a flag without its value: `--month needs a value: YYYY-MM`.
fn without_value(error: &clap::Error) -> Option<String> {
    text(error, ContextKind::InvalidValue).filter(String::is_empty)?;
    let argument = text(error, ContextKind::InvalidArg)?;
    let (flag, value) = argument.split_once(' ')?;
    Some(format!("{flag} needs a value: {}", value.trim_matches(['<', '>'])))
}

/// Returns clap's message in one line, without its list of values, which becomes a hint.
fn message(rendered: &str) -> String {
    let is_message = |line: &&str| {
        !line.is_empty() && !line.starts_with("tip: ") && !line.starts_with("[possible values: ")
    };
    let lines = rendered.lines().map(str::trim).take_while(|line| !line.starts_with("Usage: "));
    let lines = lines.filter(is_message).filter(|line| !line.starts_with("For more information"));
    let joined = lines.collect::<Vec<_>>().join(" ");
    joined.strip_prefix("error: ").map_or_else(|| joined.clone(), str::to_owned)
}

/// Returns hints: the known words nearest to the typed one, and all possible values if clap lists them.
fn suggestions(error: &clap::Error, usage: &str) -> Vec<String> {
    if error.kind() == ErrorKind::InvalidSubcommand {
        return vec![instead_of(error, usage)];
    }
    let mut hints = Vec::new();
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        hints.extend(one_of(error, kind).map(|words| format!("did you mean {words}?")));
    }
    hints.extend(meant_as_command(error));
    hints.extend(meant_as_value(error));
    hints.extend(part_of_an_address(error));
    let may_choose = ["rad-admin invite resend", "rad-admin invite revoke"];
    if error.kind() == ErrorKind::MissingRequiredArgument
        && may_choose.iter().any(|command| usage.starts_with(command))
    {
        hints.push("name USERS, or choose invitations with --expired or --where".to_owned());
    }
    if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue)
        && !values.is_empty()
    {
        hints.push(format!("the values are {}", values.join(", ")));
    }
    hints
}

/// Returns a hint for a word that is no command of its group.
fn instead_of(error: &clap::Error, usage: &str) -> String {
    let typed = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    let group = usage.split(" [").next().unwrap_or_default();
    let otherwise =
        OTHER_WORDS.iter().find(|(above, words, _)| *above == group && words.contains(&typed.as_str()));
    if let Some((_, _, hint)) = otherwise {
        return (*hint).to_owned();
    }
    let near = one_of(error, ContextKind::SuggestedSubcommand);
    let shown = || shown(group, &typed).map(|line| format!("'{line}'"));
    // Another group's command of exactly this name is more likely than a similar name in this group.
    let elsewhere = Some(commands_named(&typed)).filter(|lines| !lines.is_empty());
    match elsewhere.map(|lines| alternatives(&lines)).or(near).or_else(shown) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("list the commands with: {group} --help"),
    }
}

/// Returns the line with the missing `show`: `rad-admin log show 3` for `rad-admin log 3`.
fn shown(group: &str, typed: &str) -> Option<String> {
    let words = group.split(' ').chain(["show", typed]);
    super::Cli::try_parse_from(words).ok().map(|_| format!("{group} show {typed}"))
}

/// Returns a hint with the command nearest to a wrong argument, if a command could be in its place.
fn meant_as_command(error: &clap::Error) -> Option<String> {
    let argument = text(error, ContextKind::InvalidArg)?;
    let typed = text(error, ContextKind::InvalidValue)?;
    let root = super::definitions();
    let mut groups = root.get_subcommands().filter(|command| command.has_subcommands());
    let group = groups.find(|group| group.get_positionals().any(|known| known.to_string() == argument))?;
    let name = nearest(&typed, group.get_subcommands().map(clap::Command::get_name))?;
    Some(format!("did you mean '{} {name}'?", group.get_name()))
}

/// Returns a hint for a value such as `-5%`, which clap takes for a flag.
fn meant_as_value(error: &clap::Error) -> Option<String> {
    let flag = text(error, ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let is_number = flag.strip_prefix('-')?.starts_with(|letter: char| letter.is_ascii_digit());
    is_number
        .then(|| format!("if it is the value of a flag, write it behind '=', such as --reason='{flag}…'"))
}

/// Returns a hint for a name where an address has to stand: only `user show` takes a part of one.
fn part_of_an_address(error: &clap::Error) -> Option<String> {
    let argument = text(error, ContextKind::InvalidArg)?;
    let typed = text(error, ContextKind::InvalidValue)?;
    let is_name = typed.contains(char::is_alphabetic)
        && typed.chars().all(|letter| letter.is_alphanumeric() || "._-".contains(letter))
        && !typed.starts_with('-');
    (is_name && argument.trim_start_matches(['<', '[']).starts_with("USER"))
        .then(|| format!("find the address with: rad-admin user show {}", shell_word(&typed)))
}

/// Returns the commands of this name in all groups: `rad-admin credits award` for `award`.
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

/// Joins words: `'a', 'b' or 'c'`.
fn alternatives(words: &[String]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
