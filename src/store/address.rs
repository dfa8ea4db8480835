//! Whose an address is, or was.

use super::engine::session::Session;
use super::ids::UserId;
use super::session::Reader;
use crate::domain::Email;
use crate::error::Result;

/// SQL for the number of the user that an address means, which is an expression of SQL: whoever has it, else whoever had it
/// last; NULL for nobody.
pub(crate) fn sql_user_of(address: &str) -> String {
    format!(
        "coalesce((SELECT id FROM users WHERE email = {address}),
                  (SELECT user_id FROM changes WHERE field = 'email' AND before = {address} ORDER BY id DESC LIMIT 1))"
    )
}

/// The user that an address means: whoever has it, else whoever had it last.
pub(crate) fn user_of(session: &Session, address: &Email) -> Result<Option<UserId>> {
    session.value(&format!("SELECT {}", sql_user_of("?1")), [address])
}

impl Reader<'_> {
    /// The user that an address means: whoever has it, else whoever had it last. `None` where nobody ever had it.
    pub fn user_of(&self, address: &Email) -> Result<Option<UserId>> {
        user_of(self.session, address)
    }

    /// The address that the user has now who had this one before.
    pub(crate) fn newer_address(&self, former: &str) -> Result<Option<Email>> {
        self.session.optional(
            "SELECT u.email FROM changes c JOIN users u ON u.id = c.user_id
             WHERE c.field = 'email' AND c.before = ?1 ORDER BY c.id DESC LIMIT 1",
            [former],
            |row| row.get(0),
        )
    }
}
