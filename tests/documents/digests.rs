//! Digests, which differ between machines because they cover the account.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The digests of one page.
pub struct Digests {
    page: String,
    seen: Vec<String>,
}

impl Digests {
    pub fn of(page: &str) -> Self {
        Self { page: page.to_owned(), seen: Vec::new() }
    }

    /// Replaces each digest in the text by one that is the same on every machine. Equal ones stay equal, and different ones
    /// different, also in later texts.
    pub fn settle(&mut self, text: &str) -> String {
        let mut settled = String::new();
        for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
            let digest = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let number = self.number_of(digest);
                for byte in Sha256::digest(format!("{} {number}", self.page)) {
                    let _ = write!(settled, "{byte:02x}");
                }
                settled.push_str(&word[64..]);
            } else {
                settled.push_str(word);
            }
        }
        settled
    }

    fn number_of(&mut self, digest: &str) -> usize {
        self.seen.iter().position(|seen| seen == digest).unwrap_or_else(|| {
            self.seen.push(digest.to_owned());
            self.seen.len() - 1
        })
    }
}

#[test]
fn different_digests_stay_different_and_equal_ones_equal() {
    let (one, two) = ("1".repeat(64), "2".repeat(64));
    let mut digests = Digests::of("page");
    let first = digests.settle(&format!("Head {one}\n"));
    let second = digests.settle(&format!("{{\"head\":\"{two}\"}}"));
    assert_eq!(digests.settle(&one), first[5..69]);
    assert_ne!(first[5..69], second[9..73]);
    assert!(!first.contains(&one), "it depends on the machine");
}
