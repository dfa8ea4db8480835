//! The receipts of commands that change something.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::{OperationId, User};
use crate::error::Result;
use crate::output::{Document, Formatter, counted, grouped};
use crate::store::{PostedEntry, Reader, Sealed, Shortage, UndoState};

/// The most entries in the data of a receipt, and the most that are shown to people.
const MAX_ENTRIES: usize = 1000;
pub(crate) const MAX_SHOWN: usize = 10;

/// The part that begins every receipt.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Outcome {
    /// Whether anything changed or, in a dry run, would change.
    pub(crate) changed: bool,
    /// Whether the transaction was rolled back on purpose.
    pub(crate) dry_run: bool,
    pub(crate) operation: Option<OperationId>,
    /// Whether an earlier run did the operation under the same key.
    #[serde(skip)]
    pub(crate) is_repeat: bool,
}

impl Outcome {
    pub(crate) fn done(operation: OperationId, dry_run: bool) -> Self {
        Self { changed: true, dry_run, operation: Some(operation), is_repeat: false }
    }

    pub(crate) fn nothing(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    /// Returns the outcome of an operation, which may be on record only because of its key.
    pub(crate) fn of(sealed: Sealed, dry_run: bool) -> Self {
        Self { changed: sealed.users > 0, ..Self::done(sealed.operation, dry_run) }
    }

    /// Returns the outcome of a command that records no operation.
    pub(crate) fn without_operation(changed: bool, dry_run: bool) -> Self {
        Self { changed, dry_run, ..Self::default() }
    }

    /// Returns the first line of the receipt for people.
    pub(crate) fn headline(self, what: &str) -> String {
        match (self.changed, self.dry_run, self.operation) {
            (true, false, Some(operation)) => format!("{what} (operation {operation})\n"),
            (true, true, _) => format!("Dry run, nothing kept: {what}\n"),
            (false, _, Some(operation)) if self.is_repeat => {
                format!("Nothing changed: operation {operation} did this already.\n")
            }
            (false, false, Some(operation)) => {
                format!("Nothing to change. The key is used up (operation {operation}).\n")
            }
            (false, true, Some(_)) | (_, _, None) => "Nothing to change.\n".to_owned(),
        }
    }

    /// Returns the line about entries that are not shown. Unless nothing was kept, it says where they are.
    pub(crate) fn rest(self, more: &str) -> String {
        match self.operation.filter(|_| !self.dry_run) {
            Some(operation) => format!("  … and {more}: rad-admin log show {operation}\n"),
            None => format!("  … and {more}\n"),
        }
    }
}

/// The moved credits.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Moved {
    /// The first entries, at most [`MAX_ENTRIES`].
    pub(crate) entries: Vec<PostedEntry>,
    /// The number of users whose credits moved.
    pub(crate) users: u64,
    /// The signed sum of all entries.
    pub(crate) total: i64,
    /// The number of all entries.
    #[serde(skip)]
    entry_count: u64,
}

impl Moved {
    pub(crate) fn of(reader: &Reader<'_>, sealed: Sealed) -> Result<Self> {
        let entries = reader.posted_entries(sealed.operation, MAX_ENTRIES)?;
        Ok(Self { entries, users: sealed.users, total: sealed.total, entry_count: sealed.entries })
    }

    /// Sets the number of users, for an operation that also changed fields of others.
    pub(crate) fn counting(self, users: u64) -> Self {
        Self { users, ..self }
    }

    /// Adds the entries of another operation. A user of both counts twice in `users`.
    pub(crate) fn append(&mut self, other: Self) {
        let room = MAX_ENTRIES.saturating_sub(self.entries.len());
        self.entries.extend(other.entries.into_iter().take(room));
        self.users += other.users;
        self.total += other.total;
        self.entry_count += other.entry_count;
    }

    /// Returns each balance before and after. The entries have to belong to one user.
    pub(crate) fn balances(&self) -> impl Iterator<Item = String> {
        self.entries.iter().map(|entry| {
            let [before, after] = [entry.balance_before, entry.balance_after].map(grouped);
            format!("{}: {before} → {after}", entry.bucket.as_str())
        })
    }

    /// Returns a line for each of the first entries, the number of the others, and for several users the sums.
    pub(crate) fn lines(&self, formatter: &Formatter, outcome: Outcome) -> String {
        let mut text = String::new();
        for entry in self.entries.iter().take(MAX_SHOWN) {
            let short =
                entry.short.map(|short| format!(", {} short", formatter.credits(short))).unwrap_or_default();
            let _ = writeln!(
                text,
                "  {}  {} {} → {} ({}{short})",
                formatter.clean(entry.email.as_str()),
                entry.bucket.as_str(),
                formatter.credits(entry.balance_before),
                formatter.credits(entry.balance_after),
                formatter.signed(entry.amount),
            );
        }
        let more = self.entry_count - self.entries.len().min(MAX_SHOWN) as u64;
        if more > 0 {
            text += &outcome.rest(&format!("{} more", formatter.credits(more)));
        }
        if self.users > 1 && !self.entries.is_empty() {
            let _ = writeln!(
                text,
                "  {}, {} credits in all",
                counted(self.users, "user", "users"),
                formatter.signed(self.total)
            );
        }
        text
    }
}

/// The receipt of a `credits` command.
#[derive(Debug, Serialize)]
pub(crate) struct CreditsReceipt {
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
    #[serde(flatten)]
    pub(crate) moved: Moved,
    /// The sum of the absolute amounts of all entries.
    absolute_total: u64,
    /// With `--at-most`, the credits that users did not have.
    pub(crate) short: Option<i64>,
    /// In a repeat: the operations that undid the first run since, oldest first.
    undone_by: Vec<OperationId>,
    /// Whether they left nothing of it.
    #[serde(skip)]
    is_undone_wholly: bool,
    #[serde(skip)]
    what: String,
}

impl CreditsReceipt {
    /// Makes the receipt of an operation on record, from this run or an earlier one.
    pub(crate) fn of(
        reader: &Reader<'_>,
        sealed: Sealed,
        outcome: Outcome,
        what: impl Into<String>,
    ) -> Result<Self> {
        let moved = Moved::of(reader, sealed)?;
        let absolute_total = sealed.absolute_total;
        Ok(Self { outcome, moved, absolute_total, short: sealed.short, ..Self::nothing(false, what) })
    }

    /// Adds the credits that users did not have, per entry and in total.
    pub(crate) fn with_shortage(mut self, shortage: Shortage) -> Self {
        for (entry, short) in self.moved.entries.iter_mut().zip(shortage.by_entry) {
            entry.short = short;
        }
        self.short = Some(shortage.credits);
        self
    }

    /// Adds by which operations these first runs were undone since.
    pub(crate) fn undone_since(mut self, reader: &Reader<'_>, first_runs: &[OperationId]) -> Result<Self> {
        self.is_undone_wholly = true;
        for first_run in first_runs {
            let operation = reader.operation(*first_run)?;
            self.is_undone_wholly &= operation.undone == UndoState::Wholly;
            self.undone_by.extend(operation.undone_by);
        }
        self.undone_by.sort_unstable();
        Ok(self)
    }

    /// Returns the line that says by which operations a repeat was undone since; empty if it was not.
    pub(crate) fn undoing(&self) -> String {
        let [first, others @ ..] = self.undone_by.as_slice() else { return String::new() };
        let by = others.iter().fold(first.to_string(), |by, operation| format!("{by}, {operation}"));
        let part = if self.is_undone_wholly { "" } else { " in part" };
        let operations = if others.is_empty() { "operation" } else { "operations" };
        format!("  It was undone{part} since, by {operations} {by}.\n")
    }

    /// Makes the receipt of a command that found nothing to change.
    pub(crate) fn nothing(dry_run: bool, what: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::nothing(dry_run),
            moved: Moved::default(),
            absolute_total: 0,
            short: None,
            undone_by: Vec::new(),
            is_undone_wholly: false,
            what: what.into(),
        }
    }
}

impl Document for CreditsReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = self.outcome.headline(&self.what);
        text += &self.undoing();
        text += &self.moved.lines(formatter, self.outcome);
        if let Some(short) = self.short.filter(|short| *short > 0) {
            let _ = writeln!(text, "  {} short in all", counted(short, "credit", "credits"));
        }
        text
    }
}

/// The receipt of a `user` command.
#[derive(Debug, Serialize)]
pub(crate) struct UserReceipt {
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
    pub(crate) user: User,
    #[serde(flatten)]
    pub(crate) moved: Moved,
    /// The first month of a changed allowance.
    pub(crate) allowance_from: Option<crate::domain::Month>,
    #[serde(skip)]
    pub(crate) what: String,
    #[serde(skip)]
    pub(crate) lines: Vec<String>,
}

impl Document for UserReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = self.outcome.headline(&formatter.clean(&self.what));
        for line in &self.lines {
            let _ = writeln!(text, "  {}", formatter.clean(line));
        }
        text + &self.moved.lines(formatter, self.outcome)
    }
}
