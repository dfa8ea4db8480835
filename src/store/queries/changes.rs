//! Lists what operations changed besides credits.

use serde::Serialize;
use serde_json::Value;

use crate::domain::{Email, Month, OperationId};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::ids::UserId;
use crate::store::ledger::allowances::{newest_row, stored};
use crate::store::ledger::operation::Draft;
use crate::store::session::Reader;

/// One field of one user that an operation changed. Keys and order are stable, because scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The user's present address.
    pub email: Email,
    /// `email`, `name`, `status`, `roles`, `allowance`, `mail`, `invitation` or `monthly`.
    pub field: String,
    /// The month from which an allowance is in force, or the month that paid nothing; `None` for other fields.
    pub month: Option<Month>,
    /// The value before. An allowance is a number or an object, roles are an array of names, everything else is text; null if
    /// there was no value.
    pub before: Value,
    /// The value after, in the same form.
    pub after: Value,
}

impl Reader<'_> {
    /// Hands over what the operation changed besides credits, ordered by user. A new user is one change for each field that was
    /// given. Under a limit, only changes of the first users are read. Ends with the first error of `each`.
    pub fn changes_of(
        &self,
        operation: OperationId,
        limit: Option<u64>,
        mut each: impl FnMut(&Change) -> Result<()>,
    ) -> Result<()> {
        let (first, end): (i64, i64) = self.session.one(
            "SELECT first_change, first_change + changes FROM seals WHERE operation = ?1",
            [operation],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        // That many changes belong to at most that many users.
        let changes = limit.map_or_else(
            || "changes c".to_owned(),
            |limit| {
                format!(
                    "(SELECT DISTINCT n.user_id FROM (
                      SELECT user_id FROM changes WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT {limit}) n) f
                 JOIN changes c ON c.user_id = f.user_id"
                )
            },
        );
        let sql = format!(
            "SELECT u.email, c.field, c.before, c.after, nullif(c.month, 0), c.person
             FROM {changes} CROSS JOIN users u ON u.id = c.user_id
             WHERE c.id >= ?1 AND c.id < ?2 ORDER BY c.user_id, c.field <> 'created', c.field, c.month"
        );
        let mut left = limit.unwrap_or(u64::MAX);
        self.session.each(&sql, (first, end), |row| {
            for change in shown_changes(row)?.iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
                left -= 1;
                each(change)?;
            }
            Ok(())
        })
    }

    /// Returns all changes of the user besides credits, oldest first, each with its operation.
    pub(super) fn changes_of_user(&self, user: UserId) -> Result<Vec<(OperationId, Change)>> {
        let sql = "SELECT u.email, c.field, c.before, c.after, nullif(c.month, 0), c.person, c.operation
             FROM changes c CROSS JOIN users u ON u.id = c.user_id WHERE c.user_id = ?1 ORDER BY c.id";
        let mut changes = Vec::new();
        self.session.each(sql, [user], |row| {
            let operation = row.get(6)?;
            changes.extend(shown_changes(row)?.into_iter().map(|change| (operation, change)));
            Ok(())
        })?;
        Ok(changes)
    }
}

/// Among this many changes for each user who is looked for, the first users are found.
const CHANGES_A_USER: i64 = 16;

impl Draft<'_> {
    /// Returns the changes of fields so far of the first `users` users. It reads no others, however many there are.
    pub fn first_changes(&self, users: i64) -> Result<Vec<Change>> {
        // Where no row of allowances is left, an earlier one may be in force again.
        let in_force = format!(
            "SELECT CASE WHEN a.amount > 0 OR a.held > 0 THEN {} END FROM allowances a
             WHERE c.field = 'allowance' AND a.user_id = c.user_id AND a.from_month = {}",
            stored("a", "0"),
            newest_row("c.user_id", "c.month")
        );
        self.session().all(
            &format!(
                "SELECT u.email, c.field, c.before, coalesce(c.after, ({in_force})), nullif(c.month, 0)
             FROM (SELECT n.user_id FROM (SELECT id, user_id FROM changes WHERE id >= ?1 ORDER BY id LIMIT ?3) n
                   GROUP BY n.user_id ORDER BY min(n.id) LIMIT ?2) f
                  CROSS JOIN changes c ON c.user_id = f.user_id AND c.id >= ?1
                  CROSS JOIN users u ON u.id = c.user_id
             ORDER BY c.user_id, c.id"
            ),
            (self.first_change, users, users * CHANGES_A_USER),
            change_from_row,
        )
    }
}

/// The changes that a row stands for: for a new user, one for each field that was given. Column 5 is the new user as JSON.
fn shown_changes(row: Row<'_>) -> Result<Vec<Change>> {
    let change = change_from_row(row)?;
    if change.field == "created" {
        return Ok(fields_of_new_user(change, value("created", row.get(5)?)));
    }
    Ok(vec![change])
}

fn change_from_row(row: Row<'_>) -> Result<Change> {
    let field: String = row.get(1)?;
    Ok(Change {
        email: row.get(0)?,
        before: value(&field, row.get(2)?),
        after: value(&field, row.get(3)?),
        month: row.get(4)?,
        field,
    })
}

/// Converts the stored text of a field to the JSON that it stands for.
pub(crate) fn value(field: &str, text: Option<String>) -> Value {
    let Some(text) = text else { return Value::Null };
    match field {
        "allowance" | "created" | "monthly" => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        "roles" => text.split(',').filter(|name| !name.is_empty()).collect(),
        _ => Value::String(text),
    }
}

/// Splits the creation of a user into one change for each field that was given.
fn fields_of_new_user(mut created: Change, mut person: Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for field in ["email", "name", "status", "roles", "allowance"] {
        let given = [&mut person, &mut created.after].into_iter().find_map(|fields| fields.get_mut(field));
        let after = given.map(Value::take).unwrap_or_default();
        if !after.is_null() && after.as_array().is_none_or(|roles| !roles.is_empty()) {
            let month = created.month.filter(|_| field == "allowance");
            changes.push(Change {
                field: field.to_owned(),
                month,
                after,
                before: Value::Null,
                ..created.clone()
            });
        }
    }
    changes
}
