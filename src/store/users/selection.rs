//! Resolves USERS, inside the command's transaction, into the temporary table `selected`.

use crate::domain::{Domain, Email, Filter, Month, Role, Status};
use crate::error::Result;
use crate::store::engine::answer::Awaited;
use crate::store::engine::value::Value;
use crate::store::ids::UserId;
use crate::store::queries::filter::CompiledFilter;
use crate::store::queries::list::USER_KEYS;
use crate::store::session::Reader;
use crate::store::users::listed::{ListedAddresses, Unknown};
use crate::store::users::selected::Selected;
use crate::store::users::some_users::SomeUsers;

/// USERS: everybody whom at least one part means and who fits the conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    parts: Vec<SelectionPart>,
    narrowing: Option<Narrowing>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowing {
    pub typed: Vec<String>,
    /// The same conditions, parsed.
    pub filter: Filter,
    /// Says which allowance the conditions see: the one of the next grant.
    pub current: Month,
}

/// A part of USERS, as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionPart {
    User(Email),
    /// Every user who is neither inactive nor erased.
    All,
    /// Every user there is; stands for USERS that are not given.
    Everybody,
    Role(Role),
    Status(Status),
    Domain(Domain),
    /// The addresses of a list. One that is listed twice counts once.
    Listed(ListedAddresses),
}

/// Users whom a command leaves out of its selection.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeaveOut<'a> {
    /// Leaves out this actor, unless they are the one user who is named.
    pub actor: Option<&'a str>,
    /// Leaves out inactive users, unless they are named on the line or selected by their status.
    pub inactive: bool,
}

/// How a user came into the selection. A user who came in several ways keeps the highest value.
pub(super) const BY_SELECTOR: i64 = 0;
const BY_STATUS: i64 = 1;
const BY_NAME: i64 = 2;

impl Selection {
    pub fn new(parts: Vec<SelectionPart>) -> Self {
        Self { parts, narrowing: None }
    }

    /// Narrows the selection to those who fit the conditions.
    #[must_use]
    pub fn narrowed(self, narrowing: Narrowing) -> Self {
        Self { narrowing: Some(narrowing), ..self }
    }

    pub fn user(email: Email) -> Self {
        Self::new(vec![SelectionPart::User(email)])
    }

    pub fn parts(&self) -> &[SelectionPart] {
        &self.parts
    }

    pub fn conditions(&self) -> &[String] {
        self.narrowing.as_ref().map_or(&[], |narrowing| &narrowing.typed)
    }

    /// Returns the one user that the selection names, if it can mean nobody else. Then no question about its extent is needed.
    pub fn only_user(&self) -> Option<&Email> {
        match self.parts.as_slice() {
            [SelectionPart::User(email)] if self.narrowing.is_none() => Some(email),
            _ => None,
        }
    }

    /// Whether the selection consists of addresses alone.
    pub fn names_everybody(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, SelectionPart::User(_) | SelectionPart::Listed(_)))
    }
}

impl SelectionPart {
    fn who(&self) -> Who<'_> {
        match self {
            Self::User(email) => Who::Address(email),
            Self::Listed(list) => Who::Listed(list),
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
    Address(&'s Email),
    Listed(&'s ListedAddresses),
    /// An SQL condition on `users`, and its value `?1`.
    Condition(&'static str, Value<'s>, i64),
}

impl Reader<'_> {
    /// Makes this the current selection, except for those who are left out.
    ///
    /// Fails (exit 3) if nobody has one of the addresses; the error names all of those.
    pub fn select(&self, selection: &Selection, leave_out: LeaveOut<'_>) -> Result<Selected> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS selected (user_id INTEGER PRIMARY KEY, came INTEGER NOT NULL);
             CREATE TEMP TABLE IF NOT EXISTS left_out (user_id INTEGER PRIMARY KEY);
             CREATE TEMP TABLE IF NOT EXISTS own_left_out (user_id INTEGER PRIMARY KEY);
             DELETE FROM temp.selected;",
        )?;
        let mut named = Vec::new();
        for part in &selection.parts {
            match part.who() {
                Who::Address(email) => self.select_addresses([(email, None)], BY_NAME, &mut named)?,
                Who::Listed(ListedAddresses { source, addresses }) => {
                    let addresses =
                        addresses.iter().map(|(email, line)| (email, Some((source.as_str(), *line))));
                    self.select_addresses(addresses, BY_SELECTOR, &mut named)?;
                }
                Who::Condition(condition, value, came) => self.select_where(condition, value, came)?,
            }
        }
        let nobody_fits = match &selection.narrowing {
            Some(narrowing) => self.narrow(narrowing)?,
            None => false,
        };
        let inactive_left_out = leave_out.inactive.then(|| self.leave_out_inactive()).transpose()?;
        let actor = leave_out.actor.filter(|_| selection.only_user().is_none());
        let actor_left_out = actor.map(|actor| self.leave_out_actor(actor)).transpose()?;
        let inactive_named = self.inactive_named(selection)?;
        let selected = self.ask_selection()?;
        self.refuse_unknown(named)?;
        Ok(Selected {
            actor_left_out: actor_left_out.map(Awaited::get).transpose()?.unwrap_or_default(),
            nobody_fits,
            inactive_left_out: inactive_left_out.map(Awaited::get).transpose()?.unwrap_or_default(),
            inactive_named: inactive_named.map(Awaited::get).transpose()?.unwrap_or_default(),
            ..selected.get()?
        })
    }

    fn select_where(&self, condition: &str, value: Value<'_>, came: i64) -> Result<()> {
        let fill = format!(
            "INSERT INTO temp.selected SELECT id, {came} FROM users WHERE {condition} ORDER BY id {KEEP_NEARER}"
        );
        self.session.run(&fill, [value])
    }

    fn select_addresses<'s, 'e>(
        &'s self,
        addresses: impl IntoIterator<Item = (&'e Email, Option<(&'e str, u64)>)>,
        came: i64,
        named: &mut Vec<(Unknown<'e>, Awaited<'s, u64>)>,
    ) -> Result<()> {
        let fill =
            format!("INSERT INTO temp.selected SELECT id, {came} FROM users WHERE email = ?1 {KEEP_NEARER}");
        for (email, place) in addresses {
            named.push((Unknown { email, place }, self.session.start(&fill, [email.as_str()])?));
        }
        Ok(())
    }

    /// Fails (exit 3) if nobody has an address that was to be selected.
    fn refuse_unknown(&self, named: Vec<(Unknown<'_>, Awaited<'_, u64>)>) -> Result<()> {
        let mut unknown = Vec::new();
        for (address, added) in named {
            // Nothing was inserted: nobody has the address, or it was named before.
            if added.get()? == 0 && !self.has_user(address.email)? {
                unknown.push(address);
            }
        }
        Err(match unknown.as_slice() {
            [] => return Ok(()),
            [Unknown { email, place: None }] => self.no_user(email)?,
            several => self.no_users(several)?,
        })
    }

    /// Keeps those of the current selection who fit the conditions. Returns whether this left nobody.
    fn narrow(&self, narrowing: &Narrowing) -> Result<bool> {
        let filter = CompiledFilter::with_parameter(&narrowing.filter, USER_KEYS, &[])?;
        let month = Value::Integer(self.next_grant(narrowing.current)?.number());
        let left = self.session.execute(
            &format!(
                "DELETE FROM temp.selected WHERE user_id NOT IN (SELECT u.id FROM users u WHERE {})",
                filter.sql()
            ),
            filter.values(&[month]).as_slice(),
        )?;
        Ok(left > 0 && self.session.value("SELECT NOT EXISTS (SELECT 1 FROM temp.selected)", ())?)
    }

    fn inactive_named(&self, selection: &Selection) -> Result<Option<Awaited<'_, SomeUsers>>> {
        if !selection.parts.iter().any(|part| matches!(part, SelectionPart::User(_))) {
            return Ok(None);
        }
        let ids = format!(
            "SELECT s.user_id FROM temp.selected s CROSS JOIN users u ON u.id = s.user_id
             WHERE s.came = {BY_NAME} AND u.status = 'inactive'"
        );
        self.ask_some_users(&ids, ()).map(Some)
    }

    /// The users whom the selection names with their addresses and who get no messages about credits.
    pub fn named_without_mail(&self) -> Result<SomeUsers> {
        let ids = format!(
            "SELECT s.user_id FROM temp.selected s CROSS JOIN users u ON u.id = s.user_id
             WHERE s.came = {BY_NAME} AND (u.status <> 'active' OR u.mail = 0)"
        );
        self.some_users(&ids, ())
    }

    /// Whether a part of a selection means nobody. A single address is always some user's, or [`Self::select`] fails.
    pub fn is_empty(&self, part: &SelectionPart) -> Result<bool> {
        match part.who() {
            Who::Address(_) => Ok(false),
            Who::Listed(list) => Ok(list.addresses.is_empty()),
            Who::Condition(condition, value, _) => Ok(self
                .session
                .value(&format!("SELECT NOT EXISTS (SELECT 1 FROM users WHERE {condition})"), [value])?),
        }
    }

    /// Returns the users of the current selection, oldest account first.
    pub fn selected(&self) -> Result<Vec<UserId>> {
        self.session.all("SELECT user_id FROM temp.selected ORDER BY user_id", (), |row| row.get(0))
    }
}

/// If a user comes into a selection twice, the higher `came` stays.
const KEEP_NEARER: &str =
    "ON CONFLICT (user_id) DO UPDATE SET came = excluded.came WHERE excluded.came > selected.came";
