//! The command line of `invite`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand};

use super::completes::Completes;
use super::lists::ListFlags;
use super::users::{USERS_HELP, Users};
use super::values;
use crate::domain::{Credits, Email, Role};

#[derive(Args, Debug)]
#[command(
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  rad-admin invite dora@example.org --name 'Dora Maar' --role partner --awarded 50\n  \
                  rad-admin invite @new-partners.txt --role partner --yes\n  rad-admin invite list"
)]
pub struct Invite {
    #[command(subcommand)]
    pub command: Option<InviteCommand>,
    /// Whom to invite: addresses, @FILE (an address a line) or - (the same from standard input)
    #[arg(value_name = "EMAIL", required = true, add = Completes::Invitees)]
    pub invitees: Vec<Invitees>,
    /// The name, if only one person is invited
    #[arg(long, value_name = "NAME", value_parser = values::text)]
    pub name: Option<String>,
    /// The role of each person, or several with commas
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',', value_parser = values::role())]
    pub role: Vec<Role>,
    /// The awarded credits each account opens with
    #[arg(long, value_name = "N", value_parser = values::credits, allow_negative_numbers = true)]
    pub awarded: Option<Credits>,
    /// Why you do this, for the log
    #[arg(long, value_name = "TEXT", value_parser = values::text)]
    pub reason: Option<String>,
}

impl Invite {
    /// Returns the arguments of a new invitation that the line gives although it has a command below `invite`.
    pub fn flags_beside_command(&self) -> Vec<&'static str> {
        let given = [
            ("EMAIL", !self.invitees.is_empty()),
            ("--name", self.name.is_some()),
            ("--role", !self.role.is_empty()),
            ("--awarded", self.awarded.is_some()),
            ("--reason", self.reason.is_some()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| self.command.is_some() && *given)
            .map(|(flag, _)| flag)
            .collect()
    }
}

/// One word of the argument EMAIL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invitees {
    /// One address.
    Address(Email),
    /// The addresses in a file.
    File(PathBuf),
    /// The addresses on standard input.
    Stdin,
}

impl FromStr for Invitees {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix('@') {
            _ if text == "-" => Ok(Self::Stdin),
            Some("") => Err("'@' needs the name of a file behind it".to_owned()),
            Some(file) => Ok(Self::File(file.into())),
            None if text.contains(',') => {
                Err(format!("'{text}' has a comma: write several addresses with spaces between them"))
            }
            None => text.parse().map(Self::Address),
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum InviteCommand {
    /// List the invitations and their states, newest first
    #[command(
        after_help = "Examples:\n  rad-admin invite list\n  rad-admin invite list --where 'expires_at<today' --where status=invited"
    )]
    List(InvitationList),
    /// Send the invitation again; links in earlier messages stop working
    #[command(after_help = "Examples:\n  rad-admin invite resend finn@example.org\n  \
                      rad-admin invite resend --expired --yes\n  \
                      rad-admin invite resend --where 'invited_at<7d' --yes")]
    Resend(InvitedUsers),
    /// Withdraw open invitations; users who never joined become inactive
    #[command(
        after_help = "Examples:\n  rad-admin invite revoke finn@example.org\n  rad-admin invite revoke --expired --yes"
    )]
    Revoke(InvitedUsers),
    /// Accept an invitation by its token: the user becomes active. For the platform's sign-up page
    #[command(after_help = "Example:\n  printf %s \"$TOKEN\" | rad-admin invite accept -")]
    Accept(InviteAccept),
}

// Arguments of `invite resend` and `invite revoke`.
#[derive(Args, Debug)]
pub struct InvitedUsers {
    /// Whom
    #[arg(value_name = "USERS", help = USERS_HELP, required_unless_present_any = ["expired", "conditions"], add = Completes::Users)]
    pub users: Option<Users>,
    /// Only those whose invitation has expired
    #[arg(long)]
    pub expired: bool,
    /// Only those for whose invitation this holds
    #[arg(long = "where", value_name = "KEY OP VALUE", help = INVITED_HELP, add = Completes::Condition)]
    pub conditions: Vec<String>,
}

/// Help: how to choose invitations.
const INVITED_HELP: &str = "Only matching invitations, such as 'invited_at<7d'; repeat it to narrow further. KEY is one of 'invite list'";

#[derive(Args, Debug)]
pub struct InvitationList {
    /// Only invitations that have expired
    #[arg(long)]
    pub expired: bool,
    #[command(flatten)]
    pub list: ListFlags,
}

#[derive(Args)]
pub struct InviteAccept {
    /// The token of the link, or - to read it from standard input, where no process list shows it
    #[arg(value_name = "TOKEN")]
    pub token: String,
}

/// Omits the token.
impl std::fmt::Debug for InviteAccept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InviteAccept").finish_non_exhaustive()
    }
}
