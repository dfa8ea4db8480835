//! A month in the receipts of the grant and in `status`.

use serde::Serialize;

use crate::domain::{Month, OperationId, Timestamp, Zone};
use crate::output::{Formatter, counted};
use crate::store::{ClosedMonth, Closing, MonthFigures};

/// The state of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MonthStatus {
    Granted,
    AlreadyGranted,
    Skipped,
    AlreadySkipped,
    Due,
    NotOwed,
}

/// A month with its figures. They include payments by `--user` and leave out what was undone.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MonthRow {
    pub(crate) month: Month,
    pub(crate) status: MonthStatus,
    /// The operation that granted or skipped the month.
    pub(crate) operation: Option<OperationId>,
    /// The number of users who were paid.
    pub(crate) granted: u64,
    /// The number of users who had an allowance and were not active when it was closed.
    pub(crate) skipped: u64,
    /// The number of users who got less, or nothing, because of a cap.
    pub(crate) capped: u64,
    /// Credits that expired with the month.
    pub(crate) expired: i64,
    pub(crate) credits: i64,
    /// The days from the end of the month until it was closed or, if it is due, until now.
    pub(crate) late_days: i64,
    /// The users whom this run paid and their credits, where the month was paid to named users.
    #[serde(skip)]
    pub(crate) paid_now: Option<(u64, i64)>,
    /// Whether the month stays open for everybody else.
    #[serde(skip)]
    pub(crate) stays_due: bool,
}

impl MonthRow {
    /// Returns the row of an open month, which has the status `Due` or `NotOwed`.
    pub(crate) fn of_open(month: Month, status: MonthStatus, zone: Zone, now: Timestamp) -> Self {
        let late_days = if status == MonthStatus::Due { zone.days_after(month, now) } else { 0 };
        Self {
            month,
            status,
            operation: None,
            granted: 0,
            skipped: 0,
            capped: 0,
            expired: 0,
            credits: 0,
            late_days,
            paid_now: None,
            stays_due: false,
        }
    }

    /// Returns the row of a month that this run paid to named users.
    pub(crate) fn of_paid_users(
        month: Month,
        operation: OperationId,
        figures: MonthFigures,
        (zone, now): (Zone, Timestamp),
    ) -> Self {
        let late_days = zone.days_after(month, now);
        let paid = Self::of_open(month, MonthStatus::Granted, zone, now).with(figures);
        Self { operation: Some(operation), late_days, ..paid }
    }

    /// Sets the figures of what was paid for the month.
    pub(crate) fn with(self, figures: MonthFigures) -> Self {
        let MonthFigures { granted, credits, expired, capped } = figures;
        Self { granted, capped, expired, credits, ..self }
    }

    /// Returns the row of a closed month, with the status `Granted` or `Skipped`.
    pub(crate) fn of_closed(closed: ClosedMonth, zone: Zone) -> Self {
        Self::with_status(closed, zone, [MonthStatus::Granted, MonthStatus::Skipped])
    }

    /// Returns the row of a month that was closed before this run, with the status `AlreadyGranted` or `AlreadySkipped`.
    pub(crate) fn of_already_closed(closed: ClosedMonth, zone: Zone) -> Self {
        Self::with_status(closed, zone, [MonthStatus::AlreadyGranted, MonthStatus::AlreadySkipped])
    }

    fn with_status(closed: ClosedMonth, zone: Zone, [granted, skipped]: [MonthStatus; 2]) -> Self {
        let status = match closed.closing {
            Closing::Granted => granted,
            Closing::Skipped => skipped,
        };
        Self {
            operation: Some(closed.operation),
            granted: closed.granted,
            skipped: closed.skipped,
            capped: closed.capped,
            expired: closed.expired,
            credits: closed.credits,
            late_days: zone.days_after(closed.month, closed.at),
            ..Self::of_open(closed.month, status, zone, closed.at)
        }
    }

    /// Returns the month as a line for people.
    pub(crate) fn line(&self, formatter: &Formatter) -> String {
        let (month, figures) = (self.month, self.figures(formatter));
        let by = self.operation.map(|operation| format!("operation {operation}"));
        match (self.status, by) {
            (MonthStatus::Due, _) if self.granted > 0 => {
                format!("{month} is due; some users have it already: {figures}.\n")
            }
            (MonthStatus::Due, _) => format!("{month} is due.\n"),
            (MonthStatus::NotOwed, _) => {
                format!("{month}: nobody had an allowance. Nothing changed.\n")
            }
            (MonthStatus::Granted, None) => format!("Granted {month}: {figures}\n"),
            (MonthStatus::Granted, Some(by)) if self.stays_due => {
                format!("Granted {month}: {figures} ({by}). It is still due for everybody else.\n")
            }
            (MonthStatus::Granted, Some(by)) => format!("Granted {month}: {figures} ({by})\n"),
            (MonthStatus::Skipped, None) => format!("Skipped {month}: it is closed for nobody\n"),
            (MonthStatus::Skipped, Some(by)) => format!("Skipped {month}: it is closed for nobody ({by})\n"),
            (MonthStatus::AlreadyGranted, by) => {
                let by = by.map(|by| format!(", by {by}")).unwrap_or_default();
                format!("{month} was granted already{by}: {figures}. Nothing changed.\n")
            }
            (MonthStatus::AlreadySkipped, by) => {
                let by = by.map(|by| format!(", by {by}")).unwrap_or_default();
                format!("{month} was skipped{by}: it is closed for nobody. Nothing changed.\n")
            }
        }
    }

    fn figures(&self, formatter: &Formatter) -> String {
        let sums = |users, credits| {
            format!("{}, {}", counted(users, "user", "users"), counted(credits, "credit", "credits"))
        };
        let all = (self.granted, self.credits);
        let figures = match self.paid_now {
            Some(now) if now != all => {
                format!("{}; {} with those before", sums(now.0, now.1), sums(all.0, all.1))
            }
            _ if all == (0, 0) && self.skipped == 0 && self.capped == 0 => {
                "nobody had an allowance".to_owned()
            }
            _ => sums(all.0, all.1),
        };
        let rest = [
            (i128::from(self.capped), "limited by a cap or the largest balance"),
            (self.expired.into(), "credits expired"),
            (self.skipped.into(), "not active, skipped"),
        ];
        let rest = rest.iter().filter(|(figure, _)| *figure > 0);
        rest.fold(figures, |text, (figure, what)| format!("{text}; {} {what}", formatter.credits(*figure)))
    }
}
