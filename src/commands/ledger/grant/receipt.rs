//! The receipt of `grant-monthly`.

use serde::Serialize;

use crate::commands::ledger::month_row::{MonthRow, MonthStatus};
use crate::commands::shared::receipt::{Moved, Outcome};
use crate::domain::{Digest, Email, Month, OperationId};
use crate::error::Result;
use crate::output::{Document, Formatter};
use crate::store::Reader;

#[derive(Debug, Serialize)]
pub(super) struct GrantReceipt {
    #[serde(flatten)]
    pub(super) outcome: Outcome,
    pub(super) months: Vec<MonthRow>,
    /// Owed months that the run left out.
    pub(super) missed: Vec<Month>,
    #[serde(flatten)]
    pub(super) moved: Moved,
    /// Whether a grant is due; set only with `--check`.
    pub(super) due: Option<bool>,
    /// The digest of the newest operation; set only with `--print-head`.
    pub(super) head: Option<Digest>,
    /// The credits that expired with this run.
    #[serde(skip)]
    pub(super) expired: i64,
    #[serde(skip)]
    pub(super) first_operation: Option<OperationId>,
    #[serde(skip)]
    pub(super) granted: Vec<GrantedMonth>,
}

/// A month that this run granted to everybody.
#[derive(Debug)]
pub(super) struct GrantedMonth {
    pub(super) month: Month,
    /// The first users whose present status differs from their status at the end of the month, and whether they were paid.
    pub(super) differing: Vec<(Email, bool)>,
    pub(super) differing_users: u64,
}

impl GrantReceipt {
    pub(super) fn new(months: Vec<MonthRow>, missed: Vec<Month>, dry_run: bool) -> Self {
        Self {
            outcome: Outcome::nothing(dry_run),
            months,
            missed,
            moved: Moved::default(),
            due: None,
            head: None,
            expired: 0,
            first_operation: None,
            granted: Vec::new(),
        }
    }

    /// Adds a month that this run closed or paid.
    pub(super) fn add(&mut self, month: MonthRow, operation: OperationId) {
        self.outcome = Outcome::done(operation, self.outcome.dry_run);
        self.first_operation.get_or_insert(operation);
        self.months.push(month);
    }

    /// Counts each user once, however many months this run paid.
    pub(super) fn count_users(&mut self, reader: &Reader<'_>) -> Result<()> {
        if let (Some(first), 2..) = (self.first_operation, self.months.len()) {
            self.moved.users = reader.users_since(first)?;
        }
        Ok(())
    }

    /// Returns the months that this run granted.
    pub(super) fn granted_months(&self) -> impl Iterator<Item = Month> {
        self.months.iter().filter(|month| month.status == MonthStatus::Granted).map(|month| month.month)
    }
}

impl Document for GrantReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let dry = if self.outcome.changed && self.outcome.dry_run { "Dry run, nothing kept.\n" } else { "" };
        let none_due = match self.due {
            Some(false) => "No grant is due.\n",
            // Only `--user --catch-up` leaves out the months that the users have.
            None if self.months.is_empty() => "Nothing to grant: these users lack no granted month.\n",
            _ => "",
        };
        let lines: String = self.months.iter().map(|month| self.line(month, formatter)).collect();
        let head = self.head.map(|head| format!("Head: {head}\n")).unwrap_or_default();
        let moved = self.moved.lines(formatter, self.outcome);
        format!("{dry}{lines}{moved}{none_due}{head}")
    }
}

impl GrantReceipt {
    /// Leaves out the operation of a dry run, whose number means nothing after the rollback.
    fn line(&self, month: &MonthRow, formatter: &Formatter) -> String {
        let is_new = matches!(month.status, MonthStatus::Granted | MonthStatus::Skipped);
        if is_new && self.outcome.dry_run {
            MonthRow { operation: None, ..month.clone() }.line(formatter)
        } else {
            month.line(formatter)
        }
    }
}
