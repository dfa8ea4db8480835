//! Queues the messages about an operation that moves credits, one for each user, set-based.

use crate::domain::{EntryId, OperationId, Timestamp};
use crate::error::Result;
use crate::store::engine::session::Session;
use crate::store::ledger::sealed_ranges::sql_is_entry_of;

/// Says which operations queue messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notices {
    /// Adjustments by an administrator.
    pub adjusted: bool,
    /// Monthly grants.
    pub granted: bool,
    /// The beginning of the Message-IDs: a name that no other run of the program has.
    pub run: String,
}

/// The part of an operation that its messages need.
pub(crate) struct NoticedOperation<'a> {
    pub(crate) id: OperationId,
    pub(crate) at: Timestamp,
    pub(crate) command: &'a str,
    pub(crate) first_entry: EntryId,
}

/// Users hear nothing of an import, nor of its undo.
const IMPORT: &str = "user import";

/// The kinds of entries that an administrator makes by hand. Spends of the platform, the opening of an account, and credits
/// that an erasure forfeits are not among them.
const ADJUSTING: &str = "'award', 'purchase', 'deduct', 'set', 'refund'";

/// The kind of what the platform takes. Whoever undoes it corrects it by hand.
const SPENDING: &str = "'spend'";

/// SQL for the operation that operation `?1` undoes.
const UNDONE: &str = "(SELECT undoes FROM operations WHERE id = ?1)";

/// Queues the messages of an operation. Its entries have to be there already.
pub(crate) fn queue(session: &Session, notices: &Notices, operation: &NoticedOperation<'_>) -> Result<()> {
    if operation.command == IMPORT {
        return Ok(());
    }
    if notices.adjusted {
        queue_for(session, notices, operation, "adjusted", &format!("kind IN ({ADJUSTING})"))?;
    }
    if notices.granted {
        queue_for(session, notices, operation, "granted", "kind = 'monthly'")?;
    }
    if operation.command != "undo" {
        return Ok(());
    }
    let mut kinds = Vec::new();
    if notices.adjusted {
        kinds.extend([ADJUSTING, SPENDING]);
    }
    if notices.granted {
        kinds.push("'monthly'");
    }
    let undone = format!(
        "kind = 'undo' AND user_id IN (
             SELECT e.user_id FROM entries e
             WHERE {} AND e.kind IN ({})
               AND (SELECT o.command FROM operations o WHERE o.id = {UNDONE}) <> '{IMPORT}')",
        sql_is_entry_of("e.id", UNDONE),
        kinds.join(", ")
    );
    queue_for(session, notices, operation, "corrected", &undone)
}

/// Queues a message of this kind to each active user who wants mail and has an entry of the operation that fits the condition
/// `entries`.
fn queue_for(
    session: &Session,
    notices: &Notices,
    operation: &NoticedOperation<'_>,
    kind: &str,
    entries: &str,
) -> Result<()> {
    let sql = format!(
        "INSERT INTO outbox (kind, user_id, cause, message_id, status, queued_at)
         SELECT '{kind}', u.id, ?1, ?2 || '.' || ?1 || '.' || u.id, 'queued', ?3
         FROM users u WHERE u.status = 'active' AND u.mail <> 0
           AND u.id IN (SELECT user_id FROM entries WHERE id >= ?4 AND amount <> 0 AND {entries})
         ORDER BY u.id"
    );
    session.run(&sql, (operation.id, &notices.run, operation.at, operation.first_entry))?;
    Ok(())
}
