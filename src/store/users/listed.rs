//! Addresses that a file or standard input lists, and those of them that nobody has.

use crate::domain::Email;
use crate::error::{Error, ErrorFault, Result};
use crate::store::session::Reader;

/// How many users an error or a note names.
pub(super) const MAX_NAMED: usize = 20;
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
}

impl Reader<'_> {
    /// The error for addresses that nobody has: exit 3.
    pub(super) fn no_users(&self, unknown: &[Unknown<'_>]) -> Result<Error> {
        let named: Vec<String> = unknown.iter().take(MAX_NAMED).map(Unknown::named).collect();
        let rest = unknown.len() - named.len();
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let user = if unknown.len() == 1 { "user" } else { "users" };
        let fault = |unknown: &Unknown<'_>| {
            let (file, line) = unknown.place?;
            let (file, line) = (Some(file.to_owned()), Some(line));
            let message = format!("no user '{}'", unknown.email);
            Some(ErrorFault { file, line, column: None, reason: "not_found", message })
        };
        let mut error =
            Error::not_found(format!("no {user} {}{more}; nothing was changed", named.join(", ")))
                .users(unknown.iter().map(|unknown| unknown.email.as_str()), unknown.len() as u64)
                .faults(unknown.iter().take(MAX_NAMED).filter_map(fault));
        for Unknown { email, .. } in unknown.iter().take(MAX_HINTS) {
            if let Some(hint) = self.hint_for(email.as_str(), &format!("for '{email}', "))? {
                error = error.hint(hint);
            }
        }
        Ok(error)
    }
}
