//! Looks up the values that completion offers.

use crate::domain::{OperationId, Timestamp};
use crate::error::Result;
use crate::store::ledger::sealed_ranges::sql_is_sealed_entry;
use crate::store::session::Reader;

/// Which operations a menu offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationChoice {
    All,
    /// Those that `undo` would accept, as far as the log shows.
    Undoable,
    /// Spends of which something is left to give back.
    Refundable,
}

impl OperationChoice {
    /// SQL for whether the menu offers operation `o` with the seal `s`.
    fn condition(self) -> String {
        match self {
            Self::All => "TRUE".to_owned(),
            Self::Undoable => "o.undoes IS NULL AND o.command <> 'user erase' AND o.command <> 'move'
                 AND NOT EXISTS (SELECT 1 FROM operations b JOIN seals t ON t.operation = b.id
                                 WHERE b.undoes = o.id AND t.undo_rest = 0)"
                .to_owned(),
            Self::Refundable => {
                format!(
                    "o.command = 'credits spend'
                 AND EXISTS (SELECT 1 FROM entries e LEFT JOIN reversals r ON r.entry = e.id
                             WHERE {} AND coalesce(r.credits, 0) < coalesce(r.limit_credits, -e.amount))",
                    sql_is_sealed_entry("e", "s")
                )
            }
        }
    }
}

/// An operation with no more than a menu shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefOperation {
    pub operation: OperationId,
    pub at: Timestamp,
    pub actor: String,
    pub command: String,
    pub reason: Option<String>,
    /// The words of the command, as typed; `None` if they were erased.
    pub arguments: Option<Vec<String>>,
}

impl Reader<'_> {
    /// Returns the commands of the newest operations, each once.
    pub fn commands_done(&self) -> Result<Vec<String>> {
        let sql =
            "SELECT DISTINCT command FROM (SELECT command FROM operations ORDER BY id DESC LIMIT 1000) newest
                   ORDER BY command";
        self.session.all(sql, (), |row| row.get(0))
    }

    /// Returns the names and addresses of the users whose address begins with the prefix: the first `limit` by address, and the
    /// last of all. With both ends there, a shell that looks for the common prefix finds the one that all users share.
    pub fn users_beginning(&self, prefix: &str, limit: u32) -> Result<Vec<(String, Option<String>)>> {
        self.session.all(
            "SELECT email, name FROM (SELECT email, name FROM users WHERE email >= ?1 AND email < ?2
                 AND status <> 'erased' ORDER BY email LIMIT ?3)
             UNION
             SELECT email, name FROM (SELECT email, name FROM users WHERE email >= ?1 AND email < ?2
                 AND status <> 'erased' ORDER BY email DESC LIMIT 1)
             ORDER BY email",
            (prefix, format!("{prefix}{}", char::MAX), limit),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Returns the offered operations whose number begins with these digits, newest first, at most `limit` for each length of
    /// number.
    pub fn operations_beginning(
        &self,
        digits: &str,
        choice: OperationChoice,
        limit: u32,
    ) -> Result<Vec<BriefOperation>> {
        let sql = format!(
            "SELECT o.id, o.at, o.actor, o.command, o.reason, o.arguments
             FROM operations o CROSS JOIN seals s ON s.operation = o.id
             WHERE o.id BETWEEN ?1 AND ?2 AND {} ORDER BY o.id DESC LIMIT ?3",
            choice.condition()
        );
        let mut operations = Vec::new();
        for (first, last) in ranges(digits) {
            operations.extend(self.session.all(&sql, (first, last, limit), |row| {
                Ok(BriefOperation {
                    operation: row.get(0)?,
                    at: row.get(1)?,
                    actor: row.get(2)?,
                    command: row.get(3)?,
                    reason: row.get(4)?,
                    arguments: row.optional_text(5)?.and_then(|words| serde_json::from_str(words).ok()),
                })
            })?);
        }
        Ok(operations)
    }
}

/// Returns the ranges of numbers that begin with these digits, greatest first: 4 gives 400 to 499, 40 to 49, and 4.
fn ranges(digits: &str) -> Vec<(i64, i64)> {
    if digits.is_empty() {
        return vec![(1, i64::MAX)];
    }
    let Some(start) = digits.parse::<i64>().ok().filter(|start| *start > 0) else { return Vec::new() };
    let powers = std::iter::successors(Some(1_i64), |power| power.checked_mul(10));
    let range = |power: i64| Some((start.checked_mul(power)?, start.checked_add(1)?.checked_mul(power)? - 1));
    let mut ranges: Vec<_> = powers.map_while(range).collect();
    ranges.reverse();
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_for_all_numbers_that_begin_with_them() {
        let ranges = ranges("42");
        assert_eq!(ranges[ranges.len() - 3..], [(4_200, 4_299), (420, 429), (42, 42)]);
        assert_eq!(super::ranges("x").len() + super::ranges("0").len() + super::ranges("-4").len(), 0);
    }
}
