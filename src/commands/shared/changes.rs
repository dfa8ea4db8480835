//! The first changes of fields by an operation, with old and new values.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::receipt::{MAX_SHOWN, Outcome};
use crate::app::described_together;
use crate::domain::{Allowance, Credits, Email, Month};
use crate::error::Result;
use crate::output::{Formatter, grouped};
use crate::store::{Change, Draft};

/// The largest number of users in the data of a receipt.
const MAX_CHANGED: i64 = 1000;

/// The changes of the first users who have any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChangedFields {
    changes: Vec<Change>,
}

impl ChangedFields {
    /// Takes changes in which those of one user follow each other.
    pub(crate) fn of(changes: Vec<Change>) -> Self {
        Self { changes }
    }

    /// Reads the changes of the first users whom the draft changes.
    pub(crate) fn of_draft(draft: &Draft<'_>) -> Result<Self> {
        draft.first_changes(MAX_CHANGED).map(Self::of)
    }

    /// Returns a line for each of the first users, and one for the rest of the `users`. It is shown before a confirmation.
    pub(crate) fn preview(&self, users: u64) -> Vec<String> {
        let shown = self.by_user();
        let mut lines: Vec<_> =
            shown.iter().take(MAX_SHOWN).map(|(email, what)| format!("  {email}  {what}")).collect();
        let more = users.saturating_sub(MAX_SHOWN as u64);
        if more > 0 {
            lines.push(format!("  … and {} more", grouped(more)));
        }
        lines
    }

    /// Returns a line for each of the first users, with all their changes.
    pub(crate) fn lines(&self, formatter: &Formatter, outcome: Outcome) -> String {
        let (mut text, users) = (String::new(), self.by_user());
        for (email, what) in users.iter().take(MAX_SHOWN) {
            let _ = writeln!(text, "  {}  {}", formatter.clean(email.as_str()), formatter.clean(what));
        }
        if users.len() > MAX_SHOWN {
            text += &outcome.rest("more");
        }
        text
    }

    /// Returns the first month of an allowance that was 0 before: of a pause or an end that was taken back.
    pub(crate) fn first_month_back(&self) -> Option<Month> {
        let was_nothing = |stored: &Value| {
            Allowance::from_stored(&stored.to_string()).is_some_and(|before| before.amount == Credits::ZERO)
        };
        let back =
            self.changes.iter().filter(|change| change.field == "allowance" && was_nothing(&change.before));
        back.filter_map(|change| change.month).min()
    }

    /// Returns the changes of each user in one line.
    pub(crate) fn by_user(&self) -> Vec<(&Email, String)> {
        let of_users = self.changes.chunk_by(|one, next| one.email == next.email);
        of_users
            .filter_map(|changes| {
                let email = &changes.first()?.email;
                Some((email, described_together(changes)))
            })
            .collect()
    }
}
