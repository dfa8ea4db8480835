//! The command line of `mail`.

use std::str::FromStr;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::completes::Completes;
use super::lists::ListFlags;
use super::users::Users;
use super::values;
use crate::domain::Email;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum MailCommand {
    /// List the messages and their states, newest first
    #[command(
        after_help = "Examples:\n  rad-admin mail list\n  rad-admin mail list role:partner\n  rad-admin mail list --status failed --where kind=invitation"
    )]
    List(MailList),
    /// Send every queued message. Run it from cron
    #[command(after_help = "Example:\n  rad-admin mail flush --quiet")]
    Flush,
    /// Try failed messages again: all, or those to USERS, or the one with MESSAGE-ID
    #[command(
        after_help = "Examples:\n  rad-admin mail retry\n  rad-admin mail retry paul@example.org\n  rad-admin mail retry --where 'error~timeout'"
    )]
    Retry(ChosenMessages),
    /// Drop messages: all that failed, or any unsent one to USERS or with MESSAGE-ID
    #[command(after_help = "Examples:\n  rad-admin mail drop paul@example.org\n  rad-admin mail drop --yes")]
    Drop(ChosenMessages),
    /// Send a test message, and explain what goes wrong if it fails
    #[command(after_help = "Example:\n  rad-admin mail test paul@example.org")]
    Test(MailTest),
}

#[derive(Args, Debug)]
pub struct MailList {
    /// A Message-ID, or an address, all, role:ROLE, status:STATUS, domain:DOMAIN, @FILE or -; or several, with commas
    #[arg(value_name = "USERS|MESSAGE-ID", add = Completes::Users)]
    pub messages: Option<Messages>,
    /// Only messages with this status, or any of several, with commas
    #[arg(long, value_name = "STATUS,…", value_delimiter = ',', value_parser = PossibleValuesParser::new(["queued", "sent", "failed", "cancelled"]))]
    pub status: Vec<String>,
    #[command(flatten)]
    pub list: ListFlags,
}

/// Help: how to choose messages.
const CHOSEN_HELP: &str =
    "Only matching messages, such as 'error~timeout'; repeat it to narrow further. KEY is one of 'mail list'";

// Arguments of `mail retry` and `mail drop`.
#[derive(Args, Debug)]
pub struct ChosenMessages {
    /// A Message-ID as mail list has it, or an address, all, role:ROLE, status:STATUS, domain:DOMAIN, @FILE or -; or several, with commas
    #[arg(value_name = "USERS|MESSAGE-ID", add = Completes::Users)]
    pub messages: Option<Messages>,
    /// Only messages for which this holds
    #[arg(long = "where", value_name = "KEY OP VALUE", help = CHOSEN_HELP, add = Completes::Condition)]
    pub conditions: Vec<String>,
}

/// One message, or all messages to some users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Messages {
    /// A Message-ID.
    Id(String),
    /// All messages to these users.
    Users(Users),
}

/// Recognises a Message-ID of this program by its 32 hexadecimal digits and the dot after them.
impl FromStr for Messages {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let id = text.trim_start_matches('<').trim_end_matches('>');
        let is_id = id.split_once('.').is_some_and(|(run, _)| {
            run.len() == 32 && run.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        });
        if is_id {
            return Ok(Self::Id(id.to_owned()));
        }
        let users = text.parse().map(Self::Users);
        users.map_err(|fault: String| {
            format!("{fault}; or name one message by its Message-ID, as shown by: rad-admin mail list --field message_id")
        })
    }
}

#[derive(Args, Debug)]
pub struct MailTest {
    /// The address to send it to
    #[arg(value_name = "ADDRESS", value_parser = values::email, add = Completes::User)]
    pub address: Email,
}
