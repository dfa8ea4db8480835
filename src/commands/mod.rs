//! Decides what each command does: which users, what would change, and whether that is confirmed.

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
    match command {
        Command::Init(arguments) => ledger::init::run(app, &arguments),
        Command::User(command) => match command {
            cli::user::UserCommand::List(arguments) => user::list::run(app, &arguments),
            cli::user::UserCommand::Show(arguments) => user::show::run(app, &arguments),
            cli::user::UserCommand::Statement(arguments) => user::statement::run(app, &arguments),
            cli::user::UserCommand::Export(arguments) => user::export::run(app, &arguments),
            cli::user::UserCommand::Add(arguments) => user::add::run(app, arguments),
            cli::user::UserCommand::Import(arguments) => user::import::run(app, &arguments),
            cli::user::UserCommand::Edit(arguments) => user::edit::run(app, &arguments),
            cli::user::UserCommand::Erase(arguments) => user::erase::run(app, &arguments),
            cli::user::UserCommand::Restore(arguments) => user::restore::run(app, arguments),
            cli::user::UserCommand::Erasures(flags) => user::erasures::run(app, &flags),
        },
        Command::Credits(command) => match command {
            cli::credits::CreditsCommand::Award(arguments) => credits::adjust::award(app, arguments),
            cli::credits::CreditsCommand::Purchase(arguments) => credits::adjust::purchase(app, arguments),
            cli::credits::CreditsCommand::Deduct(arguments) => credits::adjust::deduct(app, arguments),
            cli::credits::CreditsCommand::Spend(arguments) => credits::adjust::spend(app, arguments),
            cli::credits::CreditsCommand::Refund(arguments) => credits::refund::run(app, arguments),
            cli::credits::CreditsCommand::Set(arguments) => credits::set::run(app, arguments),
            cli::credits::CreditsCommand::Apply(arguments) => credits::apply::run(app, *arguments),
            cli::credits::CreditsCommand::History(arguments) => credits::history::run(app, &arguments),
        },
        Command::Partner(command) => match command {
            cli::partner::PartnerCommand::Set(arguments) => partner::set::run(app, &arguments),
            cli::partner::PartnerCommand::Pause(arguments) => partner::pause::run(app, &arguments),
            cli::partner::PartnerCommand::Clear(arguments) => partner::clear::run(app, &arguments),
            cli::partner::PartnerCommand::List(flags) => partner::list::run(app, &flags),
            cli::partner::PartnerCommand::Forecast(arguments) => partner::forecast::run(app, &arguments),
        },
        Command::Undo(arguments) => ledger::undo::run(app, arguments),
        Command::Invite(arguments) => match &arguments.command {
            None => invite::create::run(app, &arguments),
            Some(cli::invite::InviteCommand::List(list)) => invite::list::run(app, list),
            Some(cli::invite::InviteCommand::Resend(selected)) => invite::resend::run(app, selected),
            Some(cli::invite::InviteCommand::Revoke(selected)) => invite::revoke::run(app, selected),
            Some(cli::invite::InviteCommand::Accept(accept)) => invite::accept::run(app, &accept.token),
        },
        Command::Mail(command) => match command {
            cli::mail::MailCommand::List(list) => mail::list::run(app, &list),
            cli::mail::MailCommand::Flush => mail::flush::run(app),
            cli::mail::MailCommand::Retry(chosen) => mail::upkeep::retry(app, &chosen),
            cli::mail::MailCommand::Drop(chosen) => mail::upkeep::drop(app, &chosen),
            cli::mail::MailCommand::Test(arguments) => mail::test::run(app, &arguments.address),
        },
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
        Command::Config(command) => match command {
            cli::config::Config::Show => shell::config::show(app),
            cli::config::Config::Path => shell::config::path(app),
            cli::config::Config::Init => shell::config_file::init(app),
            cli::config::Config::Set(arguments) => shell::config_file::set(app, &arguments),
            cli::config::Config::Edit => shell::config_file::edit(app),
        },
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
