//! Whose entries a report sums up, and where they are found.

use crate::error::Result;
use crate::store::chain::sql_chain;
use crate::store::ledger::sealed_ranges::sql_is_sealed_entry;
use crate::store::session::Reader;
use crate::store::users::selection::{LeaveOut, Selection};

/// For up to this many users, walk the chains of their entries. For more, it is quicker to read all entries in order.
const MAX_CHAINS: u64 = 1_000;

/// The entries of the operations between the seconds `?1` and `?2`. The operations are found by their times, because after a
/// clock was set back, the order of numbers is not that of times.
fn entries_between() -> String {
    format!(
        "operations o CROSS JOIN seals s ON s.operation = o.id CROSS JOIN entries e ON {}",
        sql_is_sealed_entry("e", "s")
    )
}

/// Whose entries a report sums up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Everybody,
    /// The current selection: follow the chains, into `temp.own_entries`.
    Few,
    /// The current selection: search all entries.
    Many,
}

impl Scope {
    /// SQL for the tables: entries `e` of operations `o`.
    pub(super) fn entries(self) -> String {
        match self {
            Self::Everybody | Self::Many => entries_between(),
            Self::Few => "temp.own_entries w CROSS JOIN entries e ON e.id = w.id
                          CROSS JOIN operations o ON o.id = e.operation"
                .to_owned(),
        }
    }

    /// SQL for the condition that an entry is of one of the users, after another condition.
    pub(super) const fn and_users(self) -> &'static str {
        match self {
            Self::Everybody | Self::Few => "",
            Self::Many => "AND e.user_id IN (SELECT user_id FROM temp.selected)",
        }
    }
}

impl Reader<'_> {
    /// Makes the users of the report the current selection, and finds their entries if they are few.
    pub(super) fn scope_of(&self, selection: Option<&Selection>) -> Result<Scope> {
        let Some(selection) = selection else { return Ok(Scope::Everybody) };
        if self.select(selection, LeaveOut::default())?.users > MAX_CHAINS {
            return Ok(Scope::Many);
        }
        self.session.batch(&format!(
            "CREATE TEMP TABLE IF NOT EXISTS own_entries (id INTEGER PRIMARY KEY);
             DELETE FROM temp.own_entries;
             INSERT INTO temp.own_entries
                 WITH RECURSIVE {} SELECT id FROM chain WHERE id <> 0 ORDER BY id;",
            sql_chain("temp.selected s JOIN users u ON u.id = s.user_id", &[], "TRUE")
        ))?;
        Ok(Scope::Few)
    }
}
