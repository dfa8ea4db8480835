//! Rule *Erasure* (docs/rules.md): removes a person's texts and leaves their commitments in their place.
//!
//! What is removed is entered in `redactions` first. The database's triggers let an erasure remove exactly that.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::commitment::{OPERATION_TEXTS, SALT_BYTES, Salt, Subject, TEXTS, commitment, person};
use super::keys;
use super::operation::{Draft, Field};
use super::removed_texts::{Gone, commitment_to, name_of, texts_in};
use crate::domain::{Email, OperationId, OwnAddresses, Status, erased_address};
use crate::error::Result;
use crate::store::chain::with_chain_of_user;
use crate::store::engine::session::Row;
use crate::store::engine::value::Value;
use crate::store::ids::UserId;

/// The result of an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedUser {
    /// The address that replaces the person's.
    pub placeholder: String,
    /// The number of removed values.
    pub redacted: u64,
    pub removed: RemovedTexts,
}

/// The texts that nobody must find in the file any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemovedTexts {
    pub addresses: Vec<Email>,
    /// Names, reasons and other texts. Others may have the same.
    pub others: BTreeSet<String>,
}

/// The person to erase.
pub(super) struct Leaver {
    pub(super) id: UserId,
    /// The random number of the ledger.
    identity: [u8; 32],
    /// The address that replaces the person's.
    placeholder: String,
    addresses: OwnAddresses,
    /// The addresses that somebody else got later, and the operation from which on they mean that user.
    passed_on: Vec<(Email, OperationId)>,
    /// The operations that touched the user.
    operations: HashSet<OperationId>,
}

impl Leaver {
    /// Returns the addresses that meant the person in an operation.
    pub(super) fn addresses_in(&self, operation: OperationId) -> Cow<'_, OwnAddresses> {
        if self.passed_on.iter().all(|(_, from)| operation < *from) {
            return Cow::Borrowed(&self.addresses);
        }
        let means_other =
            |own: &&Email| self.passed_on.iter().any(|(address, from)| address == *own && operation >= *from);
        Cow::Owned(OwnAddresses(self.addresses.0.iter().filter(|own| !means_other(own)).cloned().collect()))
    }
}

/// What an erasure removes from an operation's row.
struct RedactedOperation {
    id: OperationId,
    salts: Vec<u8>,
    gone: Vec<Gone>,
}

impl Draft<'_> {
    /// Erases the user, who must have no credits and no allowance left.
    pub fn erase(&mut self, user: UserId, before: Status) -> Result<ErasedUser> {
        // Overwrite what is removed, also in pages that become free.
        self.session().remove_securely()?;
        if self.session().server().is_none() {
            let sql = "UPDATE ledger SET unscrubbed = coalesce(unscrubbed, ?1)";
            self.session().run(sql, [self.id()])?;
        }
        let person = self.person(user)?;
        self.bury(user, &person.addresses.0)?;
        let mut others = BTreeSet::new();
        let mut redacted = self.redact_changes(&person, &mut others)?;
        redacted += self.redact_entries(&person, &mut others)?;
        redacted += self.redact_operations(&person, &mut others)?;
        redacted += self.redact_entries_of_others(&person, &mut others)?;
        redacted += self.redact_names_of_others(&person, &mut others)?;
        self.forget_messages(user)?;
        self.forget_errors_about(&person, &mut others)?;
        self.session().run(
            "UPDATE users SET email = ?2, name = NULL, status = 'erased' WHERE id = ?1",
            (user, &person.placeholder),
        )?;
        self.record(user, Field::Status, None, Some(before.as_str()), Some(Status::Erased.as_str()))?;
        let addresses = person.addresses_in(self.id()).into_owned().0;
        let removed = RemovedTexts { addresses, others };
        Ok(ErasedUser { placeholder: person.placeholder, redacted, removed })
    }

    fn person(&self, user: UserId) -> Result<Leaver> {
        let operations = self.session().all(
            &format!(
                "{} SELECT e.operation FROM chain c JOIN entries e ON e.id = c.id
                 UNION SELECT operation FROM changes WHERE user_id = ?1",
                with_chain_of_user()
            ),
            [user],
            |row| row.get(0),
        )?;
        let addresses = self.writer().addresses_of(user)?;
        Ok(Leaver {
            id: user,
            identity: *self.writer().identity()?,
            placeholder: erased_address(user.0),
            passed_on: self.writer().passed_on(user, &addresses)?,
            addresses,
            operations: operations.into_iter().collect(),
        })
    }

    /// Enters the columns that are removed from a row, and adds their texts to `removed`. Returns how many columns there are.
    pub(super) fn enter(
        &self,
        person: &Leaver,
        subject: Subject,
        row: i64,
        gone: &[Gone],
        removed: &mut BTreeSet<String>,
    ) -> Result<u64> {
        for Gone { field, commitment, key_hash, texts } in gone {
            removed.extend(texts.iter().cloned());
            self.session().execute(
                "INSERT INTO redactions (subject, row_id, field, user_id, operation, commitment, key_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                (subject.as_str(), row, *field, person.id, self.id(), *commitment, *key_hash),
            )?;
        }
        Ok(gone.len() as u64)
    }

    fn redact_changes(&self, person: &Leaver, removed: &mut BTreeSet<String>) -> Result<u64> {
        let texts = self.session().all(
            "SELECT id, field, before, after, person, salt FROM changes WHERE user_id = ?1 AND length(salt) > 0
             ORDER BY id",
            [person.id],
            |row| {
                let columns: &[_] = if row.text(1)? == "created" { &[4] } else { &[2, 3] };
                let mut texts = texts_in(row, columns)?;
                // The name of a new user is also stored alone in other tables.
                texts.extend(row.optional_text(4)?.and_then(name_of));
                let commitment = commitment_to(row, columns, 5)?;
                Ok((row.get(0)?, Gone { field: TEXTS, commitment, key_hash: None, texts }))
            },
        )?;
        let mut redacted = 0;
        for (id, gone) in texts.iter().chain(&self.address_without_name(person)?) {
            redacted += self.enter(person, Subject::Change, *id, std::slice::from_ref(gone), removed)?;
        }
        self.session().run(
            "UPDATE changes
             SET before = CASE WHEN field = 'name' OR before IS NULL THEN NULL ELSE ?2 END,
                 after = CASE WHEN field = 'name' OR after IS NULL THEN NULL ELSE ?2 END, salt = x''
             WHERE user_id = ?1 AND (field = 'email' OR field = 'name') AND length(salt) > 0",
            (person.id, &person.placeholder),
        )?;
        self.session().run(
            "UPDATE changes SET person = ?2, salt = x'' WHERE user_id = ?1 AND field = 'created'",
            (person.id, self::person(&person.placeholder, None)),
        )?;
        Ok(redacted)
    }

    /// Returns what is left of the new user if the erasure of another person, whom the name contained, removed the name.
    fn address_without_name(&self, person: &Leaver) -> Result<Vec<(i64, Gone)>> {
        self.session().all(
            "SELECT c.id, c.person, r.commitment FROM changes c
                  JOIN redactions r ON r.subject = 'change' AND r.row_id = c.id AND r.field = ?2
             WHERE c.user_id = ?1 AND c.field = 'created' AND length(c.salt) = 0",
            (person.id, TEXTS),
            |row| {
                let texts = texts_in(row, &[1])?;
                Ok((row.get(0)?, Gone { field: "person", commitment: row.get(2)?, key_hash: None, texts }))
            },
        )
    }

    fn redact_entries(&self, person: &Leaver, removed: &mut BTreeSet<String>) -> Result<u64> {
        let texts = self.session().all(
            &format!(
                "{} SELECT e.id, e.reason, e.reference, e.key, e.salt FROM chain c JOIN entries e ON e.id = c.id
                 WHERE length(e.salt) > 0 ORDER BY e.id",
                with_chain_of_user()
            ),
            [person.id],
            |row| entry_texts(person, row),
        )?;
        self.remove_entry_texts(person, &texts, removed)
    }

    pub(super) fn remove_entry_texts(
        &self,
        person: &Leaver,
        texts: &[(i64, Gone)],
        removed: &mut BTreeSet<String>,
    ) -> Result<u64> {
        let mut redacted = 0;
        for (id, gone) in texts {
            redacted += self.enter(person, Subject::Entry, *id, std::slice::from_ref(gone), removed)?;
            self.session().execute(
                "UPDATE entries SET reason = NULL, reference = NULL, key = ?2, salt = x'' WHERE id = ?1",
                (*id, gone.key_hash.map(keys::stand_in)),
            )?;
        }
        Ok(redacted)
    }

    /// Removes the texts of operations that concerned the person alone, and from others those that name the person.
    fn redact_operations(&self, person: &Leaver, removed: &mut BTreeSet<String>) -> Result<u64> {
        let mut found = Vec::new();
        self.session().each(
            "SELECT o.id, o.actor, o.reason, o.reference, o.key, o.arguments, o.salt, s.users
             FROM operations o JOIN seals s ON s.operation = o.id ORDER BY o.id",
            (),
            |row| {
                let operation = redacted_operation(row, person)?;
                if !operation.gone.is_empty() {
                    found.push(operation);
                }
                Ok(())
            },
        )?;
        let mut redacted = 0;
        for operation in &found {
            redacted +=
                self.enter(person, Subject::Operation, operation.id.get(), &operation.gone, removed)?;
            let columns: Vec<String> = operation
                .gone
                .iter()
                .map(|gone| match gone.field {
                    "actor" => "actor = ?3".to_owned(),
                    "key" => "key = ?4".to_owned(),
                    column => format!("{column} = NULL"),
                })
                .collect();
            let key = operation.gone.iter().find_map(|gone| gone.key_hash).map(keys::stand_in);
            self.session().run(
                &format!(
                    "UPDATE operations SET {}, salt = ?2 WHERE id = ?1 AND ?3 <> '' AND coalesce(?4, 'x') <> ''",
                    columns.join(", ")
                ),
                (operation.id, operation.salts.as_slice(), &person.placeholder, key),
            )?;
        }
        Ok(redacted)
    }

    /// Removes the user's messages and the tokens in them, and revokes an open invitation.
    fn forget_messages(&self, user: UserId) -> Result<()> {
        self.revoke_invitation(user)?;
        for sql in [
            "DELETE FROM outbox WHERE user_id = ?1",
            "DELETE FROM invitation_tokens WHERE invitation IN (SELECT id FROM invitations WHERE user_id = ?1)",
        ] {
            self.session().run(sql, [user])?;
        }
        Ok(())
    }
}

/// Reads the number of an entry and its reason, reference, key and salt.
pub(super) fn entry_texts(person: &Leaver, row: Row<'_>) -> Result<(i64, Gone)> {
    let key_hash = row.optional_text(3)?.map(|key| keys::hash(&person.identity, key));
    let commitment = commitment_to(row, &[1, 2, 3], 4)?;
    Ok((row.get(0)?, Gone { field: TEXTS, commitment, key_hash, texts: texts_in(row, &[1, 2, 3])? }))
}

/// Decides which texts of an operation have to be removed.
fn redacted_operation(row: Row<'_>, person: &Leaver) -> Result<RedactedOperation> {
    const FIRST_TEXT: usize = 1;
    const SALT: usize = FIRST_TEXT + OPERATION_TEXTS.len();
    let (id, users): (OperationId, i64) = (row.get(0)?, row.get(SALT + 1)?);
    let addresses = person.addresses_in(id);
    let mut salts: Vec<u8> = row.get(SALT)?;
    let words: Vec<String> = row
        .optional_text(FIRST_TEXT + 4)?
        .and_then(|words| serde_json::from_str(words).ok())
        .unwrap_or_default();
    let is_named = words.iter().any(|word| addresses.occur_in(word));
    let is_alone = if users == 0 { is_named } else { users == 1 && person.operations.contains(&id) };
    let mut gone = Vec::new();
    for (number, column) in OPERATION_TEXTS.into_iter().enumerate() {
        let value = row.value(FIRST_TEXT + number)?;
        let Value::Text(text) = value else { continue };
        let goes = match column {
            "actor" => addresses.contains(text),
            "arguments" => is_alone || is_named,
            _ => is_alone || addresses.occur_in(text),
        };
        let Salt::Present(salt) = Salt::of_operation(Value::Bytes(&salts), number) else { continue };
        if !goes {
            continue;
        }
        let key_hash = (column == "key").then(|| keys::hash(&person.identity, text));
        gone.push(Gone {
            field: column,
            commitment: commitment(salt, column, value),
            key_hash,
            texts: vec![text.to_owned()],
        });
        salts[number * SALT_BYTES..(number + 1) * SALT_BYTES].fill(0);
    }
    Ok(RedactedOperation { id, salts, gone })
}
