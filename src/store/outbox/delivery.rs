//! Takes messages out of the queue, and records the result of each attempt to send them.
//!
//! A link to accept an invitation contains the token in clear, and the token is stored nowhere. So each attempt makes a new
//! token. Its hash is committed before the message is sent; the hashes of earlier attempts stay valid. If they were replaced, a
//! crash between the server's acceptance and the record of it would leave a message with a dead link in the mailbox, and many
//! mail systems drop the repeat, because it has the same Message-ID. A token derived from a secret in the database would be
//! readable for anybody who can read the file. The hash of a token that was never delivered opens nothing.
//!
//! Only one process sends at a time ([`super::lock::OutboxLock`]). One transaction records a message and takes out the next, so
//! a message costs one write to the disk. After a crash, the message that was being sent is still queued. It is sent again, and
//! its Message-ID shows that it is a repeat.

use super::message::{CreditChange, MessageCause, MessageStatus, OutboxId, OutgoingMessage};
use crate::domain::{MessageKind, Timestamp};
use crate::error::Result;
use crate::store::chain::sql_chain;
use crate::store::session::{Reader, Writer};
use crate::store::users::token_seal;

/// Says which queued messages are meant.
#[derive(Clone, Debug)]
pub enum Waiting<'a> {
    All,
    /// The messages that one run of the program queued: their Message-IDs begin with this name and a dot.
    OfRun(&'a str),
    These(&'a [OutboxId]),
}

/// The result of an attempt to send a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The server has accepted it.
    Sent,
    /// The server has not accepted it, and it stays queued. The reason is one line.
    Postponed(String),
    /// The server will never accept it. The reason is one line.
    Failed(String),
}

/// SQL for whether a queued message `x` to user `u` still has a purpose at second `?1`. It has none if its invitation is
/// closed, the account is not in use, the owner wants no mail, or the balance is no longer low.
const IS_WANTED: &str = "CASE x.kind
         WHEN 'invitation' THEN EXISTS (SELECT 1 FROM invitations i
                                        WHERE i.id = x.cause AND i.status = 'invited' AND i.expires_at > ?1)
         WHEN 'low_balance' THEN u.status = 'active' AND u.mail <> 0 AND u.awarded + u.purchased < x.threshold
         ELSE u.status = 'active' AND u.mail <> 0 END";

impl Reader<'_> {
    /// Returns the queued messages: those with the fewest attempts first, so that none holds up the others, and then the
    /// oldest. Without `with_invitations`, invitations are left out.
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
    /// Claims a message for sending; `None` if it is no longer queued or wanted. If it is an invitation, the token with this hash opens
    /// it from now on. On the first attempt, the Message-ID gets the domain of the sender.
    pub fn claim_message(
        &self,
        id: OutboxId,
        now: Timestamp,
        token_hash: &[u8; 32],
        sender_domain: &str,
    ) -> Result<Option<OutgoingMessage>> {
        let claimed = self.session.execute(
            &format!(
                "UPDATE outbox SET attempts = attempts + 1,
                        message_id = CASE attempts WHEN 0 THEN message_id || '@' || ?3 ELSE message_id END
                 WHERE id = ?2 AND status = 'queued'
                   AND (SELECT {IS_WANTED} FROM outbox x JOIN users u ON u.id = x.user_id WHERE x.id = ?2)"
            ),
            (now, id, sender_domain),
        )?;
        if claimed == 0 {
            return Ok(None);
        }
        let outgoing = self.outgoing(id)?;
        if matches!(outgoing.cause, MessageCause::Invitation { .. }) {
            let email = outgoing.email.as_str();
            let invitation = self.session.value("SELECT cause FROM outbox WHERE id = ?1", [id])?;
            let (operation, seal) = token_seal::new(self.session, invitation, token_hash, email)?;
            self.session.run(
                "INSERT INTO invitation_tokens (token_hash, invitation, email, operation, seal) VALUES (?1, ?2, ?3, ?4, ?5)",
                (token_hash, invitation, email, operation, seal),
            )?;
        }
        Ok(Some(outgoing))
    }

    /// Returns the first message that this run of the program queued, without claiming it, and the number of all that it
    /// queued. A dry run shows both.
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

    /// Sums up the entries of the operation that caused the message. It finds them by walking back from the user's newest
    /// entry.
    fn change_of(&self, id: OutboxId, kind: MessageKind) -> Result<CreditChange> {
        const CAUSE: &str = "(SELECT cause FROM outbox WHERE id = ?1)";
        let chain = sql_chain(
            "outbox x JOIN users u ON u.id = x.user_id WHERE x.id = ?1",
            &[],
            &format!("e.operation >= {CAUSE}"),
        );
        let sql = format!(
            "WITH RECURSIVE {chain}
             SELECT o.at, o.month, coalesce(c.reason, o.reason), c.awarded, c.purchased
             FROM outbox x JOIN operations o ON o.id = x.cause CROSS JOIN (
                 SELECT max(e.reason) AS reason, coalesce(sum(CASE e.bucket WHEN 'awarded' THEN e.amount END), 0) AS awarded,
                        coalesce(sum(CASE e.bucket WHEN 'purchased' THEN e.amount END), 0) AS purchased
                 FROM chain n CROSS JOIN entries e ON e.id = n.id WHERE e.operation = {CAUSE}) c
             WHERE x.id = ?1"
        );
        self.session.one(&sql, [id], |row| {
            Ok(CreditChange {
                kind,
                at: row.get(0)?,
                month: row.get(1)?,
                reason: row.get(2)?,
                awarded: row.get(3)?,
                purchased: row.get(4)?,
            })
        })
    }

    /// Records the result of an attempt. A message that was cancelled in the meantime stays cancelled, unless it was sent.
    pub fn record_attempt(&self, id: OutboxId, attempt: &Attempt, at: Timestamp) -> Result<()> {
        let (status, words) = match attempt {
            Attempt::Sent => {
                self.session.run(
                    "UPDATE outbox SET status = 'sent', sent_at = ?2, last_error = NULL WHERE id = ?1",
                    (id, at),
                )?;
                return Ok(());
            }
            Attempt::Postponed(words) => (MessageStatus::Queued, words),
            Attempt::Failed(words) => (MessageStatus::Failed, words),
        };
        self.session.run(
            "UPDATE outbox SET status = ?2, last_error = ?3 WHERE id = ?1 AND status = 'queued'",
            (id, status, words),
        )?;
        Ok(())
    }

    /// Takes messages without a purpose out of the queue. Those of invitations that expired while queued become failed, all
    /// others cancelled. Returns how many failed.
    pub fn settle_outbox(&self, now: Timestamp) -> Result<u64> {
        let expired = self.session.execute(
            "UPDATE outbox SET status = 'failed', last_error = 'the invitation expired before its message was sent'
             WHERE status = 'queued' AND kind = 'invitation'
               AND EXISTS (SELECT 1 FROM invitations i WHERE i.id = outbox.cause AND i.expires_at <= ?1)",
            [now],
        )?;
        self.session.run(
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
