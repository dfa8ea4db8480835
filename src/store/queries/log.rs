//! Lists operations: who did what, when and why, and what it changed.

use serde::Serialize;
use serde_json::Value;

use super::filter::{CompiledFilter, ListKey, order_by};
use super::list_query::ListQuery;
use crate::domain::{Email, LocalDay, Month, OperationId, Sort, Timestamp, ValueKind, Zone};
use crate::error::{Error, Result};
use crate::store::engine::session::Row;
use crate::store::engine::value::Value as SqlValue;
use crate::store::ids::UserId;
use crate::store::ledger::operation::Draft;
use crate::store::session::Reader;

/// An operation. Keys and order are stable, because scripts rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoggedOperation {
    pub operation: OperationId,
    pub at: Timestamp,
    /// The day of `at` in the ledger's zone.
    pub day: LocalDay,
    /// The month of `at` in the ledger's zone.
    pub month_of: Month,
    /// Who is responsible (rule *Actor* in docs/rules.md).
    pub actor: String,
    /// The operating system account that ran the program.
    pub os_user: String,
    pub command: String,
    pub reason: Option<String>,
    /// What the reason is about elsewhere: an invoice, a ticket, a job.
    pub reference: Option<String>,
    /// The idempotency key.
    pub key: Option<String>,
    /// The number of users that it touched.
    pub users: u64,
    /// The sum of the amounts of its entries, in credits.
    pub total: i64,
    /// The same sum for the user of the query alone; `None` if the query has no user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<i64>,
    /// The operation that it undoes.
    pub undoes: Option<OperationId>,
    pub undone: UndoState,
    /// The operations that undid it, oldest first.
    pub undone_by: Vec<OperationId>,
    /// The month that it granted.
    pub month: Option<Month>,
    /// The arguments as typed, without secrets; `None` if they were erased.
    pub arguments: Option<Vec<String>>,
}

/// How much of an operation was undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UndoState {
    No,
    Partly,
    Wholly,
}

impl UndoState {
    pub const ALL: [Self; 3] = [Self::No, Self::Partly, Self::Wholly];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Partly => "partly",
            Self::Wholly => "wholly",
        }
    }
}

/// Says which operations to show.
#[derive(Clone, Debug, Default)]
pub struct LogQuery {
    /// Only the operations that moved credits of this user or changed one of the user's fields.
    pub user: Option<Email>,
    pub rows: ListQuery,
}

/// What operations can be filtered and sorted by. In the SQL, `o` is the operation and `s` its seal.
pub const OPERATION_KEYS: &[ListKey] = &[
    ListKey::new("operation", ValueKind::Integer, "o.id"),
    ListKey::new("at", ValueKind::Time, "o.at"),
    DAY,
    MONTH_OF,
    ListKey::new("actor", ValueKind::Text, "o.actor"),
    ListKey::new("os_user", ValueKind::Text, "o.os_user"),
    ListKey::new("command", ValueKind::Text, "o.command"),
    ListKey::new("reason", ValueKind::Text, "o.reason"),
    ListKey::new("reference", ValueKind::Text, "o.reference"),
    ListKey::new("key", ValueKind::Text, "o.key"),
    ListKey::new("users", ValueKind::Integer, "s.users"),
    ListKey::new("total", ValueKind::Integer, "s.total"),
    ListKey::new("undoes", ValueKind::Integer, "o.undoes"),
    ListKey::new(
        "undone",
        ValueKind::Word(|| UndoState::ALL.map(UndoState::as_str).to_vec()),
        "coalesce((SELECT CASE b.undo_rest WHEN 0 THEN 'wholly' ELSE 'partly' END FROM seals b
                   WHERE b.operation = (SELECT max(u.id) FROM operations u WHERE u.undoes = o.id)), 'no')",
    ),
    ListKey::new(
        "undone_by",
        ValueKind::Integers,
        "SELECT b.id AS value FROM operations b WHERE b.undoes = o.id",
    ),
    ListKey::new("month", ValueKind::Month, "o.month"),
    // Arguments are stored as a JSON array. Compare its words, joined by blanks.
    ListKey::new(
        "arguments",
        ValueKind::Text,
        r#"replace(substr(o.arguments, 3, length(o.arguments) - 4), '","', ' ')"#,
    ),
];

/// The day and the month of operation `o` in the ledger's zone.
pub(crate) const DAY: ListKey = ListKey::new("day", ValueKind::Span, "o.at");
pub(crate) const MONTH_OF: ListKey = ListKey::new("month_of", ValueKind::Span, "o.at");

const NEWEST_FIRST: Sort = Sort { key: "operation", descending: true };

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

const COLUMNS: &str =
    "o.id, o.at, o.actor, o.os_user, o.command, o.reason, o.reference, o.key, s.users, s.total,
            o.undoes, (SELECT group_concat(CAST(b.id AS TEXT), ',' ORDER BY b.id) FROM operations b WHERE b.undoes = o.id), o.month,
            (SELECT b.undo_rest FROM seals b
             WHERE b.operation = (SELECT max(u.id) FROM operations u WHERE u.undoes = o.id)), o.arguments";
const OPERATIONS: &str = "operations o CROSS JOIN seals s ON s.operation = o.id";

/// Restricts the log to the operations that touch a user.
#[derive(Clone, Copy)]
struct Touching {
    /// Joins the table of these operations.
    join: &'static str,
    /// The sum of the user's entries in an operation.
    share: &'static str,
}

const ALL: Touching = Touching { join: "", share: "CAST(NULL AS INTEGER)" };

/// The operations that touch user `?1`. The user's entries are found along their chain.
const OF_USER: Touching = Touching {
    join: "JOIN (WITH RECURSIVE chain (operation, previous, amount) AS (
        SELECT e.operation, e.previous, e.amount FROM users u JOIN entries e ON e.id = u.last_entry WHERE u.id = ?1
        UNION ALL
        SELECT e.operation, e.previous, e.amount FROM chain c JOIN entries e ON e.id = c.previous)
    SELECT operation, CAST(sum(amount) AS INTEGER) AS share FROM (
        SELECT operation, amount FROM chain UNION ALL SELECT operation, 0 FROM changes WHERE user_id = ?1) t
    GROUP BY operation) own ON own.operation = o.id",
    share: "own.share",
};

impl Reader<'_> {
    /// Hands over the operations of the query one by one, newest first unless it sorts. Fails (exit 3) for an address that
    /// nobody ever had. Ends with the first error of `each`.
    pub fn log(&self, query: &LogQuery, mut each: impl FnMut(&LoggedOperation) -> Result<()>) -> Result<()> {
        let (Touching { join, share }, user) = self.touching(query)?;
        let filter = CompiledFilter::new(&query.rows.filter, OPERATION_KEYS, user.len());
        let sql = format!(
            "SELECT {COLUMNS}, {share} FROM {OPERATIONS} {join} WHERE {} ORDER BY {} {}",
            filter.sql(),
            order_by(&query.rows.sort, OPERATION_KEYS, &NEWEST_FIRST, "o.id"),
            query.rows.cut()
        );
        let values = filter.values(&user);
        self.session.each(&sql, values.as_slice(), |row| each(&operation_from_row(row, self.zone())?))
    }

    /// Counts the operations of the query. Fails (exit 3) for an address that nobody ever had.
    pub fn count_operations(&self, query: &LogQuery) -> Result<u64> {
        let (Touching { join, .. }, user) = self.touching(query)?;
        let filter = CompiledFilter::new(&query.rows.filter, OPERATION_KEYS, user.len());
        let sql = format!("SELECT count(*) FROM {OPERATIONS} {join} WHERE {}", filter.sql());
        self.session.value(&sql, filter.values(&user).as_slice())
    }

    /// Returns the restriction to the query's user, and the value of its parameter.
    fn touching(&self, query: &LogQuery) -> Result<(Touching, Vec<SqlValue<'static>>)> {
        let Some(email) = &query.user else { return Ok((ALL, Vec::new())) };
        let user = self.known_user(email)?;
        Ok((OF_USER, vec![SqlValue::Integer(user.0)]))
    }

    /// Returns the operation of this number. Fails (exit 3) if there is none.
    pub fn operation(&self, id: OperationId) -> Result<LoggedOperation> {
        self.session
            .optional(
                &format!("SELECT {COLUMNS}, {} FROM {OPERATIONS} WHERE o.id = ?1", ALL.share),
                [id],
                |row| operation_from_row(row, self.zone()),
            )?
            .map_or_else(|| Err(self.no_operation(id)?), Ok)
    }

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
            let change = change_from_row(row)?;
            let shown = if change.field == "created" {
                fields_of_new_user(change, value("created", row.get(5)?))
            } else {
                vec![change]
            };
            for change in shown.iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
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
            let (change, operation) = (change_from_row(row)?, row.get(6)?);
            if change.field == "created" {
                let fields = fields_of_new_user(change, value("created", row.get(5)?));
                changes.extend(fields.into_iter().map(|change| (operation, change)));
            } else {
                changes.push((operation, change));
            }
            Ok(())
        })?;
        Ok(changes)
    }

    fn known_user(&self, email: &Email) -> Result<UserId> {
        match self.user_of(email)? {
            Some(id) => Ok(id),
            None => Err(self.no_user(email)?),
        }
    }

    fn no_operation(&self, id: OperationId) -> Result<Error> {
        let error = Error::not_found(format!("no operation {id}"));
        Ok(match self.newest_sealed()? {
            Some((newest, _)) => {
                error.hint(format!("the newest is operation {newest}; list them with: rad-admin log"))
            }
            None => error.hint("nothing has been done in this ledger yet"),
        })
    }
}

impl Draft<'_> {
    /// Returns the changes of fields so far of the first `users` users. It reads no others, however many there are.
    pub fn first_changes(&self, users: i64) -> Result<Vec<Change>> {
        self.session().all(
            "SELECT u.email, c.field, c.before, c.after, nullif(c.month, 0)
             FROM (SELECT DISTINCT +user_id AS user_id FROM changes WHERE id >= ?1 LIMIT ?2) f
                  CROSS JOIN changes c ON c.user_id = f.user_id AND c.id >= ?1
                  CROSS JOIN users u ON u.id = c.user_id
             ORDER BY c.user_id, c.id",
            (self.first_change, users),
            change_from_row,
        )
    }
}

fn operation_from_row(row: Row<'_>, zone: Zone) -> Result<LoggedOperation> {
    let at = row.get(1)?;
    let day = zone.day_of(at);
    let by = row.optional_text(11)?.unwrap_or_default().split(',');
    let mut undone_by: Vec<OperationId> = by.filter_map(|number| number.parse().ok()).collect();
    undone_by.sort_unstable();
    let undone = match row.get(13)? {
        None => UndoState::No,
        Some(0_i64) => UndoState::Wholly,
        Some(_) => UndoState::Partly,
    };
    Ok(LoggedOperation {
        operation: row.get(0)?,
        at,
        day,
        month_of: day.month(),
        actor: row.get(2)?,
        os_user: row.get(3)?,
        command: row.get(4)?,
        reason: row.get(5)?,
        reference: row.get(6)?,
        key: row.get(7)?,
        users: row.get(8)?,
        total: row.get(9)?,
        share: row.get(15)?,
        undoes: row.get(10)?,
        undone,
        undone_by,
        month: row.get(12)?,
        arguments: row.optional_text(14)?.and_then(|words| serde_json::from_str(words).ok()),
    })
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
