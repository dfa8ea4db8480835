//! `partner`: monthly allowances.

pub(crate) mod clear;
pub(crate) mod forecast;
pub(crate) mod list;
pub(crate) mod pause;
pub(crate) mod set;

use crate::app::App;
use crate::cli::partner::PartnerCommand;
use crate::error::Result;

pub(super) fn run(app: &mut App, command: PartnerCommand) -> Result<()> {
    match command {
        PartnerCommand::Set(arguments) => set::run(app, &arguments),
        PartnerCommand::Pause(arguments) => pause::run(app, &arguments),
        PartnerCommand::Clear(arguments) => clear::run(app, &arguments),
        PartnerCommand::List(flags) => list::run(app, &flags),
        PartnerCommand::Forecast(arguments) => forecast::run(app, &arguments),
    }
}
