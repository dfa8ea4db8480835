//! The command line of `undo`.

use clap::Args;

use super::completes::Completes;
use super::credits::Details;
use super::users::{NARROWED_HELP, Users};
use super::values::OperationTarget;

#[derive(Args, Debug)]
#[command(
    after_help = "It adds new entries, sets fields and allowances to what they were, makes created users inactive, revokes \
                  invitations, and opens a granted month again. If something changed since, it is named and nothing is \
                  written.\n\n\
                  Examples:\n  rad-admin undo last --dry-run\n  \
                  rad-admin undo 7 --as-far-as-possible --only paul@example.org --dry-run\n  \
                  rad-admin undo 7 --reason 'Awarded to the wrong list'"
)]
pub struct Undo {
    /// The operation's number, as the receipt and the log show it, or 'last'
    #[arg(value_name = "OPERATION", add = Completes::UndoableOperation)]
    pub operation: OperationTarget,
    /// Undo what can be undone, and take the credits that are there; the rest can be undone later
    #[arg(long)]
    pub as_far_as_possible: bool,
    /// Undo only what was done to these users
    #[arg(long, value_name = "USERS", add = Completes::Users)]
    pub only: Option<Users>,
    /// Of these users, only those for whom this holds
    #[arg(long = "where", value_name = "KEY OP VALUE", requires = "only", help = NARROWED_HELP, add = Completes::Condition)]
    pub conditions: Vec<String>,
    #[command(flatten)]
    pub details: Details,
}
