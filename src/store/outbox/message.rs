//! A message in the outbox: its state, its cause, and how it is listed.

use std::str::FromStr;

use serde::Serialize;

use crate::domain::{Credits, Email, MessageKind, Month, OperationId, Roles, Timestamp};
use crate::error::Result;
use crate::store::engine::value::{FromValue, ToValue, Value};

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageStatus {
    /// It waits for the next run.
    Queued,
    /// A server has taken it.
    Sent,
    /// It was refused for good, or its invitation expired first.
    Failed,
    /// It was dropped, or nobody needs it any more.
    Cancelled,
}

impl MessageStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sent, Self::Failed, Self::Cancelled];

    /// The name, as stored and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl FromStr for MessageStatus {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| format!("'{text}' is not the status of a message"))
    }
}

stored_as_word!(MessageStatus);

/// A message's key in the database. It never reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxId(pub(super) i64);

impl ToValue for OutboxId {
    fn to_value(&self) -> Value<'_> {
        Value::Integer(self.0)
    }
}

impl FromValue for OutboxId {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

/// A message that has been taken out to be sent. Roles and balances are those of this moment.
#[derive(Clone, Debug)]
pub struct OutgoingMessage {
    /// Why it is sent, with the figures that belong to that.
    pub cause: MessageCause,
    /// The Message-ID, the same in every attempt.
    pub message_id: String,
    /// The recipient.
    pub email: Email,
    /// The recipient's name.
    pub name: Option<String>,
    /// The recipient's roles.
    pub roles: Roles,
    /// The recipient's awarded balance.
    pub awarded: Credits,
    /// The recipient's purchased balance.
    pub purchased: Credits,
    /// When the message was queued: its date.
    pub queued_at: Timestamp,
}

/// Why a message is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageCause {
    /// An invitation.
    Invitation {
        /// The actor who invites.
        inviter: String,
        /// Until when the invitation can be accepted.
        expires_at: Timestamp,
    },
    /// The balance fell below this.
    LowBalance {
        /// In credits.
        threshold: i64,
    },
    /// An operation changed the recipient's credits.
    Change(CreditChange),
}

/// What an operation changed for one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditChange {
    /// Which message this makes.
    pub kind: MessageKind,
    /// When the operation was made.
    pub at: Timestamp,
    /// The change of the awarded balance.
    pub awarded: i64,
    /// The change of the purchased balance.
    pub purchased: i64,
    /// The month that was granted.
    pub month: Option<Month>,
    /// Why, in the administrator's words.
    pub reason: Option<String>,
}

/// A message as the outbox shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMessage {
    /// The Message-ID; before the first attempt, its part before the '@'.
    pub message_id: String,
    /// Why it is sent.
    pub kind: MessageKind,
    /// The recipient.
    pub email: Email,
    /// What became of it.
    pub status: MessageStatus,
    /// The operation that caused it; none for a low balance.
    pub operation: Option<OperationId>,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When a server took it.
    pub sent_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub error: Option<String>,
}
