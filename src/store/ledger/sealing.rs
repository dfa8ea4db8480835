//! Completing an operation: new versions, its digest, its seal.

use super::digest::{self, Body};
use super::operation::{Draft, Sealed};
use super::operation_digest::{self, OperationRows, SealFigures};
use crate::crash::{self, CrashPoint};
use crate::domain::Digest;
use crate::error::Result;
use crate::store::engine::answer::Awaited;
use crate::store::outbox::notices::{self, NoticedOperation};
use crate::store::session::Writer;

/// After an operation with this many rows, or after so many operations, a server has to know something of the ledger.
const MANY_ROWS: u64 = 1000;
const MANY_OPERATIONS: i64 = 1000;

const TAKE_BACK: &str = "ROLLBACK TO operation; RELEASE operation";

/// What a seal needs to know besides the body. A server is asked for all of it at once.
struct SealParts<'s> {
    /// How many users have a new version, but not by their credits.
    others: Awaited<'s, u64>,
    previous: Awaited<'s, Option<Digest>>,
    rows: OperationRows<'s>,
}

impl Writer<'_> {
    fn keep(&self, sealed: Sealed, digest: Digest) -> Result<Sealed> {
        self.session.batch("RELEASE operation")?;
        self.newest_seal.set(Some((sealed.operation, digest)));
        Ok(sealed)
    }
}

impl<'w> Draft<'w> {
    /// Completes the operation if it changed anything, or has a key, which is used up then. If not, it is taken back.
    pub fn seal_if_changed(self) -> Result<Option<Sealed>> {
        let (writer, has_key) = (self.writer(), self.header().key.is_some());
        let parts = self.ask_parts()?;
        let body = self.body()?;
        let (sealed, digest) = self.complete(parts, &body)?;
        if sealed.users > 0 || has_key {
            return writer.keep(sealed, digest).map(Some);
        }
        writer.session.batch(TAKE_BACK)?;
        Ok(None)
    }

    /// Takes the operation back, its number too.
    pub fn take_back(self) -> Result<()> {
        self.session().batch(TAKE_BACK)
    }

    /// Completes the operation: every user it touched gets a new version, and the digest is written.
    pub fn seal(self) -> Result<Sealed> {
        let parts = self.ask_parts()?;
        let body = self.body()?;
        self.seal_parts(parts, &body)
    }

    /// Reads what the operation has come to.
    pub(crate) fn body(&self) -> Result<Body> {
        digest::newest(self.session(), self.first_entry, self.first_change)
    }

    /// Completes the operation whose entries and changes have been read.
    pub(crate) fn seal_body(self, body: &Body) -> Result<Sealed> {
        let parts = self.ask_parts()?;
        self.seal_parts(parts, body)
    }

    fn seal_parts(self, parts: SealParts<'_>, body: &Body) -> Result<Sealed> {
        let writer = self.writer();
        let (sealed, digest) = self.complete(parts, body)?;
        writer.keep(sealed, digest)
    }

    /// Gives the users a new version whose fields changed, and asks for what enters the digest besides the body.
    fn ask_parts(&self) -> Result<SealParts<'w>> {
        self.refuse_own_account()?;
        // Posting has already given a new version to those whose credits moved.
        let others = if self.moved_all {
            Awaited::new(|| Ok(0))
        } else {
            self.session().start(
                "UPDATE users SET version = version + 1, updated_at = ?2
                 WHERE id IN (SELECT user_id FROM changes WHERE id >= ?1) AND last_entry < ?3",
                (self.first_change, self.at(), self.first_entry),
            )?
        };
        crash::point(CrashPoint::VersionsRaised);
        let previous = operation_digest::ask_previous(self.session(), self.id())?;
        Ok(SealParts { others, previous, rows: OperationRows::ask(self.session(), self.id())? })
    }

    fn complete(self, parts: SealParts<'_>, body: &Body) -> Result<(Sealed, Digest)> {
        let users = self.moved_users + parts.others.get()?;
        self.refuse_erased_users(users)?;
        let (operation, total) = (self.id(), body.total_credits()?);
        let previous = operation_digest::previous(self.session(), parts.previous)?;
        let figures = SealFigures { users, undo_rest: self.undo_rest, short: self.short };
        let (digest, _) = parts.rows.digest(previous, body, figures)?;
        let Body { entries, changes, .. } = body;
        self.session().run(
            "INSERT INTO seals (operation, users, total, first_entry, entries, first_change, changes, undo_rest, short,
                                digest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            (
                operation,
                users,
                total,
                entries.first,
                entries.count,
                changes.first,
                changes.count,
                self.undo_rest,
                self.short,
                digest.0,
            ),
        )?;
        if entries.count + changes.count >= MANY_ROWS || operation.get() % MANY_OPERATIONS == 0 {
            self.session().gather_statistics();
        }
        if let Some(notices) = self.writer().notices {
            let (id, at, command) = (operation, self.at(), self.header().command);
            let noticed = NoticedOperation { id, at, command, first_entry: self.first_entry };
            notices::queue(self.session(), notices, &noticed)?;
        }
        crash::point(CrashPoint::Sealed);
        let (absolute_total, short) = (body.absolute_credits(), self.short);
        Ok((
            Sealed {
                operation,
                users,
                entries: entries.count,
                total,
                absolute_total,
                short,
                is_undone: false,
            },
            digest,
        ))
    }
}
