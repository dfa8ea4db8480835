//! The token of an invitation, its hash, and random names for messages.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Code, Error, Result};

const BYTES: usize = 32;

/// 256 random bits, written with the letters that a web address allows. Its holder can join, so it cannot be printed or logged,
/// and only its [`hash`](Token::hash) is stored.
pub struct Token(Zeroizing<String>);

impl Token {
    /// Returns a new token. It never begins with '-', which a command line would take for a flag.
    pub fn generate() -> Result<Self> {
        loop {
            let mut bytes = Zeroizing::new([0; BYTES]);
            fill(&mut *bytes)?;
            let text = Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes));
            if !text.starts_with('-') {
                return Ok(Self(text));
            }
        }
    }

    /// Parses a token, without white space around it; returns `None` if the text is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        (bytes.len() == BYTES).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// Returns the SHA-256 of the text, which is stored. The token cannot be recovered from it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// Returns the text itself, only for the message.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

/// Returns a unique name for a message, 128 random bits in hexadecimal digits. It is the left side of the Message-ID.
pub fn new_message_name() -> Result<String> {
    let mut bytes = [0; 16];
    fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")))
}

fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes)
        .map_err(|error| Error::new(Code::Failed, format!("the system gives no random numbers: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_256_bits_in_43_letters_and_comes_back_as_it_was() {
        let (one, other) = (Token::generate().expect("a token"), Token::generate().expect("a token"));
        assert_eq!(one.reveal().len(), 43);
        assert_ne!(one.hash(), other.hash());
        let brought = Token::parse(&format!(" {}\n", one.reveal())).expect("a token");
        assert_eq!(brought.hash(), one.hash());
    }

    #[test]
    fn malformed_tokens_are_refused() {
        for wrong in ["", "abc", "x".repeat(42).as_str(), "x".repeat(44).as_str(), &"+".repeat(43)] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }
}
