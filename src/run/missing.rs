//! Asks for arguments that are missing from the line, one by one.
//!
//! Names and values of missing arguments come from the clap types, so no command has code for this.

use std::error::Error as _;
use std::ffi::OsString;

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches, Parser};

use crate::app::{self, App, CommandLine, Questions};
use crate::cli::completes::Completes;
use crate::cli::error::Stop;
use crate::cli::{self, Cli, Globals};
use crate::commands::shared::{find_operation, find_user};
use crate::error::{Code, Error, Result};
use crate::store::OperationChoice;

/// Parses the line. If arguments are missing and somebody can be asked, asks for them and adds them to the line.
pub(super) fn parse(line: &mut CommandLine) -> Result<Cli, Stop> {
    loop {
        let error = match try_parse(line) {
            Ok(parsed) => return Ok(parsed),
            Err(error) if error.kind() != ErrorKind::MissingRequiredArgument => return Err(error.into()),
            Err(error) => error,
        };
        let no_input = line.words().any(|word| word == "--no-input");
        let (Some(questions), Some(missing)) = (app::questions(no_input), Missing::of(&error, line)) else {
            return Err(error.into());
        };
        if !line.is_completed {
            questions.say("Please fill in what is missing; an empty answer cancels.").map_err(Stop::Wrong)?;
            line.is_completed = true;
        }
        missing.complete(line, &questions).map_err(Stop::Wrong)?;
    }
}

/// Like [`Parser::try_parse_from`], but tries first with only the definitions of the command that the line seems to
/// name. If that fails, all definitions are needed: for the message, or because the line names another command.
fn try_parse(line: &CommandLine) -> Result<Cli, clap::Error> {
    match cli::definitions_named(line.words().skip(1)).map(|commands| try_parse_with(commands, line)) {
        Some(Ok(parsed)) => Ok(parsed),
        _ => try_parse_with(Cli::command(), line),
    }
}

/// Does not drop the definitions: that would take a tenth of the time of a short command.
fn try_parse_with(mut commands: Command, line: &CommandLine) -> Result<Cli, clap::Error> {
    let parsed = commands
        .try_get_matches_from_mut(line.words().map(union))
        .and_then(|matches| Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut commands)));
    std::mem::forget(commands);
    parsed
}

/// Moves standard input to the end of USERS: in front, it would look like a flag. A union has no order.
fn union(word: OsString) -> OsString {
    match word.to_str().and_then(|text| text.strip_prefix("-,")) {
        Some(rest) => format!("{rest},-").into(),
        None => word,
    }
}

/// The first thing that the line lacks: one of these arguments. Usually there is just one.
struct Missing(Vec<Arg>);

impl Missing {
    fn of(error: &clap::Error, line: &CommandLine) -> Option<Self> {
        let ContextValue::Strings(missing) = error.get(ContextKind::InvalidArg)? else { return None };
        let whole = cli::definitions();
        let command = path(line).iter().try_fold(&whole, |command, name| command.find_subcommand(name))?;
        let mut missing: Vec<_> = missing.iter().map(|written| written_as(command, written)).collect();
        // Positional arguments first, in the order in which they are typed.
        missing.sort_by_key(|arguments| !arguments.iter().all(Arg::is_positional));
        missing.into_iter().find(|arguments| !arguments.is_empty()).map(Self)
    }

    fn complete(&self, line: &mut CommandLine, questions: &Questions) -> Result<()> {
        let argument = match self.0.as_slice() {
            [only] => Some(only),
            several => {
                let items: Vec<_> = several.iter().map(|arg| format!("{arg}  {}", help(arg))).collect();
                questions.choose_one("Which one", &items, 0)?.and_then(|chosen| several.get(chosen))
            }
        };
        let completed = argument.map(|argument| ask(argument, line, questions)).transpose()?.flatten();
        *line = completed
            .ok_or_else(|| Error::new(Code::NotConfirmed, "no answer was given; nothing was written"))?;
        Ok(())
    }
}

/// Returns the argument that clap prints like this, or those of a group such as `<--awarded <N>|--purchased <N>>`.
fn written_as(command: &Command, written: &str) -> Vec<Arg> {
    let arguments = |is_meant: &dyn Fn(&str) -> bool| -> Vec<Arg> {
        command.get_arguments().filter(|argument| is_meant(&argument.to_string())).cloned().collect()
    };
    // Clap prints an argument that some flag makes unnecessary as an optional one: `[USERS]`.
    let bare = |text: &str| text.trim_matches(['<', '>', '[', ']']).to_owned();
    let named = arguments(&|argument| bare(argument) == bare(written));
    if named.is_empty() { arguments(&|argument| written.contains(argument)) } else { named }
}

/// Returns the names of the command and its subcommands, as far as the line can be parsed.
fn path(line: &CommandLine) -> Vec<String> {
    let mut names = Vec::new();
    let matches = Cli::command().ignore_errors(true).try_get_matches_from(line.words()).ok();
    let mut next = matches.as_ref().and_then(|matches| matches.subcommand());
    while let Some((name, matches)) = next {
        names.push(name.to_owned());
        next = matches.subcommand();
    }
    names
}

/// Asks for the argument. Returns the line with the answer, or `None` if the person cancels.
fn ask(argument: &Arg, line: &CommandLine, questions: &Questions) -> Result<Option<CommandLine>> {
    let name = name(argument);
    questions.say(&help(argument))?;
    let values: Vec<_> =
        argument.get_possible_values().iter().map(PossibleValue::get_name).map(str::to_owned).collect();
    let answer = match name.rsplit(' ').next() {
        _ if !values.is_empty() => {
            let chosen = questions.choose_one(&name, &values, 0)?.and_then(|chosen| values.get(chosen));
            chosen.map(|chosen| questions.say(chosen).map(|()| chosen.clone())).transpose()?
        }
        Some("TOKEN") => Some(questions.secret(&name)?),
        Some(kind @ ("USER" | "USERS")) => {
            find_user::find(&mut early_app(line)?, questions, kind == "USERS")?
        }
        Some("OPERATION") => find_operation::find(&mut early_app(line)?, questions, offered(argument))?,
        _ => Some(questions.text(&name, "", |typed| fault(line, argument, typed))?),
    };
    Ok(answer.filter(|answer| !answer.trim().is_empty()).map(|answer| with(line, argument, &answer)))
}

/// Which operations the argument can be.
fn offered(argument: &Arg) -> OperationChoice {
    match argument.get::<Completes>() {
        Some(Completes::UndoableOperation) => OperationChoice::Undoable,
        Some(Completes::RefundableOperation) => OperationChoice::Refundable,
        _ => OperationChoice::All,
    }
}

/// Returns the argument's name for people: `USERS`, `--from BALANCE`.
fn name(argument: &Arg) -> String {
    let value = argument.get_value_names().unwrap_or_default().join(" ");
    argument.get_long().map_or_else(|| value.clone(), |flag| format!("--{flag} {value}"))
}

fn help(argument: &Arg) -> String {
    argument.get_help().map(ToString::to_string).unwrap_or_default()
}

fn with(line: &CommandLine, argument: &Arg, answer: &str) -> CommandLine {
    let mut line = line.clone();
    let takes_several = argument.get_num_args().is_some_and(|count| count.max_values() > 1);
    match argument.get_long() {
        Some(flag) => line.push_flag(&format!("--{flag}"), Some(answer)),
        None if name(argument) == "TOKEN" => line.push_secret(answer.trim(), "-"),
        None if takes_several => answer.split_whitespace().for_each(|word| line.push(word)),
        None => line.push(answer),
    }
    line
}

/// Checks an answer with clap. Ignores other arguments that are still missing.
fn fault(line: &CommandLine, argument: &Arg, answer: &str) -> Result<(), app::AnswerFault> {
    if answer.trim().is_empty() {
        return Ok(());
    }
    let line_with = with(line, argument, answer);
    match Cli::try_parse_from(line_with.words()) {
        Err(error) if error.kind() != ErrorKind::MissingRequiredArgument => {
            let cause = error.source().map(ToString::to_string);
            Err(cause.unwrap_or_else(|| stopped(error.into())))
        }
        _ if path(&line_with) != path(line) => Err(format!("'{answer}' is the name of a command")),
        _ => Ok(()),
    }
}

fn stopped(stop: Stop) -> app::AnswerFault {
    match stop {
        Stop::Wrong(error) => error.message(),
        Stop::Shown(_) | Stop::Version | Stop::Incomplete(..) => "that is a flag".to_owned(),
    }
}

/// Creates an app from what can be parsed of the line.
fn early_app(line: &CommandLine) -> Result<App> {
    let matches = Cli::command().ignore_errors(true).try_get_matches_from(line.words());
    let globals = matches.and_then(|matches| Globals::from_arg_matches(&matches));
    let globals = globals.map_err(|error| Error::usage(stopped(error.into())))?;
    App::new(globals, line.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the line of every command that can run, without arguments.
    fn bare_lines(command: &Command, words: &[&str], lines: &mut Vec<CommandLine>) {
        let words = [words, &[command.get_name()]].concat();
        if !command.is_subcommand_required_set() {
            lines.push(CommandLine::new(words.iter().map(Into::into)));
        }
        command.get_subcommands().for_each(|inner| bare_lines(inner, &words, lines));
    }

    #[test]
    fn whatever_a_line_lacks_is_found_among_the_arguments_of_its_command() {
        let (mut lines, mut asked) = (Vec::new(), Vec::new());
        bare_lines(&cli::definitions(), &[], &mut lines);
        for line in lines {
            let Err(error) = Cli::try_parse_from(line.words()) else { continue };
            if error.kind() == ErrorKind::MissingRequiredArgument {
                let missing = Missing::of(&error, &line).unwrap_or_else(|| panic!("{line}: {error}"));
                asked
                    .push(format!("{line}: {}", missing.0.iter().map(name).collect::<Vec<_>>().join(" or ")));
            }
        }
        for expected in [
            "rad-admin credits deduct: USERS",
            "rad-admin credits set: USER",
            "rad-admin invite accept: TOKEN",
            "rad-admin user edit: USERS",
            "rad-admin backup: FILE",
        ] {
            assert!(asked.iter().any(|line| line == expected), "{expected} is not among {asked:#?}");
        }
    }

    #[test]
    fn a_line_is_read_as_all_definitions_together_read_it() {
        for words in [
            "grant-monthly -q --catch-up",
            "--db users grant-monthly",
            "--actor user -o json credits award all 5 --reason log --key undo",
            "user edit log@example.org --name user -n",
            "users list --search status --json",
            "invite list",
            "invite status@example.org --role admin",
            "log show 3 --db status",
        ] {
            let line = CommandLine::new(["rad-admin"].into_iter().chain(words.split(' ')).map(Into::into));
            let [narrow, whole] =
                [try_parse(&line), Cli::try_parse_from(line.words())].map(|parsed| format!("{parsed:?}"));
            assert!(whole.starts_with("Ok(") && narrow == whole, "{words}: {narrow}, {whole}");
        }
        for words in ["", "users", "usr list", "--db users", "help credits award", "users list --serach x"] {
            let line =
                CommandLine::new(["rad-admin"].into_iter().chain(words.split_whitespace()).map(Into::into));
            let [narrow, whole] = [try_parse(&line), Cli::try_parse_from(line.words())]
                .map(|parsed| parsed.expect_err(words).render().to_string());
            assert_eq!(narrow, whole);
        }
    }

    #[test]
    fn each_argument_of_a_group_is_offered() {
        let line = CommandLine::new(["rad-admin", "credits", "set", "ada@example.org"].map(Into::into));
        let error = Cli::try_parse_from(line.words()).expect_err("no balance is named");
        let missing = Missing::of(&error, &line).expect("the balances");
        assert_eq!(missing.0.iter().map(name).collect::<Vec<_>>(), ["--awarded N", "--purchased N"]);
    }
}
