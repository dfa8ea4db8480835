//! Rule *Guards* (docs/rules.md): nobody changes their own balance, allowance or roles.
//!
//! One check, when an operation is sealed, so that no command can forget it.

use super::operation::Draft;
use crate::domain::Email;
use crate::error::{Error, Result};

/// SQL for the numbers of an actor's own accounts, with the actor's [`address`] as an expression of SQL: whoever has the
/// address, and everybody who had it. So nobody gets a second hand by giving a former address to a new account.
pub(crate) fn sql_own_accounts(address: &str) -> String {
    format!(
        "(SELECT id FROM users WHERE email = {address}
          UNION SELECT user_id FROM changes WHERE field = 'email' AND before = {address})"
    )
}

/// The address that an actor is known by; `None` for a plain name.
pub(crate) fn address(actor: &str) -> Option<Email> {
    actor.parse().ok()
}

impl Draft<'_> {
    /// The address of the actor of this operation; `None` for a plain name.
    pub(crate) fn own_address(&self) -> Option<Email> {
        address(&self.header().actor)
    }

    /// Exit 4 where the operation changes a balance, an allowance or the roles of its own actor.
    ///
    /// A monthly grant is no change that somebody made, and an undo finds its own conflicts. Where there was no active admin,
    /// actors may make their own account, with roles.
    pub(super) fn refuse_own_account(&self) -> Result<()> {
        let Some(own) = self.own_address() else { return Ok(()) };
        let touched: Option<String> = self.session().optional(
            &format!(
                "SELECT u.email FROM users u WHERE u.id IN {} AND (
                 EXISTS (SELECT 1 FROM entries e WHERE e.id = u.last_entry AND e.id >= ?2
                                                   AND e.kind <> 'monthly' AND e.kind <> 'expire' AND e.kind <> 'undo')
                 OR EXISTS (SELECT 1 FROM changes c WHERE c.user_id = u.id AND c.id >= ?3 AND (
                     c.field = 'roles' OR c.field = 'allowance'
                     OR c.field = 'created' AND ((c.after ->> 'allowance') IS NOT NULL
                                                 OR (?4 <> 0 AND (c.after ->> 'roles') <> '[]')))))
                 LIMIT 1",
                sql_own_accounts("?1")
            ),
            (&own, self.first_entry, self.first_change, self.had_admin),
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
