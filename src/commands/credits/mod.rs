//! `credits`: balances and their entries.

pub(crate) mod adjust;
pub(crate) mod apply;
pub(crate) mod history;
pub(crate) mod journal;
pub(crate) mod refund;
pub(crate) mod set;

use crate::app::App;
use crate::cli::credits::CreditsCommand;
use crate::error::Result;

pub(super) fn run(app: &mut App, command: CreditsCommand) -> Result<()> {
    match command {
        CreditsCommand::Award(arguments) => adjust::award(app, arguments),
        CreditsCommand::Purchase(arguments) => adjust::purchase(app, arguments),
        CreditsCommand::Deduct(arguments) => adjust::deduct(app, arguments),
        CreditsCommand::Spend(arguments) => adjust::spend(app, arguments),
        CreditsCommand::Refund(arguments) => refund::run(app, arguments),
        CreditsCommand::Set(arguments) => set::run(app, arguments),
        CreditsCommand::Apply(arguments) => apply::run(app, *arguments),
        CreditsCommand::History(arguments) => history::run(app, &arguments),
    }
}
