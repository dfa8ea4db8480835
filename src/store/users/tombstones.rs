//! Recognises the addresses of erased users by keyed hashes, from which no address can be read back.

use std::collections::{HashMap, HashSet};

use crate::domain::{Digest, Email, Status, Timestamp, addresses_in, erased_address};
use crate::encoding::Encoder;
use crate::error::{Error, Result};
use crate::store::engine::session::Session;
use crate::store::ids::UserId;
use crate::store::ledger::attached_rows::ERASING_COMMAND;
use crate::store::ledger::operation::Draft;
use crate::store::session::Reader;
use crate::text::shell_word;

/// When users were erased, by the number in the placeholder and the hash of an address.
pub type ErasedAddresses = HashMap<(i64, Digest), Timestamp>;

/// The name of the encoding. Another encoding needs another name.
const ADDRESS: &str = "rad-admin erased address 1";

/// Hashes an address with the ledger's random number as the key.
fn hash(identity: &[u8; 32], address: &str) -> [u8; 32] {
    let mut encoder = Encoder::new(ADDRESS);
    encoder.bytes(identity).text(address);
    encoder.finish()
}

fn has_any(session: &Session) -> Result<bool> {
    session.value("SELECT EXISTS (SELECT 1 FROM tombstones)", ())
}

/// The error for an address that was erased: exit 4.
pub(super) fn erased(address: &str) -> Error {
    Error::refused(format!("'{address}' was erased")).reason("erased").datum("email", address).hint(format!(
        "make a fresh account for the address with: rad-admin user restore {}",
        shell_word(address)
    ))
}

/// The error for a change of somebody who was erased.
pub(super) fn stands_for_erased(address: &str) -> Error {
    Error::refused(format!("'{address}' stands for somebody who was erased, and cannot be changed"))
        .reason("erased")
        .datum("email", address)
}

impl Reader<'_> {
    pub fn was_erased(&self, address: &Email) -> Result<bool> {
        Ok(has_any(self.session)? && self.erased_user(address)?.is_some())
    }

    /// Returns what stands in the place of this address, if its user was erased and nobody has it today.
    pub fn placeholder_of(&self, address: &Email) -> Result<Option<String>> {
        let status: Option<String> =
            self.session
                .optional("SELECT status FROM users WHERE email = ?1", [address], |row| row.get(0))?;
        match status {
            Some(status) => Ok((status == Status::Erased.as_str()).then(|| address.to_string())),
            None => Ok(self.erased_user(address)?.map(|user| erased_address(user.0))),
        }
    }

    /// Returns the user with this address who was erased last; `None` if the address was never erased.
    pub fn erased_user(&self, address: &Email) -> Result<Option<UserId>> {
        let hash = hash(self.identity()?, address.as_str());
        self.session.optional(
            "SELECT user_id FROM tombstones WHERE address_hash = ?1 ORDER BY operation DESC LIMIT 1",
            [hash],
            |row| row.get(0),
        )
    }

    /// Whether the text names an erased address of this user that nobody has today.
    pub(crate) fn names_erased(&self, user: UserId, text: &str) -> Result<bool> {
        for address in addresses_in(&text.to_lowercase()) {
            let hash = hash(self.identity()?, address.as_str());
            if self.session.value(
                "SELECT EXISTS (SELECT 1 FROM tombstones WHERE user_id = ?1 AND address_hash = ?2)
                    AND NOT EXISTS (SELECT 1 FROM users WHERE email = ?3)",
                (user, hash, &address),
            )? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Fails (exit 4, `erased`) for an address that was erased, and for the placeholder of one.
    pub(crate) fn refuse_erased(&self, address: &Email) -> Result<()> {
        if address.is_placeholder() {
            return Err(stands_for_erased(address.as_str()));
        }
        if self.was_erased(address)? { Err(erased(address.as_str())) } else { Ok(()) }
    }

    /// Returns the present address of each user who was erased and is not now, as in an old backup. Somebody else may have had
    /// one of the addresses, before or after: only the erased user has both.
    /// Accounts that are newer than the erasure are passed over.
    pub fn users_to_erase(&self, erased: &ErasedAddresses) -> Result<Vec<Email>> {
        let identity = self.identity()?;
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        self.session.each(
            "SELECT u.id, u.email, u.created_at, a.address, o.command
             FROM (SELECT id AS user_id, email AS address FROM users
                   UNION ALL SELECT user_id, before FROM changes WHERE field = 'email') a
                  JOIN users u ON u.id = a.user_id
                  JOIN changes c ON c.user_id = u.id AND c.field = 'created' JOIN operations o ON o.id = c.operation
             WHERE u.status <> 'erased' ORDER BY u.id",
            (),
            |row| {
                let made_at: Timestamp = row.get(2)?;
                let is_restored = row.text(4)? == "user restore";
                let user: i64 = row.get(0)?;
                let hashed = row.optional_text(3)?.map(|address| Digest(hash(identity, address)));
                let at = hashed.and_then(|hash| erased.get(&(user, hash)));
                let made_before = |at: &Timestamp| made_at < *at || made_at == *at && !is_restored;
                if at.is_some_and(made_before) && seen.insert(user) {
                    found.push(row.get(1)?);
                }
                Ok(())
            },
        )?;
        Ok(found)
    }

    /// Returns the spooled rows `s` whose address was erased: the number of the row, and what is wrong with it. `condition` is
    /// SQL that chooses among the rows.
    pub(crate) fn erased_in_spool(&self, condition: &str) -> Result<Vec<(i64, String)>> {
        if !has_any(self.session)? {
            return Ok(Vec::new());
        }
        let identity = self.identity()?;
        let hashes = self.session.all("SELECT address_hash FROM tombstones", (), |row| row.get(0))?;
        let hashes: HashSet<[u8; 32]> = hashes.into_iter().collect();
        let mut found = Vec::new();
        self.session.each(
            &format!("SELECT s.row, s.email FROM temp.spool s WHERE s.email IS NOT NULL AND {condition} ORDER BY s.row"),
            (),
            |row| {
                let address = row.text(1)?;
                if hashes.contains(&hash(identity, address)) {
                    let command = format!("rad-admin user restore {}", shell_word(address));
                    found.push((row.get(0)?, format!("'{address}' was erased; {command} makes a fresh account")));
                }
                Ok(())
            },
        )?;
        Ok(found)
    }
}

impl Draft<'_> {
    /// Fails (exit 4, `erased`) if the operation changes somebody who was erased. The erasure itself may.
    pub(crate) fn refuse_erased_users(&self, users: u64) -> Result<()> {
        if self.header().command == ERASING_COMMAND {
            return Ok(());
        }
        // If few users were changed, start with them; otherwise with those who were erased.
        let sql = if users < 1000 {
            "SELECT u.email FROM (SELECT user_id FROM entries WHERE id >= ?1
                                  UNION ALL SELECT user_id FROM changes WHERE id >= ?2) t
                  CROSS JOIN users u ON u.id = t.user_id
             WHERE u.status = 'erased' LIMIT 1"
        } else {
            "SELECT u.email FROM users u
             WHERE u.status = 'erased'
               AND (u.last_entry >= ?1 OR EXISTS (SELECT 1 FROM changes c WHERE c.user_id = u.id AND c.id >= ?2)) LIMIT 1"
        };
        self.session().forbid(sql, (self.first_entry, self.first_change), stands_for_erased)
    }

    /// Records the hashes of an erased user's addresses, so that nobody can add them again.
    pub(crate) fn bury(&self, user: UserId, addresses: &[Email]) -> Result<()> {
        let identity = self.writer().identity()?;
        for address in addresses {
            self.session().run(
                "INSERT INTO tombstones (operation, address_hash, user_id) VALUES (?1, ?2, ?3)",
                (self.id(), hash(identity, address.as_str()), user),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists of erasures are used again after years, so the encoding under this name must never change.
    #[test]
    fn the_hash_of_an_erased_address_is_what_it_always_was() {
        let hex = hash(&[3; 32], "ada@example.org").map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(hex, "88e292ed998941c07b9fc6bdd34711508e9cc3c65b4d628926750d53ca7287eb");
    }
}
