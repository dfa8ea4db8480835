//! `grant-monthly`.

use clap::Args;

use super::completes::Completes;
use super::values::{self, Users};
use crate::domain::Month;

// Arguments of `grant-monthly`.
#[derive(Args, Debug)]
#[command(
    after_help = "Made to be run daily from cron: a month that has been granted is never granted again.\n\n\
                  Examples:\n  rad-admin grant-monthly\n  rad-admin grant-monthly --catch-up --quiet\n  \
                  rad-admin grant-monthly --month 2026-10\n  rad-admin grant-monthly --check\n  rad-admin grant-monthly --print-head"
)]
pub struct GrantMonthly {
    /// Grant this month [default: the current one]
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, add = Completes::OpenMonth)]
    pub month: Option<Month>,
    /// Grant every open month since the last granted one, oldest first
    #[arg(long, conflicts_with_all = ["month", "user"])]
    pub catch_up: bool,
    /// Grant the month only to these users, if they did not receive it
    #[arg(long, value_name = "USERS", add = Completes::Users)]
    pub user: Option<Users>,
    /// Write nothing; exit 10 when a grant is due
    #[arg(long, conflicts_with = "user")]
    pub check: bool,
    /// Print the ledger's head digest too, to be kept elsewhere
    #[arg(long)]
    pub print_head: bool,
}
