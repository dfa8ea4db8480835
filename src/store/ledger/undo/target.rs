//! Describes the operation to undo, and how much of it to undo.

use crate::domain::{Month, OperationId};
use crate::error::{Error, Result};
use crate::store::ledger::sealed_ranges::sql_is_sealed_entry;
use crate::store::session::Reader;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UndoScope {
    /// Undo only what it did to the users of the current selection.
    pub selected_only: bool,
    /// Undo what can be undone, and take the credits that are there. Otherwise undo all or nothing.
    pub as_far_as_possible: bool,
}

/// The operation to undo.
pub(super) struct UndoneOperation {
    pub(super) id: OperationId,
    pub(super) command: String,
    pub(super) undoes: Option<OperationId>,
    /// The entries that moved credits.
    pub(super) entries: i64,
    pub(super) changes: i64,
    /// The newest undo of it, and how much that one left.
    pub(super) undone_by: Option<(OperationId, i64)>,
    pub(super) month: Option<Month>,
    /// Whether it is the operation that closed the month.
    pub(super) closes_month: bool,
}

impl Reader<'_> {
    pub(super) fn undone_operation(&self, id: OperationId) -> Result<UndoneOperation> {
        self.operation(id)?;
        self.session.one(
            &format!(
            "SELECT o.command, o.undoes, s.entries - (SELECT count(*) FROM entries e WHERE {} AND e.amount = 0),
                    s.changes, b.operation, b.undo_rest, o.month,
                    EXISTS (SELECT 1 FROM months m WHERE m.closed_by = o.id)
             FROM operations o JOIN seals s ON s.operation = o.id
                  LEFT JOIN seals b ON b.operation = (SELECT max(u.id) FROM operations u WHERE u.undoes = o.id)
             WHERE o.id = ?1",
                sql_is_sealed_entry("e", "s")
            ),
            [id],
            |row| {
                let by: Option<OperationId> = row.get(4)?;
                Ok(UndoneOperation {
                    id,
                    command: row.get(0)?,
                    undoes: row.get(1)?,
                    entries: row.get(2)?,
                    changes: row.get(3)?,
                    undone_by: by.map(|by| Ok::<_, Error>((by, row.get(5)?))).transpose()?,
                    month: row.get(6)?,
                    closes_month: row.get(7)?,
                })
            },
        )
    }
}

impl UndoneOperation {
    pub(super) fn require_undoable(&self) -> Result<()> {
        let id = self.id;
        if let Some(other) = self.undoes {
            return Err(Error::refused(format!(
                "operation {id} undoes operation {other}: an undo cannot be undone"
            ))
            .reason("not_undoable")
            .datum("operation", id)
            .datum("undoes", other)
            .hint("make a new change instead, such as: rad-admin credits award, user edit"));
        }
        if matches!(self.command.as_str(), "user erase" | "move") {
            let what = if self.command == "move" { "a move" } else { "an erasure" };
            return Err(Error::refused(format!("operation {id} is {what}, and cannot be undone"))
                .reason("not_undoable")
                .datum("operation", id)
                .datum("command", self.command.as_str()));
        }
        match self.undone_by {
            Some((by, 0)) => {
                Err(Error::refused(format!("operation {id} was undone already, by operation {by}"))
                    .reason("already_undone")
                    .datum("operation", id)
                    .datum("undone_by", by)
                    .hint(format!("see it with: rad-admin log show {by}")))
            }
            _ => Ok(()),
        }
    }
}
