//! What a selection comes to: how many users, the first of them, and who was left out.

use crate::domain::Email;
use crate::error::Result;
use crate::store::engine::answer::Awaited;
use crate::store::session::Reader;
use crate::store::users::some_users::SomeUsers;

/// The outcome of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    pub users: u64,
    /// The first few users, oldest account first.
    pub(super) sample: Vec<Email>,
    /// The actor's own accounts that were left out.
    pub actor_left_out: SomeUsers,
    /// Whether users were meant, but none of them fits the conditions.
    pub nobody_fits: bool,
    pub inactive_left_out: SomeUsers,
    pub inactive_named: SomeUsers,
}

impl Selected {
    /// Joins the first few addresses, with `…` if there are more.
    pub fn named(&self) -> String {
        let named: Vec<_> = self.sample.iter().map(Email::as_str).collect();
        let more = if self.users > named.len() as u64 { ", …" } else { "" };
        named.join(", ") + more
    }

    /// Returns the address of the only user, if there is exactly one.
    pub fn only(&self) -> Option<&Email> {
        self.sample.first().filter(|_| self.users == 1)
    }
}

/// The most users that a question names, and the most that an error or a note names.
const SAMPLE: usize = 3;

impl Reader<'_> {
    pub(super) fn selection_now(&self) -> Result<Selected> {
        self.ask_selection()?.get()
    }

    pub(super) fn ask_selection(&self) -> Result<Awaited<'_, Selected>> {
        let users = self.session.ask("SELECT count(*) FROM temp.selected", (), |row| row.get(0))?;
        let sample = format!(
            "SELECT u.email FROM temp.selected s JOIN users u ON u.id = s.user_id ORDER BY s.user_id LIMIT {SAMPLE}"
        );
        let sample = self.session.ask_all(sample, (), |row| row.get(0))?;
        Ok(Awaited::new(move || {
            Ok(Selected {
                users: users.one()?,
                sample: sample.get()?,
                actor_left_out: SomeUsers::default(),
                nobody_fits: false,
                inactive_left_out: SomeUsers::default(),
                inactive_named: SomeUsers::default(),
            })
        }))
    }
}
