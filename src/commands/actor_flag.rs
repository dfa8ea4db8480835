//! `--actor` on the line of a command that reads. Lists filter by it. A command that cannot refuses it, so that nobody takes
//! its answer for that of one actor.

use crate::app::App;
use crate::cli::Command;
use crate::cli::log::{Log, LogCommand};
use crate::cli::report::Report;
use crate::cli::user::{UserCommand, UserStatement};
use crate::error::{Error, Result};
use crate::text::shell_word;

/// Fails (exit 2) if the line names an actor and the command could only ignore it.
pub(super) fn refuse_if_ignored(app: &App, command: &Command) -> Result<()> {
    match (&app.globals.actor, why_not(command)) {
        (Some(actor), Some(why)) => Err(refusal(why, actor)),
        _ => Ok(()),
    }
}

/// The error that the command does not take this actor.
pub(super) fn refusal(why: &str, actor: &str) -> Error {
    Error::usage(format!("--actor: {why}"))
        .hint(format!("leave it out; what {actor} did is in: rad-admin log --actor {}", shell_word(actor)))
}

/// Returns why a reading command cannot filter by an actor; `None` for one that can, and for all that write. A list knows
/// from its keys whether it can.
fn why_not(command: &Command) -> Option<&'static str> {
    match command {
        Command::User(UserCommand::Statement(UserStatement { html: Some(_), .. }))
        | Command::Report(Report { html: Some(_), .. }) => Some("a page shows all that came and went"),
        Command::User(UserCommand::Export(_)) => Some("an export holds everything about the user"),
        Command::Log(Log { command: Some(LogCommand::Show(_)), .. }) => {
            Some("an operation has one actor, and is shown whole")
        }
        Command::Verify(_) => Some("a proof covers every operation"),
        Command::Backup(_) => Some("a backup holds every operation"),
        Command::Status(_) | Command::Doctor => Some("nothing that this command shows has an actor"),
        _ => None,
    }
}
