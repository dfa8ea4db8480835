//! Finds everything that stands in the way of an undo, by user and field.

use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::target::{UndoScope, UndoneOperation};
use crate::domain::{Allowance, Email, MAX_CREDITS, Month};
use crate::error::{Error, MAX_NAMED, Result};
use crate::store::engine::session::Row;
use crate::store::engine::value::{self as engine, FromValue};
use crate::store::ledger::operation::Draft;
use crate::store::ledger::own_account::sql_own_accounts;
use crate::store::ledger::sealed_ranges::sql_is_entry_of;
use crate::store::queries::changes::value;

/// One field or balance of one user that cannot be taken back. Keys and order are stable, because scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UndoConflict {
    /// The user's present address.
    pub email: Email,
    /// The name of the field, or of the balance: `awarded`, `purchased`, or `balance` for both together.
    pub field: String,
    /// The first month of an allowance; `None` for other fields.
    pub month: Option<Month>,
    /// What the operation left. For a balance, the credits to take; for an address that another user has, that address.
    pub expected: Value,
    pub found: Value,
    pub why: ConflictKind,
}

/// Why something cannot be taken back. SQL names the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// A later operation changed it.
    Changed,
    /// The balance is too low.
    Balance,
    /// Both balances together would exceed the largest number of credits.
    Limit,
    /// They would exceed `limits.max_balance`.
    MaxBalance,
    /// A pause carries the allowance on.
    Paused,
    Erased,
    /// Another user has the old address.
    Exists,
    /// An admin cannot be deactivated.
    Admin,
    LastAdmin,
    SelfAdjustment,
}

impl FromValue<'_> for ConflictKind {
    fn from_value(value: engine::Value<'_>) -> Option<Self> {
        let engine::Value::Text(word) = value else { return None };
        let word: StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
        Self::deserialize(word).ok()
    }
}

impl UndoConflict {
    /// Describes the conflict in a clause. Figures are plain digits, because scripts look for them.
    pub fn text(&self) -> String {
        let Self { email, field, expected, found, .. } = self;
        let of_month = self.month.map(|month| format!(" from {month} on")).unwrap_or_default();
        match self.why {
            ConflictKind::Balance => {
                let credits = if *found == 1 { "credit" } else { "credits" };
                format!("'{email}' has {found} {field} {credits}: {expected} cannot be taken")
            }
            ConflictKind::Limit => format!("'{email}' would have more than {MAX_CREDITS} credits"),
            ConflictKind::MaxBalance => {
                let more = -expected.as_i64().unwrap_or_default();
                format!("'{email}' has {found} credits: {more} more would exceed limits.max_balance")
            }
            ConflictKind::Paused => {
                format!("the allowance of '{email}'{of_month} cannot be taken back: a pause carries it on")
            }
            ConflictKind::Erased => format!("'{email}' was erased"),
            ConflictKind::Exists => {
                let old = shown(expected);
                format!("'{email}' cannot have the old address '{old}' back: another user has it")
            }
            ConflictKind::Admin => format!("'{email}' is an admin, and an admin cannot be deactivated"),
            ConflictKind::LastAdmin => format!("'{email}' is the last active admin"),
            ConflictKind::SelfAdjustment => {
                format!("'{email}' is the actor: nobody changes their own balance, allowance or roles")
            }
            ConflictKind::Changed => format!(
                "the {} of '{email}'{} is {} now, not {}",
                if field == "created" { "status" } else { field },
                if field == "allowance" { of_month.as_str() } else { "" },
                shown(found),
                shown(expected)
            ),
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(names) if names.is_empty() => "none".to_owned(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        other => Allowance::stored_in_words(other).unwrap_or_else(|| other.to_string()),
    }
}

/// Nothing is undone: what changed since, every case in the data.
pub(super) fn refusal(undone: &UndoneOperation, conflicts: &[UndoConflict], scope: UndoScope) -> Error {
    // Several fields of a user may have the same reason.
    let mut named: Vec<_> = conflicts.iter().take(MAX_NAMED).map(UndoConflict::text).collect();
    named.dedup();
    let more = match conflicts.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!("\nand {more} more"),
    };
    let only = |why| conflicts.iter().all(|conflict| conflict.why == why);
    let reason = [
        (ConflictKind::SelfAdjustment, "self_adjustment"),
        (ConflictKind::LastAdmin, "last_admin"),
        (ConflictKind::Erased, "erased"),
    ];
    let reason = reason.into_iter().find(|(why, _)| only(*why)).map(|(_, reason)| reason);
    let message = match named.as_slice() {
        [only] => format!("{only}; nothing was changed"),
        several => format!("this stands in the way; nothing was changed\n{}{more}", several.join("\n")),
    };
    let error = Error::refused(message)
        .reason(reason.unwrap_or("changed_since"))
        .datum("operation", undone.id)
        .datum("conflicts", serde_json::to_value(conflicts).unwrap_or_default())
        .datum("count", conflicts.len());
    if reason.is_none() && scope.as_far_as_possible {
        error.hint(format!(
            "nothing of it can be undone now; see what it did with: rad-admin log show {}",
            undone.id
        ))
    } else {
        error
    }
}

impl Draft<'_> {
    /// Returns the conflicts that are known before anything is posted: those of fields, of erased users, and of the actor's own
    /// account.
    pub(super) fn conflicts(
        &self,
        undone: &UndoneOperation,
        own: Option<&Email>,
    ) -> Result<Vec<UndoConflict>> {
        let mut conflicts = self.session().all(
            "SELECT u.email, c.field, nullif(c.month, 0),
                    CASE WHEN c.field = 'created' THEN c.after ->> 'status'
                         WHEN c.why = 'exists' THEN c.before ELSE c.after END, c.found, c.why
             FROM temp.undo_changes c JOIN users u ON u.id = c.user_id
             WHERE c.why IS NOT NULL ORDER BY c.user_id, c.id",
            (),
            |row| {
                let field: String = row.get(1)?;
                Ok(UndoConflict {
                    email: row.get(0)?,
                    month: row.get(2)?,
                    expected: value(&field, row.get(3)?),
                    found: value(&field, row.get(4)?),
                    why: row.get(5)?,
                    field,
                })
            },
        )?;
        if undone.entries > 0 {
            conflicts.extend(self.untouchable_entries(undone, own)?);
        }
        Ok(conflicts)
    }

    /// Returns the entries that nothing takes back: those of erased users, and those of the actor, except from a grant.
    fn untouchable_entries(
        &self,
        undone: &UndoneOperation,
        own: Option<&Email>,
    ) -> Result<Vec<UndoConflict>> {
        self.session().all(
            &format!(
                "SELECT u.email, e.bucket, sum(e.amount), CASE e.bucket WHEN 'awarded' THEN u.awarded ELSE u.purchased END,
                    CASE u.status WHEN 'erased' THEN 'erased' ELSE 'self_adjustment' END
             FROM entries e JOIN users u ON u.id = e.user_id LEFT JOIN reversals r ON r.entry = e.id
             WHERE {} AND coalesce(r.credits, 0) < coalesce(r.limit_credits, abs(e.amount))
               AND (u.status = 'erased' OR (u.id IN {} AND e.kind <> 'monthly' AND e.kind <> 'expire'))
             GROUP BY u.id, u.email, u.status, u.awarded, u.purchased, e.bucket ORDER BY u.id, e.bucket",
                sql_is_entry_of("e.id", "?1"),
                sql_own_accounts("?2")
            ),
            (undone.id, own),
            of_balance,
        )
    }

    /// Returns the balances that are too low or would be too high for the staged rows, which were not posted.
    pub(super) fn balance_conflicts(&self) -> Result<Vec<UndoConflict>> {
        let (most, why) = self.most_credits();
        self.session().all(
            &format!(
                "SELECT u.email, p.field, p.taken, p.found, p.why FROM (
                     SELECT q.user_id, q.bucket AS field, -sum(q.amount) AS taken,
                            CASE q.bucket WHEN 'awarded' THEN v.awarded ELSE v.purchased END AS found, 'balance' AS why
                     FROM temp.requested q JOIN users v ON v.id = q.user_id
                     GROUP BY q.user_id, q.bucket, v.awarded, v.purchased
                     HAVING CASE q.bucket WHEN 'awarded' THEN v.awarded ELSE v.purchased END + sum(q.amount) < 0
                     UNION ALL
                     SELECT q.user_id, 'balance', -sum(q.amount), v.awarded + v.purchased, '{why}'
                     FROM temp.requested q JOIN users v ON v.id = q.user_id
                     GROUP BY q.user_id, v.awarded, v.purchased
                     HAVING sum(q.amount) > 0 AND v.awarded + v.purchased + sum(q.amount) > {most}) p
                 JOIN users u ON u.id = p.user_id ORDER BY u.id, p.field"
            ),
            (),
            of_balance,
        )
    }
}

/// Reads the conflict of a balance: address, balance, credits to take, credits that are there, kind.
fn of_balance(row: Row<'_>) -> Result<UndoConflict> {
    let (expected, found): (i64, i64) = (row.get(2)?, row.get(3)?);
    Ok(UndoConflict {
        email: row.get(0)?,
        field: row.get(1)?,
        month: None,
        expected: expected.into(),
        found: found.into(),
        why: row.get(4)?,
    })
}
