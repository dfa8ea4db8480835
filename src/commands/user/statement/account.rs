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
    /// Whose operations the entries are from; `None`: everybody's.
    pub(super) actor: Option<String>,
    pub(super) opening: CreditSums,
    /// Oldest first.
    pub(super) entries: Vec<StatementEntry>,
    /// What other actors did; `None` without an actor.
    pub(super) others: Option<CreditSums>,
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
    /// Reads the statement, with the entries of one actor or of all. Fails with exit 3 if nobody has the address, and with exit 9 if the entries do not lead from the
    /// opening to the closing balance.
    pub(super) fn of(
        email: &Email,
        Seconds { since, until }: Seconds,
        actor: Option<&str>,
        reader: &Reader<'_>,
    ) -> Result<Self> {
        let selection = Some(Selection::user(email.clone()));
        let sums = reader.report(&ReportQuery {
            selection: selection.clone(),
            since,
            until,
            actor: None,
            by: Vec::new(),
            by_direction: false,
            gross: true,
        })?;
        let within = [Condition::since("at", since), Condition::until("at", until)];
        let filter = Filter { conditions: within.into() };
        let (mut after, mut others) = (sums.opening, CreditSums::default());
        let mut entries = Vec::new();
        let query = HistoryQuery { selection, rows: ListQuery { filter, ..ListQuery::default() } };
        reader.journal(&query, |entry| {
            let change = match entry.bucket {
                Bucket::Awarded => CreditSums::of(entry.amount.into(), 0),
                Bucket::Purchased => CreditSums::of(0, entry.amount.into()),
            };
            after = after.plus(change);
            if actor.is_none_or(|actor| actor == entry.actor) {
                entries.push(StatementEntry { entry: entry.clone(), after });
            } else {
                others = others.plus(change);
            }
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
            actor: actor.map(str::to_owned),
            opening: sums.opening,
            entries,
            others: actor.is_some().then_some(others),
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
