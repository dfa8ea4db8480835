//! Finds the user that somebody means by a part of an address or name.

use std::fmt::Write as _;

use serde_json::json;

use crate::domain::{Email, case_folded, typos_between};
use crate::error::{Error, Result};
use crate::store::session::Reader;

/// How many users an error lists.
const MAX_LISTED: usize = 20;

impl Reader<'_> {
    /// Returns the address that is meant: a user's whole address, else the address of the only user whose address or name
    /// contains the text, ignoring case. Fails (exit 3) if nobody fits, and if several do (`ambiguous`), whom the error lists.
    pub fn find_user(&self, typed: &str) -> Result<Email> {
        let exact = typed.parse::<Email>().ok();
        if let Some(email) = &exact
            && self.has_user(email)?
        {
            return Ok(email.clone());
        }
        let found: Vec<(Email, Option<String>)> = self.session.all(
            "SELECT u.email, u.name FROM users u
             WHERE u.status <> 'erased' AND (contains_folded(u.email, ?1) OR contains_folded(u.name, ?1))
             ORDER BY +u.email LIMIT ?2",
            (case_folded(typed), MAX_LISTED as u64 + 1),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        match (found.as_slice(), exact) {
            ([(only, _)], _) => Ok(only.clone()),
            ([], Some(email)) => Err(self.no_user(&email)?),
            ([], None) => {
                let near = self.nearest_name(typed)?.map(|near| format!("did you mean '{near}'?"));
                Err(Error::not_found(format!("no user '{typed}'")).users([typed], 1).maybe_hint(near))
            }
            (several, _) => Err(ambiguous(typed, several)),
        }
    }

    /// Returns the address of the user whose name is most like this one: the whole name, a word of it, or the address before
    /// `@`.
    fn nearest_name(&self, typed: &str) -> Result<Option<String>> {
        let typed = case_folded(typed);
        let mut statement =
            self.session.prepare("SELECT email, name FROM users WHERE status <> 'erased' ORDER BY id")?;
        let mut rows = statement.query(())?;
        let mut best: Option<(usize, String)> = None;
        while let Some(row) = rows.next()? {
            let (email, name) = (row.text(0)?, row.optional_text(1)?.map(case_folded).unwrap_or_default());
            let local = email.split('@').next().unwrap_or_default();
            let words = name.split_whitespace().chain([local, name.as_str()]);
            let slips = words.filter_map(|word| typos_between(&typed, word)).min();
            if let Some(slips) = slips
                && best.as_ref().is_none_or(|(least, _)| slips < *least)
            {
                best = Some((slips, email.to_owned()));
            }
        }
        Ok(best.map(|(_, email)| email))
    }
}

fn ambiguous(typed: &str, found: &[(Email, Option<String>)]) -> Error {
    let listed = &found[..found.len().min(MAX_LISTED)];
    let (count, first) = match found.len() {
        users if users > MAX_LISTED => (format!("more than {MAX_LISTED}"), ", the first of them"),
        users => (users.to_string(), ""),
    };
    let mut message = format!("'{typed}' fits {count} users{first}:");
    for (email, name) in listed {
        let _ = write!(message, "\n  {email}");
        if let Some(name) = name {
            let _ = write!(message, "  {name}");
        }
    }
    let users: Vec<_> = listed.iter().map(|(email, name)| json!({ "email": email, "name": name })).collect();
    Error::not_found(message)
        .reason("ambiguous")
        .datum("users", users)
        .datum("more", found.len() > MAX_LISTED)
        .hint("give the whole address, or a longer part of it or of the name")
}
