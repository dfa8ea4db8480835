//! Replaces personal texts in a digest with commitments, so that they can be erased and the digest still proves the rest.
//!
//! A commitment is the SHA-256 of an encoding that contains its own name, the row's salt, the column and the value. The salt is
//! random, lies beside the texts and is erased with them; what remains reveals nothing about them. A row without personal texts
//! has no salt. Commitments are computed when they are needed. The table `redactions` stores one only after its text was
//! erased.

use super::keys;
use crate::crash;
use crate::domain::erased_address;
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::engine::session::Session;
use crate::store::engine::value::Value;

/// The name of the encoding. Another encoding needs another name.
const COMMITMENT: &str = "rad-admin commitment 1";

/// The length of a text's salt.
pub(crate) const SALT_BYTES: usize = 16;

/// The texts of an operation. The column `salt` holds a salt for each, in this order, so each can be erased alone.
pub(crate) const OPERATION_TEXTS: [&str; 5] = ["actor", "reason", "reference", "key", "arguments"];

/// The salt of an erased text.
const NO_SALT: [u8; SALT_BYTES] = [0; SALT_BYTES];

/// Returns SQL for this many random bytes. A test that wants the same ledger each time gets the same bytes.
pub(crate) fn sql_random(bytes: usize) -> String {
    if crash::is_random_fixed() {
        format!("x'{}'", "01".repeat(bytes))
    } else {
        format!("randomblob({bytes})")
    }
}

/// The tables with personal texts, as `redactions` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Operation,
    Entry,
    Change,
}

impl Subject {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Entry => "entry",
            Self::Change => "change",
        }
    }
}

/// The name under which `redactions` holds all texts of an entry or a change, which are erased together.
pub(crate) const TEXTS: &str = "texts";

/// What the column `salt` says about the texts of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Salt<'r> {
    /// The texts are there, and are hashed with this salt.
    Present(&'r [u8]),
    /// The row has no texts.
    Absent,
    /// The texts were erased.
    Erased,
    /// The value is no salt.
    Invalid,
}

impl<'r> Salt<'r> {
    /// Reads the column `salt` of an entry or a change. Empty bytes are the mark of an erasure.
    pub(crate) fn of(value: Value<'r>) -> Self {
        match value {
            Value::Bytes([]) => Self::Erased,
            Value::Bytes(bytes) if bytes.len() == SALT_BYTES => Self::Present(bytes),
            Value::Null => Self::Absent,
            _ => Self::Invalid,
        }
    }

    /// Reads the column `salt` of an operation for the text with this index in [`OPERATION_TEXTS`].
    pub(crate) fn of_operation(value: Value<'r>, text: usize) -> Self {
        let Value::Bytes(salts) = value else { return Self::Invalid };
        match salts.chunks_exact(SALT_BYTES).nth(text) {
            Some(salt) if salt == NO_SALT => Self::Erased,
            Some(salt) if salts.len() == OPERATION_TEXTS.len() * SALT_BYTES => Self::Present(salt),
            _ => Self::Invalid,
        }
    }
}

/// The texts of one row.
pub(crate) struct Texts<'s> {
    pub(crate) session: &'s Session,
    pub(crate) subject: Subject,
    pub(crate) row: i64,
}

impl Texts<'_> {
    /// Adds all texts of the row as one commitment. Each comes with the name of its column.
    pub(crate) fn add_all(
        &self,
        encoder: &mut Encoder,
        texts: &[(&str, Option<&str>)],
        salt: Salt<'_>,
    ) -> Result<()> {
        match salt {
            Salt::Present(salt) => _ = encoder.boolean(true).bytes(&commitment_of_all(salt, texts)),
            Salt::Absent if texts.iter().all(|(_, text)| text.is_none()) => _ = encoder.boolean(false),
            Salt::Absent | Salt::Invalid => _ = encoder.boolean(true).text("a text without a salt"),
            Salt::Erased => {
                let left = |redaction: &Redaction, (column, text): &(&str, Option<&str>)| {
                    redaction.leaves(column, text.map_or(Value::Null, Value::Text))
                };
                match self.redaction(TEXTS)? {
                    Some(redaction) if texts.iter().all(|text| left(&redaction, text)) => {
                        _ = encoder.boolean(true).bytes(&redaction.commitment);
                    }
                    _ => _ = encoder.boolean(true).text("a text where one was erased"),
                }
            }
        }
        Ok(())
    }

    /// Adds the commitment to the value of a column, which may be absent. A text without a salt, or in the place of an erased
    /// one, adds bytes that no sealed digest contains.
    pub(crate) fn add(
        &self,
        encoder: &mut Encoder,
        column: &str,
        value: Value<'_>,
        salt: Salt<'_>,
    ) -> Result<()> {
        match (salt, value) {
            (Salt::Invalid, _) => _ = encoder.boolean(true).text("no salt"),
            (Salt::Present(_) | Salt::Absent, Value::Null) => _ = encoder.boolean(false),
            (Salt::Present(salt), value) => {
                _ = encoder.boolean(true).bytes(&commitment(salt, column, value));
            }
            (Salt::Absent, _) => _ = encoder.boolean(true).text("a text without a salt"),
            (Salt::Erased, value) => match self.redaction(column)? {
                None if value == Value::Null => _ = encoder.boolean(false),
                Some(redaction) if redaction.leaves(column, value) => {
                    _ = encoder.boolean(true).bytes(&redaction.commitment);
                }
                _ => _ = encoder.boolean(true).text("a text where one was erased"),
            },
        }
        Ok(())
    }

    /// Returns how the text was erased.
    fn redaction(&self, column: &str) -> Result<Option<Redaction>> {
        self.session.optional(
            "SELECT r.user_id, r.commitment, r.key_hash,
                    EXISTS (SELECT 1 FROM changes c WHERE r.subject = 'change' AND c.id = r.row_id AND c.user_id <> r.user_id)
             FROM redactions r WHERE r.subject = ?1 AND r.row_id = ?2 AND r.field = ?3",
            (self.subject.as_str(), self.row, column),
            |row| {
                Ok(Redaction {
                    user: row.get(0)?,
                    commitment: row.get(1)?,
                    key_hash: row.get(2)?,
                    is_of_other: row.get(3)?,
                })
            },
        )
    }
}

/// A text that was erased.
struct Redaction {
    /// The user that it was about.
    user: i64,
    commitment: [u8; 32],
    /// The hash of a key, which stands in its place.
    key_hash: Option<[u8; 32]>,
    /// Whether it was a name of another user, which contained an address.
    is_of_other: bool,
}

impl Redaction {
    /// Whether the value is what the erasure leaves in this column: nothing, or what stands in the place of an address or a key.
    fn leaves(&self, column: &str, value: Value<'_>) -> bool {
        let stand_in = match column {
            "actor" => Some(erased_address(self.user)),
            // The address of another user is proven by a change of it, and the name is gone.
            "person" if self.is_of_other => match value {
                Value::Text(text) => address_of(text).map(|address| person(&address, None)),
                _ => None,
            },
            "person" => Some(person(&erased_address(self.user), None)),
            "key" => self.key_hash.map(keys::stand_in),
            // Of an address, not of a name.
            "before" | "after" if value != Value::Null => Some(erased_address(self.user)),
            _ => None,
        };
        value == stand_in.as_deref().map_or(Value::Null, Value::Text)
    }
}

/// Computes the commitment to a value.
pub(crate) fn commitment(salt: &[u8], column: &str, value: Value<'_>) -> [u8; 32] {
    let mut encoder = Encoder::new(COMMITMENT);
    encoder.bytes(salt).text(column);
    match value {
        Value::Null => &mut encoder,
        Value::Integer(number) => encoder.integer(number),
        Value::Text(text) => encoder.text(text),
        Value::Bytes(bytes) => encoder.bytes(bytes),
    };
    encoder.finish()
}

/// Computes the commitment to all texts of a row.
pub(crate) fn commitment_of_all(salt: &[u8], texts: &[(&str, Option<&str>)]) -> [u8; 32] {
    let mut encoder = Encoder::new(COMMITMENT);
    encoder.bytes(salt).text(TEXTS);
    for (_, text) in texts {
        encoder.optional_text(*text);
    }
    encoder.finish()
}

/// Returns the address and name of a new user as the column `person` stores them.
pub(crate) fn person(email: &str, name: Option<&str>) -> String {
    serde_json::json!({ "email": email, "name": name }).to_string()
}

/// Returns the address of a new user.
pub(crate) fn address_of(person: &str) -> Option<String> {
    let person: serde_json::Value = serde_json::from_str(person).ok()?;
    person.get("email")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored seals depend on this encoding, so it must never change under its name.
    #[test]
    fn the_commitment_to_a_text_is_what_it_always_was() {
        let hex = |bytes: [u8; 32]| bytes.map(|byte| format!("{byte:02x}")).concat();
        let salt: Vec<u8> = (0..16).collect();
        assert_eq!(
            hex(commitment(&salt, "reason", Value::Text("Späti"))),
            "23d95a5ee03ccd3ef2ef444000cc93303ed1975b03828c77fb93992ac2b5f7ee"
        );
    }

    #[test]
    fn the_commitment_to_all_texts_of_a_row_is_what_it_always_was() {
        let salt: Vec<u8> = (0..16).collect();
        let texts = [("reason", Some("Späti")), ("reference", None), ("key", Some("k"))];
        let hex = commitment_of_all(&salt, &texts).map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(hex, "a626faf654ee79bc5c2bbe3386b37c36478e9114b15e737ab68060c9e4a4b97d");
    }

    #[test]
    fn a_commitment_depends_on_the_salt_the_column_and_the_text() {
        let one = commitment(&[1; 16], "before", Value::Text("ada@example.org"));
        assert_ne!(one, commitment(&[2; 16], "before", Value::Text("ada@example.org")));
        assert_ne!(one, commitment(&[1; 16], "after", Value::Text("ada@example.org")));
        assert_ne!(one, commitment(&[1; 16], "before", Value::Text("adb@example.org")));
    }

    #[test]
    fn an_operation_has_a_salt_for_each_of_its_texts() {
        let mut salts = [5; OPERATION_TEXTS.len() * SALT_BYTES];
        salts[SALT_BYTES..2 * SALT_BYTES].fill(0);
        assert!(matches!(Salt::of_operation(Value::Bytes(&salts), 0), Salt::Present(_)));
        assert!(matches!(Salt::of_operation(Value::Bytes(&salts), 1), Salt::Erased));
        assert!(matches!(Salt::of_operation(Value::Bytes(&salts[1..]), 0), Salt::Invalid));
        assert!(matches!(Salt::of_operation(Value::Null, 0), Salt::Invalid));
    }
}
