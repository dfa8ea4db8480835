//! `user`: users, one by one or from a file.

pub(crate) mod add;
mod add_form;
mod create;
pub(crate) mod edit;
pub(crate) mod edit_group;
mod erasable;
pub(crate) mod erase;
mod erasure_list;
pub(crate) mod erasures;
pub(crate) mod export;
pub(crate) mod form;
pub(crate) mod form_values;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod restore;
pub(crate) mod save;
pub(crate) mod show;
pub(crate) mod stale;
pub(crate) mod statement;

use crate::app::App;
use crate::cli::user::UserCommand;
use crate::error::Result;

pub(super) fn run(app: &mut App, command: UserCommand) -> Result<()> {
    match command {
        UserCommand::List(arguments) => list::run(app, &arguments),
        UserCommand::Show(arguments) => show::run(app, &arguments),
        UserCommand::Statement(arguments) => statement::run(app, &arguments),
        UserCommand::Export(arguments) => export::run(app, &arguments),
        UserCommand::Add(arguments) => add::run(app, arguments),
        UserCommand::Import(arguments) => import::run(app, &arguments),
        UserCommand::Edit(arguments) => edit::run(app, &arguments),
        UserCommand::Erase(arguments) => erase::run(app, &arguments),
        UserCommand::Restore(arguments) => restore::run(app, arguments),
        UserCommand::Erasures(flags) => erasures::run(app, &flags),
    }
}
