//! Declares how shells complete an argument: `#[arg(add = Completes::User)]`. `commands/shell/complete` finds the
//! values, because this module does not know the ledger.

use clap::builder::ArgExt;

/// The values that an argument can be completed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completes {
    User,
    /// Users, selectors and files.
    Users,
    /// Files behind `@`; addresses that are still to be invited are not known.
    Invitees,
    Operation,
    UndoableOperation,
    RefundableOperation,
    /// The months of the ledger.
    Month,
    OpenMonth,
    /// The key of a setting.
    Setting,
    /// A value of the setting that the line names.
    SettingValue,
    /// The months in which an allowance can begin.
    ComingMonth,
    SortKey,
    /// A condition on the keys of the rows that the command lists.
    Condition,
    /// The keys of the rows that the command lists.
    Fields,
}

impl ArgExt for Completes {}
