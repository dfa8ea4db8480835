//! Finds out whether a commit was done after its connection was lost.

use std::thread;
use std::time::{Duration, Instant};

use super::engine::answer::Awaited;
use super::engine::failure::is_connection_lost;
use super::engine::session::{Access, Session, Transaction};
use crate::domain::{Digest, OperationId};
use crate::error::{Code, Error, Result};

/// How long, at least, to keep asking a server that does not answer.
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
    /// The number of a transaction that seals nothing, or that makes the ledger.
    Transaction(String),
}

/// Commits. If the connection is lost, finds out whether the commit was done: fails with exit 7 if it was not, and with 11 if
/// nobody can tell.
pub(super) fn commit_looked_into(session: &Session, transaction: Transaction<'_>) -> Result<()> {
    let doubt = Doubt::of_transaction(Doubt::ask_number(session)?)?;
    match transaction.commit() {
        Err(error) if is_connection_lost(&error) => doubt.resolve(session).map(drop),
        committed => committed,
    }
}

impl Doubt {
    /// Asks a server for the number of the transaction that is open.
    pub(super) fn ask_number(session: &Session) -> Result<Awaited<'_, Option<String>>> {
        session.ask("SELECT CAST(pg_current_xact_id() AS TEXT)", (), |row| row.get(0))
    }

    /// Of the transaction that is about to be committed; none for a file.
    pub(super) fn before_commit(
        session: &Session,
        newest_seal: Option<(OperationId, Digest)>,
        number: Awaited<'_, Option<String>>,
    ) -> Result<Option<Self>> {
        match newest_seal {
            _ if session.server().is_none() => Ok(None),
            Some((operation, digest)) => Ok(Some(Self { evidence: Evidence::Seal { operation, digest } })),
            None => Self::of_transaction(number).map(Some),
        }
    }

    fn of_transaction(number: Awaited<'_, Option<String>>) -> Result<Self> {
        Ok(Self { evidence: Evidence::Transaction(number.one()?) })
    }

    /// Returns a new session if the commit was done. Fails with exit 7 if it was not, and with 11 if nobody can tell.
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
                    .hint(format!("when the server answers, see: {}", self.where_to_look()))
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

    /// Names the command that shows what the transaction wrote.
    fn where_to_look(&self) -> String {
        match &self.evidence {
            Evidence::Seal { operation, .. } => format!("rad-admin log show {operation}"),
            Evidence::Transaction(_) => "rad-admin log, rad-admin mail list".to_owned(),
        }
    }

    fn look(&self, lost: &Session) -> Result<(Session, bool)> {
        let session = lost.reconnected()?;
        let is_done = match &self.evidence {
            Evidence::Seal { operation, digest } => {
                // Having the turn, this reads only after whatever still runs there has ended.
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
