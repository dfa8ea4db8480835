//! The outbox as a list.

use super::message::OutboxMessage;
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::session::Reader;

impl Reader<'_> {
    /// Hands over all messages, newest first. Ends with the first error of `each`.
    pub fn outbox_messages(&self, mut each: impl FnMut(&OutboxMessage) -> Result<()>) -> Result<()> {
        self.session.each(
            "SELECT x.message_id, x.kind, u.email, x.status,
                    CASE x.kind WHEN 'low_balance' THEN NULL
                                WHEN 'invitation' THEN (SELECT i.operation FROM invitations i WHERE i.id = x.cause)
                                ELSE x.cause END,
                    x.queued_at, x.attempts, x.sent_at, x.last_error
             FROM outbox x CROSS JOIN users u ON u.id = x.user_id
             ORDER BY x.id DESC",
            (),
            |row| each(&outbox_message(row)?),
        )
    }
}

fn outbox_message(row: Row<'_>) -> Result<OutboxMessage> {
    Ok(OutboxMessage {
        message_id: row.get(0)?,
        kind: row.get(1)?,
        email: row.get(2)?,
        status: row.get(3)?,
        operation: row.get(4)?,
        queued_at: row.get(5)?,
        attempts: row.get(6)?,
        sent_at: row.get(7)?,
        error: row.get(8)?,
    })
}
