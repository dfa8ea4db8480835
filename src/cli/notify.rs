//! The command line of `notify`.

use clap::{Args, Subcommand};

use super::completes::Completes;
use super::users::{Narrowed, Users};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum NotifyCommand {
    /// Tell active users that few credits are left. Run it from cron
    #[command(
        after_help = "A user whose balance falls below notify.low_balance gets one message, and another after notify.repeat_days.\n\n\
                      Examples:\n  rad-admin notify low --dry-run\n  rad-admin notify low --quiet\n  rad-admin notify low role:partner"
    )]
    Low(NotifyLow),
}

#[derive(Args, Debug)]
pub struct NotifyLow {
    /// Only these users
    #[arg(value_name = "USERS", add = Completes::Users)]
    pub users: Option<Users>,
    #[command(flatten)]
    pub narrowed: Narrowed,
}
