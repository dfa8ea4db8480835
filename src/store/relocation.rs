//! Moves the ledger to another engine or file. The source keeps its history and refuses writes.

use std::fs;
use std::time::Duration;

use super::doubt::commit_looked_into;
use super::engine::new_database::{NewDatabase, Placed, SUFFIXES};
use super::engine::open;
use super::engine::session::{Access, Session};
use super::session::{Mode, Store, Writer};
use super::target::Target;
use super::transfer;
use crate::crash::{self, CrashPoint};
use crate::domain::Digest;
use crate::error::{Code, Error, Result};
use crate::text::shell_word;
use crate::{files, interrupt};

/// A copy of the ledger at its target, complete but for its last commit.
#[derive(Debug)]
pub struct MovedLedger {
    new: NewLedger,
    target: Target,
    lock_timeout: Duration,
    /// The digest of the move, which is the newest operation of both ledgers.
    pub head: Option<Digest>,
}

/// A copy that is committed at the target. The source's own commit is still to come.
#[derive(Debug)]
pub struct PlacedLedger {
    target: Target,
    lock_timeout: Duration,
    head: Option<Digest>,
}

#[derive(Debug)]
enum NewLedger {
    File(NewDatabase),
    Server(Session),
}

fn taken(target: &Target) -> Error {
    Error::refused(format!("there is a ledger at {target} already"))
        .reason("exists")
        .datum("ledger", target.to_string())
        .hint("name a place without one; nothing was moved")
}

impl Target {
    /// Fails (exit 4, `exists`) if a ledger is already there.
    pub fn require_empty(&self, lock_timeout: Duration) -> Result<()> {
        if Store::is_at_target(self, lock_timeout)? {
            return Err(taken(self));
        }
        Store::require_free_target(self)
    }
}

impl Writer<'_> {
    /// Copies the ledger, as this transaction sees it, into the target, and marks this ledger as moved there. Fails (exit 9) if
    /// the copy has a discrepancy.
    pub fn move_to(&self, target: &Target, lock_timeout: Duration) -> Result<MovedLedger> {
        let (new, proof) = match target {
            Target::File(path) => {
                let folder = files::folder_of(path);
                files::create_folder(folder).map_err(|error| {
                    Error::cannot_make(format!("the folder {} cannot be made", folder.display()), error)
                })?;
                let file = NewDatabase::beside(path)?;
                transfer::copy_into_file(self.session, &file)?;
                let proof = Store::of_new(&file)?.verify(None)?;
                (NewLedger::File(file), proof)
            }
            Target::Server(server) => {
                let session = open::connect_to_new(server, lock_timeout)?.ok_or_else(|| taken(target))?;
                let transaction = session.begin_new()?.ok_or_else(|| taken(target))?;
                transaction.keep();
                transfer::copy(self.session, &session)?;
                let proof = super::ledger::verify::of_session(&session)?;
                (NewLedger::Server(session), proof)
            }
        };
        if let Some(found) = proof.discrepancy {
            return Err(Error::new(Code::VerifyFailed, format!("the copy does not prove: {}", found.what))
                .hint("verify this ledger first; nothing was moved"));
        }
        let place = match target {
            Target::File(path) => std::path::absolute(path)?.display().to_string(),
            Target::Server(server) => server.to_string(),
        };
        self.session.run("UPDATE ledger SET moved_to = ?1", [place])?;
        Ok(MovedLedger { new, target: target.clone(), lock_timeout, head: proof.head })
    }
}

impl Store {
    /// Puts a copy of this ledger in the place of the one on the server. The schema of a ledger that was there gets another
    /// name, which contains `stamp`, and this name is returned. Fails (exit 9) if the copy does not end in the digest `head`.
    pub fn replace_on_server(
        &self,
        target: &Target,
        stamp: &str,
        mode: Mode,
        head: Option<Digest>,
        lock_timeout: Duration,
    ) -> Result<Option<String>> {
        let Target::Server(server) = target else { return Ok(None) };
        let kept = format!("{}_before_{stamp}", server.schema());
        let snapshot = self.session.begin(Access::Read)?;
        let (session, is_there) = open::connect_to_replace(server, lock_timeout)?;
        let (transaction, kept) = if is_there {
            session.begin_replacing(&kept)?
        } else {
            (session.begin_new()?.ok_or_else(|| taken(target))?, kept)
        };
        transfer::copy(&self.session, &session)?;
        snapshot.rollback()?;
        let proof = super::ledger::verify::of_session(&session)?;
        if proof.head != head {
            return Err(Error::new(Code::VerifyFailed, "the copy on the server does not prove")
                .hint("nothing was replaced; verify the copy"));
        }
        match mode {
            Mode::Real => commit_looked_into(&session, transaction)?,
            Mode::DryRun => transaction.rollback()?,
        }
        Ok((is_there && mode == Mode::Real).then_some(kept))
    }
}

impl MovedLedger {
    /// Commits the copy. The source, which messages call `from`, commits right after it. Fails (exit 11) if nobody can tell
    /// whether the copy is there.
    pub fn place(self, from: &str) -> Result<PlacedLedger> {
        let Self { new, target, lock_timeout, head } = self;
        match new {
            NewLedger::Server(session) => {
                // From here on, no signal ends the process, so none can come between the two commits.
                interrupt::hold()?;
                commit_looked_into(&session, session.open_transaction())
                    .map_err(|error| copy_in_doubt(error, from, &target))?;
                crash::point(CrashPoint::FilePlaced);
            }
            NewLedger::File(file) => {
                file.finish()?;
                if file.place()? == Placed::Existing {
                    return Err(Error::refused("another ledger has taken the name")
                        .reason("exists")
                        .datum("ledger", target.to_string()));
                }
            }
        }
        Ok(PlacedLedger { target, lock_timeout, head })
    }
}

/// The source rolls its part of the move back, so it stays the ledger to use whether or not the copy is there.
fn copy_in_doubt(error: Error, from: &str, target: &Target) -> Error {
    if error.code() != Code::InDoubt {
        return error;
    }
    Error::new(
        Code::InDoubt,
        format!("the connection to {target} was lost at the commit; nothing was moved: go on with {from}"),
    )
    .hint(format!(
        "before you move again, see whether a ledger is there: rad-admin --db {} log",
        shell_word(target)
    ))
    .hint(format!("do not use that one; {}", how_to_remove(target)))
}

impl PlacedLedger {
    /// Deals with the copy after the source's commit failed with `error`, because two ledgers must not both take writes.
    /// Returns the error with what is left to do. `from` names the source.
    pub fn withdraw(&self, from: &str, error: Error) -> Error {
        let target = &self.target;
        if error.code() == Code::InDoubt {
            return Error::new(
                Code::InDoubt,
                format!("the connection to {from} was lost at the commit, and whether it has moved to {target} is not known"),
            )
            .hint(format!(
                "before anything is written, see which is the ledger: rad-admin --db {} log", shell_word(from)
            ))
            .hint(format!("if its newest operation is the move, use {target} from now on"))
            .hint(format!("otherwise go on with {from}; {}", how_to_remove(target)));
        }
        match self.remove() {
            Ok(()) => error,
            Err(why) => error.hint(format!(
                "nothing was moved: go on with {from}; the copy at {target} could not be removed ({}); {}",
                why.message(),
                how_to_remove(target)
            )),
        }
    }

    /// Removes the copy, unless somebody has written to it.
    fn remove(&self) -> Result<()> {
        let store = Store::open_at(&self.target, self.lock_timeout)?;
        let transaction = store.session.begin(Access::Exclusive)?;
        let newest = "SELECT digest FROM seals ORDER BY operation DESC LIMIT 1";
        let head: Option<Digest> = store.session.optional(newest, (), |row| row.get(0))?;
        if head != self.head {
            return Err(Error::refused("somebody has written to it"));
        }
        let Target::File(path) = &self.target else {
            store.session.drop_ledger();
            return commit_looked_into(&store.session, transaction);
        };
        // Whoever waits for its lock finds that the file is gone.
        fs::remove_file(path)?;
        for suffix in SUFFIXES {
            let _ = fs::remove_file(files::with_suffix(path, suffix));
        }
        Ok(files::sync_folder(files::folder_of(path))?)
    }
}

/// The hint with the command that removes the copy.
fn how_to_remove(target: &Target) -> String {
    match target {
        Target::File(path) => {
            let path = path.display();
            let beside = SUFFIXES.map(|suffix| format!(" '{path}{suffix}'")).concat();
            format!("remove the copy with: rm -f '{path}'{beside}")
        }
        Target::Server(server) => format!("remove the copy with: {}", server.psql_to_drop_ledger()),
    }
}
