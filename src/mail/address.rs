//! Sender and recipient addresses in the form that mail servers take.

use lettre::Address;
use lettre::message::Mailbox;

use crate::domain::Email;
use crate::{Error, Result};

/// The sender of every message: an address, and a name if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    name: Option<String>,
    address: Address,
}

impl Sender {
    /// Parses `Name <address>` or a bare address. The error says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, address) = match text.trim().strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", text),
        };
        if name.contains(char::is_control) {
            return Err("the name has control characters".to_owned());
        }
        let email: Email = address.parse()?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        Ok(Self { name, address: address_of(&email)? })
    }

    /// Returns the domain in ASCII, the right side of a Message-ID.
    pub fn domain(&self) -> &str {
        self.address.domain()
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    pub(super) fn mailbox(&self) -> Mailbox {
        Mailbox::new(self.name.clone(), self.address.clone())
    }
}

/// Fails (exit 2) if the domain has no ASCII form, so that no mail server can be found for it. An address with letters beyond
/// ASCII before the '@' passes, because only the server knows whether it can deliver to it (SMTPUTF8).
pub fn check_deliverable(email: &Email) -> Result<()> {
    address_of(email).map(drop).map_err(Error::usage)
}

/// Returns the address with its domain in ASCII (IDNA). The part before the '@' has no ASCII form and stays as it is.
pub(super) fn address_of(email: &Email) -> Result<Address, String> {
    let fault = || format!("'{email}' cannot be mailed: its domain is not an internet name");
    let (local, domain) = email.as_str().rsplit_once('@').ok_or_else(fault)?;
    let domain = idna::domain_to_ascii(domain).map_err(|_| fault())?;
    // `Email` has already checked the form.
    Ok(Address::new_dangerous(local, domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(text: &str) -> Result<(Option<String>, String), String> {
        Sender::parse(text).map(|sender| (sender.name, sender.address.to_string()))
    }

    #[test]
    fn a_sender_is_a_name_and_an_address_or_an_address() {
        assert_eq!(sender("RAD <no-reply@x.org>"), Ok((Some("RAD".into()), "no-reply@x.org".into())));
        assert_eq!(sender("\"Åsa, Inc.\" <a@x.org>"), Ok((Some("Åsa, Inc.".into()), "a@x.org".into())));
        assert_eq!(sender("<a@x.org>"), Ok((None, "a@x.org".into())));
        assert_eq!(sender("a@bücher.org"), Ok((None, "a@xn--bcher-kva.org".into())));
        for wrong in
            ["", "RAD", "RAD <>", "RAD <a@x.org", "RAD\r\nBcc: e@x.org <a@x.org>", "a@x.org, b@x.org"]
        {
            assert!(sender(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_domain_beyond_ascii_is_translated() {
        let address = |text: &str| address_of(&text.parse().expect(text)).map(|address| address.to_string());
        assert_eq!(address("åsa@exämple.org"), Ok("åsa@xn--exmple-cua.org".into()));
        assert_eq!(address("root@localhost"), Ok("root@localhost".into()));
    }
}
