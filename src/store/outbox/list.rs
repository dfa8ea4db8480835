//! Lists the messages of the outbox.

use super::message::{MessageStatus, OutboxMessage};
use super::whose::MailSelection;
use crate::domain::{MessageKind, Sort, ValueKind};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::engine::value::ToValue;
use crate::store::queries::filter::{CompiledFilter, ListKey, order_by};
use crate::store::queries::list::{DOMAIN, ROLE};
use crate::store::queries::list_query::ListQuery;
use crate::store::session::Reader;

/// SQL for the operation that caused message `x`; NULL for a low balance.
macro_rules! operation {
    () => {
        "CASE x.kind WHEN 'low_balance' THEN NULL
                     WHEN 'invitation' THEN (SELECT i.operation FROM invitations i WHERE i.id = x.cause)
                     ELSE x.cause END"
    };
}

const COLUMNS: &str = concat!(
    "x.message_id, x.kind, u.email, x.status, ",
    operation!(),
    ", x.queued_at, x.attempts, x.sent_at, x.last_error"
);

/// What messages can be filtered and sorted by. In the SQL, `x` is the message and `u` its recipient.
pub const MESSAGE_KEYS: &[ListKey] = &[
    ListKey::new("message_id", ValueKind::Text, "x.message_id"),
    ListKey::new("kind", ValueKind::Word(|| MessageKind::ALL.map(MessageKind::as_str).to_vec()), "x.kind"),
    ListKey::new("email", ValueKind::Address, "u.email"),
    ListKey::new(
        "status",
        ValueKind::Word(|| MessageStatus::ALL.map(MessageStatus::as_str).to_vec()),
        "x.status",
    ),
    ListKey::new("operation", ValueKind::Integer, operation!()),
    ListKey::new("queued_at", ValueKind::Time, "x.queued_at"),
    ListKey::new("attempts", ValueKind::Integer, "x.attempts"),
    ListKey::new("sent_at", ValueKind::Time, "x.sent_at"),
    ListKey::new("error", ValueKind::Text, "x.last_error"),
    DOMAIN,
    ROLE,
];

/// The default order, which also ends every other. It sorts by a number that no list shows, so it has no key.
const NEWEST_FIRST: Sort = Sort { key: "", descending: true };

impl Reader<'_> {
    /// Hands over the messages that fit the query, newest first unless it sorts. Ends with the first error of `each`.
    pub fn outbox_messages(
        &self,
        whose: &MailSelection,
        query: &ListQuery,
        mut each: impl FnMut(&OutboxMessage) -> Result<()>,
    ) -> Result<()> {
        self.select_messages(whose)?;
        let filter = CompiledFilter::new(&query.filter, MESSAGE_KEYS, 1)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM outbox x CROSS JOIN users u ON u.id = x.user_id WHERE {} AND {} ORDER BY {} {}",
            whose.condition(),
            filter.sql(),
            order_by(&query.sort, MESSAGE_KEYS, &NEWEST_FIRST, "x.id"),
            query.cut()
        );
        let id = whose.message_id();
        self.session.each(&sql, filter.values(&[id.to_value()]).as_slice(), |row| each(&outbox_message(row)?))
    }

    pub fn count_messages(&self, whose: &MailSelection, query: &ListQuery) -> Result<u64> {
        self.select_messages(whose)?;
        let filter = CompiledFilter::new(&query.filter, MESSAGE_KEYS, 1)?;
        let sql = format!(
            "SELECT count(*) FROM outbox x CROSS JOIN users u ON u.id = x.user_id WHERE {} AND {}",
            whose.condition(),
            filter.sql()
        );
        self.session.value(&sql, filter.values(&[whose.message_id().to_value()]).as_slice())
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
