//! The digest of an operation: SHA-256 over all that it did and over the digest before it.
//!
//! The digests of its entries and changes ([`super::digest`]) enter it. The first operation continues the digest of the ledger's
//! own row, so that its time zone is proven too.

use super::attached_rows::{self, AttachedRows, AttachedStatements};
use super::commitment::{OPERATION_TEXTS, Salt, Subject, Texts};
use super::digest::{Body, add_value, read_plain};
use crate::domain::{Digest, OperationId};
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::engine::answer::Awaited;
use crate::store::engine::session::{Row, Session};
use crate::store::engine::value::{FromValue, OwnedValue, ToValue};

/// The names of the encodings; a change of one is a new name.
const OPERATION: &str = "rad-admin operation 1";
const LEDGER: &str = "rad-admin ledger 1";

pub(super) const OPERATION_COLUMNS: &str = "id, at, os_user, command, month, max_balance, undoes, fingerprint, actor, reason, reference, key, arguments, salt";
const COMMAND: usize = 3;
const FIRST_TEXT: usize = 8;
const SALTS: usize = FIRST_TEXT + OPERATION_TEXTS.len();
pub(super) const MONTH_COLUMNS: &str = "month, attempt, status, granted, skipped, capped, expired, credits";
const LEDGER_COLUMNS: &str = "id, timezone, created_at, identity";

/// What the first operation's digest continues: that of the ledger's own row.
pub(crate) fn of_ledger(session: &Session) -> Result<Digest> {
    let mut encoder = Encoder::new(LEDGER);
    let row = session.optional(&format!("SELECT {LEDGER_COLUMNS} FROM ledger WHERE id = 1"), (), values)?;
    add_row(&mut encoder, row.as_deref());
    Ok(Digest(encoder.finish()))
}

/// Figures of an operation that its rows do not show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealFigures {
    /// How many users it touched.
    pub(crate) users: u64,
    /// What an undo left.
    pub(crate) undo_rest: Option<i64>,
    /// The credits that were missing, with `--at-most`.
    pub(crate) short: Option<i64>,
}

/// The rows that enter an operation's digest besides its body.
pub(crate) struct OperationRows<'s> {
    session: &'s Session,
    id: OperationId,
    /// The operation's own.
    own: Awaited<'s, Option<Vec<OwnedValue>>>,
    /// That of the month it closed.
    month: Awaited<'s, Option<Vec<OwnedValue>>>,
}

impl<'s> OperationRows<'s> {
    pub(crate) fn ask(session: &'s Session, id: OperationId) -> Result<Self> {
        let own = format!("SELECT {OPERATION_COLUMNS} FROM operations WHERE id = ?1");
        let month = format!("SELECT {MONTH_COLUMNS} FROM monthly_grants WHERE operation = ?1");
        let (own, month) = (session.ask(own, [id], values)?, session.ask(month, [id], values)?);
        Ok(Self { session, id, own, month })
    }

    /// The rows of an operation that have been read: its own, and that of the month it closed.
    pub(crate) fn known(
        session: &'s Session,
        id: OperationId,
        own: Vec<OwnedValue>,
        month: Option<Vec<OwnedValue>>,
    ) -> Self {
        Self { session, id, own: Awaited::new(|| Ok(Some(own))), month: Awaited::new(|| Ok(month)) }
    }

    /// The digest of the operation with this body, and whether it closes a month.
    pub(crate) fn digest(
        self,
        previous: Digest,
        body: &Body,
        figures: SealFigures,
    ) -> Result<(Digest, bool)> {
        let (session, id) = (self.session, self.id.get());
        self.digest_with(previous, body, figures, |encoder, command| {
            if !attached_rows::may_have(command) {
                return Ok(());
            }
            AttachedStatements::prepare(session)?.query(id..=id)?.add(encoder, command, id)
        })
    }

    /// The same; `attached` has the rows that are attached to this operation and to later ones.
    pub(crate) fn digest_among(
        self,
        previous: Digest,
        body: &Body,
        figures: SealFigures,
        attached: &mut AttachedRows<'_>,
    ) -> Result<(Digest, bool)> {
        let id = self.id.get();
        self.digest_with(previous, body, figures, |encoder, command| attached.add(encoder, command, id))
    }

    fn digest_with(
        self,
        previous: Digest,
        body: &Body,
        SealFigures { users, undo_rest, short }: SealFigures,
        add_attached: impl FnOnce(&mut Encoder, &str) -> Result<()>,
    ) -> Result<(Digest, bool)> {
        let Self { session, id, own, month } = self;
        let mut encoder = Encoder::new(OPERATION);
        encoder.bytes(&previous.0);
        let command = header(&mut encoder, session, id, own.get()?.as_deref())?;
        add_attached(&mut encoder, &command)?;
        let month = month.get()?;
        add_row(&mut encoder, month.as_deref());
        encoder.count(users).bytes(&body.total.to_be_bytes()).optional_integer(undo_rest);
        for run in [&body.entries, &body.changes] {
            encoder.integer(run.first).count(run.count).bytes(&run.digest);
        }
        // Nothing follows it, so that its absence needs no byte.
        if let Some(short) = short {
            encoder.integer(short);
        }
        Ok((Digest(encoder.finish()), month.is_some()))
    }
}

/// What the digest of an operation continues: that of the operation before it.
pub(crate) fn ask_previous(session: &Session, id: OperationId) -> Result<Awaited<'_, Option<Digest>>> {
    session.ask("SELECT digest FROM seals WHERE operation = ?1 - 1", [id], |row| row.get(0))
}

/// The answer to [`ask_previous`], where the first operation continues the ledger's own row.
pub(crate) fn previous(session: &Session, asked: Awaited<'_, Option<Digest>>) -> Result<Digest> {
    asked.get()?.map_or_else(|| of_ledger(session), Ok)
}

/// Whether an operation is what its seal was taken over.
pub(crate) fn fits_seal(session: &Session, id: OperationId) -> Result<bool> {
    let (rows, asked) = (OperationRows::ask(session, id)?, ask_previous(session, id)?);
    let seal = session.optional(
        "SELECT first_entry, entries, first_change, changes, users, undo_rest, short, digest FROM seals WHERE operation = ?1",
        [id],
        |row| {
            let run = |first: i64, count: i64| first..=first.saturating_add(count).saturating_sub(1);
            let runs = (run(row.get(0)?, row.get(1)?), run(row.get(2)?, row.get(3)?));
            let figures = SealFigures { users: row.get(4)?, undo_rest: row.get(5)?, short: row.get(6)? };
            Ok((runs, figures, row.get::<Digest>(7)?))
        },
    )?;
    let Some(((entries, changes), figures, sealed)) = seal else { return Ok(false) };
    let body = read_plain(session, entries, changes)?;
    let (digest, _) = rows.digest(previous(session, asked)?, &body, figures)?;
    Ok(digest == sealed)
}

fn values(row: Row<'_>) -> Result<Vec<OwnedValue>> {
    row.owned()
}

/// Adds a row, or that there is none.
fn add_row(encoder: &mut Encoder, row: Option<&[OwnedValue]>) {
    encoder.boolean(row.is_some());
    row.into_iter().flatten().for_each(|value| add_value(encoder, value.to_value()));
}

/// Adds the operation's own row. Returns its command.
fn header(
    encoder: &mut Encoder,
    session: &Session,
    id: OperationId,
    row: Option<&[OwnedValue]>,
) -> Result<String> {
    let Some(row) = row.filter(|row| row.len() > SALTS) else {
        _ = encoder.boolean(false);
        return Ok(String::new());
    };
    add_row(encoder, Some(&row[..FIRST_TEXT]));
    let texts = Texts { session, subject: Subject::Operation, row: id.get() };
    for (number, column) in OPERATION_TEXTS.into_iter().enumerate() {
        let salt = Salt::of_operation(row[SALTS].to_value(), number);
        texts.add(encoder, column, row[FIRST_TEXT + number].to_value(), salt)?;
    }
    Ok(String::from_value(row[COMMAND].to_value()).unwrap_or_default())
}
