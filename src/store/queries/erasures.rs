//! Lists the erasures.

use super::filter::{CompiledFilter, ListKey, order_by};
use super::list::DOMAIN;
use super::list_query::ListQuery;
use crate::domain::{Digest, OperationId, Sort, Timestamp, ValueKind, erased_address};
use crate::error::Result;
use crate::store::session::Reader;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    pub operation: OperationId,
    pub at: Timestamp,
    pub actor: String,
    pub reason: Option<String>,
    /// The placeholder of the address.
    pub email: String,
    /// Keyed hashes of the user's last address and of all former ones.
    pub addresses: Vec<String>,
    /// The number of removed values.
    pub redacted: i64,
}

const REDACTED: &str =
    "(SELECT count(*) FROM redactions r WHERE r.operation = t.operation AND r.user_id = t.user_id)";

/// What erasures can be filtered and sorted by. In the SQL, `t` is the erasure, `o` its operation and `u` the erased user.
pub const ERASURE_KEYS: &[ListKey] = &[
    ListKey::new("email", ValueKind::Address, "u.email"),
    ListKey::new("operation", ValueKind::Integer, "t.operation"),
    ListKey::new("at", ValueKind::Time, "o.at"),
    ListKey::new("actor", ValueKind::Actor, "o.actor"),
    ListKey::new("reason", ValueKind::Text, "o.reason"),
    ListKey::new("redacted", ValueKind::Integer, REDACTED),
    ListKey::new(
        "addresses",
        ValueKind::Texts,
        "SELECT lower(hex(a.address_hash)) AS value FROM tombstones a
         WHERE a.operation = t.operation AND a.user_id = t.user_id",
    ),
    DOMAIN,
];

const NEWEST_FIRST: Sort = Sort { key: "operation", descending: true };

const ERASURES: &str = "(SELECT DISTINCT operation, user_id FROM tombstones) t
     JOIN operations o ON o.id = t.operation JOIN users u ON u.id = t.user_id";

impl Reader<'_> {
    /// Hands over the erasures of the query, newest first unless it sorts. Ends with the first error of `each`.
    pub fn erasures(&self, query: &ListQuery, mut each: impl FnMut(&Erasure) -> Result<()>) -> Result<()> {
        let filter = CompiledFilter::new(&query.filter, ERASURE_KEYS, 0)?;
        let mut hashes = self.session.prepare(
            "SELECT address_hash FROM tombstones WHERE operation = ?1 AND user_id = ?2 ORDER BY address_hash",
        )?;
        let sql = format!(
            "SELECT t.user_id, t.operation, o.at, o.actor, o.reason, {REDACTED} FROM {ERASURES} WHERE {}
             ORDER BY {}, t.user_id {}",
            filter.sql(),
            order_by(&query.sort, ERASURE_KEYS, &NEWEST_FIRST, "t.operation"),
            query.cut()
        );
        self.session.each(&sql, filter.values(&[]).as_slice(), |row| {
            let (user, operation): (i64, OperationId) = (row.get(0)?, row.get(1)?);
            let mut addresses = Vec::new();
            let mut rows = hashes.query((operation, user))?;
            while let Some(row) = rows.next()? {
                addresses.push(Digest(row.get(0)?).to_string());
            }
            each(&Erasure {
                operation,
                at: row.get(2)?,
                actor: row.get(3)?,
                reason: row.get(4)?,
                email: erased_address(user),
                addresses,
                redacted: row.get(5)?,
            })
        })
    }

    pub fn count_erasures(&self, query: &ListQuery) -> Result<u64> {
        let filter = CompiledFilter::new(&query.filter, ERASURE_KEYS, 0)?;
        let sql = format!("SELECT count(*) FROM {ERASURES} WHERE {}", filter.sql());
        self.session.value(&sql, filter.values(&[]).as_slice())
    }
}
