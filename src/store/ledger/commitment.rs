//! Personal texts under the seal: they enter a digest as commitments, so that they can be erased while the digest still proves.
//!
//! A commitment is SHA-256 over an encoding that names itself, the row's salt, the column and the value. The salt is random,
//! lies beside the texts, and goes with them: what is left says nothing of them. A row without texts of its own has no salt.
//! A commitment is computed when it is needed; it is stored, in `redactions`, only once its text is gone.

use crate::crash;
use crate::domain::erased_address;
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::engine::session::Session;
use crate::store::engine::value::Value;

/// The name of the encoding; a change of it is a new name.
const COMMITMENT: &str = "rad-admin commitment 1";

/// How long the salt of a text is.
pub(crate) const SALT_BYTES: usize = 16;

/// What an operation has a salt of its own for, in the order in which they lie in its column `salt`: each can go alone.
pub(crate) const OPERATION_TEXTS: [&str; 5] = ["actor", "reason", "reference", "key", "arguments"];

/// The salt of a text that was erased.
const NO_SALT: [u8; SALT_BYTES] = [0; SALT_BYTES];

/// SQL for so many random bytes; in a test that wants the same ledger each time, for the same bytes.
pub(crate) fn sql_random(bytes: usize) -> String {
    if crash::is_random_fixed() {
        format!("x'{}'", "01".repeat(bytes))
    } else {
        format!("randomblob({bytes})")
    }
}

/// The tables whose rows hold personal texts, as `redactions` names them.
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

/// The one name under which all texts of an entry, and of a change, are redacted: they go together.
pub(crate) const TEXTS: &str = "texts";

/// What stands for the texts of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Salt<'r> {
    /// They are there, hashed with this.
    Present(&'r [u8]),
    /// The row has none.
    Absent,
    /// They were erased.
    Erased,
    /// No such thing as a salt.
    Invalid,
}

impl<'r> Salt<'r> {
    /// Of the column `salt` of an entry or a change: empty bytes stand for an erased one.
    pub(crate) fn of(value: Value<'r>) -> Self {
        match value {
            Value::Bytes([]) => Self::Erased,
            Value::Bytes(bytes) if bytes.len() == SALT_BYTES => Self::Present(bytes),
            Value::Null => Self::Absent,
            _ => Self::Invalid,
        }
    }

    /// Of the column `salt` of an operation, for the text of this number in [`OPERATION_TEXTS`].
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
    /// Adds all texts of the row as one commitment, each with the name of its column.
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
                let left = |(column, text): &(&str, Option<&str>), user| {
                    stand_in(column, text.map_or(Value::Null, Value::Text), user)
                };
                match self.erased(TEXTS)? {
                    Some((user, commitment)) if texts.iter().all(|text| left(text, user)) => {
                        _ = encoder.boolean(true).bytes(&commitment);
                    }
                    _ => _ = encoder.boolean(true).text("a text where one was erased"),
                }
            }
        }
        Ok(())
    }

    /// Adds the value of a column, which may be absent, as its commitment. A text without a salt, and one in the place of what
    /// was erased, gives bytes that no seal was taken over.
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
            (Salt::Erased, value) => match self.erased(column)? {
                None if value == Value::Null => _ = encoder.boolean(false),
                Some((user, commitment)) if stand_in(column, value, user) => {
                    _ = encoder.boolean(true).bytes(&commitment);
                }
                _ => _ = encoder.boolean(true).text("a text where one was erased"),
            },
        }
        Ok(())
    }

    /// Whose text it was, and its commitment.
    fn erased(&self, column: &str) -> Result<Option<(i64, [u8; 32])>> {
        self.session.optional(
            "SELECT user_id, commitment FROM redactions WHERE subject = ?1 AND row_id = ?2 AND field = ?3",
            (self.subject.as_str(), self.row, column),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}

/// The commitment to a value.
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

/// The commitment to all texts of a row.
pub(crate) fn commitment_of_all(salt: &[u8], texts: &[(&str, Option<&str>)]) -> [u8; 32] {
    let mut encoder = Encoder::new(COMMITMENT);
    encoder.bytes(salt).text(TEXTS);
    for (_, text) in texts {
        encoder.optional_text(*text);
    }
    encoder.finish()
}

/// What a user was made with, as a change keeps it.
pub(crate) fn person(email: &str, name: Option<&str>) -> String {
    serde_json::json!({ "email": email, "name": name }).to_string()
}

/// Whether this is what an erasure leaves in a column: nothing, or the placeholder where an address has to stand.
fn stand_in(column: &str, value: Value<'_>, user: i64) -> bool {
    match value {
        Value::Null => !matches!(column, "actor" | "person"),
        Value::Text(text) => match column {
            "actor" | "before" | "after" => text == erased_address(user),
            "person" => text == person(&erased_address(user), None),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stored seal depends on it: the encoding never changes under its name.
    #[test]
    fn the_commitment_to_a_text_is_what_it_always_was() {
        let hex = |bytes: [u8; 32]| bytes.map(|byte| format!("{byte:02x}")).concat();
        let salt: Vec<u8> = (0..16).collect();
        assert_eq!(
            hex(commitment(&salt, "reason", Value::Text("Späti"))),
            "23d95a5ee03ccd3ef2ef444000cc93303ed1975b03828c77fb93992ac2b5f7ee"
        );
        assert_eq!(
            hex(commitment(&salt, "fingerprint", Value::Bytes(&[7; 32]))),
            "26c2e38a0deecf90556526a3cf672f73b8bce7f37b996fcf7aa41f8ca735384a"
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
