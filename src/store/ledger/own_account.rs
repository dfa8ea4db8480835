//! Rule *Guards* (docs/rules.md): nobody changes their own balance, allowance or roles.
//!
//! The check runs whenever an operation is sealed, so no command can forget it.

use super::operation::Draft;
use crate::domain::Email;
use crate::error::{Error, Result};

/// SQL for the numbers of an actor's own accounts: everybody who has the actor's [`address`] or had it. So nobody can escape
/// the rule by giving a former address to a new account. `address` is an SQL expression.
pub(crate) fn sql_own_accounts(address: &str) -> String {
    format!(
        "(SELECT id FROM users WHERE email = {address}
          UNION SELECT user_id FROM changes WHERE field = 'email' AND before = {address})"
    )
}

/// Returns the address that an actor is known by; `None` for a plain name.
pub(crate) fn address(actor: &str) -> Option<Email> {
    actor.parse().ok()
}

impl Draft<'_> {
    /// Returns the address of this operation's actor; `None` for a plain name.
    pub(crate) fn own_address(&self) -> Option<Email> {
        address(&self.header().actor)
    }

    /// Fails (exit 4, `self_adjustment`) if the operation changes a balance, an allowance or the roles of its own actor.
    ///
    /// A monthly grant is nobody's own change, and an undo looks for such conflicts itself. If there was no active admin,
    /// actors may make their own account, with roles.
    pub(super) fn refuse_own_account(&self) -> Result<()> {
        let Some(own) = self.own_address() else { return Ok(()) };
        let actor = self.header().actor.clone();
        self.session().forbid(
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
            move |email| own_account_error(&actor, email),
        )
    }
}

fn own_account_error(actor: &str, email: &str) -> Error {
    let who = match actor.parse::<Email>() {
        Ok(address) if address.as_str() == email => format!("'{email}' is the actor"),
        _ => format!("'{email}' is the actor '{actor}' under a new address"),
    };
    Error::refused(format!("{who}: nobody changes their own balance, allowance or roles"))
        .reason("self_adjustment")
        .datum("email", email)
        .hint("let another administrator do it")
}
