//! Which users a command means: resolved inside its transaction into one temporary table.

use crate::domain::{Email, Role, Status, Timestamp};
use crate::error::{Error, Result};
use crate::store::engine::value::Value;
use crate::store::ids::UserId;
use crate::store::ledger::own_account;
use crate::store::session::Reader;

/// USERS, as the user writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// One user by address.
    User(Email),
    /// Every user who is not inactive.
    All,
    /// Everybody with the role.
    Role(Role),
    /// Everybody with the status.
    Status(Status),
    /// These addresses; one named twice counts once.
    Listed(Vec<Email>),
}

/// What a selection came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// How many users.
    pub users: i64,
    /// The first few of them, in the order in which they were made.
    sample: Vec<Email>,
    /// Whether the actor was among them and has been left out.
    pub actor_left_out: bool,
}

impl Selected {
    /// The first few addresses, and `…` where there are more.
    pub fn named(&self) -> String {
        let named: Vec<_> = self.sample.iter().map(Email::as_str).collect();
        let more = if self.users.unsigned_abs() > named.len() as u64 { ", …" } else { "" };
        named.join(", ") + more
    }

    /// The address of the one user, where there is one.
    pub fn only(&self) -> Option<&Email> {
        self.sample.first().filter(|_| self.users == 1)
    }
}

/// How many users a question shows before it only counts, and how many unknown addresses an error names.
const SAMPLE: usize = 3;
const MAX_NAMED: usize = 20;

impl Selection {
    /// Whether this names one user and no other, so that nothing needs to be asked about its extent.
    pub fn is_single(&self) -> bool {
        matches!(self, Self::User(_))
    }

    fn who(&self) -> Who<'_> {
        match self {
            Self::User(email) => Who::Addresses(std::slice::from_ref(email)),
            Self::Listed(emails) => Who::Addresses(emails),
            Self::All => Who::Condition("status <> ?1", Value::Text(Status::Inactive.as_str())),
            Self::Role(role) => Who::Condition("roles & ?1 <> 0", Value::Integer(role.bit())),
            Self::Status(status) => Who::Condition("status = ?1", Value::Text(status.as_str())),
        }
    }
}

/// A selection as the database takes it.
enum Who<'s> {
    Addresses(&'s [Email]),
    /// A condition of SQL on users, and its value.
    Condition(&'static str, Value<'static>),
}

impl Reader<'_> {
    /// Makes this the current selection. Of many, the actor `leave_out` is left out, where a command changes what nobody
    /// changes of their own account.
    ///
    /// Exit 3 when an address is nobody's, naming every such address.
    pub fn select(&self, selection: &Selection, leave_out: Option<&str>) -> Result<Selected> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS selected (user_id INTEGER PRIMARY KEY);
             DELETE FROM temp.selected;",
        )?;
        match selection.who() {
            Who::Addresses(emails) => self.select_addresses(emails)?,
            Who::Condition(condition, value) => {
                let fill =
                    format!("INSERT INTO temp.selected SELECT id FROM users WHERE {condition} ORDER BY id");
                self.session.execute(&fill, [value])?;
            }
        }
        let mut actor_left_out = false;
        if let Some(actor) = leave_out.filter(|_| !selection.is_single()) {
            let own = own_account::of_actor(self.session, actor)?;
            actor_left_out = self.session.execute("DELETE FROM temp.selected WHERE user_id = ?1", [own])? > 0;
        }
        self.selection_now(actor_left_out)
    }

    /// Whether the selection means nobody at all.
    pub fn is_empty(&self, selection: &Selection) -> Result<bool> {
        match selection.who() {
            Who::Addresses(emails) => Ok(emails.is_empty()),
            Who::Condition(condition, value) => Ok(self
                .session
                .value(&format!("SELECT NOT EXISTS (SELECT 1 FROM users WHERE {condition})"), [value])?),
        }
    }

    /// Keeps only those of the current selection whose invitation has expired.
    pub fn keep_expired_invitations(&self, now: Timestamp) -> Result<Selected> {
        self.session.execute(
            "DELETE FROM temp.selected WHERE user_id NOT IN (
                 SELECT i.user_id FROM invitations i WHERE i.status = 'invited' AND i.expires_at <= ?1)",
            [now],
        )?;
        self.selection_now(false)
    }

    fn selection_now(&self, actor_left_out: bool) -> Result<Selected> {
        let users = self.session.value("SELECT count(*) FROM temp.selected", ())?;
        Ok(Selected { users, sample: self.sample()?, actor_left_out })
    }

    /// The users of the current selection, in the order in which they were made.
    pub fn selected(&self) -> Result<Vec<UserId>> {
        self.session.all("SELECT user_id FROM temp.selected ORDER BY user_id", (), |row| row.get(0))
    }

    /// How many users of the current selection do not hold this role, and one of them.
    pub fn selected_without(&self, role: Role) -> Result<Option<(i64, Email)>> {
        let (count, first): (i64, Option<String>) = self.session.one(
            "SELECT count(*), min(u.email) FROM temp.selected s JOIN users u ON u.id = s.user_id
             WHERE (u.roles & ?1) = 0",
            [role.bit()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(first.and_then(|email| Some((count, email.parse().ok()?))))
    }

    fn select_addresses(&self, emails: &[Email]) -> Result<()> {
        let mut insert = self.session.prepare(
            "INSERT INTO temp.selected SELECT id FROM users WHERE email = ?1 ON CONFLICT DO NOTHING",
        )?;
        let mut unknown = Vec::new();
        for email in emails {
            // Nothing inserted: nobody's address, or one that was named before.
            if insert.execute([email.as_str()])? == 0 && !self.has_user(email)? {
                unknown.push(email);
            }
        }
        match unknown.as_slice() {
            [] => Ok(()),
            [only] => Err(self.no_user(only)?),
            several => Err(self.no_users(several)?),
        }
    }

    fn no_users(&self, unknown: &[&Email]) -> Result<Error> {
        let named: Vec<String> = unknown.iter().take(MAX_NAMED).map(|email| format!("'{email}'")).collect();
        let rest = unknown.len() - named.len();
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let mut error = Error::not_found(format!("no users {}{more}; nothing was changed", named.join(", ")));
        for email in unknown.iter().take(SAMPLE) {
            if let Some(near) = self.nearest_user(email.as_str())? {
                error = error.hint(format!("for '{email}', did you mean '{near}'?"));
            }
        }
        Ok(error)
    }

    fn sample(&self) -> Result<Vec<Email>> {
        self.session.all(
            &format!(
            "SELECT u.email FROM temp.selected s JOIN users u ON u.id = s.user_id ORDER BY s.user_id LIMIT {SAMPLE}"
        ),
            (),
            |row| row.get(0),
        )
    }
}
