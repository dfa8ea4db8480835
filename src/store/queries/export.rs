//! Exports all that the ledger holds about one person, without the addresses and texts of others. If an operation concerned
//! others too, its texts may be about them, so they are left out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::changes::Change;
use super::list_query::ListQuery;
use super::log::{LogQuery, LoggedOperation, UndoState};
use crate::domain::{
    Bucket, Condition, Credits, Email, EntryId, Kind, LocalDay, MessageKind, Month, OperationId,
    OwnAddresses, Sort, Timestamp, User, Zone,
};
use crate::error::Result;
use crate::store::chain::with_chain_of_user;
use crate::store::engine::session::Row;
use crate::store::ids::UserId;
use crate::store::outbox::message::MessageStatus;
use crate::store::outbox::whose::MailSelection;
use crate::store::session::Reader;
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

/// Reads entries and operations without the addresses of others.
struct OwnTexts<'a>(&'a OwnAddresses, Zone);

impl OwnTexts<'_> {
    fn without_others(&self, text: Option<String>) -> Option<String> {
        text.map(|text| self.0.without_others(&text))
    }

    fn own_actor(&self, actor: String) -> Option<String> {
        Some(actor).filter(|actor| self.0.contains(actor))
    }

    fn entry(&self, row: Row<'_>) -> Result<OwnEntry> {
        let at = row.get(2)?;
        let day = self.1.day_of(at);
        Ok(OwnEntry {
            id: row.get(0)?,
            operation: row.get(1)?,
            at,
            day,
            month_of: day.month(),
            bucket: row.get(3)?,
            kind: row.get(4)?,
            amount: row.get(5)?,
            balance_after: row.get(6)?,
            reason: self.without_others(row.get(7)?),
            reference: self.without_others(row.get(8)?),
            key: self.without_others(row.get(9)?),
            month: row.get(10)?,
            actor: self.own_actor(row.get(11)?),
        })
    }

    fn operation(&self, done: LoggedOperation) -> OwnOperation {
        let is_alone = done.users <= 1;
        let words = done.arguments.filter(|_| is_alone);
        let is_own = self.0.contains(&done.actor);
        OwnOperation {
            operation: done.operation,
            at: done.at,
            day: done.day,
            month_of: done.month_of,
            arguments: words.map(|words| self.0.words_without_others(words, &done.actor)),
            actor: self.own_actor(done.actor),
            os_user: is_own.then_some(done.os_user),
            command: done.command,
            reason: self.without_others(done.reason.filter(|_| is_alone)),
            reference: self.without_others(done.reference.filter(|_| is_alone)),
            key: self.without_others(done.key.filter(|_| is_alone)),
            undoes: done.undoes,
            undone: done.undone,
            undone_by: done.undone_by,
            month: done.month,
            changes: Vec::new(),
        }
    }
}

impl Reader<'_> {
    /// Exports all that is held about the user with this address. `current` is the month of `now`. Fails (exit 3) if nobody has
    /// the address.
    pub fn export(&self, email: &Email, current: Month, now: Timestamp) -> Result<PersonExport> {
        let (id, user) = self.user(email, current)?;
        let addresses = self.addresses_of(id)?;
        let texts = OwnTexts(&addresses, self.zone());
        let mut operations = BTreeMap::new();
        let touched = LogQuery {
            user: Some(email.clone()),
            rows: ListQuery {
                sort: vec![Sort { key: "operation", descending: false }],
                ..ListQuery::default()
            },
        };
        self.log(&touched, |done| {
            operations.insert(done.operation, texts.operation(done.clone()));
            Ok(())
        })?;
        let (acted_in, mentioned_in) = self.foreign_operations(&addresses, &mut operations)?;
        for (operation, Change { field, month, before, after, .. }) in self.changes_of_user(id)? {
            if let Some(done) = operations.get_mut(&operation) {
                done.changes.push(OwnChange { field, month, before, after });
            }
        }
        Ok(PersonExport {
            user,
            former_addresses: self.former_addresses(id)?,
            allowances: self.allowances_of(id)?,
            entries: self.own_entries(id, &texts)?,
            operations: operations.into_values().collect(),
            acted_in,
            mentioned_in,
            invitations: self.own_invitations(id, now)?,
            messages: self.own_messages(email, &texts)?,
        })
    }

    /// Returns two lists of operations that did not touch the person: those that the person did, and others with an address of
    /// the person in their texts. An operation that touched nobody and names the person in its arguments is added to `own`.
    fn foreign_operations(
        &self,
        addresses: &OwnAddresses,
        own: &mut BTreeMap<OperationId, OwnOperation>,
    ) -> Result<(Vec<ForeignOperation>, Vec<ForeignOperation>)> {
        let (mut acted, mut mentioned, mut naming) = (Vec::new(), Vec::new(), Vec::new());
        self.session.each(
            "SELECT o.id, o.at, o.command, o.actor, o.arguments, o.reason, o.reference, o.key, s.users
             FROM operations o CROSS JOIN seals s ON s.operation = o.id ORDER BY o.id",
            (),
            |row| {
                let operation = row.get(0)?;
                let has = |column| {
                    row.optional_text(column).map(|text| text.is_some_and(|text| addresses.occur_in(text)))
                };
                if own.contains_key(&operation) {
                    return Ok(());
                }
                let is_named = has(4)?;
                if is_named && row.get::<i64>(8)? == 0 {
                    naming.push(operation);
                    return Ok(());
                }
                let list = if addresses.contains(row.text(3)?) {
                    &mut acted
                } else if is_named || has(5)? || has(6)? || has(7)? {
                    &mut mentioned
                } else {
                    return Ok(());
                };
                list.push(ForeignOperation { operation, at: row.get(1)?, command: row.get(2)? });
                Ok(())
            },
        )?;
        for operation in naming {
            own.insert(operation, OwnTexts(addresses, self.zone()).operation(self.operation(operation)?));
        }
        Ok((acted, mentioned))
    }

    /// Returns the user's former addresses, oldest first.
    pub fn former_addresses(&self, user: UserId) -> Result<Vec<FormerAddress>> {
        let former = self.session.all(
            "SELECT c.before, o.at, c.operation FROM changes c CROSS JOIN operations o ON o.id = c.operation
             WHERE c.user_id = ?1 AND c.field = 'email' AND c.before <> c.after ORDER BY c.id",
            [user],
            |row| Ok(FormerAddress { email: row.get(0)?, until: row.get(1)?, operation: row.get(2)? }),
        )?;
        Ok(former.into_iter().filter(|former| !former.email.is_placeholder()).collect())
    }

    fn allowances_of(&self, user: UserId) -> Result<Vec<AllowanceStep>> {
        self.session.all(
            "SELECT from_month, amount, policy, cap, held, carried <> 0 FROM allowances WHERE user_id = ?1 ORDER BY from_month",
            [user],
            |row| {
                Ok(AllowanceStep {
                    month: row.get(0)?,
                    amount: row.get(1)?,
                    policy: row.get(2)?,
                    cap: row.get(3)?,
                    held: row.get(4)?,
                    carried: row.get(5)?,
                })
            },
        )
    }

    /// Returns the user's entries, oldest first, without the texts about others. Fails (exit 3) if nobody has the address.
    pub fn entries_for(&self, email: &Email, current: Month) -> Result<Vec<OwnEntry>> {
        let (id, _) = self.user(email, current)?;
        let addresses = self.addresses_of(id)?;
        self.own_entries(id, &OwnTexts(&addresses, self.zone()))
    }

    fn own_entries(&self, user: UserId, texts: &OwnTexts<'_>) -> Result<Vec<OwnEntry>> {
        self.session.all(
            &format!(
                "{} SELECT e.id, e.operation, o.at, e.bucket, e.kind, e.amount, e.balance_after,
                        coalesce(e.reason, CASE WHEN s.users <= 1 THEN o.reason END),
                        coalesce(e.reference, CASE WHEN s.users <= 1 THEN o.reference END), e.key, e.month, o.actor
                 FROM chain c CROSS JOIN entries e ON e.id = c.id CROSS JOIN operations o ON o.id = e.operation
                              CROSS JOIN seals s ON s.operation = o.id
                 ORDER BY e.id",
                with_chain_of_user()
            ),
            [user],
            |row| texts.entry(row),
        )
    }

    fn own_invitations(&self, user: UserId, now: Timestamp) -> Result<Vec<OwnInvitation>> {
        self.session.all(
            "SELECT i.operation, i.status, o.at, i.expires_at
             FROM invitations i CROSS JOIN operations o ON o.id = i.operation WHERE i.user_id = ?1 ORDER BY i.id",
            [user],
            |row| {
                let expires_at = row.get(3)?;
                let status = InvitationStatus::at(now, row.text(1)?, expires_at);
                Ok(OwnInvitation { operation: row.get(0)?, status, invited_at: row.get(2)?, expires_at })
            },
        )
    }

    fn own_messages(&self, email: &Email, texts: &OwnTexts<'_>) -> Result<Vec<OwnMessage>> {
        let mut messages = Vec::new();
        self.outbox_messages(
            &MailSelection::All,
            &ListQuery::of(Condition::is_text("email", email.as_str())),
            |message| {
                let message = message.clone();
                messages.push(OwnMessage {
                    message_id: message.message_id,
                    kind: message.kind,
                    status: message.status,
                    operation: message.operation,
                    queued_at: message.queued_at,
                    attempts: message.attempts,
                    sent_at: message.sent_at,
                    error: texts.without_others(message.error),
                });
                Ok(())
            },
        )?;
        messages.reverse();
        Ok(messages)
    }
}
