//! E-mail addresses, the names of users.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// A valid address, trimmed and in lower case. No two users share one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

/// The part of an address after the `@`, in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Domain(String);

/// The longest local part and the longest address, in bytes (RFC 5321, 4.5.3.1).
const MAX_LOCAL_BYTES: usize = 64;
const MAX_BYTES: usize = 254;

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The domain of the addresses that replace erased ones. RFC 2606 reserves `invalid`, so no mail can go there.
const ERASED_DOMAIN: &str = "@erased.invalid";

/// Returns the address that replaces the erased address of this user.
pub fn erased_address(user: i64) -> String {
    format!("erased-{user}{ERASED_DOMAIN}")
}

/// Reads the number of the user from such an address; `None` for any other text.
pub fn erased_number(placeholder: &str) -> Option<i64> {
    placeholder.strip_prefix("erased-")?.strip_suffix(ERASED_DOMAIN)?.parse().ok()
}

impl Email {
    /// Whether this address replaces an erased one.
    pub fn is_placeholder(&self) -> bool {
        self.0.ends_with(ERASED_DOMAIN)
    }
}

impl FromStr for Email {
    type Err = String;

    /// Accepts a dot-atom local part (letters beyond ASCII included) and a domain of labels.
    fn from_str(text: &str) -> Result<Self, String> {
        let typed = text.trim().to_lowercase();
        let fault = |what: &str| Err(format!("'{}' is not an e-mail address: {what}", typed.escape_debug()));
        let Some((local, domain)) = typed.rsplit_once('@') else {
            return fault("it has no '@'");
        };
        if local.is_empty() {
            return fault("nothing stands before the '@'");
        }
        if !local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character)) {
            return fault("the part before the '@' is malformed");
        }
        let Some(domain) = canonical(domain) else {
            return fault("the part after the '@' is not a domain");
        };
        let length_bytes = local.len() + 1 + domain.len();
        if local.len() > MAX_LOCAL_BYTES || length_bytes > MAX_BYTES {
            return fault("it is too long");
        }
        let local_bytes = local.len();
        Ok(match domain {
            Cow::Borrowed(_) => Self(typed),
            Cow::Owned(domain) => Self(format!("{}@{domain}", &typed[..local_bytes])),
        })
    }
}

impl Domain {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Domain {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let typed = text.trim().to_lowercase();
        match canonical(typed.strip_prefix('@').unwrap_or(&typed)) {
            Some(domain) => Ok(Self(domain.into_owned())),
            None => Err(format!("'{}' is not a domain", typed.escape_debug())),
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether this is RFC 5322 `atext`, or a letter or digit of any script (RFC 6531).
pub(super) fn is_atom_character(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// Returns the form of UTS 46, in letters instead of Punycode. `domain` has to be in lower case. One form per domain keeps two
/// users from sharing a mailbox.
fn canonical(domain: &str) -> Option<Cow<'_, str>> {
    let labels = || domain.split('.');
    if domain.is_ascii() && !labels().any(|label| label.starts_with("xn--")) {
        return labels().all(is_label).then_some(Cow::Borrowed(domain));
    }
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let (unicode, valid) = idna::domain_to_unicode(&ascii);
    valid.ok()?;
    let same = unicode == domain;
    Some(if same { Cow::Borrowed(domain) } else { Cow::Owned(unicode) })
}

fn is_label(label: &str) -> bool {
    let inner = !label.starts_with('-') && !label.ends_with('-');
    inner
        && !label.is_empty()
        && label.len() <= 63
        && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
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
    fn one_mailbox_has_one_address_however_its_domain_is_written() {
        for (typed, kept) in [
            ("ada@XN--BCHER-KVA.example", "ada@bücher.example"),
            ("ada@BÜCHER.example", "ada@bücher.example"),
            ("ada@bu\u{308}cher.example", "ada@bücher.example"),
            ("ada@example\u{3002}org", "ada@example.org"),
            ("ada@ｅｘａｍｐｌｅ.org", "ada@example.org"),
            ("ada@straße.example", "ada@straße.example"),
            ("ada@हिन्दी.example", "ada@हिन्दी.example"),
        ] {
            assert_eq!(typed.parse::<Email>().map(|email| email.0), Ok(kept.into()), "{typed}");
            assert_eq!(kept.parse::<Email>().map(|email| email.0), Ok(kept.into()), "{kept}");
        }
        for wrong in ["ada@xn--a.example", "ada@a_ü.example", "ada@-ü.example", "ada@ü..example"] {
            assert!(wrong.parse::<Email>().is_err(), "{wrong}");
        }
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
