//! Rows of a file whose keys were used by entries of users who were erased since.

use std::collections::HashSet;

use crate::domain::Email;
use crate::error::Result;
use crate::store::ledger::keys;
use crate::store::session::Reader;

/// The key of a spooled row `s`, as the ledger has it.
pub(super) const STORED_KEY: &str = "coalesce(s.erased_key, s.key)";

impl Reader<'_> {
    /// Marks the spooled rows whose keys were erased, with the hash that stands in the place of the key and with the erased
    /// user who had the row's address.
    pub(super) fn recognise_erased_keys(&self) -> Result<()> {
        let sql = "SELECT key_hash FROM redactions WHERE subject = 'entry' AND key_hash IS NOT NULL";
        let erased: HashSet<[u8; 32]> = self.session.all(sql, (), |row| row.get(0))?.into_iter().collect();
        if erased.is_empty() {
            return Ok(());
        }
        let identity = self.identity()?;
        let mut found = Vec::new();
        self.session.each(
            "SELECT row, key, email FROM temp.spool WHERE key IS NOT NULL ORDER BY row",
            (),
            |row| {
                let hash = keys::hash(identity, row.text(1)?);
                if erased.contains(&hash) {
                    found.push((row.get::<i64>(0)?, hash, row.get::<Option<Email>>(2)?));
                }
                Ok(())
            },
        )?;
        for (row, hash, email) in found {
            let user = email.as_ref().map(|email| self.erased_user(email)).transpose()?.flatten();
            self.session.run(
                "UPDATE temp.spool SET erased_key = ?2, erased_user = ?3 WHERE row = ?1",
                (row, keys::stand_in(hash), user),
            )?;
        }
        Ok(())
    }
}
