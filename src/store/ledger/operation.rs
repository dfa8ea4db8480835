//! Writes an operation: begins it with a header, fills it with entries and changes, and seals it with a digest.

use super::commitment::{OPERATION_TEXTS, SALT_BYTES, sql_random};
use super::digest;
use super::keys::Key;
use super::opening::{OPENING, Opening};
use super::sealed_ranges::sql_is_entry_of;
use crate::crash::{self, CrashPoint};
use crate::domain::{Credits, EntryId, Month, OperationId, Timestamp};
use crate::error::{Error, Result};
use crate::store::engine::session::Session;
use crate::store::engine::value::{ToValue, Value};
use crate::store::ids::UserId;
use crate::store::queries::moved::moved_error;
use crate::store::session::Writer;
use crate::store::sums::{sql_sum, sum_at};

/// Who does what, when and why.
#[derive(Clone, Debug)]
pub struct Header {
    /// The time of the command.
    pub at: Timestamp,
    /// Who is responsible: an address or a plain name.
    pub actor: String,
    /// The operating system account that ran the program.
    pub os_user: String,
    /// The name of the command, such as `credits award`.
    pub command: &'static str,
    pub reason: Option<String>,
    /// What the reason is about elsewhere: an invoice, a ticket, a job.
    pub reference: Option<String>,
    pub key: Option<Key>,
    /// The words after the program's name, as typed, without secrets: a JSON array.
    pub arguments: String,
}

/// What an operation stores besides its entries and changes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    pub(crate) month: Option<Month>,
    /// The largest balance up to which the month is paid.
    pub(crate) max_balance: Option<Credits>,
    pub(crate) undoes: Option<OperationId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The whole user, made by this operation.
    Created,
    Email,
    Name,
    Status,
    Roles,
    /// The allowance from a month on.
    Allowance,
    /// Whether the user gets messages other than invitations.
    Mail,
    /// The state of the invitation.
    Invitation,
}

impl Field {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Email => "email",
            Self::Name => "name",
            Self::Status => "status",
            Self::Roles => "roles",
            Self::Allowance => "allowance",
            Self::Mail => "mail",
            Self::Invitation => "invitation",
        }
    }
}

impl Field {
    /// Whether the values are personal texts, which can be erased.
    const fn is_personal(self) -> bool {
        matches!(self, Self::Email | Self::Name)
    }
}

impl ToValue for Field {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }
}

/// An operation that is being written.
#[derive(Debug)]
pub struct Draft<'w> {
    writer: &'w Writer<'w>,
    header: Header,
    id: OperationId,
    pub(crate) first_entry: EntryId,
    pub(crate) first_change: i64,
    /// Whether there was an active admin before the operation.
    pub(super) had_admin: bool,
    /// How many users got a new version from a posting.
    pub(crate) moved_users: u64,
    /// Whether no other user needs a new version.
    pub(crate) moved_all: bool,
    /// How many entries and changes of the other operation an undo leaves; `None` for other operations.
    pub(super) undo_rest: Option<i64>,
    /// The credits that were missing, with `--at-most`; at most [`crate::domain::MAX_CREDITS`].
    pub(crate) short: Option<i64>,
}

/// A complete operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub operation: OperationId,
    /// The number of users that it touched.
    pub users: u64,
    pub entries: u64,
    /// The sum of its entries, in credits.
    pub total: i64,
    /// The sum of their absolute amounts, in credits; at most [`crate::domain::MAX_CREDITS`].
    pub absolute_total: u64,
    /// The credits that were missing, with `--at-most`.
    pub short: Option<i64>,
    /// Whether a later operation undid any of it.
    pub is_undone: bool,
}

impl<'c> Writer<'c> {
    /// Begins an operation. Fails (exit 7, `moved`) if the ledger has moved.
    pub fn begin<'w>(&'w self, header: Header) -> Result<Draft<'w>>
    where
        'c: 'w,
    {
        self.begin_marked(header, Marks::default())
    }

    pub(crate) fn begin_marked<'w>(&'w self, header: Header, marks: Marks) -> Result<Draft<'w>>
    where
        'c: 'w,
    {
        let asked = self.session.foreseen(self.opening.take(), OPENING, Opening::from_row)?;
        self.session.batch("SAVEPOINT operation")?;
        self.session.renumber()?;
        let opening = asked.one()?;
        if let Some(place) = opening.moved_to {
            return Err(moved_error(&place));
        }
        let key = header.key.as_ref().map(|key| self.stored_key(&key.key)).transpose()?;
        let salts = sql_random(OPERATION_TEXTS.len() * SALT_BYTES);
        self.session.run(
            &format!(
                "INSERT INTO operations (id, at, actor, os_user, command, reason, reference, key, fingerprint, month,
                                         max_balance, undoes, arguments, salt)
                 VALUES (?13, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, {salts})"
            ),
            (
                    header.at,
                    &header.actor,
                    self.login.map_or(&header.os_user, |login| &login.account),
                    header.command,
                    &header.reason,
                    &header.reference,
                    key,
                    header.key.as_ref().map(|key| key.fingerprint),
                    marks.month,
                    marks.max_balance,
                    marks.undoes,
                    &header.arguments,
                    opening.operation,
                ),
        )?;
        crash::point(CrashPoint::OperationBegun);
        Ok(Draft {
            writer: self,
            header,
            id: opening.operation,
            first_entry: opening.first_entry,
            first_change: opening.first_change,
            had_admin: opening.had_admin,
            moved_users: 0,
            moved_all: false,
            undo_rest: None,
            short: None,
        })
    }

    /// Returns the operation that the header's key already stands for; `None` if the key is new or absent. A header without a
    /// reason fits every reason, and any reason fits one that was erased. Fails (exit 4, `key_reused`) if the key was used for
    /// something else.
    pub fn replay(&self, header: &Header) -> Result<Option<Sealed>> {
        let Some(Key { key, fingerprint }) = &header.key else { return Ok(None) };
        let known: Option<(OperationId, bool)> = self.session.optional(
            "SELECT o.id, o.fingerprint = ?2 AND (
                        ?3 IS NULL OR o.reason IS NOT DISTINCT FROM ?3
                        OR EXISTS (SELECT 1 FROM redactions r
                                   WHERE r.subject = 'operation' AND r.row_id = o.id AND r.field = 'reason'))
             FROM operations o WHERE o.key IN (?1, ?4)",
            (key, *fingerprint, &header.reason, self.stand_in_of(key)?),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((id, is_same)) = known else { return Ok(None) };
        if is_same {
            return self.sealed(id).map(Some);
        }
        Err(Error::refused(format!("the key '{key}' was used for something else, by operation {id}"))
            .reason("key_reused")
            .datum("operation", id)
            .hint(format!("see what it did with: rad-admin log show {id}"))
            .hint("give a new adjustment a new key"))
    }

    fn sealed(&self, operation: OperationId) -> Result<Sealed> {
        let seal = self.session.ask(
            "SELECT users, entries, total, short, EXISTS (SELECT 1 FROM operations u WHERE u.undoes = seals.operation)
             FROM seals WHERE operation = ?1",
            [operation],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
        )?;
        let absolute_total: i128 = self.session.one(
            &format!(
                "SELECT {} FROM entries e WHERE {}",
                sql_sum("abs(e.amount)"),
                sql_is_entry_of("e.id", "?1")
            ),
            [operation],
            |row| sum_at(row, 0),
        )?;
        let (users, entries, total, short, is_undone) = seal.one()?;
        let absolute_total = digest::bounded_credits(absolute_total.unsigned_abs());
        Ok(Sealed { operation, users, entries, total, absolute_total, short, is_undone })
    }
}

impl<'w> Draft<'w> {
    pub fn writer(&self) -> &'w Writer<'w> {
        self.writer
    }

    pub fn id(&self) -> OperationId {
        self.id
    }

    pub(crate) fn session(&self) -> &'w Session {
        self.writer.session
    }

    pub(crate) fn max_balance(&self) -> Option<Credits> {
        self.writer.max_balance
    }

    pub(crate) fn at(&self) -> Timestamp {
        self.header.at
    }

    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    pub(crate) fn record(
        &mut self,
        user: UserId,
        field: Field,
        month: Option<Month>,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Result<()> {
        let salt = if field.is_personal() { sql_random(SALT_BYTES) } else { "NULL".to_owned() };
        self.session().run(
            &format!(
                "INSERT INTO changes (operation, user_id, field, month, before, after, salt)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, {salt})"
            ),
            (self.id, user, field, month.map_or(0, Month::number), before, after),
        )?;
        Ok(())
    }

    /// Whether the operation changes balances, allowances or statuses of more than one user.
    pub fn moves_several_users(&self) -> Result<bool> {
        self.session().value(
            "WITH moved (user_id) AS (
                 SELECT user_id FROM entries WHERE id >= ?1
                 UNION ALL
                 SELECT user_id FROM changes
                 WHERE id >= ?2 AND (field = 'allowance' OR field = 'status' OR (field = 'created' AND month > 0)))
             SELECT EXISTS (SELECT 1 FROM moved WHERE user_id <> (SELECT user_id FROM moved LIMIT 1))",
            (self.first_entry, self.first_change),
        )
    }

    /// Whether it changes an allowance.
    pub fn changes_allowances(&self) -> Result<bool> {
        self.session().value(
            "SELECT EXISTS (SELECT 1 FROM changes WHERE id >= ?1 AND field = 'allowance')",
            [self.first_change],
        )
    }
}
