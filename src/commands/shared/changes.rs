//! The first fields that an operation changed, old and new.

use std::fmt::Write as _;

use serde::Serialize;

use super::receipt::{MAX_SHOWN, Outcome};
use crate::app::described;
use crate::domain::{Email, Month};
use crate::error::Result;
use crate::output::{Paper, grouped};
use crate::store::{Change, Draft};

/// How many users a receipt names in data.
const MAX_CHANGED: i64 = 1000;

/// The changes of the first users that have any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ChangedFields {
    changes: Vec<Change>,
}

impl ChangedFields {
    /// Those of one user follow each other.
    pub(crate) fn of(changes: Vec<Change>) -> Self {
        Self { changes }
    }

    /// Of the first users whom the draft changes.
    pub(crate) fn of_draft(draft: &Draft<'_>) -> Result<Self> {
        draft.first_changes(MAX_CHANGED).map(Self::of)
    }

    /// A line for each of the first of so many users, and how many more there are: for the person who is to agree.
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

    /// A line for each of the first users, with all that changed about them.
    pub(crate) fn lines(&self, paper: &Paper, outcome: Outcome) -> String {
        let (mut text, users) = (String::new(), self.by_user());
        for (email, what) in users.iter().take(MAX_SHOWN) {
            let _ = writeln!(text, "  {}  {}", paper.clean(email.as_str()), paper.clean(what));
        }
        if users.len() > MAX_SHOWN {
            text += &outcome.rest("more");
        }
        text
    }

    /// The changes of each user, on one line.
    pub(crate) fn by_user(&self) -> Vec<(&Email, String)> {
        let mut users: Vec<(&Email, String)> = Vec::new();
        // The end of a pause that has none yet is nothing to show.
        let shown = self.changes.iter().filter(|change| change.month != Some(Month::LAST));
        for change in shown {
            let what = described(change);
            match users.last_mut() {
                Some((email, all)) if *email == &change.email => *all = format!("{all}; {what}"),
                _ => users.push((&change.email, what)),
            }
        }
        users
    }
}
