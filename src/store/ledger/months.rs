//! How each month stands: which allowances begin and end with it, whether it is closed, what was paid for it.
//!
//! A repeated grant reads this table and is done, however many users there are: every change of allowances, every grant and
//! every undo keeps it up, and `verify` proves it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::operation::Draft;
use crate::domain::{Month, MonthMark, OperationId, Timestamp, owed_months};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::session::Reader;

/// How a month was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Closing {
    /// It was paid.
    Granted,
    /// It was closed for nobody.
    Skipped,
}

impl Closing {
    /// The word for it in the database.
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

/// A month that is closed, as it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedMonth {
    /// The month.
    pub month: Month,
    /// How it was closed.
    pub closing: Closing,
    /// The operation that closed it.
    pub operation: OperationId,
    /// When.
    pub at: Timestamp,
    /// How many users have been paid it, by that operation and by `--user`, without those of whom all was undone.
    pub granted: u64,
    /// How many had an allowance and were not active when it was closed.
    pub skipped: u64,
    /// How many got less, or nothing, because of a cap when it was closed.
    pub capped: u64,
    /// The credits that expired with it, without what was undone.
    pub expired: i64,
    /// The credits they were paid, without what was undone.
    pub credits: i64,
}

/// Every month of which anything is known, oldest first.
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
}

impl Months {
    /// The newest closed month.
    pub fn newest(&self) -> Option<Month> {
        self.closed().next().map(|closed| closed.month)
    }

    /// The closed months, newest first.
    pub fn closed(&self) -> impl Iterator<Item = ClosedMonth> {
        self.0.iter().rev().filter_map(|known| known.closed)
    }

    /// How the month was closed; `None` for an open one.
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

    /// The months up to the current one that are owed, oldest first.
    pub fn owed(&self, current: Month) -> Vec<Month> {
        owed_months(self.0.iter().map(|known| known.mark), current)
    }
}

impl Reader<'_> {
    /// How all months stand: a row for each that was closed or in which allowances change.
    pub fn months(&self) -> Result<Months> {
        let months = self.session.all(
            "SELECT m.month, m.step, m.closed_by, m.granted, m.credits, g.status, g.skipped, o.at, g.capped, m.expired
             FROM months m LEFT JOIN monthly_grants g ON g.operation = m.closed_by
                           LEFT JOIN operations o ON o.id = m.closed_by
             ORDER BY m.month",
            (),
            |row| {
                let month = row.get(0)?;
                let closed = closed_from_row(row, month)?;
                let mark = MonthMark { month, step: row.get(1)?, is_closed: closed.is_some() };
                let figures =
                    MonthFigures { granted: row.get(3)?, credits: row.get(4)?, expired: row.get(9)? };
                Ok(KnownMonth { mark, closed, figures })
            },
        )?;
        Ok(Months(months))
    }

    /// The closed months at a moment to which this read went back, newest first, with the figures of their closing.
    pub fn past_months(&self) -> Result<Vec<ClosedMonth>> {
        self.session.all(
            "SELECT m.month, 0, m.closed_by, g.granted, g.credits, g.status, g.skipped, o.at, g.capped, g.expired
             FROM months m JOIN monthly_grants g ON g.operation = m.closed_by JOIN operations o ON o.id = m.closed_by
             ORDER BY m.month DESC",
            (),
            |row| closed_from_row(row, row.get(0)?),
        )
        .map(|months| months.into_iter().flatten().collect())
    }

    /// The time of the newest operation, or that at which the ledger was made.
    pub fn newest_time(&self) -> Result<Timestamp> {
        let newest =
            "SELECT coalesce((SELECT at FROM operations ORDER BY id DESC LIMIT 1), created_at) FROM ledger";
        self.session.value(newest, ())
    }

    /// The month of that time.
    pub fn newest_month(&self) -> Result<Month> {
        Ok(self.zone().month_of(self.newest_time()?))
    }

    /// How many users have entries of this operation or a later one.
    pub fn users_since(&self, operation: OperationId) -> Result<u64> {
        self.session.value(
            "SELECT count(DISTINCT user_id) FROM entries
             WHERE id >= (SELECT first_entry FROM seals WHERE operation = ?1)",
            [operation],
        )
    }

    /// The first month from `current` on that is open: a change of an allowance takes effect there.
    pub fn next_grant(&self, current: Month) -> Result<Month> {
        let closed: Vec<Month> = self.session.all(
            "SELECT month FROM months WHERE month >= ?1 AND closed_by IS NOT NULL ORDER BY month",
            [current],
            |row| row.get(0),
        )?;
        Ok(closed.into_iter().fold(current, |next, closed| if closed == next { next.next() } else { next }))
    }
}

fn closed_from_row(row: Row<'_>, month: Month) -> Result<Option<ClosedMonth>> {
    let Some(operation) = row.get(2)? else { return Ok(None) };
    Ok(Some(ClosedMonth {
        month,
        closing: row.get(5)?,
        operation,
        at: row.get(7)?,
        granted: row.get(3)?,
        skipped: row.get(6)?,
        capped: row.get(8)?,
        expired: row.get(9)?,
        credits: row.get(4)?,
    }))
}

impl Draft<'_> {
    /// Adds to the steps of months.
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

    /// A month of which nothing is left to be known has no row.
    pub(super) fn forget_empty_months(&self) -> Result<()> {
        self.session().run(
            "DELETE FROM months WHERE step = 0 AND closed_by IS NULL AND granted = 0 AND credits = 0 AND expired = 0",
            (),
        )?;
        Ok(())
    }

    /// Takes payments that were undone off the figures of the month.
    pub(super) fn subtract_payments(&self, month: Month, undone: MonthFigures) -> Result<()> {
        self.session().run(
            "UPDATE months SET granted = granted - ?2, credits = credits - ?3, expired = expired - ?4 WHERE month = ?1",
            (month, undone.granted, undone.credits, undone.expired),
        )?;
        Ok(())
    }

    /// Adds payments to the figures of the month.
    pub(super) fn add_payments(&self, month: Month, paid: MonthFigures) -> Result<()> {
        self.session().run(
            "INSERT INTO months (month, granted, credits, expired) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (month) DO UPDATE SET granted = months.granted + excluded.granted,
                                               credits = months.credits + excluded.credits,
                                               expired = months.expired + excluded.expired",
            (month, paid.granted, paid.credits, paid.expired),
        )?;
        Ok(())
    }
}
