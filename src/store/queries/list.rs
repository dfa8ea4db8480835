//! The list of users: searched, filtered, sorted and cut by the database, handed on row by row.

use std::str::FromStr;

use crate::domain::{Month, Role, Roles, Status, User, nearest};
use crate::error::Result;
use crate::store::session::Reader;
use crate::store::users::user::{USER_COLUMNS, user_from_row};

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

    /// A term of ORDER BY, before and after the direction; that of the address is given.
    const fn sql(self, email: &'static str) -> (&'static str, &'static str) {
        match self {
            Self::Email => (email, ""),
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
            Some(near) => format!("'{text}' is not a sort key: did you mean '{near}'?"),
            None => format!("'{text}' is not a sort key: the keys are {}", names.join(", ")),
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
    /// Users of this status; otherwise all but those who were erased.
    pub status: Option<Status>,
    /// The first key that differs decides, the address in the end; empty: by address.
    pub sort: Vec<Sort>,
    /// At most that many.
    pub limit: Option<u64>,
    /// That many are passed over first.
    pub offset: u64,
}

/// The longest page, in rows, with the one that says whether more match.
const PAGE: u64 = 10_001;

/// `?2` is a set of roles, `?3` a status.
const CONDITION: &str =
    "(?2 = 0 OR u.roles & ?2 <> 0) AND u.status = coalesce(?3, nullif(u.status, 'erased'))";

/// Whether a part is in the address, the name, or an address that the user had before.
const FOUND: &str = " AND (is_found(u.email, u.name) OR u.id IN (
    SELECT user_id FROM changes WHERE field = 'email' AND is_found(before, NULL)))";

impl ListQuery {
    fn search(&self) -> Option<&str> {
        self.search.as_deref().filter(|text| !text.is_empty())
    }

    fn is_everyone(&self) -> bool {
        self.search().is_none() && self.roles.is_empty() && self.status.is_none()
    }

    fn condition(&self) -> String {
        let search = if self.search().is_some() { FOUND } else { "" };
        format!("{CONDITION}{search}")
    }

    fn roles(&self) -> i64 {
        self.roles.iter().copied().collect::<Roles>().bits()
    }

    /// Whether to read along the index of addresses, as for a page of everyone. Other lists read the table as it lies and sort:
    /// to look up each of a million rows in the order of addresses takes twice as long.
    fn along_addresses(&self) -> bool {
        self.is_everyone()
            && self.limit.is_some_and(|limit| limit <= PAGE)
            && self.sort.first().is_none_or(|sort| sort.key == SortKey::Email)
    }

    /// How the list is cut: by SQL, and by how many rows of the statement are passed over and how many taken then. A cut sort
    /// is a tree in memory, good for a page and bad for a million rows, which are quicker sorted whole.
    fn cut(&self) -> (String, u64, u64) {
        let is_page = |limit: u64| self.along_addresses() || limit.saturating_add(self.offset) <= PAGE;
        match self.limit {
            Some(limit) if is_page(limit) => (format!("LIMIT {limit} OFFSET {}", self.offset), 0, limit),
            limit => (String::new(), self.offset, limit.unwrap_or(u64::MAX)),
        }
    }

    fn order(&self) -> String {
        let email = if self.along_addresses() { "u.email" } else { "+u.email" };
        let by_email = Sort { key: SortKey::Email, descending: false };
        // No two users share an address, so that every order is total and pages neither overlap nor leave gaps.
        let terms = self.sort.iter().chain([&by_email]).map(|sort| {
            let (term, nulls) = sort.key.sql(email);
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
        query.search().map_or(Ok(()), |part| self.define_search(part))?;
        let (cut, mut passed_over, mut left) = query.cut();
        let mut statement = self.session.prepare(&format!(
            "SELECT {USER_COLUMNS} FROM users u WHERE {} ORDER BY {} {cut}",
            query.condition(),
            query.order(),
        ))?;
        let mut rows = statement.query((
            self.next_grant(current)?.number(),
            query.roles(),
            query.status.map(Status::as_str),
        ))?;
        while left > 0
            && let Some(row) = rows.next()?
        {
            if passed_over > 0 {
                passed_over -= 1;
                continue;
            }
            each(&user_from_row(row)?)?;
            left -= 1;
        }
        Ok(())
    }
}
