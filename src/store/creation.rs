//! Makes a new ledger.

use std::path::Path;
use std::time::Duration;

use super::doubt::commit_looked_into;
use super::engine::new_database::{self, NewDatabase, Placed};
use super::engine::open;
use super::engine::session::{Access, Session};
use super::session::Store;
use super::target::Target;
use crate::crash;
use crate::domain::{Digest, Timestamp, Zone};
use crate::error::{Error, Result};
use crate::files;

/// Whether [`Store::create`] made a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    New,
    /// The database was already there and was not changed.
    Existing,
}

#[cfg(feature = "test-hooks")]
impl Store {
    /// Makes this process one of a later version, whose schema this is. The steps make it out of the present one: on SQLite, and
    /// on a server.
    pub fn invent_schema(sql: String, sqlite: String, server: String) {
        open::invent(sql, sqlite, server);
    }
}

impl Store {
    /// Whether a file is at the path. Fails (exit 7) if something else is there, or if the folder cannot be read.
    pub fn is_at(path: &Path) -> Result<bool> {
        open::is_at(path)
    }

    /// Checks that [`Self::create`] can give a new database this name. Fails (exit 2) if the name marks a file that belongs to
    /// another database, and (exit 4) if a vanished database left its log there.
    pub fn require_free_name(path: &Path) -> Result<()> {
        new_database::require_own_name(path)?;
        new_database::require_nothing_beside(path)
    }

    /// Makes the database unless there is one. The file has mode 0600; the folder, if it has to be made too, 0700.
    ///
    /// The database is built beside its place and renamed when it is complete. So after an interruption, or beside a second
    /// `create`, there is either no database or a complete one.
    pub fn create(
        path: &Path,
        zone: Zone,
        now: Timestamp,
        lock_timeout: Duration,
    ) -> Result<(Self, Created)> {
        if Self::is_at(path)? {
            return Ok((Self::open(path, lock_timeout)?, Created::Existing));
        }
        let folder = files::folder_of(path);
        files::create_folder(folder).map_err(|error| {
            Error::cannot_make(format!("the folder {} cannot be made", folder.display()), error)
        })?;
        let file = NewDatabase::beside(path)?;
        build(&file, zone, now).map_err(|error| error.at(path))?;
        file.finish()?;
        let created = match file.place()? {
            Placed::New => Created::New,
            Placed::Existing => Created::Existing,
        };
        Ok((Self::open(path, lock_timeout)?, created))
    }

    /// Whether a ledger, or a file that could be one, is already there.
    pub fn is_at_target(target: &Target, lock_timeout: Duration) -> Result<bool> {
        match target {
            Target::File(path) => Self::is_at(path),
            Target::Server(server) => Ok(open::connect_to_new(server, lock_timeout)?.is_none()),
        }
    }

    /// Does the same as [`Self::require_free_name`]; a server accepts every target.
    pub fn require_free_target(target: &Target) -> Result<()> {
        target.file().map_or(Ok(()), Self::require_free_name)
    }

    /// Does the same as [`Self::create`], also on a server.
    pub fn create_at(
        target: &Target,
        zone: Zone,
        now: Timestamp,
        lock_timeout: Duration,
    ) -> Result<(Self, Created)> {
        match target {
            Target::File(path) => Self::create(path, zone, now, lock_timeout),
            Target::Server(server) => {
                let mut created = Created::Existing;
                if let Some(session) = open::connect_to_new(server, lock_timeout)?
                    && let Some(transaction) = session.begin_new()?
                {
                    insert_ledger(&session, zone, now)?;
                    commit_looked_into(&session, transaction)?;
                    created = Created::New;
                }
                Ok((Self::open_at(target, lock_timeout)?, created))
            }
        }
    }

    /// Returns the SQL that [`Self::create_at`] would run on the server, for somebody else to run. Needs no connection. Fails
    /// (exit 2) for a file.
    pub fn script(target: &Target, zone: Zone, now: Timestamp) -> Result<String> {
        let Target::Server(server) = target else {
            return Err(Error::usage("--print-sql is for a ledger on a server")
                .hint("name it with --db postgres://USER@HOST/DATABASE"));
        };
        let identity = Digest(identity()?);
        let row = format!(
            "INSERT INTO ledger (id, timezone, created_at, identity) VALUES (1, '{}', {}, decode('{identity}', 'hex'))",
            zone.name(),
            now.seconds(),
        );
        open::script(server, &row)
    }
}

fn build(file: &NewDatabase, zone: Zone, now: Timestamp) -> Result<()> {
    let session = file.build()?;
    let transaction = session.begin(Access::Write)?;
    insert_ledger(&session, zone, now)?;
    transaction.commit()?;
    session.close()
}

fn insert_ledger(session: &Session, zone: Zone, now: Timestamp) -> Result<()> {
    session.run(
        "INSERT INTO ledger (id, timezone, created_at, identity) VALUES (1, ?1, ?2, ?3)",
        (zone.name(), now, identity()?),
    )?;
    Ok(())
}

/// A random number, so that no two ledgers share a digest.
fn identity() -> Result<[u8; 32]> {
    let mut identity = [0; 32];
    if !crash::is_random_fixed() {
        getrandom::fill(&mut identity)
            .map_err(|error| Error::failed("the system has no random numbers", error))?;
    }
    Ok(identity)
}
