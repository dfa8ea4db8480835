//! Decides what each command does: which users, what would change, and whether that is confirmed.

mod actor_flag;
mod credits;
mod invite;
mod ledger;
pub(crate) mod mail;
mod notify;
mod partner;
pub(crate) mod shared;
pub(crate) mod shell;
mod user;

use crate::app::App;
use crate::cli::{self, Command};
use crate::error::{Error, Result};

/// Runs a command.
pub(crate) fn dispatch(app: &mut App, command: Command) -> Result<()> {
    refuse_flags_beside(&command)?;
    actor_flag::refuse_on_page(app, &command)?;
    match command {
        Command::Init(arguments) => ledger::init::run(app, &arguments),
        Command::User(command) => user::run(app, command),
        Command::Credits(command) => credits::run(app, command),
        Command::Partner(command) => partner::run(app, command),
        Command::Undo(arguments) => ledger::undo::run(app, arguments),
        Command::Invite(arguments) => invite::run(app, &arguments),
        Command::Mail(command) => mail::run(app, command),
        Command::Notify(cli::notify::NotifyCommand::Low(arguments)) => notify::low::run(app, &arguments),
        Command::GrantMonthly(arguments) => ledger::grant::run(app, &arguments),
        Command::Log(arguments) => ledger::log::run(app, &arguments),
        Command::Report(arguments) => ledger::report::run(app, &arguments),
        Command::Verify(arguments) => ledger::verify::run(app, &arguments),
        Command::Backup(arguments) => ledger::backup::run(app, &arguments),
        Command::Restore(arguments) => ledger::restore::run(app, &arguments),
        Command::Move(arguments) => ledger::relocate::run(app, &arguments),
        Command::Status(arguments) => match &arguments.metrics {
            Some(file) => ledger::metrics::run(app, file),
            None => ledger::status::run(app, &arguments),
        },
        Command::Doctor => ledger::doctor::run(app),
        Command::Config(command) => shell::run_config(app, command),
        Command::Completions(_) | Command::Man(_) => Err(Error::usage("that command needs no ledger")),
    }
}

/// Fails (exit 2) if flags of `log` or `invite` stand before a subcommand that does not take them.
fn refuse_flags_beside(command: &Command) -> Result<()> {
    let (group, flags) = match command {
        Command::Log(arguments) => ("log", arguments.flags_beside_command()),
        Command::Invite(arguments) => ("invite", arguments.flags_beside_command()),
        _ => return Ok(()),
    };
    match flags.first() {
        None => Ok(()),
        Some(flag) => Err(Error::usage(format!("{flag} does not go with a command of '{group}'"))
            .hint(format!("see what each takes with: rad-admin {group} --help"))),
    }
}
