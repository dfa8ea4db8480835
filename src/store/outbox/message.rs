//! The outbox: messages queued in the transaction that caused them, handed out one by one, marked at once.
//!
//! A message's link needs the token in clear, and the token is nowhere at rest. So every attempt mints a token of its own:
//! its hash is committed before the message leaves, beside those of earlier attempts, which stay good. Were the earlier ones
//! replaced, a crash between the server's yes and the mark here would leave a message with a dead link in the mailbox, and
//! many mail systems drop its repeat, which has the same Message-ID. A token derived from a secret of the database would
//! be in clear at rest for whoever reads the file. A hash without a delivered message opens nothing.
//!
//! One process at a time sends ([`super::lock::OutboxLock`]). The mark of one message and the taking of the next are one
//! transaction, so a message costs one write to the disk; after a crash the message in hand is still queued and is repeated,
//! recognisably, under its Message-ID.

use std::str::FromStr;

use serde::Serialize;

use crate::domain::{Credits, Email, Roles, Timestamp};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::engine::value::{FromValue, ToValue, Value};
use crate::store::session::{Reader, Writer};

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
    /// Its invitation was withdrawn first.
    Cancelled,
}

impl MessageStatus {
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
        [Self::Queued, Self::Sent, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| format!("'{text}' is not the status of a message"))
    }
}

/// A message's key in the database. It never reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxId(i64);

stored_as_word!(MessageStatus);

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

/// A message that has been taken out to be sent.
#[derive(Clone, Debug)]
pub struct OutgoingMessage {
    /// Its key.
    pub id: OutboxId,
    /// The Message-ID, the same in every attempt.
    pub message_id: String,
    /// The recipient.
    pub email: Email,
    /// The recipient's name.
    pub name: Option<String>,
    /// The recipient's roles.
    pub roles: Roles,
    /// The credits that the recipient was awarded.
    pub awarded: Credits,
    /// Who invites.
    pub inviter: String,
    /// Until when the invitation can be accepted.
    pub expires_at: Timestamp,
    /// When the message was queued: its date.
    pub queued_at: Timestamp,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The server has the message.
    Sent,
    /// It has not, and the message stays queued. Says why in one line.
    Postponed(String),
    /// It has not, and never will. Says why in one line.
    Failed(String),
}

/// A message as the outbox shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMessage {
    /// The Message-ID; before the first attempt, its part before the '@'.
    pub message_id: String,
    /// The recipient.
    pub email: Email,
    /// What became of it.
    pub status: MessageStatus,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When a server took it.
    pub sent_at: Option<Timestamp>,
    /// Why the last attempt failed.
    pub error: Option<String>,
}

/// The messages that wait and whose invitation is open at `?1`.
const QUEUED: &str = "FROM outbox x CROSS JOIN invitations i ON i.id = x.invitation
     WHERE x.status = 'queued' AND i.status = 'invited' AND i.expires_at > ?1";

impl Reader<'_> {
    /// The messages that wait, of one operation or all: first those that were tried least often, so that none holds up the
    /// others, and of these the oldest.
    pub fn queued_messages(&self, operation: Option<i64>, now: Timestamp) -> Result<Vec<OutboxId>> {
        self.session.all(
            &format!("SELECT x.id {QUEUED} AND (?2 IS NULL OR i.operation = ?2) ORDER BY x.attempts, x.id"),
            (now, operation),
            |row| row.get(0),
        )
    }

    /// Hands over all messages, newest first. Ends with the first error of `each`.
    pub fn outbox_messages(&self, mut each: impl FnMut(&OutboxMessage) -> Result<()>) -> Result<()> {
        let mut statement = self.session.prepare(
            "SELECT x.message_id, u.email, x.status, x.queued_at, x.attempts, x.sent_at, x.last_error
             FROM outbox x CROSS JOIN invitations i ON i.id = x.invitation CROSS JOIN users u ON u.id =
                 i.user_id
             ORDER BY x.id DESC",
        )?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            each(&queued_from_row(row)?)?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Marks the messages whose invitation expired while they waited as failed. Returns how many.
    pub fn fail_expired_messages(&self, now: Timestamp) -> Result<u64> {
        let expired = self.session.execute(
            "UPDATE outbox SET status = 'failed', last_error = 'the invitation expired before its message was sent'
             FROM invitations i
             WHERE outbox.status = 'queued' AND i.id = outbox.invitation AND i.expires_at <= ?1",
            [now],
        )?;
        Ok(expired)
    }

    /// Takes out a message, unless it waits no longer. The token with this hash opens its invitation from then on. On the
    /// first attempt its Message-ID gets this domain.
    pub fn take_message(
        &self,
        id: OutboxId,
        now: Timestamp,
        token_hash: &[u8; 32],
        sender_domain: &str,
    ) -> Result<Option<OutgoingMessage>> {
        let minted = self.session.execute(
            &format!(
                "INSERT INTO invitation_tokens (token_hash, invitation, email)
                 SELECT ?2, i.id, (SELECT email FROM users WHERE id = i.user_id) {QUEUED} AND x.id = ?3"
            ),
            (now, token_hash, id),
        )?;
        if minted == 0 {
            return Ok(None);
        }
        self.session.execute(
            "UPDATE outbox SET attempts = attempts + 1,
                        message_id = CASE attempts WHEN 0 THEN message_id || '@' || ?2 ELSE message_id END
                 WHERE id = ?1",
            (id, sender_domain),
        )?;
        self.outgoing(id).map(Some)
    }

    fn outgoing(&self, id: OutboxId) -> Result<OutgoingMessage> {
        let mut statement = self.session.prepare(
            "SELECT x.message_id, u.email, u.name, u.roles, u.awarded, o.actor, i.expires_at, x.queued_at
             FROM outbox x JOIN invitations i ON i.id = x.invitation JOIN users u ON u.id = i.user_id
                           JOIN operations o ON o.id = i.operation
             WHERE x.id = ?1",
        )?;
        statement.one([id], |row| {
            Ok(OutgoingMessage {
                id,
                message_id: row.get(0)?,
                email: row.get(1)?,
                name: row.get(2)?,
                roles: row.get(3)?,
                awarded: row.get(4)?,
                inviter: row.get(5)?,
                expires_at: row.get(6)?,
                queued_at: row.get(7)?,
            })
        })
    }

    /// Records how the attempt ended. A message that was withdrawn in the meantime stays so unless it was sent.
    pub fn record_attempt(&self, id: OutboxId, attempt: &Attempt, at: Timestamp) -> Result<()> {
        let (status, words) = match attempt {
            Attempt::Sent => {
                self.session.execute(
                    "UPDATE outbox SET status = 'sent', sent_at = ?2, last_error = NULL WHERE id = ?1",
                    (id, at),
                )?;
                return Ok(());
            }
            Attempt::Postponed(words) => (MessageStatus::Queued, words),
            Attempt::Failed(words) => (MessageStatus::Failed, words),
        };
        self.session.execute(
            "UPDATE outbox SET status = ?2, last_error = ?3 WHERE id = ?1 AND status = 'queued'",
            (id, status, words),
        )?;
        Ok(())
    }
}

fn queued_from_row(row: Row<'_>) -> Result<OutboxMessage> {
    Ok(OutboxMessage {
        message_id: row.get(0)?,
        email: row.get(1)?,
        status: row.get(2)?,
        queued_at: row.get(3)?,
        attempts: row.get(4)?,
        sent_at: row.get::<Option<i64>>(5)?.map(Timestamp::from_seconds),
        error: row.get(6)?,
    })
}
