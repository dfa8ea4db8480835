//! The command line of `credits`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::completes::Completes;
use super::lists::ListFlags;
use super::table::InputTable;
use super::users::{USERS_HELP, Users, Whom};
use super::values::{self, OperationTarget};
use crate::domain::{Amount, Bucket, Credits, Day, Email, Kind, Month};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum CreditsCommand {
    /// Add to the awarded balance
    #[command(
        after_help = "Examples:\n  rad-admin credits award paul@example.org 50 --reason 'Spring promotion'\n  \
                      rad-admin credits award role:partner 10 --yes --key spring-2026\n  \
                      rad-admin credits award all 5 --where 'balance<10' --where domain=example.org --yes"
    )]
    Award(CreditsAward),
    /// Add to the purchased balance
    #[command(
        after_help = "Example:\n  rad-admin credits purchase paul@example.org 200 --reference invoice-1042"
    )]
    Purchase(CreditsAward),
    /// Take from a balance, never below 0
    #[command(after_help = "Example:\n  rad-admin credits deduct paul@example.org 20 --from awarded")]
    Deduct(CreditsDeduct),
    /// Take credits that a user spent: awarded ones first, then purchased ones
    #[command(
        after_help = "If one user has too little, nothing is taken, unless --at-most takes what is there. With --key, a repeat takes nothing \
                      and shows what was taken.\n\nExamples:\n  rad-admin credits spend paul@example.org 5 --key job-4711 \
                      --reference job-4711\n  rad-admin credits spend role:agent 10 --leave 20 --at-most --yes"
    )]
    Spend(CreditsSpend),
    /// Give back what a spend took, purchased credits first
    #[command(
        after_help = "Examples:\n  rad-admin credits refund 13 3 --reason 'The job failed halfway'\n  \
                      rad-admin credits refund --reference job-4711 --key refund-4711"
    )]
    Refund(CreditsRefund),
    /// Set a balance to a number; the entry records the difference
    #[command(
        after_help = "Example:\n  rad-admin credits set paul@example.org --awarded 100 --reason 'Corrected by hand'"
    )]
    Set(CreditsSet),
    /// Apply many adjustments from CSV or JSON Lines, as one operation
    #[command(
        after_help = "The columns are user (or email), bucket, amount (signed) and, if you like, reason, reference and key. \
                      A row's key and a command's --key are separate: key one adjustment always in the same way.\n\n\
                      Examples:\n  rad-admin credits apply awards.csv --bucket awarded --key spring-2026 --yes\n  \
                      rad-admin credits apply - --continue-on-error --rejects rejected.csv < adjustments.csv"
    )]
    Apply(Box<CreditsApply>),
    /// Show the entries, newest first
    #[command(after_help = "Examples:\n  rad-admin credits history paul@example.org\n  \
                      rad-admin credits history --since 2026-11-01 --kind monthly -o csv\n  \
                      rad-admin credits history --where operation=7 --where 'amount>100'\n  \
                      rad-admin credits history -o hledger > credits.journal")]
    History(CreditsHistory),
}

// Shared by all adjustments.
#[derive(Args, Debug)]
pub struct Details {
    /// Why you do this, for the log
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
    /// What it refers to elsewhere: a ticket, an invoice
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reference: Option<String>,
    /// Do this only once under this key: a repeat changes nothing
    #[arg(long, value_name = "KEY", value_parser = values::text)]
    pub key: Option<String>,
}

// Arguments of `credits award` and `credits purchase`.
#[derive(Args, Debug)]
pub struct CreditsAward {
    #[command(flatten)]
    pub whom: Whom,
    /// How many credits for each user
    #[arg(value_name = "AMOUNT", value_parser = values::some_credits, allow_negative_numbers = true)]
    pub amount: Credits,
    #[command(flatten)]
    pub details: Details,
}

#[derive(Args, Debug)]
pub struct CreditsDeduct {
    #[command(flatten)]
    pub whom: Whom,
    /// How many credits from each user
    #[arg(value_name = "AMOUNT", value_parser = values::some_credits, allow_negative_numbers = true)]
    pub amount: Credits,
    /// From which balance
    #[arg(long, value_name = "BALANCE", value_parser = values::bucket())]
    pub from: Bucket,
    /// Take what is there from users who have less, and skip users who have nothing
    #[arg(long)]
    pub at_most: bool,
    #[command(flatten)]
    pub details: Details,
}

#[derive(Args, Debug)]
pub struct CreditsSpend {
    #[command(flatten)]
    pub whom: Whom,
    /// How many credits from each user
    #[arg(value_name = "AMOUNT", value_parser = values::some_credits, allow_negative_numbers = true)]
    pub amount: Credits,
    /// Take from this balance only
    #[arg(long, value_name = "BALANCE", value_parser = values::bucket())]
    pub only: Option<Bucket>,
    /// Leave at least this much of both balances together
    #[arg(long, value_name = "N", value_parser = values::credits, default_value = "0", hide_default_value = true)]
    pub leave: Credits,
    /// Take what is there from users who have less, and skip users who have nothing
    #[arg(long)]
    pub at_most: bool,
    #[command(flatten)]
    pub details: Details,
}

#[derive(Args, Debug)]
#[command(mut_arg("reference", |argument| argument.help(
    "Without OPERATION: refund the one spend with this reference. With it: what the refund refers to elsewhere"
)))]
pub struct CreditsRefund {
    /// The number of the spend, or 'last' for the newest one [default: the one spend with this --reference]
    #[arg(value_name = "OPERATION", add = Completes::RefundableOperation,
          required_unless_present = "reference")]
    pub operation: Option<OperationTarget>,
    /// How many credits, where one user spent [default: all that is left]
    #[arg(value_name = "AMOUNT", value_parser = values::some_credits, allow_negative_numbers = true)]
    pub amount: Option<Credits>,
    /// How many credits, where --reference names the spend
    #[arg(long = "amount", value_name = "N", value_parser = values::some_credits, conflicts_with = "operation",
          allow_negative_numbers = true)]
    pub amount_of_reference: Option<Credits>,
    #[command(flatten)]
    pub details: Details,
}

#[derive(Args, Debug)]
pub struct CreditsSet {
    /// The user's address
    #[arg(value_name = "USER", value_parser = values::email, add = Completes::User)]
    pub user: Email,
    #[command(flatten)]
    pub balances: Balances,
    #[command(flatten)]
    pub details: Details,
    /// Refuse if the user has changed since this version
    #[arg(long, value_name = "V", value_parser = values::version, allow_negative_numbers = true)]
    pub if_version: Option<i64>,
}

// At least one balance.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub struct Balances {
    /// The awarded balance
    #[arg(long, value_name = "N", value_parser = values::set_credits, allow_negative_numbers = true)]
    pub awarded: Option<Credits>,
    /// The purchased balance
    #[arg(long, value_name = "N", value_parser = values::set_credits, allow_negative_numbers = true)]
    pub purchased: Option<Credits>,
}

#[derive(Args, Debug)]
pub struct CreditsApply {
    #[command(flatten)]
    pub table: InputTable,
    /// The balance for rows that name none
    #[arg(long, value_name = "BALANCE", value_parser = values::bucket())]
    pub bucket: Option<Bucket>,
    /// The signed amount for rows that name none
    #[arg(long, value_name = "N", value_parser = values::amount, allow_negative_numbers = true)]
    pub amount: Option<Amount>,
    /// Apply the good rows even if others fail (exit status 6)
    #[arg(long)]
    pub continue_on_error: bool,
    /// If a row takes more than there is, take what is there
    #[arg(long)]
    pub at_most: bool,
    /// Write the rows that were not applied to this file, in their format
    #[arg(long, value_name = "FILE", value_parser = values::file(), requires = "continue_on_error")]
    pub rejects: Option<PathBuf>,
    #[command(flatten)]
    pub details: Details,
}

#[derive(Args, Debug)]
pub struct CreditsHistory {
    /// Whose [default: everyone's]
    #[arg(value_name = "USERS", help = USERS_HELP, add = Completes::Users)]
    pub users: Option<Users>,
    /// From this DATE on: 2026-09-30, 2026-09, today, yesterday, 7d, 4w, 3m (ago), or a time
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub since: Option<Day>,
    /// Up to the end of this DATE
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub until: Option<Day>,
    /// Only this kind, or any of several, with commas
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = values::kind())]
    pub kind: Vec<Kind>,
    /// Only this month, YYYY-MM
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, conflicts_with_all = ["since", "until"],
          add = Completes::Month)]
    pub month: Option<Month>,
    #[command(flatten)]
    pub list: ListFlags,
}
