//! Refunds spends: gives credits back to the balances that they came from, purchased ones first.
//!
//! The table `reversals` counts the credits of each entry that a refund or an undo gave back. A check on it stops a credit from
//! being given back twice. An undo of a refund takes the credits again, and raises the limit by as much.

use super::operation::{Draft, Header};
use super::posting::Source;
use super::sealed_ranges::sql_is_entry_of;
use crate::domain::{Credits, OperationId};
use crate::error::{Error, MAX_NAMED, Result};
use crate::store::session::{Reader, Writer};
use crate::text::and_more;

/// The hint that leads to what was given back.
pub(super) const REFUNDS: &str = "list the refunds with: rad-admin credits history --kind refund";

impl Reader<'_> {
    /// Returns the one spend with this reference. Fails (exit 3) if there is none, and (exit 4, `ambiguous`) if there are
    /// several.
    pub fn newest_spend(&self) -> Result<OperationId> {
        let sql = "SELECT id FROM operations WHERE command = 'credits spend' ORDER BY id DESC LIMIT 1";
        let newest = self.session.optional(sql, (), |row| row.get(0))?;
        newest.ok_or_else(|| Error::not_found("nothing was spent in this ledger yet"))
    }

    pub fn spend_of_reference(&self, reference: &str) -> Result<OperationId> {
        let found: Vec<OperationId> = self.session.all(
            "SELECT id FROM operations WHERE command = 'credits spend' AND reference = ?1 ORDER BY id",
            [reference],
            |row| row.get(0),
        )?;
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(Error::not_found(format!("no spend has the reference '{reference}'"))
                .hint("find the operation with: rad-admin log, and name its number")),
            several => {
                let first = &several[..several.len().min(MAX_NAMED)];
                Err(Error::refused(format!(
                    "{} spends have the reference '{reference}': operations {}",
                    several.len(),
                    and_more(first, several.len() as u64)
                ))
                .reason("ambiguous")
                .datum("operations", first)
                .datum("count", several.len())
                .hint("name the operation to refund"))
            }
        }
    }
}

impl<'c> Writer<'c> {
    /// Gives back the rest of a spend, or `amount` of it, which needs a spend of a single user.
    ///
    /// Fails (exit 3) if there is no such operation, and (exit 4) if it is not a spend or if too little of it is left.
    pub fn refund<'w>(
        &'w self,
        header: Header,
        operation: OperationId,
        amount: Option<Credits>,
    ) -> Result<Draft<'w>>
    where
        'c: 'w,
    {
        self.require_spend(operation)?;
        let mut draft = self.begin(header)?;
        draft.plan_refund(operation, amount)?;
        draft.post(Source::StagedOnce)?;
        draft.record_reversals(None)?;
        Ok(draft)
    }

    fn require_spend(&self, operation: OperationId) -> Result<()> {
        let command = self.operation(operation)?.command;
        if command == "credits spend" {
            return Ok(());
        }
        let is_final = ["undo", "user erase", "move"].contains(&command.as_str());
        Err(Error::refused(format!(
            "operation {operation} is not a spend but '{command}': you can refund only spends"
        ))
        .reason("not_refundable")
        .datum("operation", operation)
        .maybe_hint((!is_final).then(|| format!("take it back with: rad-admin undo {operation}"))))
    }
}

/// SQL for what is left of the entries of spend `?1`. Credits of erased users are not refunded.
fn left() -> String {
    format!(
        "SELECT e.user_id, e.bucket, e.id, coalesce(r.limit_credits, -e.amount) - coalesce(r.credits, 0) AS credits
         FROM entries e JOIN users u ON u.id = e.user_id LEFT JOIN reversals r ON r.entry = e.id
         WHERE {} AND u.status <> 'erased' AND coalesce(r.limit_credits, -e.amount) > coalesce(r.credits, 0)",
        sql_is_entry_of("e.id", "?1")
    )
}

impl Draft<'_> {
    /// Fills `temp.requested` with the credits that are given back.
    fn plan_refund(&self, operation: OperationId, amount: Option<Credits>) -> Result<()> {
        self.clear_staged()?;
        if let Some(amount) = amount {
            return self.plan_part(operation, amount.get());
        }
        let staged = self.session().execute(
            &format!(
                "INSERT INTO temp.requested (user_id, bucket, kind, amount, reverses)
                 SELECT user_id, bucket, 'refund', credits, id FROM ({}) l ORDER BY user_id, bucket DESC",
                left()
            ),
            [operation],
        )?;
        if staged > 0 { Ok(()) } else { Err(too_little(operation, 0, None)) }
    }

    fn plan_part(&self, operation: OperationId, amount: i64) -> Result<()> {
        let users: i64 = self.session().value(
            &format!(
                "SELECT count(DISTINCT e.user_id) FROM entries e WHERE {}",
                sql_is_entry_of("e.id", "?1")
            ),
            [operation],
        )?;
        if users > 1 {
            return Err(Error::refused(format!(
                "{users} users spent in operation {operation}: only all of it is refunded"
            ))
            .reason("several_users")
            .datum("users", users)
            .hint("leave the amount out, or award the credits"));
        }
        // A single user has at most two entries in a spend.
        let refundable: Vec<(i64, String, i64, i64)> =
            self.session().all(&format!("{} ORDER BY e.bucket DESC", left()), [operation], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let mut rest = amount;
        for (user, bucket, entry, credits) in &refundable {
            let part = rest.min(*credits);
            if part > 0 {
                self.session().run(
                    "INSERT INTO temp.requested (user_id, bucket, kind, amount, reverses)
                     VALUES (?1, ?2, 'refund', ?3, ?4)",
                    (*user, bucket, part, *entry),
                )?;
            }
            rest -= part;
        }
        if rest == 0 { Ok(()) } else { Err(too_little(operation, amount - rest, Some(amount))) }
    }
}

fn too_little(operation: OperationId, refundable: i64, need: Option<i64>) -> Error {
    let message = match need {
        Some(need) if refundable > 0 => {
            format!(
                "{refundable} credits of operation {operation} are left to refund: {need} cannot be given back"
            )
        }
        _ => format!("nothing of operation {operation} is left to refund"),
    };
    Error::refused(format!("{message}; nothing was changed"))
        .reason("already_refunded")
        .datum("operation", operation)
        .datum("left", refundable)
        .datum("need", need)
        .hint(format!("see what it took, and whether it was undone, with: rad-admin log show {operation}"))
        .hint(REFUNDS)
}
