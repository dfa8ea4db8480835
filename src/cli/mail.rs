//! `mail`.

use clap::{Args, Subcommand};

use super::completes::Completes;
use super::values;
use crate::domain::Email;

// The commands of `mail`.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum MailCommand {
    /// List the messages and what became of them, newest first
    #[command(after_help = "Example:\n  rad-admin mail list")]
    List,
    /// Send every message that is queued. Made for cron
    #[command(after_help = "Example:\n  rad-admin mail flush --quiet")]
    Flush,
    /// Send a test message, and explain what goes wrong
    #[command(after_help = "Example:\n  rad-admin mail test ada@example.org")]
    Test(MailTest),
}

// Arguments of `mail test`.
#[derive(Args, Debug)]
pub struct MailTest {
    /// Who receives it
    #[arg(value_name = "ADDRESS", value_parser = values::email, add = Completes::User)]
    pub address: Email,
}
