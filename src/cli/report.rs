//! The command line of `report`, and the period that it shares with `user statement`.

use std::path::PathBuf;

use clap::Args;

use super::completes::Completes;
use super::users::{Narrowed, USERS_HELP, Users};
use super::values;
use crate::domain::{Day, Month, ReportKey};

// A month, or the time from one date to another.
#[derive(Args, Clone, Debug)]
pub struct Period {
    /// The month [default: this month]
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, conflicts_with_all = ["since", "until"],
          add = Completes::Month)]
    pub month: Option<Month>,
    /// From this DATE on: 2026-09-30, 2026-09, today, yesterday, 7d, 4w, 3m (ago), or a time
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub since: Option<Day>,
    /// Up to the end of this DATE
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub until: Option<Day>,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Operations undone within the period are left out with their undo; --gross shows both.\n\
                  --actor shows only what this actor did, and the sum of the others.\n\n\
                  Examples:\n  rad-admin report\n  rad-admin report --month 2026-10 --by month,kind\n  \
                  rad-admin report role:partner --since 3m --by user -o csv\n  \
                  rad-admin report --where domain=example.org --by month\n  \
                  rad-admin report --month 2026-10 --html report.html"
)]
pub struct Report {
    /// Whose credits [default: everyone's]
    #[arg(value_name = "USERS", help = USERS_HELP, add = Completes::Users)]
    pub users: Option<Users>,
    #[command(flatten)]
    pub narrowed: Narrowed,
    #[command(flatten)]
    pub period: Period,
    /// Group by month, day, kind, bucket, user, role, domain, actor, reference or command [default: kind]
    #[arg(long, value_name = "KEY,…", value_delimiter = ',', value_parser = values::report_key(), hide_possible_values = true)]
    pub by: Vec<ReportKey>,
    /// Show undone operations and their undos instead of leaving both out
    #[arg(long)]
    pub gross: bool,
    /// Write an HTML page to this file instead, to send or to print; - is standard output
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub html: Option<PathBuf>,
}
