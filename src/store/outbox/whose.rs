//! Which messages of the outbox a line means: those to users, or one by its Message-ID.

use crate::error::{Code, Error, Result};
use crate::store::session::Reader;
use crate::store::users::selection::{LeaveOut, Selection};

const FIND_ID: &str = "find a Message-ID with: rad-admin mail list --fields message_id,email,status";

/// Says whose messages an administrator means.
#[derive(Clone, Debug)]
pub enum MailSelection {
    All,
    ToUsers(Selection),
    /// The one with this Message-ID, or with this part before the `@`.
    Message(String),
}

impl MailSelection {
    /// The condition on message `x`, whose `?1` is [`Self::message_id`]. Holds after [`Reader::select_messages`].
    pub(super) const fn condition(&self) -> &'static str {
        match self {
            Self::All => "?1 IS NULL",
            Self::ToUsers(_) => "x.user_id IN (SELECT user_id FROM temp.selected) AND ?1 IS NULL",
            Self::Message(_) => {
                "(x.message_id = ?1 OR x.message_id >= ?1 || '@' AND x.message_id < ?1 || 'A')"
            }
        }
    }

    pub(super) fn message_id(&self) -> Option<&str> {
        match self {
            Self::Message(id) => Some(id),
            Self::All | Self::ToUsers(_) => None,
        }
    }
}

impl Reader<'_> {
    /// Selects the users who are meant. Fails (exit 3) if there is no such user, or no message with the Message-ID.
    pub(super) fn select_messages(&self, whose: &MailSelection) -> Result<()> {
        match whose {
            MailSelection::All => Ok(()),
            MailSelection::ToUsers(users) => match self.select(users, LeaveOut::default()) {
                Err(error) if error.code() == Code::NotFound => Err(error.hint(FIND_ID)),
                selected => selected.map(drop),
            },
            MailSelection::Message(id) => {
                let sql = format!("SELECT EXISTS (SELECT 1 FROM outbox x WHERE {})", whose.condition());
                if self.session.value(&sql, [id])? {
                    return Ok(());
                }
                let shown = id.escape_debug();
                Err(Error::not_found(format!("no message has the Message-ID '{shown}'")).hint(FIND_ID))
            }
        }
    }
}
