//! What an administrator does with messages that wait or failed, and what is remembered of faults.

use super::list::MESSAGE_KEYS;
use super::message::OutboxId;
use crate::domain::{Filter, Timestamp};
use crate::error::{Error, Result};
use crate::store::engine::value::ToValue;
use crate::store::queries::filter::CompiledFilter;
use crate::store::session::{Reader, Writer};

/// Which messages are meant.
#[derive(Clone, Debug)]
pub enum MailSelection {
    /// All that failed.
    Failed,
    /// All that wait or failed.
    Unsent,
    /// Those to the users of the current selection.
    ToSelected,
    /// The one with this Message-ID, or with this part of it before the '@'.
    Message(String),
}

impl MailSelection {
    fn condition(&self) -> &'static str {
        match self {
            Self::Failed => "x.status = 'failed' AND ?1 IS NULL",
            Self::Unsent => "x.status IN ('queued', 'failed') AND ?1 IS NULL",
            Self::ToSelected => {
                "x.status IN ('queued', 'failed') AND x.user_id IN (SELECT user_id FROM temp.selected) AND ?1 IS NULL"
            }
            Self::Message(_) => {
                "x.status IN ('queued', 'failed') AND (x.message_id = ?1 OR x.message_id >= ?1 || '@' AND x.message_id < ?1 || 'A')"
            }
        }
    }

    fn message_id(&self) -> Option<&str> {
        match self {
            Self::Message(id) => Some(id),
            Self::Failed | Self::Unsent | Self::ToSelected => None,
        }
    }
}

/// Messages that were queued again.
#[derive(Clone, Debug, Default)]
pub struct Requeued {
    /// They wait now.
    pub messages: Vec<OutboxId>,
    /// How many were left as they are: their invitations are closed or expired.
    pub left_out: u64,
}

impl Writer<'_> {
    /// Queues messages again that fit the filter. Exit 3 where no message has the Message-ID.
    pub fn requeue_messages(
        &self,
        which: &MailSelection,
        filter: &Filter,
        now: Timestamp,
    ) -> Result<Requeued> {
        self.require_here()?;
        self.require_known(which)?;
        let filter = CompiledFilter::new(filter, MESSAGE_KEYS, 2);
        let id = which.message_id();
        let all = self.session.all(
            &format!(
                "SELECT x.id, x.kind <> 'invitation' OR EXISTS (
                            SELECT 1 FROM invitations i
                            WHERE i.id = x.cause AND i.status = 'invited' AND i.expires_at > ?2)
                 FROM outbox x JOIN users u ON u.id = x.user_id WHERE {} AND {} ORDER BY x.id",
                which.condition(),
                filter.sql()
            ),
            filter.values(&[id.to_value(), now.to_value()]).as_slice(),
            |row| Ok((row.get::<OutboxId>(0)?, row.get::<bool>(1)?)),
        )?;
        let messages: Vec<_> = all.iter().filter(|(_, open)| *open).map(|(id, _)| *id).collect();
        let left_out = (all.len() - messages.len()) as u64;
        for id in &messages {
            self.session.execute("UPDATE outbox SET status = 'queued' WHERE id = ?1", [*id])?;
        }
        Ok(Requeued { messages, left_out })
    }

    /// Gives up messages that fit the filter. Returns how many. Exit 3 where no message has the Message-ID.
    pub fn drop_messages(&self, which: &MailSelection, filter: &Filter) -> Result<u64> {
        self.require_here()?;
        self.require_known(which)?;
        let filter = CompiledFilter::new(filter, MESSAGE_KEYS, 1);
        let id = which.message_id();
        self.session.execute(
            &format!(
                "UPDATE outbox SET status = 'cancelled' WHERE id IN (
                     SELECT x.id FROM outbox x JOIN users u ON u.id = x.user_id WHERE {} AND {})",
                which.condition(),
                filter.sql()
            ),
            filter.values(&[id.to_value()]).as_slice(),
        )
    }

    fn require_known(&self, which: &MailSelection) -> Result<()> {
        let Some(id) = which.message_id() else { return Ok(()) };
        let known: bool = self.session.value(
            "SELECT EXISTS (SELECT 1 FROM outbox x WHERE x.message_id = ?1
                            OR x.message_id >= ?1 || '@' AND x.message_id < ?1 || 'A')",
            [id],
        )?;
        if known {
            return Ok(());
        }
        Err(Error::not_found(format!("no message has the Message-ID '{}'", id.escape_debug()))
            .hint("list them with: rad-admin mail list --fields message_id,email,status"))
    }

    /// Remembers when a fault of the outbox was last reported; `None`: there is none any more.
    pub fn remember_fault(&self, reported_at: Option<Timestamp>) -> Result<()> {
        self.session.execute(
            "INSERT INTO mail_state (id, fault_reported_at) VALUES (1, ?1)
             ON CONFLICT (id) DO UPDATE SET fault_reported_at = ?1",
            [reported_at],
        )?;
        Ok(())
    }
}

impl Reader<'_> {
    /// How long ago a fault of the outbox that lasts was last reported.
    pub fn fault_age_seconds(&self, now: Timestamp) -> Result<Option<i64>> {
        let reported: Option<Option<Timestamp>> =
            self.session
                .optional("SELECT fault_reported_at FROM mail_state WHERE id = 1", (), |row| row.get(0))?;
        Ok(reported.flatten().map(|at| now.seconds() - at.seconds()))
    }
}
