//! `undo`.

use clap::Args;

use super::completes::Completes;
use super::credits::Details;
use super::values;

// Arguments of `undo`.
#[derive(Args, Debug)]
#[command(after_help = "The ledger keeps both: the credits come back by new entries.\n\n\
                  Example:\n  rad-admin undo 7 --reason 'Awarded to the wrong list'")]
pub struct Undo {
    /// The operation's number, as the receipt and the log show it
    #[arg(value_name = "OPERATION", value_parser = values::operation, add = Completes::UndoableOperation)]
    pub operation: i64,
    /// The same flags for all adjustments.
    #[command(flatten)]
    pub details: Details,
}
