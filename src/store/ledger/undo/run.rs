//! Runs an undo from its plan to its seal.

use super::conflicts::{UndoConflict, refusal};
use super::target::{UndoScope, UndoneOperation};
use crate::domain::{Email, Month, OperationId};
use crate::error::{Error, Result};
use crate::store::ledger::operation::{Draft, Header, Marks, Sealed};
use crate::store::ledger::refund::REFUNDS;
use crate::store::ledger::sealed_ranges::sql_is_entry_of;
use crate::store::queries::changes::Change;
use crate::store::session::{Reader, Writer};

/// The result of an undo.
#[derive(Clone, Debug)]
pub struct Undone {
    /// The operation; `None` if nothing of these users was left to undo.
    pub sealed: Option<Sealed>,
    /// The changed fields of the first users.
    pub changes: Vec<Change>,
    /// Whether it gives or takes the role admin, or deactivates somebody whom the operation activated.
    pub needs_yes: bool,
    /// What could not be undone because it changed since.
    pub conflicts: Vec<UndoConflict>,
    /// How many entries and changes of the other operation are left.
    pub rest: i64,
    /// The month that is open again.
    pub reopened: Option<Month>,
    /// A month of which payments were undone and which stays closed, and the operation that closed it.
    pub still_closed: Option<(Month, OperationId)>,
}

/// For how many users a receipt has the changes.
const MAX_CHANGED: i64 = 1000;

impl Writer<'_> {
    /// Takes back what an operation did, within `scope`.
    ///
    /// Fails (exit 3) if there is no such operation, and (exit 4) if it cannot be undone or was undone as a whole. Also fails
    /// (exit 4) if anything changed since, unless the scope is as far as possible; the error has every case.
    pub fn undo(&self, header: Header, operation: OperationId, scope: UndoScope) -> Result<Undone> {
        let undone = self.undone_operation(operation)?;
        undone.require_undoable()?;
        let marks = Marks { undoes: Some(operation), ..Marks::default() };
        let mut draft = self.begin_marked(header, marks)?;
        let own = draft.own_address();
        draft.plan_credits(&undone, scope, own.as_ref())?;
        draft.plan_fields(&undone, scope, own.as_ref())?;
        let conflicts = draft.post_undo(&undone, scope, own.as_ref())?;
        draft.record_reversals(undone.month)?;
        draft.restore_fields(&undone, scope)?;
        if let Some(month) = undone.month {
            draft.uncount_capped(month)?;
        }
        let rest = draft.rest_of(&undone)?;
        draft.undo_rest = Some(rest);
        let changes = draft.first_changes(MAX_CHANGED)?;
        let body = draft.body()?;
        // An undo that is limited to users whom the operation paid nothing leaves its month closed.
        let is_about_month = !scope.selected_only || body.entries.count > 0 || body.changes.count > 0;
        let reopened = undone.month.filter(|_| undone.closes_month && is_about_month);
        if reopened.is_some() {
            draft.reopen_month(&undone)?;
        }
        if body.entries.count == 0 && body.changes.count == 0 && reopened.is_none() {
            if !conflicts.is_empty() {
                return Err(refusal(&undone, &conflicts, scope));
            }
            if undone.entries > 0 && rest == 0 && !scope.selected_only {
                return Err(given_back(&undone));
            }
            // Also an operation that did nothing is undone, once: there is nothing left of it.
            if scope.selected_only || rest > 0 || undone.undone_by.is_some() {
                draft.take_back()?;
                let (sealed, needs_yes, still_closed) = (None, false, None);
                return Ok(Undone { sealed, changes, needs_yes, conflicts, rest, reopened, still_closed });
            }
        }
        let first_change = draft.first_change;
        let sealed = draft.seal_body(&body)?;
        let still_closed = match undone.month {
            Some(month) => self.months()?.get(month).map(|closed| (month, closed.operation)),
            None => None,
        };
        let needs_yes = self.has_weighty_changes(first_change)?;
        Ok(Undone { sealed: Some(sealed), changes, needs_yes, conflicts, rest, reopened, still_closed })
    }
}

impl Reader<'_> {
    /// Whether the changes from this one on give or take the role admin, or deactivate somebody who was there before.
    fn has_weighty_changes(&self, first_change: i64) -> Result<bool> {
        let admin = |column: &str| format!("(',' || coalesce(c.{column}, '') || ',' LIKE '%,admin,%')");
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM changes c JOIN changes p ON p.id = c.reverses
                            WHERE c.id >= ?1 AND (
                                (c.field = 'status' AND c.after = 'inactive' AND p.field <> 'created')
                                OR (c.field = 'roles' AND {} <> {})))",
            admin("before"),
            admin("after")
        );
        self.session.value(&sql, [first_change])
    }
}

/// Refunds gave back all that a spend took.
fn given_back(undone: &UndoneOperation) -> Error {
    let id = undone.id;
    Error::refused(format!("refunds gave back all of operation {id}; nothing was changed"))
        .reason("already_refunded")
        .datum("operation", id)
        .hint(REFUNDS)
}

impl Draft<'_> {
    /// Posts the planned entries. Returns what stands in the way of others; if the undo must be whole, that is an error.
    fn post_undo(
        &mut self,
        undone: &UndoneOperation,
        scope: UndoScope,
        own: Option<&Email>,
    ) -> Result<Vec<UndoConflict>> {
        let mut conflicts = self.conflicts(undone, own)?;
        if !conflicts.is_empty() && !scope.as_far_as_possible {
            conflicts.extend(self.balance_conflicts()?);
            return Err(refusal(undone, &conflicts, scope));
        }
        if !self.try_post_staged()? {
            conflicts.extend(self.balance_conflicts()?);
            if !scope.as_far_as_possible {
                return Err(refusal(undone, &conflicts, scope));
            }
            self.post_what_is_there()?;
        }
        Ok(conflicts)
    }

    /// Opens the month again that the operation closed.
    fn reopen_month(&self, undone: &UndoneOperation) -> Result<()> {
        self.session().run("UPDATE months SET closed_by = NULL WHERE closed_by = ?1", [undone.id])?;
        self.forget_empty_months()
    }

    /// Counts the entries and changes of the operation that can still be undone.
    fn rest_of(&self, undone: &UndoneOperation) -> Result<i64> {
        let whole: i64 = self.session().value(
            &format!(
                "SELECT count(*) FROM reversals r WHERE {} AND r.credits = r.limit_credits",
                sql_is_entry_of("r.entry", "?1")
            ),
            [undone.id],
        )?;
        Ok(undone.entries - whole + self.changes_left(undone)?)
    }
}
