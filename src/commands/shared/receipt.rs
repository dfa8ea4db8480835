//! What a mutating command tells of itself.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::{OperationId, User};
use crate::error::Result;
use crate::output::{Document, Paper, counted, grouped};
use crate::store::{PostedEntry, Reader, Sealed, Shortage};

/// How many entries a receipt holds in data, and how many it shows a person.
const MAX_ENTRIES: usize = 1000;
pub(crate) const MAX_SHOWN: usize = 10;

/// The part that every receipt begins with.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Outcome {
    /// Whether anything was changed, or would be.
    pub(crate) changed: bool,
    /// Whether it was rolled back on purpose.
    pub(crate) dry_run: bool,
    /// The number of the operation.
    pub(crate) operation: Option<OperationId>,
    /// Whether the operation was there before, under the same key.
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

    /// Of an operation that may be on record for its key alone.
    pub(crate) fn of(sealed: Sealed, dry_run: bool) -> Self {
        Self { changed: sealed.users > 0, ..Self::done(sealed.operation, dry_run) }
    }

    /// Of a command without an operation.
    pub(crate) fn without_operation(changed: bool, dry_run: bool) -> Self {
        Self { changed, dry_run, ..Self::default() }
    }

    /// The line that opens the receipt for a person.
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

    /// The line for what a receipt leaves out, and where all of it is, unless nothing was kept.
    pub(crate) fn rest(self, more: &str) -> String {
        match self.operation.filter(|_| !self.dry_run) {
            Some(operation) => format!("  … and {more}: rad-admin log show {operation}\n"),
            None => format!("  … and {more}\n"),
        }
    }
}

/// What moved.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Moved {
    /// The first entries.
    pub(crate) entries: Vec<PostedEntry>,
    /// How many users were touched.
    pub(crate) users: u64,
    /// The signed sum of all entries.
    pub(crate) total: i64,
    /// How many entries there are.
    #[serde(skip)]
    entry_count: u64,
}

impl Moved {
    pub(crate) fn of(reader: &Reader<'_>, sealed: Sealed) -> Result<Self> {
        let entries = reader.posted_entries(sealed.operation, MAX_ENTRIES)?;
        Ok(Self { entries, users: sealed.users, total: sealed.total, entry_count: sealed.entries })
    }

    /// Adds what another operation moved.
    pub(crate) fn append(&mut self, other: Self) {
        let room = MAX_ENTRIES.saturating_sub(self.entries.len());
        self.entries.extend(other.entries.into_iter().take(room));
        self.users += other.users;
        self.total += other.total;
        self.entry_count += other.entry_count;
    }

    /// Each balance before and after, where one user is meant.
    pub(crate) fn balances(&self) -> impl Iterator<Item = String> {
        self.entries.iter().map(|entry| {
            let [before, after] = [entry.balance_before, entry.balance_after].map(grouped);
            format!("{}: {before} → {after}", entry.bucket.as_str())
        })
    }

    /// The first entries, a line each, how many there are besides, and the sums where there are any and several users were touched.
    pub(crate) fn lines(&self, paper: &Paper, outcome: Outcome) -> String {
        let mut text = String::new();
        for entry in self.entries.iter().take(MAX_SHOWN) {
            let short =
                entry.short.map(|short| format!(", {} short", paper.credits(short))).unwrap_or_default();
            let _ = writeln!(
                text,
                "  {}  {} {} → {} ({}{short})",
                paper.clean(entry.email.as_str()),
                entry.bucket.as_str(),
                paper.credits(entry.balance_before),
                paper.credits(entry.balance_after),
                paper.signed(entry.amount),
            );
        }
        let more = self.entry_count - self.entries.len().min(MAX_SHOWN) as u64;
        if more > 0 {
            text += &outcome.rest(&format!("{} more", paper.credits(more)));
        }
        if self.users > 1 && !self.entries.is_empty() {
            let _ = writeln!(
                text,
                "  {}, {} credits in all",
                counted(self.users, "user", "users"),
                paper.signed(self.total)
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
    /// What users could not give, where what is there is taken; of a repeat for several users it is not known.
    short: Option<i64>,
    #[serde(skip)]
    what: String,
}

impl CreditsReceipt {
    /// Of an operation that is complete, now or since an earlier try.
    pub(crate) fn of(
        reader: &Reader<'_>,
        sealed: Sealed,
        outcome: Outcome,
        what: impl Into<String>,
    ) -> Result<Self> {
        let moved = Moved::of(reader, sealed)?;
        Ok(Self { outcome, moved, absolute_total: sealed.absolute_total, short: None, what: what.into() })
    }

    /// With what users could not give, entry by entry and in all.
    pub(crate) fn with_shortage(mut self, shortage: Shortage) -> Self {
        for (entry, short) in self.moved.entries.iter_mut().zip(shortage.by_entry) {
            entry.short = short;
        }
        self.short = Some(shortage.credits);
        self
    }

    /// Where there is nothing to change.
    pub(crate) fn nothing(dry_run: bool, what: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::nothing(dry_run),
            moved: Moved::default(),
            absolute_total: 0,
            short: None,
            what: what.into(),
        }
    }
}

impl Document for CreditsReceipt {
    fn human(&self, paper: &Paper) -> String {
        let mut text = self.outcome.headline(&self.what) + &self.moved.lines(paper, self.outcome);
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
    /// The month from which a changed allowance is in force.
    pub(crate) allowance_from: Option<crate::domain::Month>,
    #[serde(skip)]
    pub(crate) what: String,
    #[serde(skip)]
    pub(crate) lines: Vec<String>,
}

impl Document for UserReceipt {
    fn human(&self, paper: &Paper) -> String {
        let mut text = self.outcome.headline(&paper.clean(&self.what));
        for line in &self.lines {
            let _ = writeln!(text, "  {}", paper.clean(line));
        }
        text + &self.moved.lines(paper, self.outcome)
    }
}
