//! Completes the values of arguments. Each argument declares its kind of values.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Command, Parser, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use super::FILES;
use super::keys::{fields, keys};
use super::ledger::{Ledger, coming_months, commands_done, open_months, operations, past_months, users};
use super::line::TypedLine;
use crate::app::{self, SETTINGS, Setting};
use crate::cli::Cli;
use crate::cli::completes::Completes;
use crate::domain::{FilterKey, Operator, Role, Sort, Status, ValueKind};
use crate::store::OperationChoice;

/// Gives each argument of the typed command its completer.
pub(super) fn attach(command: Command, line: &TypedLine) -> Command {
    let path = path(&command, line);
    let mut words = vec![OsString::from("rad-admin"), "status".into()];
    for flag in ["--db", "--config"] {
        words.extend(line.value_of(flag).into_iter().flat_map(|value| [flag.into(), at_home(value)]));
    }
    let globals = Cli::try_parse_from(words).ok().map(|line| line.globals);
    let setting = before(line).last().and_then(|key| SETTINGS.iter().find(|setting| setting.key == key));
    let place = CursorPlace { path, setting_words: setting.map(Setting::words).unwrap_or_default() };
    attach_to(command, &Ledger::of(globals), &place)
}

/// Expands `~/` to the home folder, as the shell will.
fn at_home(path: &str) -> OsString {
    let home = path.strip_prefix("~/").zip(app::home());
    home.map_or_else(|| path.into(), |(path, home)| home.join(path).into())
}

/// Where on the line the cursor is.
struct CursorPlace {
    /// The names of the commands, such as `user list`.
    path: String,
    /// The values of the setting whose key is the word before, if they are words.
    setting_words: Vec<&'static str>,
}

/// Returns the words before the one at the cursor.
fn before(line: &TypedLine) -> &[String] {
    line.words.split_last().map_or(&[], |(_, before)| before)
}

/// Returns the names of the commands on the line, such as `user list`.
fn path(command: &Command, line: &TypedLine) -> String {
    let mut names = Vec::new();
    let mut at = command;
    for found in before(line) {
        if let Some(command) = at.find_subcommand(found) {
            names.push(command.get_name());
            at = command;
        }
    }
    names.join(" ")
}

fn attach_to(command: Command, ledger: &Ledger, place: &CursorPlace) -> Command {
    command
        .mut_args(|argument| match completer(&argument, ledger, place) {
            Some(completer) => argument.add(completer),
            None => argument,
        })
        .mut_subcommands(|command| attach_to(command, ledger, place))
}

fn completer(argument: &Arg, ledger: &Ledger, place: &CursorPlace) -> Option<ArgValueCompleter> {
    let path = place.path.as_str();
    Some(match argument.get::<Completes>() {
        Some(Completes::Fields) => words(fields(path)),
        Some(Completes::SortKey) => {
            words(keys(path).into_iter().filter(Sort::is_sortable).map(|key| key.name))
        }
        Some(Completes::Condition) => {
            let (keys, ledger) = (keys(path), ledger.clone());
            ArgValueCompleter::new(move |typed: &OsStr| conditions(&keys, &ledger, &typed.to_string_lossy()))
        }
        Some(Completes::User) => ledger.completer(users),
        Some(Completes::Users) => {
            let ledger = ledger.clone();
            ArgValueCompleter::new(move |typed: &OsStr| users_or_selectors(&ledger, typed))
        }
        Some(Completes::Invitees) => {
            ArgValueCompleter::new(|typed: &OsStr| files_behind_at(typed).unwrap_or_default())
        }
        Some(Completes::Operation) => ledger.completer(|look| operations(look, OperationChoice::All)),
        Some(Completes::UndoableOperation) => {
            ledger.completer(|look| operations(look, OperationChoice::Undoable))
        }
        Some(Completes::RefundableOperation) => {
            ledger.completer(|look| operations(look, OperationChoice::Refundable))
        }
        Some(Completes::Setting) => words(SETTINGS.iter().map(|setting| setting.key)),
        Some(Completes::SettingValue) => words(place.setting_words.iter().copied()),
        Some(Completes::Month) => ledger.completer(|look| Ok(past_months(look))),
        Some(Completes::OpenMonth) => ledger.completer(open_months),
        Some(Completes::ComingMonth) => ledger.completer(coming_months),
        None if is_path(argument) => ArgValueCompleter::new(|_: &OsStr| vec![files()]),
        None => return None,
    })
}

fn is_path(argument: &Arg) -> bool {
    matches!(argument.get_value_hint(), ValueHint::AnyPath | ValueHint::FilePath | ValueHint::DirPath)
}

/// Completes a key with its operators and, after an operator or a comma, the words of a fixed set or the commands of the log.
fn conditions(keys: &[FilterKey], ledger: &Ledger, typed: &str) -> Vec<CompletionCandidate> {
    let mut found = Vec::new();
    for key in keys {
        for operator in Operator::of(key.values) {
            let mut before = format!("{}{}", key.name, operator.as_str());
            let Some(typed_values) = typed.strip_prefix(&before) else {
                found.push(before);
                continue;
            };
            if let Some((values, _)) = typed_values.rsplit_once(',') {
                before = format!("{before}{values},");
            }
            if key.name == "command" {
                let part = typed.strip_prefix(&before).unwrap_or_default();
                let commands = ledger.find(OsStr::new(part), commands_done);
                found.extend(
                    commands.iter().map(|command| before.clone() + &command.get_value().to_string_lossy()),
                );
            }
            let values = match key.values {
                ValueKind::Word(words) => words(),
                ValueKind::Roles => Role::ALL.map(Role::as_str).to_vec(),
                ValueKind::Flag => vec!["true", "false"],
                _ => Vec::new(),
            };
            found.extend(values.iter().map(|value| format!("{before}{value}")));
        }
    }
    found.into_iter().filter(|word| word.starts_with(typed)).map(CompletionCandidate::new).collect()
}

/// Completes words of a fixed set.
fn words(words: impl IntoIterator<Item = &'static str>) -> ArgValueCompleter {
    let words: Vec<_> = words.into_iter().collect();
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy();
        // A sort key may have a - before it, for descending order.
        let (dash, typed) = typed.strip_prefix('-').map_or(("", &*typed), |rest| ("-", rest));
        let found = words.iter().filter(|word| word.starts_with(typed));
        found.map(|word| CompletionCandidate::new(format!("{dash}{word}"))).collect()
    })
}

fn users_or_selectors(ledger: &Ledger, typed: &OsStr) -> Vec<CompletionCandidate> {
    files_behind_at(typed).unwrap_or_else(|| {
        // Only the last of several parts is completed.
        let typed = typed.to_string_lossy();
        // The engine also tries a flag with values, such as `--kind=award,`, in the place of USERS.
        if typed.starts_with("--") {
            return Vec::new();
        }
        let (before, typed) = typed.rsplit_once(',').map_or(("", &*typed), |(before, part)| (before, part));
        let before = if before.is_empty() { String::new() } else { format!("{before},") };
        let roles = Role::ALL.map(|role| format!("role:{role}"));
        let statuses = Status::ALL.map(|status| format!("status:{status}"));
        let selectors = ["all".to_owned(), "domain:".to_owned()].into_iter().chain(roles).chain(statuses);
        let found = selectors.filter(|word| word.starts_with(typed)).map(CompletionCandidate::new);
        let found = found.chain(ledger.find(OsStr::new(typed), users));
        found.map(|candidate| candidate.add_prefix(&before)).collect()
    })
}

/// Completes `@FILE` as a file name.
fn files_behind_at(typed: &OsStr) -> Option<Vec<CompletionCandidate>> {
    typed.to_string_lossy().starts_with('@').then(|| vec![files()])
}

fn files() -> CompletionCandidate {
    CompletionCandidate::new(FILES).id(Some(FILES.to_owned()))
}
