//! Handing messages out, and marking what became of them.
//!
//! An invitation's link needs the token in clear, and the token is nowhere at rest. So every attempt mints a token of its own:
//! its hash is committed before the message leaves, beside those of earlier attempts, which stay good. If the earlier ones
//! were replaced, a crash between the server's yes and the mark here would leave a message with a dead link in the mailbox, and
//! many mail systems drop its repeat, which has the same Message-ID. A token derived from a secret of the database would
//! be in clear at rest for anybody who reads the file. A hash without a delivered message opens nothing.
//!
//! One process at a time sends ([`super::lock::OutboxLock`]). The mark of one message and the taking of the next are one
//! transaction, so a message costs one write to the disk. After a crash the message in hand is still queued and is repeated,
//! recognisably, under its Message-ID.

use super::message::{CreditChange, MessageCause, MessageStatus, OutboxId, OutgoingMessage};
use crate::domain::{MessageKind, Timestamp};
use crate::error::Result;
use crate::store::session::{Reader, Writer};
use crate::store::users::token_seal;

/// Which of the waiting messages are meant.
#[derive(Clone, Debug)]
pub enum Waiting<'a> {
    /// All.
    All,
    /// Those whose Message-ID begins with this name and a dot: the messages that one run of the program queued.
    OfRun(&'a str),
    /// These.
    These(&'a [OutboxId]),
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

/// Whether a queued message `x` to user `u` still has a use at time `?1`. It is nobody's business any more where the
/// invitation was closed, the account is not in use, its owner wants no mail, or the balance is no longer low.
const IS_WANTED: &str = "CASE x.kind
         WHEN 'invitation' THEN EXISTS (SELECT 1 FROM invitations i
                                        WHERE i.id = x.cause AND i.status = 'invited' AND i.expires_at > ?1)
         WHEN 'low_balance' THEN u.status = 'active' AND u.mail <> 0 AND u.awarded + u.purchased < x.threshold
         ELSE u.status = 'active' AND u.mail <> 0 END";

impl Reader<'_> {
    /// The messages that wait: first those that were tried least often, so that none holds up the others, and of these the
    /// oldest. Invitations can be left out.
    pub fn queued_messages(
        &self,
        which: &Waiting<'_>,
        with_invitations: bool,
        now: Timestamp,
    ) -> Result<Vec<OutboxId>> {
        let kinds = if with_invitations { "" } else { "AND x.kind <> 'invitation'" };
        let select = |condition: &str| {
            format!(
                "SELECT x.id FROM outbox x CROSS JOIN users u ON u.id = x.user_id
                 WHERE x.status = 'queued' AND {IS_WANTED} {kinds} {condition} ORDER BY x.attempts, x.id"
            )
        };
        match which {
            Waiting::All => self.session.all(&select(""), [now], |row| row.get(0)),
            Waiting::OfRun(run) => self.session.all(
                &select("AND x.message_id >= ?2 AND x.message_id < ?3"),
                (now, format!("{run}."), format!("{run}/")),
                |row| row.get(0),
            ),
            Waiting::These(ids) => {
                let mut waiting = Vec::new();
                for id in *ids {
                    waiting.extend(
                        self.session
                            .optional(&select("AND x.id = ?2"), (now, *id), |row| row.get::<OutboxId>(0))?,
                    );
                }
                Ok(waiting)
            }
        }
    }
}

impl Writer<'_> {
    /// Takes out a message, unless it waits no longer. The token with this hash opens its invitation from then on. On the
    /// first attempt its Message-ID gets this domain.
    pub fn take_message(
        &self,
        id: OutboxId,
        now: Timestamp,
        token_hash: &[u8; 32],
        sender_domain: &str,
    ) -> Result<Option<OutgoingMessage>> {
        let taken = self.session.execute(
            &format!(
                "UPDATE outbox SET attempts = attempts + 1,
                        message_id = CASE attempts WHEN 0 THEN message_id || '@' || ?3 ELSE message_id END
                 WHERE id = ?2 AND status = 'queued'
                   AND (SELECT {IS_WANTED} FROM outbox x JOIN users u ON u.id = x.user_id WHERE x.id = ?2)"
            ),
            (now, id, sender_domain),
        )?;
        if taken == 0 {
            return Ok(None);
        }
        let outgoing = self.outgoing(id)?;
        if matches!(outgoing.cause, MessageCause::Invitation { .. }) {
            let email = outgoing.email.as_str();
            let invitation = self.session.value("SELECT cause FROM outbox WHERE id = ?1", [id])?;
            let (operation, seal) = token_seal::new(self.session, invitation, token_hash, email)?;
            self.session.execute(
                "INSERT INTO invitation_tokens (token_hash, invitation, email, operation, seal) VALUES (?1, ?2, ?3, ?4, ?5)",
                (token_hash, invitation, email, operation, seal),
            )?;
        }
        Ok(Some(outgoing))
    }

    /// The first message that this run of the program queued, not taken out: what a dry run shows. And how many there are.
    pub fn first_of_run(&self, run: &str) -> Result<Option<(OutgoingMessage, u64)>> {
        let (first, count): (Option<OutboxId>, u64) = self.session.one(
            "SELECT min(id), count(*) FROM outbox WHERE message_id >= ?1 AND message_id < ?2",
            (format!("{run}."), format!("{run}/")),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        first.map(|first| Ok((self.outgoing(first)?, count))).transpose()
    }

    fn outgoing(&self, id: OutboxId) -> Result<OutgoingMessage> {
        let cause = self.cause_of(id)?;
        self.session.one(
            "SELECT x.message_id, u.email, u.name, u.roles, u.awarded, u.purchased, x.queued_at
             FROM outbox x JOIN users u ON u.id = x.user_id WHERE x.id = ?1",
            [id],
            |row| {
                Ok(OutgoingMessage {
                    cause,
                    message_id: row.get(0)?,
                    email: row.get(1)?,
                    name: row.get(2)?,
                    roles: row.get(3)?,
                    awarded: row.get(4)?,
                    purchased: row.get(5)?,
                    queued_at: row.get(6)?,
                })
            },
        )
    }

    fn cause_of(&self, id: OutboxId) -> Result<MessageCause> {
        let (kind, threshold): (MessageKind, Option<i64>) =
            self.session.one("SELECT kind, threshold FROM outbox WHERE id = ?1", [id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        match kind {
            MessageKind::Invitation => self.session.one(
                "SELECT o.actor, i.expires_at FROM outbox x JOIN invitations i ON i.id = x.cause
                                                            JOIN operations o ON o.id = i.operation
                 WHERE x.id = ?1",
                [id],
                |row| Ok(MessageCause::Invitation { inviter: row.get(0)?, expires_at: row.get(1)? }),
            ),
            MessageKind::LowBalance => Ok(MessageCause::LowBalance { threshold: threshold.unwrap_or(0) }),
            MessageKind::Adjusted | MessageKind::Granted | MessageKind::Corrected => {
                self.change_of(id, kind).map(MessageCause::Change)
            }
        }
    }

    /// Walks back along the user's entries to those of the operation.
    fn change_of(&self, id: OutboxId, kind: MessageKind) -> Result<CreditChange> {
        self.session.one(
            "WITH RECURSIVE chain (operation, previous, bucket, amount, reason) AS (
                 SELECT e.operation, e.previous, e.bucket, e.amount, e.reason
                 FROM outbox x JOIN users u ON u.id = x.user_id JOIN entries e ON e.id = u.last_entry
                 WHERE x.id = ?1
                 UNION ALL
                 SELECT e.operation, e.previous, e.bucket, e.amount, e.reason
                 FROM chain c JOIN entries e ON e.id = c.previous
                 WHERE c.operation >= (SELECT cause FROM outbox WHERE id = ?1))
             SELECT o.at, o.month, coalesce(c.reason, o.reason), c.awarded, c.purchased
             FROM outbox x JOIN operations o ON o.id = x.cause CROSS JOIN (
                 SELECT max(reason) AS reason, coalesce(sum(CASE bucket WHEN 'awarded' THEN amount END), 0) AS awarded,
                        coalesce(sum(CASE bucket WHEN 'purchased' THEN amount END), 0) AS purchased
                 FROM chain WHERE operation = (SELECT cause FROM outbox WHERE id = ?1)) c
             WHERE x.id = ?1",
            [id],
            |row| {
                Ok(CreditChange {
                    kind,
                    at: row.get(0)?,
                    month: row.get(1)?,
                    reason: row.get(2)?,
                    awarded: row.get(3)?,
                    purchased: row.get(4)?,
                })
            },
        )
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

    /// Settles what has no use any more: messages of invitations that expired while they waited have failed, all others are
    /// cancelled. Returns how many failed.
    pub fn settle_outbox(&self, now: Timestamp) -> Result<u64> {
        let expired = self.session.execute(
            "UPDATE outbox SET status = 'failed', last_error = 'the invitation expired before its message was sent'
             WHERE status = 'queued' AND kind = 'invitation'
               AND EXISTS (SELECT 1 FROM invitations i WHERE i.id = outbox.cause AND i.expires_at <= ?1)",
            [now],
        )?;
        self.session.execute(
            &format!(
                "UPDATE outbox SET status = 'cancelled' WHERE status = 'queued' AND id IN (
                     SELECT x.id FROM outbox x JOIN users u ON u.id = x.user_id
                     WHERE x.status = 'queued' AND NOT {IS_WANTED})"
            ),
            [now],
        )?;
        Ok(expired)
    }
}
