//! Lists operations: who did what, when and why.

use serde::Serialize;

use super::filter::{CompiledFilter, ListKey, order_by};
use super::list_query::ListQuery;
use crate::domain::{Email, LocalDay, Month, OperationId, Sort, Timestamp, ValueKind, Zone};
use crate::error::{Error, Result};
use crate::store::chain::sql_chain;
use crate::store::engine::session::Row;
use crate::store::engine::value::Value;
use crate::store::ids::UserId;
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
    ListKey::new("actor", ValueKind::Actor, "o.actor"),
    ListKey::new("os_user", ValueKind::Text, "o.os_user"),
    ListKey::new("command", ValueKind::Text, "o.command"),
    ListKey::new("reason", ValueKind::Text, "o.reason"),
    ListKey::new("reference", ValueKind::Text, "o.reference"),
    ListKey::new("key", ValueKind::Text, "o.key"),
    ListKey::new("users", ValueKind::Integer, "s.users"),
    ListKey::new("total", ValueKind::Integer, "s.total"),
    ListKey::new(SHARE, ValueKind::Integer, "own.share"),
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
    ListKey::new("arguments", ValueKind::Line, "o.arguments"),
];

/// The key of the sum of the user's entries. It is known only if the query has a user.
const SHARE: &str = "share";

/// The day and the month of operation `o` in the ledger's zone.
pub(crate) const DAY: ListKey = ListKey::new("day", ValueKind::Span, "o.at");
pub(crate) const MONTH_OF: ListKey = ListKey::new("month_of", ValueKind::Span, "o.at");

const NEWEST_FIRST: Sort = Sort { key: "operation", descending: true };

columns! {
    /// What is read of an operation `o` and its seal `s`.
    ListedOperation<'r> {
        id: OperationId = "o.id",
        at: Timestamp = "o.at",
        actor: String = "o.actor",
        os_user: String = "o.os_user",
        command: String = "o.command",
        reason: Option<String> = "o.reason",
        reference: Option<String> = "o.reference",
        key: Option<String> = "o.key",
        users: u64 = "s.users",
        total: i64 = "s.total",
        undoes: Option<OperationId> = "o.undoes",
        /// The numbers of the operations that undo it, separated by commas.
        undone_by: Option<&'r str> = "(SELECT group_concat(CAST(b.id AS TEXT), ',' ORDER BY b.id)
                                       FROM operations b WHERE b.undoes = o.id)",
        month: Option<Month> = "o.month",
        /// How much the newest of them left.
        undo_rest: Option<i64> = "(SELECT b.undo_rest FROM seals b
                                   WHERE b.operation = (SELECT max(u.id) FROM operations u WHERE u.undoes = o.id))",
        arguments: Option<&'r str> = "o.arguments",
    }
}

const OPERATIONS: &str = "operations o CROSS JOIN seals s ON s.operation = o.id";

/// Restricts the log to the operations that touch a user.
struct Touching {
    /// Joins the table of these operations.
    join: String,
    /// The sum of the user's entries in an operation.
    share: &'static str,
}

const NOTHING: &str = "CAST(NULL AS INTEGER)";
const ALL: Touching = Touching { join: String::new(), share: NOTHING };

/// The operations that touch user `?1`. The user's entries are found along their chain.
fn of_user() -> Touching {
    let left = [("operation", NOTHING, "e.operation"), ("amount", NOTHING, "e.amount")];
    let join = format!(
        "JOIN (WITH RECURSIVE {}
         SELECT operation, CAST(sum(amount) AS INTEGER) AS share FROM (
             SELECT operation, amount FROM chain WHERE operation IS NOT NULL
             UNION ALL SELECT operation, 0 FROM changes WHERE user_id = ?1) t
         GROUP BY operation) own ON own.operation = o.id",
        sql_chain("main.users u WHERE u.id = ?1", &left, "TRUE")
    );
    Touching { join, share: "own.share" }
}

impl Reader<'_> {
    /// Hands over the operations of the query one by one, newest first unless it sorts. Fails (exit 3) for an address that
    /// nobody ever had. Ends with the first error of `each`.
    pub fn log(&self, query: &LogQuery, mut each: impl FnMut(&LoggedOperation) -> Result<()>) -> Result<()> {
        let (Touching { join, share }, user) = self.touching(query)?;
        let filter = CompiledFilter::new(&query.rows.filter, OPERATION_KEYS, user.len())?;
        let sql = format!(
            "SELECT {}, {share} FROM {OPERATIONS} {join} WHERE {} ORDER BY {} {}",
            ListedOperation::sql(),
            filter.sql(),
            order_by(&query.rows.sort, OPERATION_KEYS, &NEWEST_FIRST, "o.id"),
            query.rows.cut()
        );
        let values = filter.values(&user);
        self.session.each(&sql, values.as_slice(), |row| each(&self.listed_operation(row)?))
    }

    /// Counts the operations of the query. Fails (exit 3) for an address that nobody ever had.
    pub fn count_operations(&self, query: &LogQuery) -> Result<u64> {
        let (Touching { join, .. }, user) = self.touching(query)?;
        let filter = CompiledFilter::new(&query.rows.filter, OPERATION_KEYS, user.len())?;
        let sql = format!("SELECT count(*) FROM {OPERATIONS} {join} WHERE {}", filter.sql());
        self.session.value(&sql, filter.values(&user).as_slice())
    }

    /// Returns the restriction to the query's user, and the value of its parameter. Fails (exit 2) if a condition or the order
    /// needs the user's share and the query has no user.
    fn touching(&self, query: &LogQuery) -> Result<(Touching, Vec<Value<'static>>)> {
        let Some(email) = &query.user else {
            return if query.rows.needs(SHARE) {
                let message = format!("{SHARE} is known only in the log of one user");
                Err(Error::usage(message).hint("name the user with: --user EMAIL"))
            } else {
                Ok((ALL, Vec::new()))
            };
        };
        let user = self.known_user(email)?;
        Ok((of_user(), vec![Value::Integer(user.0)]))
    }

    /// Returns the operation of this number. Fails (exit 3) if there is none.
    pub fn operation(&self, id: OperationId) -> Result<LoggedOperation> {
        self.session
            .optional(
                &format!(
                    "SELECT {}, {} FROM {OPERATIONS} WHERE o.id = ?1",
                    ListedOperation::sql(),
                    ALL.share
                ),
                [id],
                |row| self.listed_operation(row),
            )?
            .map_or_else(|| Err(self.no_operation(id)?), Ok)
    }

    fn listed_operation(&self, row: Row<'_>) -> Result<LoggedOperation> {
        let share = row.get(ListedOperation::COUNT)?;
        Ok(ListedOperation::read(row)?.into_operation(self.zone(), share))
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

impl ListedOperation<'_> {
    fn into_operation(self, zone: Zone, share: Option<i64>) -> LoggedOperation {
        let day = zone.day_of(self.at);
        let by = self.undone_by.unwrap_or_default().split(',');
        let mut undone_by: Vec<OperationId> = by.filter_map(|number| number.parse().ok()).collect();
        undone_by.sort_unstable();
        LoggedOperation {
            operation: self.id,
            at: self.at,
            day,
            month_of: day.month(),
            actor: self.actor,
            os_user: self.os_user,
            command: self.command,
            reason: self.reason,
            reference: self.reference,
            key: self.key,
            users: self.users,
            total: self.total,
            share,
            undoes: self.undoes,
            undone: match self.undo_rest {
                None => UndoState::No,
                Some(0) => UndoState::Wholly,
                Some(_) => UndoState::Partly,
            },
            undone_by,
            month: self.month,
            arguments: self.arguments.and_then(|words| serde_json::from_str(words).ok()),
        }
    }
}
