//! Addresses that a file or standard input lists, and those of them that nobody has.

use crate::domain::Email;
use crate::error::{Error, ErrorFault, MAX_NAMED, Result};
use crate::store::session::Reader;
use crate::text::{and_more, shell_word};

/// How many of them it has hints for.
const MAX_HINTS: usize = 3;

/// Addresses from a file or from standard input, each with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAddresses {
    /// The name of the file.
    pub source: String,
    /// The addresses and their lines.
    pub addresses: Vec<(Email, u64)>,
}

/// An address that nobody has, and in which list and line it stands.
pub(super) struct Unknown<'s> {
    pub(super) email: &'s Email,
    pub(super) place: Option<(&'s str, u64)>,
}

impl Unknown<'_> {
    fn named(&self) -> String {
        match self.place {
            Some((source, line)) => format!("'{}' ({source}:{line})", self.email),
            None => format!("'{}'", self.email),
        }
    }

    /// The fault of an address in a list.
    fn fault(&self, was_erased: bool) -> Option<ErrorFault> {
        let (file, line) = self.place?;
        let (reason, message) = if was_erased {
            ("erased", format!("'{}' was erased", self.email))
        } else {
            ("not_found", format!("no user '{}'", self.email))
        };
        Some(ErrorFault { file: Some(file.to_owned()), line: Some(line), column: None, reason, message })
    }
}

fn list_of(addresses: &[&Unknown<'_>]) -> String {
    and_more(addresses.iter().take(MAX_NAMED).map(|unknown| unknown.named()), addresses.len() as u64)
}

impl Reader<'_> {
    /// The error for addresses that nobody has: exit 4 (`erased`) if the users of all of them were erased, else exit 3.
    pub(super) fn no_users(&self, missing: &[Unknown<'_>]) -> Result<Error> {
        let (mut erased, mut unknown, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for address in missing {
            let was_erased = self.was_erased(address.email)?;
            if was_erased { &mut erased } else { &mut unknown }.push(address);
            if faults.len() < MAX_NAMED {
                faults.extend(address.fault(was_erased));
            }
        }
        let were_erased =
            format!("{} {} erased", list_of(&erased), if erased.len() == 1 { "was" } else { "were" });
        let user = if unknown.len() == 1 { "user" } else { "users" };
        let mut error = match (unknown.as_slice(), erased.as_slice()) {
            ([], _) => Error::refused(format!("{were_erased}; nothing was changed")).reason("erased"),
            (_, []) => Error::not_found(format!("no {user} {}; nothing was changed", list_of(&unknown))),
            _ => Error::not_found(format!(
                "no {user} {}, and {were_erased}; nothing was changed",
                list_of(&unknown)
            )),
        };
        error = error
            .users(missing.iter().map(|address| address.email.as_str()), missing.len() as u64)
            .faults(faults);
        error = self.with_newer(error, unknown.iter().take(MAX_NAMED).map(|address| address.email))?;
        for Unknown { email, .. } in unknown.iter().take(MAX_HINTS) {
            if let Some(hint) = self.hint_for(email.as_str(), &format!("for '{email}', "))? {
                error = error.hint(hint);
            }
        }
        if let [Unknown { email, .. }, ..] = erased.as_slice() {
            error = error.hint(format!(
                "make a fresh account for an address with: rad-admin user restore {}",
                shell_word(email)
            ));
        }
        Ok(error)
    }
}
