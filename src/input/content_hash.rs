//! What a file of adjustments says, as one number: the content behind `--key`.

use sha2::{Digest, Sha256};

use super::Adjustment;

/// A SHA-256 over adjustments, in their order.
///
/// It is taken of what the rows mean (address, bucket, amount, reason, reference, key, with the flags' defaults filled
/// in) and not of the file's bytes. So the same adjustments saved with other line ends, another order of columns,
/// quoted otherwise or as JSON Lines are the same content, and the same bytes with another `--bucket` are not. Rows
/// that could not be read are no part of it.
pub struct ContentHash {
    sha: Sha256,
    row: Vec<u8>,
}

impl Default for ContentHash {
    fn default() -> Self {
        // Told apart from every other digest that is ever taken, and from a later way to take this one.
        Self { sha: Sha256::new_with_prefix(b"rad-admin adjustments 1\n"), row: Vec::new() }
    }
}

impl ContentHash {
    /// Adds a row. Each part goes in with its length, so that no two rows run together into the same bytes.
    pub fn add(&mut self, adjustment: &Adjustment) {
        let Adjustment { line: _, user, bucket, amount, reason, reference, key } = adjustment;
        self.row.clear();
        push_part(&mut self.row, Some(user.as_str()));
        push_part(&mut self.row, Some(bucket.as_str()));
        self.row.extend_from_slice(&amount.get().to_le_bytes());
        for text in [reason, reference, key] {
            push_part(&mut self.row, text.as_deref());
        }
        self.sha.update(&self.row);
    }

    /// The digest of what was added.
    pub fn finish(self) -> [u8; 32] {
        self.sha.finalize().into()
    }
}

fn push_part(row: &mut Vec<u8>, text: Option<&str>) {
    let length = text.map_or(u64::MAX, |text| text.len() as u64);
    row.extend_from_slice(&length.to_le_bytes());
    row.extend_from_slice(text.unwrap_or_default().as_bytes());
}
