//! `--actor` on the line of a command that reads. Lists filter by it. A list or a page that cannot refuses it, so that nobody
//! takes it for what one actor did. Where that is out of the question, as with `verify`, the flag changes nothing: a crontab
//! may have it on every line.

use crate::app::App;
use crate::cli::Command;
use crate::cli::report::Report;
use crate::cli::user::{UserCommand, UserStatement};
use crate::error::{Error, Result};
use crate::text::shell_word;

/// Fails (exit 2) if the line names an actor and asks for a page, which shows everybody.
pub(super) fn refuse_on_page(app: &App, command: &Command) -> Result<()> {
    match (&app.globals.actor, command) {
        (
            Some(actor),
            Command::User(UserCommand::Statement(UserStatement { html: Some(_), .. }))
            | Command::Report(Report { html: Some(_), .. }),
        ) => Err(refusal("a page shows all that came and went", actor)),
        _ => Ok(()),
    }
}

/// The error that the command does not take this actor.
pub(super) fn refusal(why: &str, actor: &str) -> Error {
    Error::usage(format!("--actor: {why}"))
        .hint(format!("leave it out; what {actor} did is in: rad-admin log --actor {}", shell_word(actor)))
}
