//! Rule *Keys* (docs/rules.md): a key stays used, also after its text was erased.
//!
//! An erasure puts a keyed hash in the place of a key. Whoever looks for a key looks for its text and for its hash. A key that
//! was erased enters the database as its hash again, so that the same unique index refuses a second use.

use crate::domain::Digest;
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::session::Reader;

/// The name of the encoding; a change of it is a new name.
const KEY: &str = "rad-admin erased key 1";

/// An idempotency key and a fingerprint of what is asked for under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub key: String,
    /// SHA-256 of the key and all that is asked for but the reason, which may come later.
    pub fingerprint: [u8; 32],
}

/// The hash of a key, keyed with the random number of the ledger.
pub(crate) fn hash(identity: &[u8; 32], key: &str) -> [u8; 32] {
    let mut encoder = Encoder::new(KEY);
    encoder.bytes(identity).text(key);
    encoder.finish()
}

/// What stands in the place of an erased key.
pub(crate) fn stand_in(hash: [u8; 32]) -> String {
    format!("erased:{}", Digest(hash))
}

impl Reader<'_> {
    /// What would stand in the place of this key after an erasure.
    pub(super) fn stand_in_of(&self, key: &str) -> Result<String> {
        Ok(stand_in(hash(self.identity()?, key)))
    }

    /// The key of a command as the ledger has it: as its hash where it was used and erased.
    pub fn stored_key(&self, key: &str) -> Result<String> {
        let stand_in = self.stand_in_of(key)?;
        let is_erased: bool =
            self.session.value("SELECT EXISTS (SELECT 1 FROM operations WHERE key = ?1)", [&stand_in])?;
        Ok(if is_erased { stand_in } else { key.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repeat after years has to find it: the encoding never changes under its name.
    #[test]
    fn the_stand_in_of_an_erased_key_has_its_literal_value() {
        assert_eq!(
            stand_in(hash(&[3; 32], "key-of-dora")),
            "erased:cd6a1c85e3c99f5b11d7d56548210a259a20aecb349f68309fff3cf35dcfdb66"
        );
    }
}
