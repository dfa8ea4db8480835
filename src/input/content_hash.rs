//! Hashes the content of a file of adjustments, for `--key`.

use crate::encoding::Encoder;
use crate::row::AdjustmentRow;

/// Identifies the encoding. Change the name whenever the encoding changes.
const NAME: &str = "rad-admin adjustments 1";

/// A SHA-256 of adjustments, in order.
///
/// It covers the meaning of the rows (address, bucket, amount, reason, reference, key, including defaults from flags),
/// not the bytes of the file. Other line ends, other quotes or another order of columns do not change it, and neither
/// does JSON Lines instead of CSV; another `--bucket` does. Rows that cannot be read are left out.
pub struct ContentHash(Encoder);

impl Default for ContentHash {
    fn default() -> Self {
        Self(Encoder::new(NAME))
    }
}

impl ContentHash {
    pub fn add(&mut self, adjustment: &AdjustmentRow) {
        let AdjustmentRow { line: _, user, bucket, amount, reason, reference, key } = adjustment;
        self.0.text(user.as_str()).text(bucket.as_str()).integer(amount.get());
        for text in [reason, reference, key] {
            self.0.optional_text(text.as_deref());
        }
    }

    /// Returns the digest of all rows added.
    pub fn finish(self) -> [u8; 32] {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Bucket;

    #[test]
    fn a_content_hash_never_changes_for_the_same_rows() {
        let row = |reason: Option<&'static str>, key: Option<&'static str>| AdjustmentRow {
            line: 2,
            user: "ada@example.org".parse().expect("an address"),
            bucket: Bucket::Purchased,
            amount: "-5".parse().expect("an amount"),
            reason: reason.map(Into::into),
            reference: None,
            key: key.map(Into::into),
        };
        let mut hash = ContentHash::default();
        hash.add(&row(Some("refund"), None));
        hash.add(&row(None, Some("row-2")));
        let hash = hash.finish().map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(hash, "9bb543a6cbcbdd4f685456d8ba9e49a4beddd46c6ead93aab3b7511fe6d401e1");
    }
}
