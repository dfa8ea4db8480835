//! Retries and gives up messages, and remembers when a fault of the outbox was reported.

use super::list::MESSAGE_KEYS;
use super::message::OutboxId;
use super::whose::MailSelection;
use crate::domain::{Filter, Timestamp};
use crate::error::Result;
use crate::store::engine::value::ToValue;
use crate::store::queries::filter::CompiledFilter;
use crate::store::session::{Reader, Writer};

/// Says which messages are tried again or given up.
#[derive(Clone, Debug)]
pub struct Unsent {
    pub whose: MailSelection,
    /// Whether messages that wait are left alone.
    pub only_failed: bool,
}

impl Unsent {
    fn condition(&self) -> String {
        let status =
            if self.only_failed { "x.status = 'failed'" } else { "x.status IN ('queued', 'failed')" };
        format!("{status} AND {}", self.whose.condition())
    }
}

/// The result of queueing messages again.
#[derive(Clone, Debug, Default)]
pub struct Requeued {
    pub messages: Vec<OutboxId>,
    /// How many messages stay as they are, because their invitation is closed or expired.
    pub left_out: u64,
}

impl Writer<'_> {
    /// Queues messages again that fit the filter. Fails (exit 3) as
    /// [`Reader::select_messages`] does.
    pub fn requeue_messages(&self, which: &Unsent, filter: &Filter, now: Timestamp) -> Result<Requeued> {
        self.require_here()?;
        self.select_messages(&which.whose)?;
        let filter = CompiledFilter::new(filter, MESSAGE_KEYS, 2)?;
        let id = which.whose.message_id();
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
            self.session.run("UPDATE outbox SET status = 'queued' WHERE id = ?1", [*id])?;
        }
        Ok(Requeued { messages, left_out })
    }

    /// Gives up the messages that fit the filter. Returns how many. Fails (exit 3) as
    /// [`Reader::select_messages`] does.
    pub fn drop_messages(&self, which: &Unsent, filter: &Filter) -> Result<u64> {
        self.require_here()?;
        self.select_messages(&which.whose)?;
        let filter = CompiledFilter::new(filter, MESSAGE_KEYS, 1)?;
        let id = which.whose.message_id();
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

    /// Stores when a send error was last reported; `None` if messages can be sent again.
    pub fn remember_send_error(&self, reported_at: Option<Timestamp>) -> Result<()> {
        self.session.run(
            "INSERT INTO mail_state (id, fault_reported_at) VALUES (1, ?1)
             ON CONFLICT (id) DO UPDATE SET fault_reported_at = ?1",
            [reported_at],
        )?;
        Ok(())
    }
}

impl Reader<'_> {
    /// Returns how long ago the present send error was last reported; `None` if there is none.
    pub fn send_error_age_seconds(&self, now: Timestamp) -> Result<Option<i64>> {
        let reported: Option<Option<Timestamp>> =
            self.session
                .optional("SELECT fault_reported_at FROM mail_state WHERE id = 1", (), |row| row.get(0))?;
        Ok(reported.flatten().map(|at| now.seconds() - at.seconds()))
    }
}
