//! The one way to hash what is stored or compared with what is stored: SHA-256 over an encoding that nothing can be confused in.
//!
//! Each use begins with a name of its own, so that no two uses share a digest and a later form can follow an earlier one. A text
//! is its length in bytes, as a whole number, and its UTF-8 bytes. A whole number is eight bytes, most significant first. What may
//! be absent begins with one byte: 0 for absent, 1 for present.
//!
//! What is hashed has to be written down explicitly, never taken from `Debug` or from the order of a derive: a stored digest has
//! to be the same after the code was renamed.

use sha2::{Digest, Sha256};

/// A digest in the making.
#[derive(Clone, Debug)]
pub struct Encoder(Sha256);

impl Encoder {
    /// Begins with the name of this encoding, such as `rad-admin request 1`.
    pub fn new(name: &str) -> Self {
        let mut encoder = Self(Sha256::new());
        encoder.text(name);
        encoder
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// Adds bytes with their length.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a whole number.
    pub fn integer(&mut self, number: i64) -> &mut Self {
        self.0.update(number.to_be_bytes());
        self
    }

    /// Adds how many there are of something.
    pub fn count(&mut self, count: u64) -> &mut Self {
        self.0.update(count.to_be_bytes());
        self
    }

    /// Adds a text that may be absent.
    pub fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        self.boolean(text.is_some());
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    /// Adds a whole number that may be absent.
    pub fn optional_integer(&mut self, number: Option<i64>) -> &mut Self {
        self.boolean(number.is_some());
        match number {
            Some(number) => self.integer(number),
            None => self,
        }
    }

    /// Adds whether something is so: one byte, 0 or 1.
    pub fn boolean(&mut self, is_so: bool) -> &mut Self {
        self.0.update([u8::from(is_so)]);
        self
    }

    /// The digest of what was added.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_run_together_are_told_apart() {
        let digest = |add: &dyn Fn(&mut Encoder)| {
            let mut encoder = Encoder::new("test");
            add(&mut encoder);
            encoder.finish()
        };
        let digests = [
            digest(&|encoder| _ = encoder.text("ab").text("c")),
            digest(&|encoder| _ = encoder.text("a").text("bc")),
            digest(&|encoder| _ = encoder.optional_text(None)),
            digest(&|encoder| _ = encoder.optional_text(Some(""))),
            digest(&|encoder| _ = encoder.optional_integer(None)),
            digest(&|encoder| _ = encoder.optional_integer(Some(0))),
        ];
        let mut distinct = digests.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        // A text and a number that are both absent, or both empty, are the same bytes: each use fixes what stands where.
        assert_eq!(distinct.len(), digests.len() - 2);
    }
}
