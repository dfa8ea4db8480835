//! The receipts of `invite` and its subcommands.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{App, Consent, Effect};
use crate::cli::invite::InvitedUsers;
use crate::cli::users::{Users, UsersPart};
use crate::commands::mail::preview::MessagePreview;
use crate::commands::shared::receipt::{Moved, Outcome};
use crate::commands::shared::{lists, selection};
use crate::domain::{Condition, Email, Filter, Status, Timestamp};
use crate::error::Result;
use crate::output::{Document, Formatter, counted};
use crate::store::{
    INVITATION_KEYS, InvitationStatus, Invited, MessageStatus, Reader, Sealed, Selected, Selection, UserId,
};

/// The most invitations that a receipt shows to people.
const MAX_SHOWN: usize = 20;

/// An invitation after the command.
#[derive(Debug, Serialize)]
pub(crate) struct InviteLine {
    pub(crate) email: Email,
    pub(crate) status: InvitationStatus,
    pub(crate) mail: MessageStatus,
    pub(crate) expires_at: Timestamp,
}

impl From<Invited> for InviteLine {
    fn from(invited: Invited) -> Self {
        let Invited { email, status, mail, expires_at, .. } = invited;
        Self { email, status, mail, expires_at }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct InviteReceipt {
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
    pub(crate) invites: Vec<InviteLine>,
    /// The opening credits.
    #[serde(flatten)]
    pub(crate) moved: Moved,
    /// Set only in a dry run.
    pub(crate) message: Option<MessagePreview>,
    #[serde(skip)]
    pub(crate) what: &'static str,
    /// Users who never joined and are inactive now.
    #[serde(skip)]
    pub(crate) deactivated: Vec<Email>,
}

impl InviteReceipt {
    /// Makes the receipt of an operation on these users' invitations, without a message.
    pub(crate) fn of(
        reader: &Reader<'_>,
        users: &[UserId],
        now: Timestamp,
        (sealed, dry_run): (Sealed, bool),
        what: &'static str,
    ) -> Result<Self> {
        Ok(Self {
            outcome: Outcome::done(sealed.operation, dry_run),
            invites: invites_of(reader, users, now)?,
            moved: Moved::of(reader, sealed)?,
            message: None,
            what,
            deactivated: Vec::new(),
        })
    }

    /// Counts the messages with this status.
    pub(crate) fn count(&self, status: MessageStatus) -> u64 {
        self.invites.iter().filter(|invite| invite.mail == status).count() as u64
    }
}

/// Returns the present invitations of these users.
pub(crate) fn invites_of(reader: &Reader<'_>, users: &[UserId], now: Timestamp) -> Result<Vec<InviteLine>> {
    let mut invites = Vec::with_capacity(users.len());
    for user in users {
        invites.extend(reader.invitation_of(*user, now)?.map(InviteLine::from));
    }
    Ok(invites)
}

impl Document for InviteReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let count = self.invites.len();
        let what = match self.invites.as_slice() {
            [only] => format!("{} {}", self.what, only.email),
            _ => format!("{} {} people", self.what, formatter.credits(count as i128)),
        };
        let mut text = self.outcome.headline(&what);
        for invite in self.invites.iter().take(MAX_SHOWN) {
            let end = match invite.status {
                // The link no longer works, so its end says nothing.
                InvitationStatus::Revoked if self.deactivated.contains(&invite.email) => {
                    "; the user is inactive now".to_owned()
                }
                InvitationStatus::Revoked => String::new(),
                _ => format!(", until {}", formatter.time(invite.expires_at)),
            };
            let _ = writeln!(
                text,
                "  {}  {}, mail {}{end}",
                formatter.clean(invite.email.as_str()),
                formatter.word(invite.status.as_str()),
                formatter.word(invite.mail.as_str()),
            );
        }
        if count > MAX_SHOWN {
            let _ = writeln!(
                text,
                "  … {} in all: {} sent, {} queued, {} failed",
                formatter.credits(count as i128),
                self.count(MessageStatus::Sent),
                self.count(MessageStatus::Queued),
                self.count(MessageStatus::Failed)
            );
        }
        text += &self.moved.lines(formatter, self.outcome);
        text + &self.message.as_ref().map(|message| message.lines(formatter)).unwrap_or_default()
    }
}

/// Returns the users, by default everybody who is invited, and the filter for their invitations.
pub(crate) fn invited(app: &mut App, arguments: &InvitedUsers) -> Result<(Selection, Filter)> {
    let invited = Users(vec![UsersPart::Status(Status::Invited)]);
    let mut filter = lists::filter(app, &arguments.conditions, INVITATION_KEYS)?;
    if arguments.expired {
        filter = filter.and(expired());
    }
    Ok((selection::resolve(app, arguments.users.as_ref().unwrap_or(&invited), &[])?, filter))
}

/// Requires an expired invitation.
pub(crate) fn expired() -> Condition {
    Condition::is_text("status", InvitationStatus::Expired.as_str())
}

pub(crate) fn effect(selected: &Selected, what: &str) -> Effect {
    Effect {
        summary: format!("{} ({}) would {what}", counted(selected.users, "user", "users"), selected.named()),
        needs: Consent::yes_if(selected.users > 1),
        total_credits: 0,
    }
}

pub(crate) fn nothing(dry_run: bool) -> InviteReceipt {
    InviteReceipt {
        outcome: Outcome::nothing(dry_run),
        invites: Vec::new(),
        moved: Moved::default(),
        message: None,
        what: "",
        deactivated: Vec::new(),
    }
}
