//! What an export about a person holds.

use serde::Serialize;

use super::log::UndoState;
use crate::domain::{
    Bucket, Credits, Email, EntryId, Kind, LocalDay, MessageKind, Month, OperationId, Timestamp, User,
};
use crate::store::outbox::message::MessageStatus;
use crate::store::users::invitations::InvitationStatus;

/// The export. Keys and order of everything in it are stable, because scripts rely on them.
#[derive(Clone, Debug, Serialize)]
pub struct PersonExport {
    pub user: User,
    /// The former addresses, oldest first.
    pub former_addresses: Vec<FormerAddress>,
    /// The allowances by month, past and planned ones included.
    pub allowances: Vec<AllowanceStep>,
    /// Oldest first.
    pub entries: Vec<OwnEntry>,
    /// The operations that concerned the person, oldest first.
    pub operations: Vec<OwnOperation>,
    /// Further operations that the person did.
    pub acted_in: Vec<ForeignOperation>,
    /// Further operations with an address of the person in their texts.
    pub mentioned_in: Vec<ForeignOperation>,
    /// Oldest first.
    pub invitations: Vec<OwnInvitation>,
    /// Oldest first.
    pub messages: Vec<OwnMessage>,
}

/// An address that the person had before.
#[derive(Clone, Debug, Serialize)]
pub struct FormerAddress {
    pub email: Email,
    /// When it was given up.
    pub until: Timestamp,
    /// The operation that changed it.
    pub operation: OperationId,
}

/// The allowance in force from a month on.
#[derive(Clone, Debug, Serialize)]
pub struct AllowanceStep {
    /// The first month.
    pub month: Month,
    /// In credits per month.
    pub amount: Credits,
    /// `plain`, `cap` or `reset`.
    pub policy: String,
    /// The awarded balance up to which a grant fills.
    pub cap: Option<Credits>,
    /// During a pause, what it holds back.
    pub held: Option<Credits>,
    /// Whether a pause begins or ends with the month, and no command named it.
    pub carried: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnEntry {
    pub id: EntryId,
    pub operation: OperationId,
    pub at: Timestamp,
    /// The day and month of `at` in the ledger's zone.
    pub day: LocalDay,
    pub month_of: Month,
    pub bucket: Bucket,
    pub kind: Kind,
    pub amount: i64,
    pub balance_after: i64,
    pub reason: Option<String>,
    pub reference: Option<String>,
    /// The idempotency key of the entry, from a row of a file.
    pub key: Option<String>,
    pub month: Option<Month>,
    /// `None` if it is somebody else.
    pub actor: Option<String>,
}

/// An operation that concerned the person.
#[derive(Clone, Debug, Serialize)]
pub struct OwnOperation {
    pub operation: OperationId,
    pub at: Timestamp,
    /// The day and month of `at` in the ledger's zone.
    pub day: LocalDay,
    pub month_of: Month,
    /// `None` if it is somebody else.
    pub actor: Option<String>,
    /// `None` if the actor is somebody else.
    pub os_user: Option<String>,
    pub command: String,
    pub reason: Option<String>,
    pub reference: Option<String>,
    pub key: Option<String>,
    pub undoes: Option<OperationId>,
    pub undone: UndoState,
    pub undone_by: Vec<OperationId>,
    pub month: Option<Month>,
    /// `None` if the operation concerned others too.
    pub arguments: Option<Vec<String>>,
    /// The changes of the person's fields; credits are in the entries.
    pub changes: Vec<OwnChange>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnChange {
    pub field: String,
    pub month: Option<Month>,
    pub before: serde_json::Value,
    pub after: serde_json::Value,
}

/// An operation that did not concern the person.
#[derive(Clone, Debug, Serialize)]
pub struct ForeignOperation {
    pub operation: OperationId,
    pub at: Timestamp,
    pub command: String,
}

/// An invitation, without its tokens.
#[derive(Clone, Debug, Serialize)]
pub struct OwnInvitation {
    /// The operation that made it.
    pub operation: OperationId,
    pub status: InvitationStatus,
    pub invited_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnMessage {
    pub message_id: String,
    pub kind: MessageKind,
    pub status: MessageStatus,
    pub operation: Option<OperationId>,
    pub queued_at: Timestamp,
    pub attempts: i64,
    pub sent_at: Option<Timestamp>,
    pub error: Option<String>,
}
