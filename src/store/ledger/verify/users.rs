//! Checks the users one by one: each field, balance and allowance is as the operations left it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::walk::Account;
use super::{Check, Found};
use crate::domain::{Allowance, OperationId, Roles};
use crate::error::Result;
use crate::store::engine::session::{Row, Rows, Session};
use crate::store::ledger::allowances::{Steps, stored as stored_text};

struct Change {
    user: i64,
    operation: OperationId,
    field: String,
    month: i64,
    before: Option<String>,
    after: Option<String>,
    person: Option<String>,
    /// Whether an erasure removed the texts.
    is_redacted: bool,
}

/// A user's fields after the changes so far.
#[derive(Debug, Default, PartialEq, Eq)]
struct Fields {
    email: Option<String>,
    name: Option<String>,
    status: Option<String>,
    roles: Option<i64>,
    mail: bool,
}

/// Compares each user with what the operations made of them.
pub(super) fn prove(session: &Session, accounts: &[Account], next: OperationId, steps: &mut Steps) -> Check {
    let mut users = session.prepare(
        "SELECT id, email, name, status, roles, awarded, purchased, last_entry, version, created_at, updated_at, mail
         FROM users ORDER BY id",
    )?;
    let mut changes = session.prepare(
        "SELECT user_id, operation, field, month, before, after, person, salt IS NOT NULL AND length(salt) = 0
         FROM changes INDEXED BY changes_user
         ORDER BY user_id, id",
    )?;
    let mut allowances = session.prepare(&format!(
        "SELECT a.user_id, a.from_month, a.amount, {} FROM allowances a ORDER BY a.user_id, a.from_month",
        stored_text("a", "a.carried")
    ))?;
    let mut users = users.query(())?;
    let mut changes = Rest::new(changes.query(())?, change_from_row)?;
    let mut allowances = Rest::new(allowances.query(())?, |row| {
        Ok((row.get::<i64>(0)?, (row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<String>(3)?)))
    })?;
    for (id, account) in (1..).zip(accounts) {
        let Some(user) = users.next()? else { break };
        let mut replay = Replay::default();
        while let Some(change) = changes.next_if(|change| change.user <= id)? {
            let discrepancy = if change.operation < next {
                replay.apply(&change)
            } else {
                Some("a change of no operation".to_owned())
            };
            if let Some(what) = discrepancy {
                return Ok(Some(Found { operation: Some(change.operation), user: Some(id), what }));
            }
        }
        let mut stored = BTreeMap::new();
        while let Some((_, (month, amount, text))) = allowances.next_if(|(user, _)| *user <= id)? {
            steps.add(id, month, amount);
            stored.insert(month, text);
        }
        let discrepancy = replay.discrepancy(&fields_from_row(user)?, &stored);
        if let Some(what) =
            discrepancy.map_or_else(|| account_discrepancy(user, account), |what| Ok(Some(what)))?
        {
            return Ok(Some(Found::of_user(id, what)));
        }
    }
    let left_over = changes.next_if(|_| true)?.is_some() || allowances.next_if(|_| true)?.is_some();
    Ok(left_over.then(|| Found::new("there are changes or allowances of users who are not there")))
}

/// Rows with a look at the next one.
struct Rest<'s, T> {
    rows: Rows<'s>,
    read: fn(Row<'_>) -> Result<T>,
    next: Option<T>,
}

impl<'s, T> Rest<'s, T> {
    fn new(mut rows: Rows<'s>, read: fn(Row<'_>) -> Result<T>) -> Result<Self> {
        let next = rows.next()?.map(read).transpose()?;
        Ok(Self { rows, read, next })
    }

    fn next_if(&mut self, condition: impl FnOnce(&T) -> bool) -> Result<Option<T>> {
        if !self.next.as_ref().is_some_and(condition) {
            return Ok(None);
        }
        let following = self.rows.next()?.map(self.read).transpose()?;
        Ok(std::mem::replace(&mut self.next, following))
    }
}

fn change_from_row(row: Row<'_>) -> Result<Change> {
    Ok(Change {
        user: row.get(0)?,
        operation: row.get(1)?,
        field: row.get(2)?,
        month: row.get(3)?,
        before: row.get(4)?,
        after: row.get(5)?,
        person: row.get(6)?,
        is_redacted: row.get(7)?,
    })
}

fn fields_from_row(row: Row<'_>) -> Result<Fields> {
    Ok(Fields {
        email: row.get(1)?,
        name: row.get(2)?,
        status: row.get(3)?,
        roles: row.get(4)?,
        mail: row.get(11)?,
    })
}

/// The fields and allowances of one user after the changes so far.
#[derive(Default)]
struct Replay {
    is_made: bool,
    fields: Fields,
    /// Whether the name was removed: then the next change says what it was.
    is_name_gone: bool,
    /// By month, in the stored form.
    allowances: BTreeMap<i64, String>,
}

impl Replay {
    /// Applies a change. Returns what is wrong with it.
    fn apply(&mut self, change: &Change) -> Option<String> {
        let Change { field, month, before, after, person, is_redacted, .. } = change;
        let was_name_gone = self.is_name_gone;
        if field == "created" || field == "name" {
            self.is_name_gone = *is_redacted;
        }
        if field == "created" {
            self.is_made = true;
            let Some((fields, allowance)) = created(after.as_deref(), person.as_deref()) else {
                return Some("what the user was made with cannot be read".to_owned());
            };
            self.fields = fields;
            self.allowances.extend(allowance.map(|amount| (*month, amount.to_string())));
            return None;
        }
        if field == "allowance" {
            match after {
                None => self.allowances.remove(month),
                Some(text) if Allowance::from_stored(text).is_some() => {
                    self.allowances.insert(*month, text.clone())
                }
                Some(_) => return Some("an allowance is not one".to_owned()),
            };
            return None;
        }
        if !self.is_made {
            return Some(format!("the {field} changes before the user was made"));
        }
        let was = match field.as_str() {
            "email" => std::mem::replace(&mut self.fields.email, after.clone()),
            "name" => std::mem::replace(&mut self.fields.name, after.clone()),
            "mail" => {
                let was = std::mem::replace(&mut self.fields.mail, after.as_deref() == Some("on"));
                Some(if was { "on" } else { "off" }.to_owned())
            }
            "status" => std::mem::replace(&mut self.fields.status, after.clone()),
            // Time alone may have changed the state before: an invitation expires.
            "invitation" | "monthly" => return None,
            _ => {
                let was = std::mem::replace(&mut self.fields.roles, after.as_deref().and_then(bits));
                was.map(|bits| Roles::from_bits(bits).to_string())
            }
        };
        if field == "name" && (was_name_gone || *is_redacted) {
            return None;
        }
        (was != *before).then(|| format!("the {field} was not what the change says that it was"))
    }

    fn discrepancy(&self, stored: &Fields, allowances: &BTreeMap<i64, String>) -> Option<String> {
        let Fields { email, name, status, roles, mail } = &self.fields;
        let what = if !self.is_made {
            "no operation made this user"
        } else if *email != stored.email {
            "the address is not the one that the log left"
        } else if *name != stored.name {
            "the name is not the one that the log left"
        } else if *status != stored.status {
            "the status is not the one that the log left"
        } else if *roles != stored.roles {
            "the roles are not those that the log left"
        } else if *mail != stored.mail {
            "whether the user gets messages is not as the log left it"
        } else if self.allowances != *allowances {
            "the allowances are not those that the log left"
        } else {
            return None;
        };
        Some(what.to_owned())
    }
}

/// The values of a new user, as the change stores them.
#[derive(Deserialize)]
pub(super) struct Made<'r> {
    #[serde(borrow)]
    roles: Vec<&'r str>,
    status: &'r str,
    pub(super) allowance: Option<i64>,
}

/// The address and name of a new user.
#[derive(Deserialize)]
struct MadePerson {
    email: String,
    name: Option<String>,
}

/// Reads the fields and the allowance of a new user.
fn created(made: Option<&str>, person: Option<&str>) -> Option<(Fields, Option<i64>)> {
    let made: Made<'_> = serde_json::from_str(made?).ok()?;
    let person: MadePerson = serde_json::from_str(person?).ok()?;
    let fields = Fields {
        email: Some(person.email),
        name: person.name,
        status: Some(made.status.to_owned()),
        roles: bits(&made.roles.join(",")),
        mail: true,
    };
    Some((fields, made.allowance))
}

fn bits(names: &str) -> Option<i64> {
    names.parse().ok().map(Roles::bits)
}

/// Returns which figure of a stored user is not as the operations left it.
fn account_discrepancy(row: Row<'_>, account: &Account) -> Result<Option<String>> {
    let figures = [
        ("awarded balance", 5, account.awarded),
        ("purchased balance", 6, account.purchased),
        ("last entry", 7, account.last_entry),
        ("version", 8, account.version.into()),
        ("time of creation", 9, account.created_at),
        ("time of the last change", 10, account.updated_at),
    ];
    for (what, column, expected) in figures {
        let stored: i64 = row.get(column)?;
        if stored != expected {
            return Ok(Some(format!("the {what} is {stored}, and the operations left {expected}")));
        }
    }
    Ok(None)
}
