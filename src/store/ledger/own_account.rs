//! Rule *Guards* (docs/rules.md): nobody changes their own balance, allowance or roles.
//!
//! One check, when an operation is sealed, so that no command can forget it.

use super::operation::Draft;
use crate::domain::Email;
use crate::error::{Error, Result};
use crate::store::address::user_of;
use crate::store::engine::session::Session;
use crate::store::ids::UserId;

/// The user that an actor is, also by a former address. `None` where the actor is a plain name, or nobody.
pub(crate) fn of_actor(session: &Session, actor: &str) -> Result<Option<UserId>> {
    actor.parse::<Email>().map_or(Ok(None), |address| user_of(session, &address))
}

impl Draft<'_> {
    /// The account of the actor of this operation.
    pub(crate) fn own_account(&self) -> Result<Option<UserId>> {
        of_actor(self.session(), &self.header().actor)
    }

    /// Exit 4 where the operation changes a balance, an allowance or the roles of its own actor.
    ///
    /// A monthly grant is no change that somebody made, and an undo finds its own conflicts. Where there was no active admin,
    /// actors may make their own account, with roles.
    pub(super) fn refuse_own_account(&self) -> Result<()> {
        let Some(own) = self.own_account()? else { return Ok(()) };
        let touched: Option<String> = self.session().optional(
            "SELECT u.email FROM users u WHERE u.id = ?1 AND (
                 EXISTS (SELECT 1 FROM entries e WHERE e.id = u.last_entry AND e.id >= ?2
                                                   AND e.kind <> 'monthly' AND e.kind <> 'expire' AND e.kind <> 'undo')
                 OR EXISTS (SELECT 1 FROM changes c WHERE c.user_id = u.id AND c.id >= ?3 AND (
                     c.field = 'roles' OR c.field = 'allowance'
                     OR c.field = 'created' AND ((c.after ->> 'allowance') IS NOT NULL
                                                 OR (?4 <> 0 AND (c.after ->> 'roles') <> '[]')))))",
            (own, self.first_entry, self.first_change, self.had_admin),
            |row| row.get(0),
        )?;
        touched.map_or(Ok(()), |email| Err(self.own_account_error(&email)))
    }

    fn own_account_error(&self, email: &str) -> Error {
        let actor = &self.header().actor;
        let who = match actor.parse::<Email>() {
            Ok(address) if address.as_str() == email => format!("'{email}' is the actor"),
            _ => format!("'{email}' is the actor '{actor}' under a new address"),
        };
        Error::refused(format!("{who}: nobody changes their own balance, allowance or roles"))
            .reason("self_adjustment")
            .datum("email", email)
            .hint("let another administrator do it")
    }
}
