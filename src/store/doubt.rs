//! A connection that was lost at the commit: whether the operation is there is looked up.

use std::thread;
use std::time::{Duration, Instant};

use super::engine::failure::is_connection_lost;
use super::engine::session::{Access, Session, Transaction};
use crate::domain::{Digest, OperationId};
use crate::error::{Code, Error, Result};

/// How long a server that does not answer is asked again, at least.
const PATIENCE: Duration = Duration::from_secs(30);

const STEP: Duration = Duration::from_millis(250);

/// What is there if the commit was done.
#[derive(Debug)]
pub(super) struct Doubt {
    evidence: Evidence,
}

#[derive(Debug)]
enum Evidence {
    /// The seal of the transaction's newest operation.
    Seal { operation: OperationId, digest: Digest },
    /// The number of a transaction that seals nothing, or makes the ledger.
    Transaction(String),
}

/// Commits; where the connection is lost, finds out whether that is done. Exit 7 where it is not, 11 where nobody can tell.
pub(super) fn commit_looked_into(session: &Session, transaction: Transaction<'_>) -> Result<()> {
    let doubt = Doubt::of_transaction(session)?;
    match transaction.commit() {
        Err(error) if is_connection_lost(&error) => doubt.resolve(session).map(drop),
        committed => committed,
    }
}

impl Doubt {
    /// Of the transaction that is about to be committed; none for a file.
    pub(super) fn before_commit(session: &Session) -> Result<Option<Self>> {
        let Some(server) = session.server() else { return Ok(None) };
        let newest =
            "SELECT operation, digest FROM seals WHERE operation > ?1 ORDER BY operation DESC LIMIT 1";
        let sealed = session.optional(newest, [server.newest_operation()], |row| {
            Ok(Evidence::Seal { operation: row.get(0)?, digest: row.get(1)? })
        })?;
        match sealed {
            Some(evidence) => Ok(Some(Self { evidence })),
            None => Self::of_transaction(session).map(Some),
        }
    }

    fn of_transaction(session: &Session) -> Result<Self> {
        let number = session.value("SELECT CAST(pg_current_xact_id() AS TEXT)", ())?;
        Ok(Self { evidence: Evidence::Transaction(number) })
    }

    /// A new session, where the commit was done. Exit 7 where it was not, 11 where nobody can tell.
    pub(super) fn resolve(&self, lost: &Session) -> Result<Session> {
        let begun = Instant::now();
        let patience = lost.server().map_or(PATIENCE, |server| server.lock_timeout().max(PATIENCE));
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
                    if begun.elapsed() < patience
                        && (is_connection_lost(&error) || error.code() == Code::Busy) =>
                {
                    thread::sleep(STEP);
                }
                Err(error) => {
                    return Err(Error::new(
                        Code::InDoubt,
                        format!(
                            "the connection was lost at the commit{}, and whether it is done is not known",
                            self.named()
                        ),
                    )
                    .caused_by(error)
                    .hint("when the server answers, see: rad-admin log, rad-admin mail list")
                    .hint("a command with --key can be repeated: it is done once"));
                }
            }
        }
    }

    fn named(&self) -> String {
        match &self.evidence {
            Evidence::Seal { operation, .. } => format!(" of operation {operation}"),
            Evidence::Transaction(_) => String::new(),
        }
    }

    fn look(&self, lost: &Session) -> Result<(Session, bool)> {
        let session = lost.reconnected()?;
        let is_done = match &self.evidence {
            Evidence::Seal { operation, digest } => {
                // Under the turn, so that what still runs there has come to its end.
                let transaction = session.begin(Access::Write)?;
                let sql = "SELECT digest FROM seals WHERE operation = ?1";
                let found: Option<Digest> = session.optional(sql, [*operation], |row| row.get(0))?;
                transaction.rollback()?;
                found == Some(*digest)
            }
            Evidence::Transaction(number) => {
                let sql = "SELECT pg_xact_status(CAST(CAST(?1 AS TEXT) AS xid8))";
                let status: Option<String> = session.value(sql, [number.as_str()])?;
                match status.as_deref() {
                    Some("committed") => true,
                    Some("aborted") => false,
                    _ => return Err(Error::new(Code::Busy, "the server still works on the commit")),
                }
            }
        };
        Ok((session, is_done))
    }
}
