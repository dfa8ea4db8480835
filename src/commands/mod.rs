//! What each command decides: who is meant, what would change, whether it is agreed to.

mod apply;
mod backup;
mod complete;
mod config;
mod credits;
mod generate;
mod grant;
mod history;
mod import;
mod init;
mod invitations;
mod invite;
mod invite_receipt;
mod journal;
mod limited;
mod log;
mod mail;
mod partner;
mod post_office;
mod read;
mod receipt;
mod records;
mod rejects;
mod selection;
mod status;
mod table;
mod undo;
mod user_add;
mod user_edit;
mod user_show;
mod users_list;
mod verify;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::app::{self, App};
use crate::cli::error::Stop;
use crate::cli::{self, Cli, Command};
use crate::error::{Error, Result};
use crate::output::print_error;

/// Runs one command line and tells the exit status.
pub fn main(line: impl Iterator<Item = OsString>) -> ExitCode {
    let line: Vec<OsString> = line.collect();
    if let Some((_, [name, arguments @ ..])) = line.split_first()
        && name == complete::NAME
    {
        return complete::run(arguments);
    }
    let parsed = match Cli::try_parse_from(&line) {
        Ok(parsed) => parsed,
        Err(error) => return stopped(error.into(), &line),
    };
    let globals = parsed.globals.clone();
    let json = globals.format().is_json();
    let color = app::color_stderr(&globals);
    match app::watch().and_then(|()| run(parsed)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) if error.is_silent() => ExitCode::from(error.code().exit_status()),
        Err(error) => {
            print_error(&error, json, color);
            ExitCode::from(error.code().exit_status())
        }
    }
}

fn stopped(stop: Stop, line: &[OsString]) -> ExitCode {
    match stop {
        Stop::Shown(text) => {
            // A reader that went away is no failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
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

/// Whether a line that could not be read asks for JSON, as far as can be told.
fn asks_for_json(line: &[OsString]) -> bool {
    let words: Vec<_> = line.iter().map(|word| word.to_string_lossy()).collect();
    let is_json = |word: &str| matches!(word.trim_start_matches('='), "json" | "jsonl");
    words.iter().enumerate().any(|(index, word)| match word.as_ref() {
        "--json" => true,
        "-o" | "--output" => words.get(index + 1).is_some_and(|next| is_json(next)),
        word => {
            let value = word.strip_prefix("--output=").or_else(|| word.strip_prefix("-o"));
            value.is_some_and(is_json)
        }
    })
}

fn run(parsed: Cli) -> Result<()> {
    let prints_journals = matches!(parsed.command, Command::Credits(cli::credits::Command::History(_)));
    if parsed.globals.is_journal() && !prints_journals {
        return Err(Error::usage("-o hledger is for 'credits history' alone"));
    }
    let command = match parsed.command {
        Command::Completions(arguments) => return generate::completions(arguments.shell),
        Command::Man(arguments) => return generate::manual(&arguments.folder),
        command => command,
    };
    let mut app = App::new(parsed.globals)?;
    dispatch(&mut app, command)?;
    app.unconfirmed()
}

fn dispatch(app: &mut App, command: Command) -> Result<()> {
    match command {
        Command::Init(arguments) => init::run(app, &arguments),
        Command::User(command) => match command {
            cli::user::Command::List(arguments) => read::users(app, &arguments),
            cli::user::Command::Show(arguments) => read::user(app, &arguments),
            cli::user::Command::Add(arguments) => user_add::run(app, arguments),
            cli::user::Command::Import(arguments) => import::run(app, &arguments),
            cli::user::Command::Edit(arguments) => user_edit::run(app, &arguments),
        },
        Command::Credits(command) => match command {
            cli::credits::Command::Award(arguments) => credits::award(app, arguments),
            cli::credits::Command::Purchase(arguments) => credits::purchase(app, arguments),
            cli::credits::Command::Deduct(arguments) => credits::deduct(app, arguments),
            cli::credits::Command::Set(arguments) => credits::set(app, arguments),
            cli::credits::Command::Apply(arguments) => apply::run(app, *arguments),
            cli::credits::Command::History(arguments) => read::entries(app, &arguments),
        },
        Command::Partner(command) => match command {
            cli::partner::Command::Set(arguments) => partner::set(app, &arguments),
            cli::partner::Command::Clear(arguments) => partner::clear(app, &arguments),
            cli::partner::Command::List => partner::list(app),
        },
        Command::Undo(arguments) => undo::run(app, arguments),
        Command::Invite(arguments) => match &arguments.command {
            None => invite::run(app, &arguments),
            Some(cli::invite::Command::List) => invitations::list(app),
            Some(cli::invite::Command::Resend(selected)) => invitations::resend(app, &selected.users),
            Some(cli::invite::Command::Revoke(selected)) => invitations::revoke(app, &selected.users),
            Some(cli::invite::Command::Accept(accept)) => invitations::accept(app, &accept.token),
        },
        Command::Mail(command) => match command {
            cli::mail::Command::List => mail::list(app),
            cli::mail::Command::Flush => mail::flush(app),
            cli::mail::Command::Test(arguments) => mail::test(app, &arguments.address),
        },
        Command::GrantMonthly(arguments) => grant::run(app, &arguments),
        Command::Log(arguments) => read::operations(app, &arguments),
        Command::Verify(arguments) => verify::run(app, &arguments),
        Command::Backup(arguments) => backup::run(app, &arguments),
        Command::Status => read::status(app),
        Command::Config(cli::Config::Show) => config::show(app),
        Command::Config(cli::Config::Path) => config::path(app),
        Command::Completions(_) | Command::Man(_) => Err(Error::usage("that command needs no ledger")),
    }
}
