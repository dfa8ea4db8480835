//! Finds the user that an address belongs to, or belonged to.

use super::engine::session::Session;
use super::ids::UserId;
use super::session::Reader;
use crate::domain::Email;
use crate::error::Result;

/// SQL that finds the number of an address's user: whoever has the address, else whoever had it last, else NULL.
/// `address` is an SQL expression.
pub(crate) fn sql_user_of(address: &str) -> String {
    format!(
        "coalesce((SELECT id FROM users WHERE email = {address}),
                  (SELECT user_id FROM changes WHERE field = 'email' AND before = {address} ORDER BY id DESC LIMIT 1))"
    )
}

/// Returns the user who has this address, else the one who had it last.
pub(crate) fn user_of(session: &Session, address: &Email) -> Result<Option<UserId>> {
    session.value(&format!("SELECT {}", sql_user_of("?1")), [address])
}

impl Reader<'_> {
    /// Returns the user who has this address, else the one who had it last; `None` if nobody ever had it.
    pub fn user_of(&self, address: &Email) -> Result<Option<UserId>> {
        user_of(self.session, address)
    }

    /// Returns the present address of the user who had this one before.
    pub(crate) fn newer_address(&self, former: &str) -> Result<Option<Email>> {
        self.session.optional(
            "SELECT u.email FROM changes c JOIN users u ON u.id = c.user_id
             WHERE c.field = 'email' AND c.before = ?1 ORDER BY c.id DESC LIMIT 1",
            [former],
            |row| row.get(0),
        )
    }
}
