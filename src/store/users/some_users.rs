//! Names a few of many users: how many there are, and the first of them.

use crate::domain::{Email, Role};
use crate::error::{Error, MAX_NAMED, Result};
use crate::store::engine::answer::Awaited;
use crate::store::engine::value::Values;
use crate::store::ledger::operation::Draft;
use crate::store::session::Reader;
use crate::text::and_more;

/// A number of users, and the first of them by address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SomeUsers {
    pub users: u64,
    pub first: Vec<Email>,
}

impl SomeUsers {
    /// Adds the users to the data of the error: the first of them, and how many they are.
    #[must_use]
    pub fn in_data_of(&self, error: Error) -> Error {
        error.users(self.first.iter().map(Email::as_str), self.users)
    }

    /// Joins the addresses, and adds how many more there are.
    pub fn named(&self) -> String {
        and_more(&self.first, self.users)
    }
}

impl Draft<'_> {
    /// The inactive users whose credits this operation moved.
    pub fn inactive_users(&self) -> Result<SomeUsers> {
        self.writer().some_users(
            "SELECT DISTINCT e.user_id FROM entries e CROSS JOIN users u ON u.id = e.user_id
             WHERE e.id >= ?1 AND u.status = 'inactive'",
            [self.first_entry],
        )
    }
}

impl Reader<'_> {
    pub(crate) fn some_users(&self, ids: &str, values: impl Values + Copy) -> Result<SomeUsers> {
        self.ask_some_users(ids, values)?.get()
    }

    pub(super) fn ask_some_users<'s>(
        &'s self,
        ids: &str,
        values: impl Values + Copy + 's,
    ) -> Result<Awaited<'s, SomeUsers>> {
        let count = self.session.ask(format!("SELECT count(*) FROM ({ids})"), values, |row| row.get(0))?;
        // Materialized, because a server that expects many would look through everybody in the order of addresses.
        let first = format!(
            "WITH found AS MATERIALIZED (SELECT email FROM users WHERE id IN ({ids}))
             SELECT email FROM found ORDER BY email LIMIT {MAX_NAMED}"
        );
        let first = self.session.ask_all(first, values, |row| row.get(0))?;
        Ok(Awaited::new(move || match count.get()? {
            None | Some(0) => Ok(SomeUsers::default()),
            Some(users) => Ok(SomeUsers { users, first: first.get()? }),
        }))
    }

    /// Returns the users of the current selection without this role.
    pub fn selected_without(&self, role: Role) -> Result<SomeUsers> {
        self.some_users(
            "SELECT s.user_id FROM temp.selected s JOIN users u ON u.id = s.user_id WHERE (u.roles & ?1) = 0",
            [role.bit()],
        )
    }
}
