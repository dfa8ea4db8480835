//! Runs one command line and decides the exit status.

mod missing;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use crate::app::{self, App, CommandLine};
use crate::cli::error::Stop;
use crate::cli::{self, Cli, Command};
use crate::commands::dispatch;
use crate::commands::mail::sending::send_notices;
use crate::commands::shell::{complete, generate, version};
use crate::error::{Code, Error, Result};
use crate::output::{print_error, write_out};
use crate::store::{commit_warning, has_committed, is_connection_lost};

/// Runs one command line and returns the exit status.
pub fn main(words: impl Iterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.collect();
    match &words[..] {
        [] | [_] => return stopped(Stop::Shown(cli::welcome()), &CommandLine::new(words)),
        [_, name, arguments @ ..] if name == complete::NAME => return complete::run(arguments),
        _ => {}
    }
    let mut line = CommandLine::new(words);
    let parsed = match missing::parse(&mut line) {
        Ok(parsed) => parsed,
        Err(stop) => return stopped(stop, &line),
    };
    let globals = parsed.globals.clone();
    let json = globals.format().is_json();
    let color = app::color_stderr(&globals);
    let done = run(parsed, &mut line);
    let in_part = |error: &Error| matches!(error.code(), Code::MailUnsent | Code::Partial);
    let anything_done = done.as_ref().map_or_else(in_part, |()| true);
    let done = done.map_err(|error| error.with_ledger_flags(app::ledger_flags(&globals).as_ref()));
    let status = ended(done, json, color);
    if anything_done {
        app::print_completed_line(&globals, &line);
    }
    status
}

/// Returns the exit status, and prints the error if there is one.
fn ended(done: Result<()>, json: bool, color: bool) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) if error.is_silent() => ExitCode::from(error.code().exit_status()),
        Err(error) => {
            let error = with_commit_hint(error);
            print_error(&error, json, color);
            ExitCode::from(error.code().exit_status())
        }
    }
}

/// Adds a hint to an error after the commit: the work was kept, and a repeat would do it twice.
fn with_commit_hint(error: Error) -> Error {
    if error.code() == Code::Failed && has_committed() {
        error.hint(
            "what the command did is kept; before it is run again, see: rad-admin log, rad-admin mail list",
        )
    } else if has_committed() && (is_connection_lost(&error) || error.code() == Code::Busy) {
        let message =
            "what was committed is kept; the rest was not done, for the connection to the server was lost";
        Error::new(Code::Failed, message)
            .hint("before the command is run again, see: rad-admin log, rad-admin mail list")
    } else {
        error
    }
}

fn stopped(stop: Stop, line: &CommandLine) -> ExitCode {
    let shown = |text: &str| ended(write_out(text.as_bytes()), asks_for_json(line), false);
    match stop {
        Stop::Shown(text) => shown(&text),
        Stop::Version => shown(&version::text(line)),
        Stop::Incomplete(help, error) if !asks_for_json(line) => {
            let _ = std::io::stderr().write_all(help.as_bytes());
            ExitCode::from(error.code().exit_status())
        }
        Stop::Incomplete(_, error) | Stop::Wrong(error) => {
            print_error(&error, asks_for_json(line), false);
            ExitCode::from(error.code().exit_status())
        }
    }
}

/// Whether a line that could not be parsed asks for JSON, as far as it can be read.
fn asks_for_json(line: &CommandLine) -> bool {
    let words: Vec<_> = line.words().map(|word| word.to_string_lossy().into_owned()).collect();
    let is_json = |word: &str| matches!(word.trim_start_matches('='), "json" | "jsonl");
    words.iter().enumerate().any(|(index, word)| match word.as_str() {
        "--json" => true,
        "-o" | "--output" => words.get(index + 1).is_some_and(|next| is_json(next)),
        word => {
            let value = word.strip_prefix("--output=").or_else(|| word.strip_prefix("-o"));
            value.is_some_and(is_json)
        }
    })
}

/// Runs the command, and adds the answers given meanwhile to the line.
fn run(parsed: Cli, line: &mut CommandLine) -> Result<()> {
    let prints_journals =
        matches!(parsed.command, Command::Credits(cli::credits::CreditsCommand::History(_)));
    if parsed.globals.is_journal() && !prints_journals {
        return Err(Error::usage("-o hledger is for 'credits history' alone"));
    }
    let command = match parsed.command {
        Command::Completions(arguments) => return generate::completions(arguments.shell),
        Command::Man(arguments) => return generate::manual(&arguments.folder, &parsed.globals),
        command => command,
    };
    let is_about_the_file = match &command {
        Command::Config(config) => config.is_about_the_file(),
        Command::Doctor => true,
        _ => false,
    };
    let begin = if is_about_the_file { App::without_file } else { App::new };
    let mut app = begin(parsed.globals, line.clone())?;
    let done = dispatch(&mut app, command);
    let mailed = send_notices(&mut app);
    if let (Err(_), Err(unsent)) = (&done, &mailed) {
        app.printer.warning(&unsent.message());
    }
    if let Some(warning) = commit_warning() {
        let means = if warning.is_about_replica {
            ", but a replica may not have it yet, and would not after a failover"
        } else {
            " with a warning"
        };
        app.printer.warning(&format!("the server has committed this{means}: {}", warning.text));
    }
    let done = done.and(mailed);
    // A real run would fail here first, whatever else the dry run found.
    let done = app.end_dry_run().and(done);
    let done = app.finish(done);
    *line = app.line;
    done
}
