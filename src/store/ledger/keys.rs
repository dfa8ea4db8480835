//! Rule *Keys* (docs/rules.md): a key stays used, even after its text was erased.
//!
//! An erasure puts a keyed hash in the place of a key. Whoever looks for a key looks for its text and for its hash. If an
//! erased key is used again, its hash is stored again, so the same unique index refuses the second use.

use crate::domain::Digest;
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::engine::session::Session;
use crate::store::session::Reader;

/// The name of the encoding. Another encoding needs another name.
const KEY: &str = "rad-admin erased key 1";

/// An idempotency key, and the fingerprint of what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub key: String,
    /// The SHA-256 of the key and the whole request but the reason, which may be given later.
    pub fingerprint: [u8; 32],
}

/// Returns the ledger's random number, which is the key of its hashes.
pub(crate) fn identity(session: &Session) -> Result<[u8; 32]> {
    session.value("SELECT identity FROM ledger WHERE id = 1", ())
}

/// Hashes an idempotency key with the ledger's random number as the key.
pub(crate) fn hash(identity: &[u8; 32], key: &str) -> [u8; 32] {
    let mut encoder = Encoder::new(KEY);
    encoder.bytes(identity).text(key);
    encoder.finish()
}

/// Returns the text that takes the place of an erased key.
pub(crate) fn stand_in(hash: [u8; 32]) -> String {
    format!("erased:{}", Digest(hash))
}

impl Reader<'_> {
    /// Returns the key as the ledger stores it: its stand-in if it was used and erased, else the key itself.
    pub fn stored_key(&self, key: &str) -> Result<String> {
        let stand_in = stand_in(hash(&identity(self.session)?, key));
        let is_erased: bool =
            self.session.value("SELECT EXISTS (SELECT 1 FROM operations WHERE key = ?1)", [&stand_in])?;
        Ok(if is_erased { stand_in } else { key.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repeat after years has to find the key, so the encoding under this name must never change.
    #[test]
    fn what_stands_for_an_erased_key_is_what_it_always_was() {
        assert_eq!(
            stand_in(hash(&[3; 32], "key-of-dora")),
            "erased:cd6a1c85e3c99f5b11d7d56548210a259a20aecb349f68309fff3cf35dcfdb66"
        );
    }
}
