//! The command line of `grant-monthly`.

use clap::Args;

use super::completes::Completes;
use super::users::{NARROWED_HELP, Users};
use super::values;
use crate::domain::Month;

#[derive(Args, Debug)]
#[command(after_help = "Run it daily from cron: a month is never granted twice.\n\n\
                  Examples:\n  rad-admin grant-monthly\n  rad-admin grant-monthly --skip 2026-10 --reason 'Paid by hand'\n  \
                  rad-admin grant-monthly --catch-up --quiet\n  \
                  rad-admin grant-monthly --month 2026-10\n  rad-admin grant-monthly --user paul@example.org --catch-up\n  \
                  rad-admin grant-monthly --check\n  rad-admin grant-monthly --print-head")]
pub struct GrantMonthly {
    /// Grant this owed month [default: the current month]
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, add = Completes::OpenMonth)]
    pub month: Option<Month>,
    /// Grant every owed month, oldest first; with --user, every closed month these users did not get
    #[arg(long, conflicts_with = "month")]
    pub catch_up: bool,
    /// Grant only these users what they did not get
    #[arg(long, value_name = "USERS", add = Completes::Users)]
    pub user: Option<Users>,
    /// Of these users, only those for whom this holds
    #[arg(long = "where", value_name = "KEY OP VALUE", requires = "user", help = NARROWED_HELP, add = Completes::Condition)]
    pub conditions: Vec<String>,
    /// Close this owed month for nobody
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, requires = "reason",
          conflicts_with_all = ["month", "catch_up", "user", "check"])]
    pub skip: Option<Month>,
    /// Why the month is skipped
    #[arg(long, value_name = "TEXT", value_parser = values::reason, requires = "skip")]
    pub reason: Option<String>,
    /// Write nothing; exit 10 when an owed month is open
    #[arg(long, conflicts_with = "user")]
    pub check: bool,
    /// Also print the ledger's head digest, for you to keep elsewhere
    #[arg(long)]
    pub print_head: bool,
}
