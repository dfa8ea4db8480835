//! The command line of `log`.

use clap::{Args, Subcommand};

use super::completes::Completes;
use super::lists::ListFlags;
use super::values::{self, OperationTarget};
use crate::domain::{Day, Email, Month};

// The global `--actor` is a filter here: a command that only reads needs no actor.
#[derive(Args, Debug)]
#[command(after_help = "--actor is a filter here: only what this actor did.\n\n\
                  Examples:\n  rad-admin log --limit 20\n  rad-admin log --user paul@example.org --since 2026-11-01\n  \
                  rad-admin log --actor ada@example.org\n  rad-admin log --where 'command~partner' --where 'users>10'\n  rad-admin log show 7")]
pub struct Log {
    /// One operation.
    #[command(subcommand)]
    pub command: Option<LogCommand>,
    /// From this DATE on: 2026-09-30, 2026-09, today, yesterday, 7d, 4w, 3m (ago), or a time
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub since: Option<Day>,
    /// Up to the end of this DATE
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    pub until: Option<Day>,
    /// Only what touched this user
    #[arg(long, value_name = "USER", value_parser = values::email, add = Completes::User)]
    pub user: Option<Email>,
    /// Only this month, YYYY-MM
    #[arg(long, value_name = "YYYY-MM", value_parser = values::month, conflicts_with_all = ["since", "until"],
          add = Completes::Month)]
    pub month: Option<Month>,
    #[command(flatten)]
    pub list: ListFlags,
}

impl Log {
    /// Returns the flags of the list that the line gives although it has a command below `log`.
    pub fn flags_beside_command(&self) -> Vec<&'static str> {
        let given = [
            ("--since", self.since.is_some()),
            ("--until", self.until.is_some()),
            ("--user", self.user.is_some()),
            ("--month", self.month.is_some()),
        ];
        given
            .into_iter()
            .chain(self.list.given())
            .filter(|(_, given)| self.command.is_some() && *given)
            .map(|(flag, _)| flag)
            .collect()
    }
}

#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Show one operation: its entries, and each changed field before and after
    #[command(after_help = "Examples:\n  rad-admin log show 7\n  rad-admin log show 7 --limit 100")]
    Show(LogShow),
}

#[derive(Args, Debug)]
pub struct LogShow {
    /// The operation's number, or 'last'
    #[arg(value_name = "OPERATION", add = Completes::Operation)]
    pub operation: OperationTarget,
    /// At most this many entries, and as many changes
    #[arg(long, value_name = "N", value_parser = values::rows, allow_negative_numbers = true)]
    pub limit: Option<u64>,
}
