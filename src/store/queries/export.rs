//! Exports all that the ledger holds about one person, without the addresses and texts of others. If an operation concerned
//! others too, its texts may be about them, so they are left out.

use std::collections::BTreeMap;

use super::changes::Change;
use super::list_query::ListQuery;
use super::log::{LogQuery, LoggedOperation};
use super::person_export::{
    AllowanceStep, ForeignOperation, FormerAddress, OwnChange, OwnEntry, OwnInvitation, OwnMessage,
    OwnOperation, PersonExport,
};
use crate::domain::{Condition, Email, Month, OperationId, OwnAddresses, Sort, Timestamp, Zone};
use crate::error::Result;
use crate::store::chain::with_chain_of_user;
use crate::store::engine::session::Row;
use crate::store::ids::UserId;
use crate::store::outbox::whose::MailSelection;
use crate::store::session::Reader;
use crate::store::users::invitations::InvitationStatus;

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
