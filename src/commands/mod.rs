//! What each command decides: who is meant, what would change, whether it is agreed to.

mod credits;
mod invite;
mod ledger;
mod mail;
mod partner;
pub(crate) mod shared;
pub(crate) mod shell;
mod user;

use crate::app::App;
use crate::cli::{self, Command};
use crate::error::{Error, Result};

/// Runs the command that was named.
pub(crate) fn dispatch(app: &mut App, command: Command) -> Result<()> {
    match command {
        Command::Init(arguments) => ledger::init::run(app, &arguments),
        Command::User(command) => match command {
            cli::user::Command::List(arguments) => user::list::run(app, &arguments),
            cli::user::Command::Show(arguments) => user::show::run(app, &arguments),
            cli::user::Command::Add(arguments) => user::add::run(app, arguments),
            cli::user::Command::Import(arguments) => user::import::run(app, &arguments),
            cli::user::Command::Edit(arguments) => user::edit::run(app, &arguments),
        },
        Command::Credits(command) => match command {
            cli::credits::Command::Award(arguments) => credits::adjust::award(app, arguments),
            cli::credits::Command::Purchase(arguments) => credits::adjust::purchase(app, arguments),
            cli::credits::Command::Deduct(arguments) => credits::adjust::deduct(app, arguments),
            cli::credits::Command::Set(arguments) => credits::adjust::set(app, arguments),
            cli::credits::Command::Apply(arguments) => credits::apply::run(app, *arguments),
            cli::credits::Command::History(arguments) => credits::history::run(app, &arguments),
        },
        Command::Partner(command) => match command {
            cli::partner::Command::Set(arguments) => partner::set::set(app, &arguments),
            cli::partner::Command::Clear(arguments) => partner::set::clear(app, &arguments),
            cli::partner::Command::List => partner::set::list(app),
        },
        Command::Undo(arguments) => ledger::undo::run(app, arguments),
        Command::Invite(arguments) => match &arguments.command {
            None => invite::create::run(app, &arguments),
            Some(cli::invite::Command::List) => invite::invitations::list(app),
            Some(cli::invite::Command::Resend(selected)) => invite::invitations::resend(app, &selected.users),
            Some(cli::invite::Command::Revoke(selected)) => invite::invitations::revoke(app, &selected.users),
            Some(cli::invite::Command::Accept(accept)) => invite::invitations::accept(app, &accept.token),
        },
        Command::Mail(command) => match command {
            cli::mail::Command::List => mail::list::list(app),
            cli::mail::Command::Flush => mail::list::flush(app),
            cli::mail::Command::Test(arguments) => mail::list::test(app, &arguments.address),
        },
        Command::GrantMonthly(arguments) => ledger::grant::run(app, &arguments),
        Command::Log(arguments) => ledger::log::run(app, &arguments),
        Command::Verify(arguments) => ledger::verify::run(app, &arguments),
        Command::Backup(arguments) => ledger::backup::run(app, &arguments),
        Command::Status => ledger::status::run(app),
        Command::Config(cli::Config::Show) => shell::config::show(app),
        Command::Config(cli::Config::Path) => shell::config::path(app),
        Command::Completions(_) | Command::Man(_) => Err(Error::usage("that command needs no ledger")),
    }
}
