//! Which users a command means: resolved inside its transaction into one temporary table.

use crate::domain::{Domain, Email, Filter, Month, Role, Status};
use crate::error::{Error, Result};
use crate::store::engine::value::Value;
use crate::store::ids::UserId;
use crate::store::ledger::operation::Draft;
use crate::store::ledger::own_account::{self, sql_own_accounts};
use crate::store::queries::filter::CompiledFilter;
use crate::store::queries::list::USER_KEYS;
use crate::store::session::Reader;

/// USERS: everybody whom any of the parts means, and who fits the conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    parts: Vec<SelectionPart>,
    narrowing: Option<Narrowing>,
}

/// Conditions that everybody of a selection has to fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowing {
    /// As typed.
    pub typed: Vec<String>,
    /// As they are read.
    pub filter: Filter,
    /// The current month, which says which allowance counts.
    pub current: Month,
}

/// A part of USERS, as the user writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionPart {
    /// One user by address.
    User(Email),
    /// Every user who is neither inactive nor erased.
    All,
    /// Every user there is, where no USERS are named.
    Everybody,
    /// Everybody with the role.
    Role(Role),
    /// Everybody with the status.
    Status(Status),
    /// Everybody whose address has the domain.
    Domain(Domain),
    /// These addresses; one named twice counts once.
    Listed(Vec<Email>),
}

/// Whom a selection leaves out although a part of it means them.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeaveOut<'a> {
    /// The actor, except where they are the one user who is named.
    pub actor: Option<&'a str>,
    /// Inactive users, except those who are named on the line or asked for by their status.
    pub inactive: bool,
}

/// What a selection came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// How many users.
    pub users: u64,
    /// The first few of them, in the order in which they were made.
    sample: Vec<Email>,
    /// Whether the actor was among them and has been left out.
    pub actor_left_out: bool,
    /// Whether the conditions left nobody of those who were meant.
    pub nobody_fits: bool,
    /// Inactive users who were left out.
    pub inactive_left_out: SomeUsers,
    /// Inactive users who were named on the line.
    pub inactive_named: SomeUsers,
}

/// A number of users, and the first of them by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SomeUsers {
    /// How many.
    pub users: u64,
    /// The first of them.
    pub first: Vec<Email>,
}

impl SomeUsers {
    /// Their addresses, and how many more there are.
    pub fn named(&self) -> String {
        let names: Vec<&str> = self.first.iter().map(Email::as_str).collect();
        let more = self.users.saturating_sub(names.len() as u64);
        names.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
    }
}

impl Draft<'_> {
    /// The inactive users whose credits it moved.
    pub fn inactive_users(&self) -> Result<SomeUsers> {
        self.writer().some_users(&format!(
            "SELECT DISTINCT e.user_id FROM entries e CROSS JOIN users u ON u.id = e.user_id
             WHERE e.id >= {} AND u.status = 'inactive'",
            self.first_entry
        ))
    }
}

impl Selected {
    /// The first few addresses, and `…` where there are more.
    pub fn named(&self) -> String {
        let named: Vec<_> = self.sample.iter().map(Email::as_str).collect();
        let more = if self.users > named.len() as u64 { ", …" } else { "" };
        named.join(", ") + more
    }

    /// The address of the one user, where there is one.
    pub fn only(&self) -> Option<&Email> {
        self.sample.first().filter(|_| self.users == 1)
    }
}

/// How many users a question shows before it only counts, and how many an error or a note names.
const SAMPLE: usize = 3;
const MAX_NAMED: usize = 20;

/// How a user of the current selection came into it.
const BY_SELECTOR: i64 = 0;
const BY_STATUS: i64 = 1;
const BY_NAME: i64 = 2;

impl Selection {
    /// Of these parts.
    pub fn new(parts: Vec<SelectionPart>) -> Self {
        Self { parts, narrowing: None }
    }

    /// Only those of it who fit the conditions.
    #[must_use]
    pub fn narrowed(self, narrowing: Narrowing) -> Self {
        Self { narrowing: Some(narrowing), ..self }
    }

    /// Of one user.
    pub fn user(email: Email) -> Self {
        Self::new(vec![SelectionPart::User(email)])
    }

    /// The parts.
    pub fn parts(&self) -> &[SelectionPart] {
        &self.parts
    }

    /// The conditions, as typed.
    pub fn conditions(&self) -> &[String] {
        self.narrowing.as_ref().map_or(&[], |narrowing| &narrowing.typed)
    }

    /// The one user who is named, where nobody else is meant: nothing needs to be asked about its extent.
    pub fn only_user(&self) -> Option<&Email> {
        match self.parts.as_slice() {
            [SelectionPart::User(email)] if self.narrowing.is_none() => Some(email),
            _ => None,
        }
    }

    /// Whether everybody is named by address.
    pub fn names_everybody(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, SelectionPart::User(_) | SelectionPart::Listed(_)))
    }
}

impl SelectionPart {
    fn who(&self) -> Who<'_> {
        match self {
            Self::User(email) => Who::Addresses(std::slice::from_ref(email), BY_NAME),
            Self::Listed(emails) => Who::Addresses(emails, BY_SELECTOR),
            Self::All => Who::Condition(
                "status <> ?1 AND status <> 'erased'",
                Value::Text(Status::Inactive.as_str()),
                BY_SELECTOR,
            ),
            Self::Everybody => Who::Condition("?1 = 1", Value::Integer(1), BY_STATUS),
            Self::Role(role) => Who::Condition(
                "roles & ?1 <> 0 AND status <> 'erased'",
                Value::Integer(role.bit()),
                BY_SELECTOR,
            ),
            Self::Status(status) => Who::Condition("status = ?1", Value::Text(status.as_str()), BY_STATUS),
            Self::Domain(domain) => Who::Condition(
                "substr(email, length(email) - length(?1)) = '@' || ?1 AND status <> 'erased'",
                Value::Text(domain.as_str()),
                BY_SELECTOR,
            ),
        }
    }
}

/// A part of a selection as the database takes it, and how its users come into the selection.
enum Who<'s> {
    Addresses(&'s [Email], i64),
    /// A condition of SQL on users, and its value.
    Condition(&'static str, Value<'s>, i64),
}

impl Reader<'_> {
    /// Makes this the current selection, without those who are to be left out.
    ///
    /// Exit 3 when an address is nobody's, naming every such address.
    pub fn select(&self, selection: &Selection, leave_out: LeaveOut<'_>) -> Result<Selected> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS selected (user_id INTEGER PRIMARY KEY, came INTEGER NOT NULL);
             CREATE TEMP TABLE IF NOT EXISTS left_out (user_id INTEGER PRIMARY KEY);
             DELETE FROM temp.selected;",
        )?;
        let mut unknown = Vec::new();
        for part in &selection.parts {
            match part.who() {
                Who::Addresses(emails, came) => self.select_addresses(emails, came, &mut unknown)?,
                Who::Condition(condition, value, came) => self.select_where(condition, value, came)?,
            }
        }
        match unknown.as_slice() {
            [] => {}
            [only] => return Err(self.no_user(only)?),
            several => return Err(self.no_users(several)?),
        }
        let nobody_fits = match &selection.narrowing {
            Some(narrowing) => self.narrow(narrowing)?,
            None => false,
        };
        let inactive_left_out =
            if leave_out.inactive { self.leave_out_inactive()? } else { SomeUsers::default() };
        let mut actor_left_out = false;
        if let Some(actor) = leave_out.actor.filter(|_| selection.only_user().is_none()) {
            let own = sql_own_accounts("?1");
            let leave = format!("DELETE FROM temp.selected WHERE user_id IN {own}");
            actor_left_out = self.session.execute(&leave, [own_account::address(actor)])? > 0;
        }
        let inactive_named = self.inactive_named(selection)?;
        Ok(Selected {
            actor_left_out,
            nobody_fits,
            inactive_left_out,
            inactive_named,
            ..self.selection_now()?
        })
    }

    fn select_where(&self, condition: &str, value: Value<'_>, came: i64) -> Result<()> {
        let fill = format!(
            "INSERT INTO temp.selected SELECT id, {came} FROM users WHERE {condition} ORDER BY id {KEEP_NEARER}"
        );
        self.session.execute(&fill, [value])?;
        Ok(())
    }

    fn select_addresses<'e>(
        &self,
        emails: &'e [Email],
        came: i64,
        unknown: &mut Vec<&'e Email>,
    ) -> Result<()> {
        let mut insert = self.session.prepare(&format!(
            "INSERT INTO temp.selected SELECT id, {came} FROM users WHERE email = ?1 {KEEP_NEARER}"
        ))?;
        for email in emails {
            // Nothing inserted: nobody's address, or one that was named before.
            if insert.execute([email.as_str()])? == 0 && !self.has_user(email)? {
                unknown.push(email);
            }
        }
        Ok(())
    }

    /// Keeps only those of the current selection who fit the conditions. Returns whether nobody of them does.
    fn narrow(&self, narrowing: &Narrowing) -> Result<bool> {
        let filter = CompiledFilter::new(&narrowing.filter, USER_KEYS, 1);
        let month = Value::Integer(self.next_grant(narrowing.current)?.number());
        let left = self.session.execute(
            // The month is bound even where no condition asks for it.
            &format!(
                "DELETE FROM temp.selected WHERE user_id NOT IN (SELECT u.id FROM users u WHERE ?1 > 0 AND {})",
                filter.sql()
            ),
            filter.values(&[month]).as_slice(),
        )?;
        Ok(left > 0 && self.session.value("SELECT NOT EXISTS (SELECT 1 FROM temp.selected)", ())?)
    }

    fn leave_out_inactive(&self) -> Result<SomeUsers> {
        self.session.batch(&format!(
            "DELETE FROM temp.left_out;
             INSERT INTO temp.left_out
             SELECT s.user_id FROM temp.selected s CROSS JOIN users u ON u.id = s.user_id
             WHERE s.came = {BY_SELECTOR} AND u.status = 'inactive';
             DELETE FROM temp.selected WHERE user_id IN (SELECT user_id FROM temp.left_out);"
        ))?;
        self.some_users("SELECT user_id FROM temp.left_out")
    }

    fn inactive_named(&self, selection: &Selection) -> Result<SomeUsers> {
        if !selection.parts.iter().any(|part| matches!(part, SelectionPart::User(_))) {
            return Ok(SomeUsers::default());
        }
        self.some_users(&format!(
            "SELECT s.user_id FROM temp.selected s CROSS JOIN users u ON u.id = s.user_id
             WHERE s.came = {BY_NAME} AND u.status = 'inactive'"
        ))
    }

    pub(crate) fn some_users(&self, ids: &str) -> Result<SomeUsers> {
        let users: u64 = self.session.value(&format!("SELECT count(*) FROM ({ids})"), ())?;
        if users == 0 {
            return Ok(SomeUsers::default());
        }
        let first = self.session.all(
            &format!("SELECT email FROM users WHERE id IN ({ids}) ORDER BY email LIMIT {MAX_NAMED}"),
            (),
            |row| row.get(0),
        )?;
        Ok(SomeUsers { users, first })
    }

    /// Whether a part of a selection means nobody at all. One that is a single address means somebody or is an error.
    pub fn is_empty(&self, part: &SelectionPart) -> Result<bool> {
        match part.who() {
            Who::Addresses(emails, _) => Ok(emails.is_empty()),
            Who::Condition(condition, value, _) => Ok(self
                .session
                .value(&format!("SELECT NOT EXISTS (SELECT 1 FROM users WHERE {condition})"), [value])?),
        }
    }

    pub(super) fn selection_now(&self) -> Result<Selected> {
        let users = self.session.value("SELECT count(*) FROM temp.selected", ())?;
        let (inactive_left_out, inactive_named) = (SomeUsers::default(), SomeUsers::default());
        Ok(Selected {
            users,
            sample: self.sample()?,
            actor_left_out: false,
            nobody_fits: false,
            inactive_left_out,
            inactive_named,
        })
    }

    /// The users of the current selection, in the order in which they were made.
    pub fn selected(&self) -> Result<Vec<UserId>> {
        self.session.all("SELECT user_id FROM temp.selected ORDER BY user_id", (), |row| row.get(0))
    }

    /// How many users of the current selection do not hold this role, and one of them.
    pub fn selected_without(&self, role: Role) -> Result<Option<(u64, Email)>> {
        let (count, first): (u64, Option<String>) = self.session.one(
            "SELECT count(*), min(u.email) FROM temp.selected s JOIN users u ON u.id = s.user_id
             WHERE (u.roles & ?1) = 0",
            [role.bit()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(first.and_then(|email| Some((count, email.parse().ok()?))))
    }

    fn no_users(&self, unknown: &[&Email]) -> Result<Error> {
        let named: Vec<String> = unknown.iter().take(MAX_NAMED).map(|email| format!("'{email}'")).collect();
        let rest = unknown.len() - named.len();
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let mut error = Error::not_found(format!("no users {}{more}; nothing was changed", named.join(", ")));
        for email in unknown.iter().take(SAMPLE) {
            if let Some(hint) = self.hint_for(email.as_str(), &format!("for '{email}', "))? {
                error = error.hint(hint);
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

/// Who comes into a selection twice, stays as what says more.
const KEEP_NEARER: &str =
    "ON CONFLICT (user_id) DO UPDATE SET came = excluded.came WHERE excluded.came > selected.came";
