//! A connection that was lost at the commit: whether the operation is there is looked up.

use std::thread;
use std::time::Duration;

use super::engine::failure::is_connection_lost;
use super::engine::session::{Access, Session};
use crate::domain::Digest;
use crate::error::{Code, Error, Result};

/// How long a server that does not answer is asked again, at least.
const PATIENCE: Duration = Duration::from_secs(30);

const STEP: Duration = Duration::from_millis(250);

/// What is there if the commit was done: the newest seal as the transaction left it.
#[derive(Debug)]
pub(super) struct Doubt {
    operation: i64,
    digest: Digest,
}

impl Doubt {
    /// Of the transaction that is about to be committed; none for a file, or before the first operation.
    pub(super) fn before_commit(session: &Session) -> Result<Option<Self>> {
        if session.server().is_none() {
            return Ok(None);
        }
        session.optional("SELECT operation, digest FROM seals ORDER BY operation DESC LIMIT 1", (), |row| {
            Ok(Self { operation: row.get(0)?, digest: row.get(1)? })
        })
    }

    /// A new session, where the commit was done. Exit 7 where it was not, 11 where nobody can tell.
    pub(super) fn resolve(&self, lost: &Session) -> Result<Session> {
        let mut left = lost.server().map_or(PATIENCE, |server| server.lock_timeout().max(PATIENCE));
        loop {
            match self.look(lost) {
                Ok((session, true)) => return Ok(session),
                Ok((_, false)) => {
                    return Err(Error::setup(
                        "the connection to the server was lost before the commit; nothing was written",
                    )
                    .hint("run the command again"));
                }
                Err(error)
                    if !left.is_zero() && (is_connection_lost(&error) || error.code() == Code::Busy) =>
                {
                    thread::sleep(STEP.min(left));
                    left = left.saturating_sub(STEP);
                }
                Err(error) => {
                    return Err(Error::new(
                        Code::InDoubt,
                        format!("the connection was lost at the commit of operation {}, and whether it is done is not known", self.operation),
                    )
                    .caused_by(error)
                    .hint(format!("when the server answers, see: rad-admin log show {}", self.operation))
                    .hint("a command with --key can be repeated: it is done once"));
                }
            }
        }
    }

    /// Looks under the turn, so that what still runs there has come to its end.
    fn look(&self, lost: &Session) -> Result<(Session, bool)> {
        let session = lost.reconnected()?;
        let transaction = session.begin(Access::Write)?;
        let found: Option<Digest> =
            session.optional("SELECT digest FROM seals WHERE operation = ?1", [self.operation], |row| {
                row.get(0)
            })?;
        transaction.rollback()?;
        Ok((session, found == Some(self.digest)))
    }
}
