//! `mail`: the outbox.

pub(crate) mod facts;
pub(crate) mod flush;
pub(crate) mod list;
pub(crate) mod outcome;
pub(crate) mod preview;
pub(crate) mod sending;
pub(crate) mod test;
pub(crate) mod upkeep;

use crate::app::App;
use crate::cli::mail::MailCommand;
use crate::error::Result;

pub(super) fn run(app: &mut App, command: MailCommand) -> Result<()> {
    match command {
        MailCommand::List(list) => list::run(app, &list),
        MailCommand::Flush => flush::run(app),
        MailCommand::Retry(chosen) => upkeep::retry(app, &chosen),
        MailCommand::Drop(chosen) => upkeep::drop(app, &chosen),
        MailCommand::Test(arguments) => test::run(app, &arguments.address),
    }
}
