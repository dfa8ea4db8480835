//! Which months are closed, and closing one.

use serde::Serialize;

use super::operation::{Header, Marks, Sealed};
use super::posting::Source;
use crate::domain::Month;
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::ids::UserId;
use crate::store::session::{Reader, Writer};

/// A month that has been granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClosedMonth {
    /// The month.
    pub month: Month,
    /// The operation that granted it.
    pub operation: i64,
    /// How many users received their allowance.
    pub granted: i64,
    /// How many had an allowance but were not active.
    pub skipped: i64,
    /// The credits that were granted.
    pub credits: i64,
}

/// Months that have been granted, newest first, none left out.
#[derive(Debug)]
pub struct ClosedMonths(Vec<ClosedMonth>);

impl ClosedMonths {
    /// The newest.
    pub fn newest(&self) -> Option<Month> {
        self.0.first().map(|closed| closed.month)
    }

    /// The grant of this month, if it is closed.
    pub fn get(&self, month: Month) -> Option<ClosedMonth> {
        self.0.binary_search_by(|closed| month.cmp(&closed.month)).ok().and_then(|at| self.0.get(at)).copied()
    }

    /// The months after the first closed one and before `current` that are still open, oldest first.
    pub fn missed(&self, current: Month) -> Vec<Month> {
        let after = self.0.last().map_or(current, |first| first.month);
        after.until(current).filter(|month| self.get(*month).is_none()).collect()
    }
}

fn closed_from_row(row: Row<'_>) -> Result<ClosedMonth> {
    Ok(ClosedMonth {
        month: row.get(0)?,
        operation: row.get(1)?,
        granted: row.get(2)?,
        skipped: row.get(3)?,
        credits: row.get(4)?,
    })
}

const CLOSED_COLUMNS: &str = "month, operation, granted, skipped, credits";

impl Reader<'_> {
    /// The grant of this month, if it is closed.
    pub fn closed_month(&self, month: Month) -> Result<Option<ClosedMonth>> {
        self.session.optional(
            &format!("SELECT {CLOSED_COLUMNS} FROM monthly_grants WHERE month = ?1"),
            [month],
            closed_from_row,
        )
    }

    /// The newest closed months, newest first.
    pub fn closed_months(&self, limit: usize) -> Result<Vec<ClosedMonth>> {
        self.session.all(
            &format!("SELECT {CLOSED_COLUMNS} FROM monthly_grants ORDER BY month DESC LIMIT ?1"),
            [i64::try_from(limit).unwrap_or(i64::MAX)],
            closed_from_row,
        )
    }

    /// All closed months: twelve rows a year.
    pub fn all_closed_months(&self) -> Result<ClosedMonths> {
        self.closed_months(usize::MAX).map(ClosedMonths)
    }

    /// The months after the first closed one and before `current` that are still open, oldest first.
    pub fn missed_months(&self, current: Month) -> Result<Vec<Month>> {
        Ok(self.all_closed_months()?.missed(current))
    }

    /// The first month from `current` on that has not been granted: a change of an allowance takes effect there.
    pub fn next_grant(&self, current: Month) -> Result<Month> {
        let mut month = current;
        while self.closed_month(month)?.is_some() {
            month = month.next();
        }
        Ok(month)
    }

    /// Whether this user has been granted this month already.
    pub fn was_granted(&self, user: UserId, month: Month) -> Result<bool> {
        self.session
            .value("SELECT EXISTS (SELECT 1 FROM entries WHERE month = ?1 AND user_id = ?2)", (month, user))
    }

    /// Whether some user has been granted this month already.
    pub(crate) fn is_paid_in_part(&self, month: Month) -> Result<bool> {
        self.session.value("SELECT EXISTS (SELECT 1 FROM entries WHERE month = ?1)", [month])
    }

    /// How many users of the current selection have been granted this month already.
    pub fn granted_among_selected(&self, month: Month) -> Result<i64> {
        self.session.value(
            "SELECT count(*) FROM temp.selected s
             WHERE EXISTS (SELECT 1 FROM entries e WHERE e.month = ?1 AND e.user_id = s.user_id)",
            [month],
        )
    }

    /// How many users of the current selection a grant of this month would reach.
    pub fn due_among_selected(&self, month: Month) -> Result<i64> {
        self.count_due(month, true, "u.status = 'active'")
    }

    /// How many users of the selection (of all, without one) have an allowance for this month, are not active, and did
    /// not get it.
    pub(crate) fn skipped(&self, month: Month, selected_only: bool) -> Result<i64> {
        self.count_due(month, selected_only, "u.status <> 'active'")
    }

    fn count_due(&self, month: Month, selected_only: bool, condition: &str) -> Result<i64> {
        let selected = if selected_only { "AND u.id IN (SELECT user_id FROM temp.selected)" } else { "" };
        self.session.value(
            &format!(
                "SELECT count(*) FROM users u CROSS JOIN allowances a ON a.user_id = u.id
                 WHERE {condition} {selected} AND a.amount > 0
                   AND a.from_month = (SELECT max(from_month) FROM allowances
                                       WHERE user_id = u.id AND from_month <= ?1)
                   AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.month = ?1 AND e.user_id = u.id)"
            ),
            [month],
        )
    }
}

impl Writer<'_> {
    /// Grants a month to every active user with an allowance for it, and closes it. The month must be open.
    pub fn grant_month(&self, header: Header, month: Month) -> Result<ClosedMonth> {
        let skipped = self.skipped(month, false)?;
        let mut draft = self.begin_marked(header, Marks { month: Some(month), ..Marks::default() })?;
        draft.post(Source::Allowances { month, selected_only: false })?;
        let body = draft.body()?;
        let closed = ClosedMonth {
            month,
            operation: draft.id(),
            granted: body.entries.count,
            skipped,
            credits: body.total_credits()?,
        };
        self.session.execute(
            "INSERT INTO monthly_grants (month, operation, granted, skipped, credits) VALUES (?1, ?2, ?3, ?4, ?5)",
            (month, closed.operation, closed.granted, closed.skipped, closed.credits),
        )?;
        draft.seal_body(&body)?;
        Ok(closed)
    }

    /// Grants a month to those users of the current selection who have an allowance for it, are active, and did not get
    /// it. The month stays as it is, open or closed. Returns the operation, `None` when nobody was due, and how many were
    /// skipped because they are not active.
    pub fn grant_month_to_selected(&self, header: Header, month: Month) -> Result<(Option<Sealed>, i64)> {
        let skipped = self.skipped(month, true)?;
        if self.due_among_selected(month)? == 0 {
            return Ok((None, skipped));
        }
        let mut draft = self.begin_marked(header, Marks { month: Some(month), ..Marks::default() })?;
        draft.post(Source::Allowances { month, selected_only: true })?;
        Ok((Some(draft.seal()?), skipped))
    }
}
