//! Hashes what is stored, or compared with stored hashes: SHA-256 of an unambiguous encoding.
//!
//! Each use starts with its own name, so no two uses share a digest, and a new version can follow an old one. A text is
//! its length in bytes, as an integer, and its UTF-8 bytes. An integer is eight bytes, most significant first. An
//! optional value starts with one byte: 0 if absent, 1 if present.
//!
//! Write down explicitly what to hash. Never take it from `Debug` or from the order of a derive: a stored digest must
//! survive the renaming of code.

use sha2::{Digest, Sha256};

/// A digest under construction.
#[derive(Clone, Debug)]
pub struct Encoder(Sha256);

impl Encoder {
    /// Starts with the name of this encoding, such as `rad-admin request 1`.
    pub fn new(name: &str) -> Self {
        let mut encoder = Self(Sha256::new());
        encoder.text(name);
        encoder
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// Adds bytes, preceded by their length.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub fn integer(&mut self, number: i64) -> &mut Self {
        self.0.update(number.to_be_bytes());
        self
    }

    pub fn count(&mut self, count: u64) -> &mut Self {
        self.0.update(count.to_be_bytes());
        self
    }

    pub fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        self.boolean(text.is_some());
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    pub fn optional_integer(&mut self, number: Option<i64>) -> &mut Self {
        self.boolean(number.is_some());
        match number {
            Some(number) => self.integer(number),
            None => self,
        }
    }

    /// Adds one byte, 0 or 1.
    pub fn boolean(&mut self, is_so: bool) -> &mut Self {
        self.0.update([u8::from(is_so)]);
        self
    }

    /// Returns the digest.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_run_together_have_other_digests() {
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
        // An absent text and an absent number encode to the same bytes, and so do an empty text and 0. Each use has a
        // fixed order of types, so they cannot be confused.
        assert_eq!(distinct.len(), digests.len() - 2);
    }
}
