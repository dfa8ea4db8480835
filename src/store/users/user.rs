//! Finds, makes and changes a single user.

use std::ops::ControlFlow;

use crate::domain::{Email, Month, OwnAddresses, Role, Roles, Status, User, erased_address, typos_between};
use crate::error::{Error, Result};
use crate::store::ids::UserId;
use crate::store::ledger::commitment::{SALT_BYTES, person, sql_random};
use crate::store::ledger::operation::{Draft, Field};
use crate::store::session::Reader;
use crate::store::users::listed_user::{ALLOWANCE_JOINS, ListedUser};
use crate::store::users::tombstones::{erased, stands_for_erased};
use crate::text::shell_word;

/// The values of a new account.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: Email,
    pub name: Option<String>,
    pub status: Status,
    pub roles: Roles,
}

impl Reader<'_> {
    /// Returns the user with this address, and with the allowance in force in the first open month from `current` on. Fails
    /// (exit 3) if nobody has the address.
    pub fn user(&self, email: &Email, current: Month) -> Result<(UserId, User)> {
        self.session
            .optional(
                &format!("SELECT {} FROM users u {ALLOWANCE_JOINS} WHERE u.email = ?2", ListedUser::sql()),
                (self.next_grant(current)?.number(), email),
                |row| {
                    let user = ListedUser::read(row)?;
                    Ok((user.id, user.into_user()?))
                },
            )?
            .map_or_else(|| Err(self.no_user(email)?), Ok)
    }

    /// Hands over the address and name of each user who is not erased, until `each` breaks.
    pub fn each_name(&self, mut each: impl FnMut(&str, Option<&str>) -> ControlFlow<()>) -> Result<()> {
        let mut statement =
            self.session.prepare("SELECT email, name FROM users WHERE status <> 'erased' ORDER BY id")?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            if each(row.text(0)?, row.optional_text(1)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub fn has_user(&self, email: &Email) -> Result<bool> {
        Ok(self.user_id(email)?.is_some())
    }

    pub(crate) fn user_id(&self, email: &Email) -> Result<Option<UserId>> {
        self.session.optional("SELECT id FROM users WHERE email = ?1", [email], |row| row.get(0))
    }

    /// Returns the user's present address and all former ones.
    pub(crate) fn addresses_of(&self, user: UserId) -> Result<OwnAddresses> {
        let addresses = self.session.all(
            "SELECT email FROM users WHERE id = ?1
             UNION SELECT before FROM changes WHERE user_id = ?1 AND field = 'email'
             UNION SELECT after FROM changes WHERE user_id = ?1 AND field = 'email'",
            [user],
            |row| row.get(0),
        )?;
        Ok(OwnAddresses(addresses))
    }

    pub fn active_admins(&self) -> Result<u64> {
        // Written as in the partial index of active admins, so that it is used.
        let admin = Role::Admin.bit();
        self.session.value(
            &format!("SELECT count(*) FROM users WHERE roles & {admin} <> 0 AND status = 'active'"),
            (),
        )
    }

    /// The error for an address that nobody has: exit 4 (`erased`) if its user was erased, else exit 3. A hint names the user who
    /// may be meant.
    pub(crate) fn no_user(&self, email: &Email) -> Result<Error> {
        if self.was_erased(email)? {
            return Ok(erased(email.as_str()));
        }
        let error = Error::not_found(format!("no user '{email}'")).users([email.as_str()], 1);
        Ok(self.with_newer(error, [email])?.maybe_hint(self.hint_for(email.as_str(), "")?))
    }

    /// Adds the present addresses of those who had these addresses before, as `now`.
    pub(crate) fn with_newer<'e>(
        &self,
        error: Error,
        former: impl IntoIterator<Item = &'e Email>,
    ) -> Result<Error> {
        let mut now = serde_json::Map::new();
        for email in former {
            if let Some(newer) = self.newer_address(email.as_str())? {
                now.insert(email.to_string(), newer.to_string().into());
            }
        }
        Ok(if now.is_empty() { error } else { error.datum("now", now) })
    }

    /// Guesses which user an unknown address means: the one who had it before, else the one with the nearest address. `before`
    /// is put before the question.
    pub(crate) fn hint_for(&self, unknown: &str, before: &str) -> Result<Option<String>> {
        if let Some(newer) = self.newer_address(unknown)? {
            return Ok(Some(format!("'{unknown}' is now '{newer}'")));
        }
        Ok(self.nearest_user(unknown)?.map(|near| format!("{before}did you mean '{near}'?")))
    }

    /// Returns the address most like this one; the alphabetically first of equals.
    pub(crate) fn nearest_user(&self, email: &str) -> Result<Option<String>> {
        let mut statement = self.session.prepare("SELECT email FROM users WHERE status <> 'erased'")?;
        let mut rows = statement.query(())?;
        let mut best: Option<(usize, String)> = None;
        while let Some(row) = rows.next()? {
            let candidate = row.text(0)?;
            if let Some(slips) = typos_between(email, candidate)
                && best.as_ref().is_none_or(|(least, other)| (slips, candidate) < (*least, other.as_str()))
            {
                best = Some((slips, candidate.to_owned()));
            }
        }
        Ok(best.map(|(_, address)| address))
    }
}

impl Draft<'_> {
    /// Makes an account. Fails (exit 4) if the address is taken (`exists`) or was erased (`erased`).
    pub fn create_user(&mut self, user: &NewUser) -> Result<UserId> {
        let id = self.restore_user(user)?;
        // An account that exists is the reason that helps, also where the address was erased before.
        self.writer().refuse_erased(&user.email)?;
        Ok(id)
    }

    /// Does the same as [`Self::create_user`], also for an erased address.
    pub fn restore_user(&mut self, user: &NewUser) -> Result<UserId> {
        let id = self
            .session()
            .optional(
                "INSERT INTO users (email, name, status, roles, version, created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, 0, ?5, ?5) ON CONFLICT (email) DO NOTHING RETURNING id",
                (&user.email, &user.name, user.status, user.roles, self.at()),
                |row| row.get(0),
            )?
            .ok_or_else(|| already_there(&user.email))?;
        let whole = serde_json::json!({ "status": user.status, "roles": user.roles });
        self.session().run(
            &format!(
                "INSERT INTO changes (operation, user_id, field, after, person, salt) VALUES (?1, ?2, ?3, ?4, ?5, {})",
                sql_random(SALT_BYTES)
            ),
            (self.id(), id, Field::Created, whole.to_string(), person(user.email.as_str(), user.name.as_deref())),
        )?;
        Ok(id)
    }

    /// Changes the address. Fails (exit 4) if it is taken (`exists`) or was erased (`erased`).
    pub fn set_email(&mut self, id: UserId, before: &Email, after: &Email) -> Result<()> {
        if self.writer().has_user(after)? {
            return Err(already_there(after));
        }
        self.writer().refuse_erased(after)?;
        self.session().run("UPDATE users SET email = ?2 WHERE id = ?1", (id, after))?;
        self.record(id, Field::Email, None, Some(before.as_str()), Some(after.as_str()))
    }

    /// Changes the name; `None` removes it.
    pub fn set_name(&mut self, id: UserId, before: Option<&str>, after: Option<&str>) -> Result<()> {
        self.session().run("UPDATE users SET name = ?2 WHERE id = ?1", (id, after))?;
        self.record(id, Field::Name, None, before, after)
    }

    /// Changes the status, and revokes an open invitation, because only an `invited` user can accept one.
    pub fn set_status(&mut self, id: UserId, before: Status, after: Status) -> Result<()> {
        if before == Status::Erased {
            return Err(stands_for_erased(&erased_address(id.0)));
        }
        self.revoke_invitation(id)?;
        self.session().run("UPDATE users SET status = ?2 WHERE id = ?1", (id, after))?;
        self.record(id, Field::Status, None, Some(before.as_str()), Some(after.as_str()))
    }

    /// Sets whether the user gets messages other than invitations.
    pub fn set_mail(&mut self, id: UserId, mail: bool) -> Result<()> {
        let word = |mail| if mail { "on" } else { "off" };
        self.session().run("UPDATE users SET mail = ?2 WHERE id = ?1", (id, mail))?;
        self.record(id, Field::Mail, None, Some(word(!mail)), Some(word(mail)))
    }

    pub fn set_roles(&mut self, id: UserId, before: Roles, after: Roles) -> Result<()> {
        self.session().run("UPDATE users SET roles = ?2 WHERE id = ?1", (id, after.bits()))?;
        self.record(id, Field::Roles, None, Some(&before.to_string()), Some(&after.to_string()))
    }
}

fn already_there(email: &Email) -> Error {
    Error::refused(format!("user '{email}' already exists"))
        .reason("exists")
        .datum("email", email.as_str())
        .hint(format!("see it with: rad-admin user show {}", shell_word(email)))
}
