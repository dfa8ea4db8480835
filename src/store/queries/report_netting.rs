//! What a report leaves out because it was undone within the period.

use serde::Serialize;

use super::report_query::ReportQuery;
use super::report_scope::Scope;
use crate::error::Result;
use crate::store::session::Reader;
use crate::store::sums::{sql_sum, sum_at};

/// What was both done and undone within the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NettedOut {
    /// Operations that were undone, as a whole or in part.
    pub operations: i64,
    /// The credits that were moved and moved back, without sign.
    pub credits: i128,
    /// The entries that moved them, and those that moved them back.
    pub entries: i64,
}

impl Reader<'_> {
    /// Fills `temp.netted` with the credits that undos within the period took back from entries within it.
    pub(super) fn net_out(&self, scope: Scope, query: &ReportQuery) -> Result<NettedOut> {
        self.session.batch(
            "CREATE TEMP TABLE IF NOT EXISTS netted (
                 id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, of_operation INTEGER);
             DELETE FROM temp.netted;",
        )?;
        if query.gross {
            return Ok(NettedOut::default());
        }
        let (entries, users) = (scope.entries(), scope.and_users());
        self.session.run(
            &format!(
                "INSERT INTO temp.netted
                 SELECT e.id, -e.amount, NULL FROM {entries}
                        CROSS JOIN entries x ON x.id = e.reverses CROSS JOIN operations y ON y.id = x.operation
                 WHERE o.at BETWEEN ?1 AND ?2 AND o.undoes IS NOT NULL AND e.kind = 'undo'
                   AND y.at BETWEEN ?1 AND ?2 {users} ORDER BY e.id"
            ),
            (query.since, query.until),
        )?;
        self.session.batch(
            "INSERT INTO temp.netted
             SELECT x.id, sum(e.amount), x.operation
             FROM temp.netted n CROSS JOIN entries e ON e.id = n.id CROSS JOIN entries x ON x.id = e.reverses
             GROUP BY x.id, x.operation ORDER BY x.id",
        )?;
        let (and_actor, actor) = query.and_actor("y", 1);
        let of_operation = if actor.is_none() {
            ""
        } else {
            "CROSS JOIN entries e ON e.id = n.id LEFT JOIN entries x ON x.id = e.reverses
             JOIN operations y ON y.id = coalesce(n.of_operation, x.operation)"
        };
        self.session.one(
            &format!(
                "SELECT count(DISTINCT n.of_operation), {}, count(*)
                 FROM temp.netted n {of_operation} WHERE TRUE {and_actor}",
                sql_sum("CASE WHEN n.of_operation IS NULL THEN 0 ELSE abs(n.amount) END")
            ),
            actor.as_slice(),
            |row| Ok(NettedOut { operations: row.get(0)?, credits: sum_at(row, 1)?, entries: row.get(3)? }),
        )
    }
}
