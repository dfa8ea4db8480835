//! An e-mail address: the name of a user.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// A trimmed, lower-case address of valid form. Two users never share one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

/// RFC 5321, 4.5.3.1: the longest local part and the longest address, in bytes.
const MAX_LOCAL_BYTES: usize = 64;
const MAX_BYTES: usize = 254;

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = String;

    /// Accepts a dot-atom local part (letters beyond ASCII included) and a domain of labels.
    fn from_str(text: &str) -> Result<Self, String> {
        let address = text.trim().to_lowercase();
        let fault =
            |what: &str| Err(format!("'{}' is not an e-mail address: {what}", address.escape_debug()));
        let Some((local, domain)) = address.rsplit_once('@') else {
            return fault("it has no '@'");
        };
        if local.is_empty() {
            return fault("nothing stands before the '@'");
        }
        if !local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character)) {
            return fault("the part before the '@' is malformed");
        }
        if domain.is_empty() || !domain.split('.').all(is_label) {
            return fault("the part after the '@' is not a domain");
        }
        if local.len() > MAX_LOCAL_BYTES || address.len() > MAX_BYTES {
            return fault("it is too long");
        }
        Ok(Self(address))
    }
}

/// RFC 5322 `atext`, and letters and digits of every script (RFC 6531).
fn is_atom_character(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn is_label(label: &str) -> bool {
    let inner = !label.starts_with('-') && !label.ends_with('-');
    inner && !label.is_empty() && label.len() <= 63 && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_lower_cased() {
        assert_eq!(" Ada.L+x@Example.ORG \n".parse::<Email>().map(|e| e.0), Ok("ada.l+x@example.org".into()));
        assert_eq!("ÅSA@exämple.org".parse::<Email>().map(|e| e.0), Ok("åsa@exämple.org".into()));
        assert!("root@localhost".parse::<Email>().is_ok());
    }

    #[test]
    fn a_malformed_address_is_refused_and_shown_without_control_characters() {
        for wrong in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "a da@example.org",
            "ada@exa mple.org",
            "ada..l@example.org",
            ".ada@example.org",
            "ada@-x.org",
            "ada@x..org",
            "a@b@example.org",
            "ada\n@example.org",
            "<ada@example.org>",
            "ada@example.org\r\nBcc: eve@example.org",
        ] {
            let message = wrong.parse::<Email>().expect_err(wrong);
            assert!(!message.contains(char::is_control), "{message:?}");
        }
        assert!(format!("{}@example.org", "a".repeat(65)).parse::<Email>().is_err());
    }
}
