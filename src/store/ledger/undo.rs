//! Undoing: an operation's entries once more, the other way round.

use super::operation::{Draft, Header, Marks, absolute_credits};
use super::posting::Source;
use crate::error::{Error, Result};
use crate::store::session::{Reader, Writer};

/// What an operation to be undone is, in the ledger's own terms.
struct Undoable {
    month: Option<i64>,
    undoes: Option<i64>,
    undone_by: Option<i64>,
    entries: i64,
    has_changes: bool,
}

impl Reader<'_> {
    fn undoable(&self, operation: i64) -> Result<Undoable> {
        self.operation(operation)?;
        self.session.one(
            "SELECT o.month, o.undoes, (SELECT b.id FROM operations b WHERE b.undoes = o.id), s.entries, s.changes > 0
             FROM operations o JOIN seals s ON s.operation = o.id WHERE o.id = ?1",
            [operation],
            |row| {
                Ok(Undoable {
                    month: row.get(0)?,
                    undoes: row.get(1)?,
                    undone_by: row.get(2)?,
                    entries: row.get(3)?,
                    has_changes: row.get(4)?,
                })
            },
        )
    }

    /// Whether an operation changed more than credits. Its undoing leaves that as it is.
    pub fn changed_fields(&self, operation: i64) -> Result<bool> {
        Ok(self.undoable(operation)?.has_changes)
    }
}

impl Writer<'_> {
    /// Begins an operation that takes back all that another one moved, and posts it.
    ///
    /// Exit 3 where there is no such operation. Exit 4 where it has been undone, is an undoing itself or a monthly grant,
    /// or moved no credits, and for all that [`Draft::post`] refuses.
    pub fn undo(&self, header: Header, operation: i64) -> Result<Draft<'_>> {
        check(operation, &self.undoable(operation)?)?;
        let mut draft = self.begin_marked(header, Marks { undoes: Some(operation), ..Marks::default() })?;
        draft.stage_reversal(operation)?;
        draft.post(Source::Staged)?;
        draft.record_reversals()?;
        draft.undo_rest = Some(0);
        Ok(draft)
    }
}

impl Draft<'_> {
    /// The sum of the absolute amounts of what was posted so far, but for the openings of new accounts, in credits; at most
    /// [`MAX_CREDITS`].
    pub fn adjusted_credits(&self) -> Result<u64> {
        absolute_credits(
            self.session(),
            "SELECT coalesce(sum(abs(amount) >> 20), 0), coalesce(sum(abs(amount) & 1048575), 0)
             FROM entries WHERE id >= ?1 AND kind <> 'opening'",
            self.first_entry,
        )
    }

    /// Of one user's entries those that give come before those that take, so that no balance falls lower in between than
    /// it does in the end.
    fn stage_reversal(&self, operation: i64) -> Result<()> {
        self.clear_staged()?;
        self.session().execute(
            "INSERT INTO temp.requested (user_id, bucket, kind, amount, reverses)
             SELECT e.user_id, e.bucket, 'undo', -e.amount, e.id
             FROM seals s JOIN entries e ON e.id >= s.first_entry AND e.id < s.first_entry + s.entries
             WHERE s.operation = ?1 AND e.operation = ?1
             ORDER BY e.user_id, e.amount > 0, e.id DESC",
            [operation],
        )?;
        Ok(())
    }

    /// Counts what the entries of this operation take back against the entries that they reverse.
    fn record_reversals(&self) -> Result<()> {
        self.session().execute(
            "INSERT INTO reversals (entry, credits, limit_credits)
             SELECT n.reverses, abs(n.amount), abs(e.amount) FROM entries n CROSS JOIN entries e ON e.id = n.reverses
             WHERE n.id >= ?1
             ON CONFLICT (entry) DO UPDATE SET credits = reversals.credits + excluded.credits",
            [self.first_entry],
        )?;
        Ok(())
    }
}

fn check(operation: i64, found: &Undoable) -> Result<()> {
    let log = format!("see what it did with: rad-admin log show {operation}");
    if let Some(by) = found.undone_by {
        return Err(Error::refused(format!("operation {operation} was undone already, by operation {by}"))
            .reason("already_undone")
            .datum("undone_by", by)
            .hint(format!("see it with: rad-admin log show {by}")));
    }
    if let Some(undone) = found.undoes {
        return Err(Error::refused(format!(
            "operation {operation} undoes operation {undone}, and an undoing is not undone"
        ))
        .hint("make a new adjustment instead with: rad-admin credits award, deduct or set"));
    }
    if found.month.is_some() {
        return Err(Error::refused(format!(
            "operation {operation} is a monthly grant, and a grant is not undone"
        ))
        .hint("take credits back one by one with: rad-admin credits deduct USERS AMOUNT --from awarded"));
    }
    if found.entries == 0 {
        return Err(Error::refused(format!(
            "operation {operation} moved no credits: there is nothing to undo"
        ))
        .hint("change the fields back with: rad-admin user edit")
        .hint(log));
    }
    Ok(())
}
