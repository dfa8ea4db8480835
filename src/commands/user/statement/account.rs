//! One user's balances from the beginning of a period to its end.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::commands::shared::period::Seconds;
use crate::domain::{Bucket, Condition, Email, Filter, Timestamp, Zone};
use crate::error::{Code, Error, Result};
use crate::store::{CreditSums, Entry, HistoryQuery, ListQuery, Reader, ReportQuery, Selection};

/// One user's credits in a period.
#[derive(Serialize)]
pub(super) struct AccountStatement {
    pub(super) email: Email,
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
    pub(super) timezone: Zone,
    pub(super) opening: CreditSums,
    /// Oldest first.
    pub(super) entries: Vec<StatementEntry>,
    pub(super) closing: CreditSums,
}

/// An entry and the balances after it.
#[derive(Serialize)]
pub(super) struct StatementEntry {
    #[serde(flatten)]
    pub(super) entry: Entry,
    pub(super) after: CreditSums,
}

impl AccountStatement {
    /// Reads the statement. Fails with exit 3 if nobody has the address, and with exit 9 if the entries do not lead from the
    /// opening to the closing balance.
    pub(super) fn of(email: &Email, Seconds { since, until }: Seconds, reader: &Reader<'_>) -> Result<Self> {
        let selection = Some(Selection::user(email.clone()));
        let sums = reader.report(&ReportQuery {
            selection: selection.clone(),
            since,
            until,
            by: Vec::new(),
            by_direction: false,
            gross: true,
        })?;
        let within = [Condition::since("at", since), Condition::until("at", until)];
        let filter = Filter { conditions: within.into() };
        let mut after = sums.opening;
        let mut entries = Vec::new();
        let query = HistoryQuery { selection, rows: ListQuery { filter, ..ListQuery::default() } };
        reader.journal(&query, |entry| {
            after = after.plus(match entry.bucket {
                Bucket::Awarded => CreditSums::of(entry.amount.into(), 0),
                Bucket::Purchased => CreditSums::of(0, entry.amount.into()),
            });
            entries.push(StatementEntry { entry: entry.clone(), after });
            Ok(())
        })?;
        if after != sums.closing {
            return Err(Error::new(
                Code::VerifyFailed,
                "the entries do not lead from one balance to the other",
            )
            .hint("find the fault with: rad-admin verify"));
        }
        Ok(Self {
            email: email.clone(),
            since,
            until,
            timezone: reader.zone(),
            opening: sums.opening,
            entries,
            closing: sums.closing,
        })
    }

    /// Keeps only the texts that an export has, because others may be about somebody else.
    pub(super) fn for_the_user(mut self, reader: &Reader<'_>, now: Timestamp) -> Result<Self> {
        let own = reader.entries_for(&self.email, reader.zone().month_of(now))?;
        let mut texts: BTreeMap<_, _> =
            own.into_iter().map(|own| (own.id, (own.reason, own.reference))).collect();
        for StatementEntry { entry, .. } in &mut self.entries {
            (entry.reason, entry.reference) = texts.remove(&entry.id).unwrap_or_default();
        }
        Ok(self)
    }
}
