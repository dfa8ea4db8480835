//! The list of users: searched, filtered, sorted and cut by the database, handed on row by row.

use std::str::FromStr;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::Reader;
use super::users::{USER_COLUMNS, user_from_row};
use crate::domain::{Month, Role, Roles, Status, User, nearest};
use crate::error::Result;

/// What a list of users can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// The address.
    Email,
    /// The name; users without one come last.
    Name,
    /// The status.
    Status,
    /// The awarded balance.
    Awarded,
    /// The purchased balance.
    Purchased,
    /// Both balances together.
    Balance,
    /// The allowance in force for the next grant.
    Allowance,
    /// When the account was made.
    Created,
}

impl SortKey {
    /// Every key.
    pub const ALL: [Self; 8] = [
        Self::Email,
        Self::Name,
        Self::Status,
        Self::Awarded,
        Self::Purchased,
        Self::Balance,
        Self::Allowance,
        Self::Created,
    ];

    /// The name, as typed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Status => "status",
            Self::Awarded => "awarded",
            Self::Purchased => "purchased",
            Self::Balance => "balance",
            Self::Allowance => "allowance",
            Self::Created => "created",
        }
    }

    /// A term of ORDER BY, before and after the direction.
    const fn sql(self) -> (&'static str, &'static str) {
        match self {
            Self::Email => ("u.email", ""),
            Self::Name => ("u.name COLLATE NOCASE", " NULLS LAST"),
            Self::Status => ("u.status", ""),
            Self::Awarded => ("u.awarded", ""),
            Self::Purchased => ("u.purchased", ""),
            Self::Balance => ("u.awarded + u.purchased", ""),
            // Its place among USER_COLUMNS.
            Self::Allowance => ("8", ""),
            Self::Created => ("u.created_at", ""),
        }
    }
}

impl FromStr for SortKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::as_str);
        Self::ALL.into_iter().find(|key| key.as_str() == text).ok_or_else(|| match nearest(text, names) {
            Some(near) => format!("'{text}' is no sort key: did you mean '{near}'?"),
            None => format!("'{text}' is no sort key: the keys are {}", names.join(", ")),
        })
    }
}

/// A sort key and its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// What is compared.
    pub key: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// A key, descending after `-`.
impl FromStr for Sort {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let key = text.strip_prefix('-');
        Ok(Self { key: key.unwrap_or(text).parse()?, descending: key.is_some() })
    }
}

/// Which users to list, in which order.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// Part of the address or the name, in any case; no character has a special meaning.
    pub search: Option<String>,
    /// Users who hold any of these; empty: all.
    pub roles: Vec<Role>,
    /// Users of this status.
    pub status: Option<Status>,
    /// The first key that differs decides, the address in the end; empty: by address.
    pub sort: Vec<Sort>,
    /// At most that many.
    pub limit: Option<u64>,
    /// That many are passed over first.
    pub offset: u64,
}

const CONDITION: &str = "(?2 IS NULL OR holds_text(u.email, ?2) OR holds_text(u.name, ?2))
     AND (?3 = 0 OR u.roles & ?3) AND (?4 IS NULL OR u.status = ?4)";

impl ListQuery {
    fn search(&self) -> Option<String> {
        self.search.as_deref().filter(|text| !text.is_empty()).map(folded)
    }

    fn roles(&self) -> i64 {
        self.roles.iter().copied().collect::<Roles>().bits()
    }

    fn order(&self) -> String {
        let by_email = Sort { key: SortKey::Email, descending: false };
        // No two users share an address, so that every order is total and pages neither overlap nor leave gaps.
        let terms = self.sort.iter().chain([&by_email]).map(|sort| {
            let (term, nulls) = sort.key.sql();
            format!("{term}{}{nulls}", if sort.descending { " DESC" } else { "" })
        });
        let unique = self.sort.iter().position(|sort| sort.key == SortKey::Email);
        terms.take(unique.map_or(usize::MAX, |last| last + 1)).collect::<Vec<_>>().join(", ")
    }
}

impl Reader<'_> {
    /// Hands over the users of the query one by one, each with the allowance in force for the next grant after `current`
    /// began. Ends with the first error of `each`.
    pub fn list_users(
        &self,
        query: &ListQuery,
        current: Month,
        mut each: impl FnMut(&User) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare(&format!(
            "SELECT {USER_COLUMNS} FROM users u WHERE {CONDITION} ORDER BY {} LIMIT ?5 OFFSET ?6",
            query.order()
        ))?;
        let mut rows = statement.query((
            self.next_grant(current)?.number(),
            query.search(),
            query.roles(),
            query.status.map(Status::as_str),
            sql_limit(query.limit),
            i64::try_from(query.offset).unwrap_or(i64::MAX),
        ))?;
        while let Some(row) = rows.next()? {
            each(&user_from_row(row)?)?;
        }
        Ok(())
    }

    /// How many users the query means, were it not cut by `limit` and `offset`.
    pub fn count_users(&self, query: &ListQuery) -> Result<u64> {
        let no_month: Option<i64> = None;
        let users: i64 = self.connection.query_row(
            &format!("SELECT count(*) FROM users u WHERE {CONDITION}"),
            (no_month, query.search(), query.roles(), query.status.map(Status::as_str)),
            |row| row.get(0),
        )?;
        Ok(users.unsigned_abs())
    }
}

/// A limit as the database has it: -1 is none.
pub(super) fn sql_limit(limit: Option<u64>) -> i64 {
    limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}

/// Gives the connection `holds_text(text, part)`: whether the text holds the folded part in any case. The built-in `lower`
/// and LIKE know the case of ASCII only.
pub(super) fn add_search(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("holds_text", 2, flags, |context| {
        let text = context.get_raw(0).as_str_or_null().unwrap_or(None);
        let part = context.get_raw(1).as_str_or_null().unwrap_or(None);
        Ok(text.zip(part).is_some_and(|(text, part)| holds(text, part)))
    })
}

/// Whether the text, folded, holds the folded part. A list of a million looks here twice a row, so ASCII is compared as it
/// stands.
fn holds(text: &str, part: &str) -> bool {
    if text.is_ascii() {
        let part = part.as_bytes();
        text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
    } else {
        folded(text).contains(part)
    }
}

/// The text without differences of case. Character by character, so that a part is folded as it is within the whole.
fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
