//! Rule *Erasure* (docs/rules.md): removes texts about others that name the erased person: those of rows of files, and former names.

use std::collections::{BTreeMap, BTreeSet};

use super::commitment::{Subject, TEXTS, address_of, person};
use super::erasure::{Leaver, entry_texts};
use super::operation::{Draft, Field};
use super::removed_texts::{Gone, commitment_to, name_of, texts_in};
use crate::domain::{Email, OperationId, OwnAddresses};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::ids::UserId;
use crate::store::ledger::sealed_ranges::sql_is_sealed_entry;
use crate::store::session::Reader;

/// SQL for whether a text may contain an address, with an `@` of any width.
fn may_name(text: &str) -> String {
    format!("({text} LIKE '%@%' OR {text} LIKE '%\u{fe6b}%' OR {text} LIKE '%\u{ff20}%')")
}

/// A change of another user's name.
struct Naming {
    id: i64,
    user: UserId,
    /// For a new user: the address.
    made_as: Option<String>,
    gone: Gone,
}

impl Draft<'_> {
    /// Removes the texts of other users' entries that contain an address of the person. Only rows of files have texts of their
    /// own, so months are passed over.
    pub(super) fn redact_entries_of_others(
        &self,
        person: &Leaver,
        removed: &mut BTreeSet<String>,
    ) -> Result<u64> {
        let mut found = Vec::new();
        self.session().each(
            &format!(
                "SELECT e.id, e.reason, e.reference, e.key, e.salt, o.id
                 FROM operations o CROSS JOIN seals s ON s.operation = o.id
                      CROSS JOIN entries e ON {}
                 WHERE o.month IS NULL AND length(e.salt) > 0 AND {}
                 ORDER BY e.id",
                sql_is_sealed_entry("e", "s"),
                may_name("(coalesce(e.reason, '') || ' ' || coalesce(e.reference, '') || ' ' || coalesce(e.key, ''))")
            ),
            (),
            |row| {
                let addresses = person.addresses_in(row.get(5)?);
                if texts_in(row, &[1, 2, 3])?.iter().any(|text| addresses.occur_in(text)) {
                    found.push(entry_texts(person, row)?);
                }
                Ok(())
            },
        )?;
        self.remove_entry_texts(person, &found, removed)
    }

    /// Removes former names of other users that contain an address of the person. What these users are called today is recorded
    /// once more, because the removed text may have proven it.
    pub(super) fn redact_names_of_others(
        &mut self,
        person: &Leaver,
        removed: &mut BTreeSet<String>,
    ) -> Result<u64> {
        let found = self.names_of_others(person)?;
        let mut users = BTreeMap::new();
        let mut redacted = 0;
        for Naming { id, user, made_as, gone } in &found {
            redacted += self.enter(person, Subject::Change, *id, std::slice::from_ref(gone), removed)?;
            *users.entry(*user).or_insert(false) |= made_as.is_some();
            let left = made_as.as_ref().map(|email| self::person(email, None));
            self.session().run(
                "UPDATE changes SET before = NULL, after = CASE WHEN field = 'name' THEN NULL ELSE after END, person = ?2,
                        salt = x''
                 WHERE id = ?1",
                (*id, left),
            )?;
        }
        for (user, was_made) in users {
            self.record_again(user, was_made)?;
        }
        Ok(redacted)
    }

    /// Removes what a mail server said about messages to others, where it names the person.
    pub(super) fn forget_errors_about(&self, person: &Leaver, removed: &mut BTreeSet<String>) -> Result<()> {
        let addresses = person.addresses_in(self.id());
        let sql = format!("SELECT id, last_error FROM outbox WHERE {} ORDER BY id", may_name("last_error"));
        let errors = self.session().all(&sql, (), |row| Ok((row.get(0)?, row.text(1)?.to_owned())))?;
        for (message, error) in errors.into_iter().filter(|(_, error)| addresses.occur_in(error)) {
            let message: i64 = message;
            self.session().run(
                "UPDATE outbox SET last_error = 'it named somebody who was erased since' WHERE id = ?1",
                [message],
            )?;
            removed.insert(error);
        }
        Ok(())
    }

    fn names_of_others(&self, person: &Leaver) -> Result<Vec<Naming>> {
        let mut found = Vec::new();
        self.session().each(
            &format!(
                "SELECT id, user_id, field, before, after, person, salt, operation FROM changes
                 WHERE (field = 'name' AND {} OR field = 'created' AND (person LIKE '%@%@%' OR {}))
                   AND user_id <> ?1 AND length(salt) > 0
                 ORDER BY id",
                may_name("(coalesce(before, '') || ' ' || coalesce(after, ''))"),
                may_name("replace(person, '@', '')"),
            ),
            [person.id],
            |row| {
                let is_new = row.text(2)? == "created";
                let columns: &[usize] = if is_new { &[5] } else { &[3, 4] };
                let mut texts = texts_in(row, columns)?;
                if is_new {
                    texts = row.optional_text(5)?.and_then(name_of).into_iter().collect();
                }
                let addresses = person.addresses_in(row.get(7)?);
                if texts.iter().any(|text| addresses.occur_in(text)) {
                    let made_as = row.optional_text(5)?.and_then(address_of);
                    let commitment = commitment_to(row, columns, 6)?;
                    let gone = Gone { field: TEXTS, commitment, key_hash: None, texts };
                    found.push(Naming { id: row.get(0)?, user: row.get(1)?, made_as, gone });
                }
                Ok(())
            },
        )?;
        Ok(found)
    }

    /// Records the user's name, and also the address if that of the new user is not proven by a later change.
    fn record_again(&mut self, user: UserId, was_made: bool) -> Result<()> {
        let (email, name, has_moved): (String, Option<String>, bool) = self.session().one(
            "SELECT email, name, EXISTS (SELECT 1 FROM changes c WHERE c.user_id = u.id AND c.field = 'email')
             FROM users u WHERE id = ?1",
            [user],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        self.record(user, Field::Name, None, name.as_deref(), name.as_deref())?;
        if was_made && !has_moved {
            self.record(user, Field::Email, None, Some(&email), Some(&email))?;
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// Returns those of the user's former addresses that somebody else got later, each with the operation of that.
    pub(super) fn passed_on(
        &self,
        user: UserId,
        addresses: &OwnAddresses,
    ) -> Result<Vec<(Email, OperationId)>> {
        let mut found = Vec::new();
        for address in &addresses.0 {
            let from: Option<OperationId> = self.session.value(
                "SELECT min(t.begun) FROM (
                   SELECT coalesce((SELECT min(c.operation) FROM changes c
                                    WHERE c.user_id = u.id AND c.field = 'email' AND c.after = ?1),
                                   (SELECT c.operation FROM changes c WHERE c.user_id = u.id AND c.field = 'created')) AS begun
                   FROM users u
                   WHERE u.id <> ?2
                     AND (u.email = ?1 OR u.id IN (SELECT c.user_id FROM changes c WHERE c.field = 'email' AND c.before = ?1))) t
                 WHERE t.begun >= (SELECT max(c.operation) FROM changes c
                                   WHERE c.user_id = ?2 AND c.field = 'email' AND c.before = ?1)
                   AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = ?2 AND u.email = ?1)",
                (address, user),
            )?;
            found.extend(from.map(|from| (address.clone(), from)));
        }
        Ok(found)
    }

    /// Says where texts still name an address of a user who was erased, and whom nobody has replaced under it: texts that were
    /// written later, and accounts of the operating system, which an erasure leaves.
    pub fn places_naming_erased(&self, user: UserId) -> Result<Vec<String>> {
        let mut places = Vec::new();
        let mut look = |sql: &str, place: &dyn Fn(Row<'_>) -> Result<String>, columns: &[usize]| {
            self.session.each(sql, (), |row| {
                for text in texts_in(row, columns)? {
                    if self.names_erased(user, &text)? {
                        places.push(place(row)?);
                        break;
                    }
                }
                Ok(())
            })
        };
        let numbered = |what: &'static str| move |row: Row<'_>| Ok(format!("{what} {}", row.get::<i64>(0)?));
        look(
            "SELECT id, actor, os_user, reason, reference, key, arguments FROM operations ORDER BY id",
            &numbered("operation"),
            &[1, 2, 3, 4, 5, 6],
        )?;
        look(
            "SELECT e.operation, e.reason, e.reference, e.key
             FROM operations o CROSS JOIN seals s ON s.operation = o.id
                  CROSS JOIN entries e ON e.id >= s.first_entry AND e.id < s.first_entry + s.entries
             WHERE o.month IS NULL AND length(e.salt) > 0 ORDER BY e.id",
            &numbered("a row of operation"),
            &[1, 2, 3],
        )?;
        look(
            "SELECT operation, before, after FROM changes WHERE field = 'name' AND length(salt) > 0 ORDER BY id",
            &numbered("a name in operation"),
            &[1, 2],
        )?;
        look(
            "SELECT email, name FROM users ORDER BY id",
            &|row| Ok(format!("the name of {}", row.text(0)?)),
            &[1],
        )?;
        look("SELECT id, last_error FROM outbox ORDER BY id", &numbered("message"), &[1])?;
        Ok(places)
    }

    /// Returns the other users whose present names contain an address of this user.
    pub fn users_named_after(&self, user: UserId) -> Result<Vec<Email>> {
        let mut addresses: OwnAddresses = self.addresses_of(user)?;
        let passed_on = self.passed_on(user, &addresses)?;
        addresses.0.retain(|own| passed_on.iter().all(|(address, _)| address != own));
        let mut found = Vec::new();
        self.session.each(
            &format!("SELECT email, name FROM users WHERE id <> ?1 AND {} ORDER BY id", may_name("name")),
            [user],
            |row| {
                if row.optional_text(1)?.is_some_and(|name| addresses.occur_in(name)) {
                    found.push(row.get(0)?);
                }
                Ok(())
            },
        )?;
        Ok(found)
    }
}
