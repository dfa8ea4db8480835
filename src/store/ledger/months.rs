//! Keeps a row for each month: the allowances that begin and end with it, whether it is closed, and what was paid for it.
//!
//! A repeated grant reads only this table, however many users there are. Every change of allowances, every grant and every undo
//! keeps it up to date, and `verify` proves it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::operation::Draft;
use crate::domain::{Month, MonthMark, OperationId, Timestamp, owed_months};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::session::Reader;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Closing {
    Granted,
    /// It was closed without paying anybody.
    Skipped,
}

impl Closing {
    /// Returns the word that is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Skipped => "skipped",
        }
    }
}

impl std::str::FromStr for Closing {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "granted" => Ok(Self::Granted),
            "skipped" => Ok(Self::Skipped),
            _ => Err(format!("'{text}' is not how a month is closed")),
        }
    }
}

stored_as_word!(Closing);

/// A closed month with its present figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedMonth {
    pub month: Month,
    pub closing: Closing,
    /// The operation that closed it.
    pub operation: OperationId,
    pub at: Timestamp,
    /// How many users got it, from that operation and with `--user`. Users whose payment was undone as a whole do not count.
    pub granted: u64,
    /// How many users had an allowance but were not active when it was closed.
    pub skipped: u64,
    /// How many users got less, or nothing, because of a cap or the largest balance, and kept it.
    pub capped: u64,
    /// The credits that expired with it, without what was undone.
    pub expired: i64,
    /// The credits that were paid and not undone.
    pub credits: i64,
}

/// Every month that has a row, oldest first.
#[derive(Debug)]
pub struct Months(Vec<KnownMonth>);

#[derive(Debug)]
struct KnownMonth {
    mark: MonthMark,
    closed: Option<ClosedMonth>,
    figures: MonthFigures,
}

/// What was paid for a month, open or closed, by its closing and by `--user`, without what was undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MonthFigures {
    /// How many users.
    pub granted: u64,
    /// Their credits.
    pub credits: i64,
    /// What expired.
    pub expired: i64,
    /// How many users got less than their allowance, or nothing.
    pub capped: u64,
}

impl Months {
    pub fn newest(&self) -> Option<Month> {
        self.closed().next().map(|closed| closed.month)
    }

    /// Returns the closed months, newest first.
    pub fn closed(&self) -> impl Iterator<Item = ClosedMonth> {
        self.0.iter().rev().filter_map(|known| known.closed)
    }

    /// Returns the months that were granted, oldest first.
    pub fn granted(&self) -> Vec<Month> {
        let closed = self.0.iter().filter_map(|known| known.closed);
        closed.filter(|closed| closed.closing == Closing::Granted).map(|closed| closed.month).collect()
    }

    /// Returns how the month was closed; `None` for an open one.
    pub fn get(&self, month: Month) -> Option<ClosedMonth> {
        self.known(month).and_then(|known| known.closed)
    }

    /// What was paid for the month.
    pub fn figures(&self, month: Month) -> MonthFigures {
        self.known(month).map_or_else(MonthFigures::default, |known| known.figures)
    }

    fn known(&self, month: Month) -> Option<&KnownMonth> {
        let at = self.0.binary_search_by_key(&month, |known| known.mark.month).ok()?;
        self.0.get(at)
    }

    /// Returns the owed months up to and including the current one, oldest first.
    pub fn owed(&self, current: Month) -> Vec<Month> {
        owed_months(self.0.iter().map(|known| known.mark), current)
    }
}

impl Reader<'_> {
    /// Reads all months that were closed or with which allowances begin or end.
    pub fn months(&self) -> Result<Months> {
        let months = self.session.all(
            "SELECT m.month, m.granted, m.credits, m.expired, m.capped, m.closed_by, g.status, g.skipped, o.at, m.step
             FROM months m LEFT JOIN monthly_grants g ON g.operation = m.closed_by
                           LEFT JOIN operations o ON o.id = m.closed_by
             ORDER BY m.month",
            (),
            |row| {
                let is_closed = row.get::<Option<OperationId>>(5)?.is_some();
                let mark = MonthMark { month: row.get(0)?, step: row.get(9)?, is_closed };
                let closed = if is_closed { Some(closed_from_row(row)?) } else { None };
                Ok(KnownMonth { mark, closed, figures: figures_from_row(row)? })
            },
        )?;
        Ok(Months(months))
    }

    /// Returns the closed months at a moment to which this read went back, newest first, with the figures of their closing.
    pub fn past_months(&self) -> Result<Vec<ClosedMonth>> {
        self.session.all(
            "SELECT m.month, g.granted, g.credits, g.expired, g.capped, m.closed_by, g.status, g.skipped, o.at
             FROM months m JOIN monthly_grants g ON g.operation = m.closed_by JOIN operations o ON o.id = m.closed_by
             ORDER BY m.month DESC",
            (),
            closed_from_row,
        )
    }

    /// Returns the time of the newest operation, or of the making of the ledger.
    pub fn newest_time(&self) -> Result<Timestamp> {
        let newest =
            "SELECT coalesce((SELECT at FROM operations ORDER BY id DESC LIMIT 1), created_at) FROM ledger";
        self.session.value(newest, ())
    }

    /// Returns the latest time of an operation, which is not that of the newest if a clock went back.
    pub fn latest_time(&self) -> Result<Timestamp> {
        self.session.value("SELECT coalesce((SELECT max(at) FROM operations), created_at) FROM ledger", ())
    }

    /// Returns the month of [`Self::newest_time`].
    pub fn newest_month(&self) -> Result<Month> {
        Ok(self.zone().month_of(self.newest_time()?))
    }

    /// Counts the users of this grant and of those after it: who was paid, and who was at a cap and got nothing.
    pub fn users_since(&self, operation: OperationId) -> Result<u64> {
        self.session.value(
            "SELECT count(*) FROM (
                 SELECT e.user_id FROM seals s JOIN entries e ON e.id >= s.first_entry WHERE s.operation = ?1
                 UNION SELECT c.user_id FROM seals s JOIN changes c ON c.id >= s.first_change WHERE s.operation = ?1
             ) AS paid",
            [operation],
        )
    }

    /// Returns the first open month from `current` on. A change of an allowance takes effect in it.
    pub fn next_grant(&self, current: Month) -> Result<Month> {
        let closed: Vec<Month> = self.session.all(
            "SELECT month FROM months WHERE month >= ?1 AND closed_by IS NOT NULL ORDER BY month",
            [current],
            |row| row.get(0),
        )?;
        Ok(closed.into_iter().fold(current, |next, closed| if closed == next { next.next() } else { next }))
    }
}

/// Reads the columns granted, credits, expired and capped, which follow the month.
fn figures_from_row(row: Row<'_>) -> Result<MonthFigures> {
    Ok(MonthFigures { granted: row.get(1)?, credits: row.get(2)?, expired: row.get(3)?, capped: row.get(4)? })
}

/// Reads the month, its figures, and the columns `closed_by`, status, skipped and at, which follow them.
fn closed_from_row(row: Row<'_>) -> Result<ClosedMonth> {
    let MonthFigures { granted, credits, expired, capped } = figures_from_row(row)?;
    Ok(ClosedMonth {
        month: row.get(0)?,
        operation: row.get(5)?,
        closing: row.get(6)?,
        skipped: row.get(7)?,
        at: row.get(8)?,
        granted,
        credits,
        expired,
        capped,
    })
}

impl Draft<'_> {
    /// Adds to the count of allowances that begin less those that end, for each month.
    pub(crate) fn add_steps(&self, steps: &BTreeMap<i64, i64>) -> Result<()> {
        for (month, step) in steps.iter().filter(|(_, step)| **step != 0) {
            self.session().run(
                "INSERT INTO months (month, step) VALUES (?1, ?2)
                 ON CONFLICT (month) DO UPDATE SET step = months.step + excluded.step",
                (month, step),
            )?;
        }
        if steps.is_empty() { Ok(()) } else { self.forget_empty_months() }
    }

    /// Removes the rows of months that say nothing any more.
    pub(super) fn forget_empty_months(&self) -> Result<()> {
        self.session().run(
            "DELETE FROM months
             WHERE step = 0 AND closed_by IS NULL AND granted = 0 AND credits = 0 AND expired = 0 AND capped = 0",
            (),
        )?;
        Ok(())
    }

    /// Takes payments that were undone off the figures of the month.
    pub(super) fn subtract_payments(&self, month: Month, undone: MonthFigures) -> Result<()> {
        self.session().run(
            "UPDATE months SET granted = granted - ?2, credits = credits - ?3, expired = expired - ?4,
                               capped = capped - ?5 WHERE month = ?1",
            (month, undone.granted, undone.credits, undone.expired, undone.capped),
        )?;
        Ok(())
    }

    /// Adds payments to the figures of the month.
    pub(super) fn add_payments(&self, month: Month, paid: MonthFigures) -> Result<()> {
        self.session().run(
            "INSERT INTO months (month, granted, credits, expired, capped) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (month) DO UPDATE SET granted = months.granted + excluded.granted,
                                               credits = months.credits + excluded.credits,
                                               expired = months.expired + excluded.expired,
                                               capped = months.capped + excluded.capped",
            (month, paid.granted, paid.credits, paid.expired, paid.capped),
        )?;
        Ok(())
    }
}
