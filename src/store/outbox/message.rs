//! Describes a message in the outbox: its state, its cause, and how it is listed.

use std::str::FromStr;

use serde::Serialize;

use crate::domain::{Credits, Email, MessageKind, Month, OperationId, Roles, Timestamp};
use crate::error::Result;
use crate::store::engine::value::{FromValue, ToValue, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageStatus {
    /// Waits for the next attempt.
    Queued,
    /// A server has accepted it.
    Sent,
    /// Was refused for good, or its invitation expired first.
    Failed,
    /// Was given up, or is no longer needed.
    Cancelled,
}

impl MessageStatus {
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sent, Self::Failed, Self::Cancelled];

    /// The status as it is stored and printed.
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

/// A message's key in the database. People never see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxId(pub(super) i64);

impl ToValue for OutboxId {
    fn to_value(&self) -> Value<'_> {
        Value::Integer(self.0)
    }
}

impl FromValue<'_> for OutboxId {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

/// A message that was taken out of the queue to be sent. The roles and balances are those of that moment.
#[derive(Clone, Debug)]
pub struct OutgoingMessage {
    pub cause: MessageCause,
    /// Stays the same in every attempt.
    pub message_id: String,
    pub email: Email,
    pub name: Option<String>,
    pub roles: Roles,
    pub awarded: Credits,
    pub purchased: Credits,
    /// The date of the message.
    pub queued_at: Timestamp,
}

/// Why a message is sent, with the figures for its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageCause {
    Invitation {
        /// The actor.
        inviter: String,
        /// The time at which the invitation ends.
        expires_at: Timestamp,
    },
    /// The total balance fell below a threshold.
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
    pub kind: MessageKind,
    /// The time of the operation.
    pub at: Timestamp,
    /// The change of the awarded balance.
    pub awarded: i64,
    /// The change of the purchased balance.
    pub purchased: i64,
    /// The month that was granted.
    pub month: Option<Month>,
    /// The reason that the administrator gave.
    pub reason: Option<String>,
}

/// A message as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMessage {
    /// The Message-ID. Before the first attempt it is only the part before the `@`.
    pub message_id: String,
    pub kind: MessageKind,
    pub email: Email,
    pub status: MessageStatus,
    /// The operation that caused it; `None` for a low balance.
    pub operation: Option<OperationId>,
    pub queued_at: Timestamp,
    pub attempts: i64,
    pub sent_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub error: Option<String>,
}
