//! The rows of entries and changes as `verify` walks along them.

use crate::domain::{Allowance, Credits};
use crate::error::Result;
use crate::store::engine::session::Row;
use crate::store::ledger::sealed_columns::{ChangeColumn, EntryColumn};

pub(super) struct EntryRow<'r> {
    pub(super) operation: i64,
    pub(super) user: i64,
    pub(super) id: i64,
    pub(super) awarded: bool,
    pub(super) kind: &'r str,
    pub(super) amount: i64,
    pub(super) balance_after: i64,
    pub(super) previous: i64,
    pub(super) month: Option<i64>,
    /// The amount that was asked for.
    pub(super) asked: i64,
}

impl<'r> EntryRow<'r> {
    pub(super) fn new(row: Row<'r>) -> Result<Self> {
        let number = |column: EntryColumn| row.get::<i64>(column.at());
        let amount = number(EntryColumn::Amount)?;
        Ok(Self {
            operation: number(EntryColumn::Operation)?,
            user: number(EntryColumn::User)?,
            id: number(EntryColumn::Id)?,
            awarded: row.text(EntryColumn::Bucket.at())? == "awarded",
            kind: row.text(EntryColumn::Kind.at())?,
            amount,
            balance_after: number(EntryColumn::BalanceAfter)?,
            previous: number(EntryColumn::Previous)?,
            month: row.get(EntryColumn::Month.at())?,
            asked: row.get::<Option<i64>>(EntryColumn::Asked.at())?.unwrap_or(amount),
        })
    }
}

pub(super) struct ChangeRow<'r> {
    pub(super) operation: i64,
    pub(super) user: i64,
    pub(super) id: i64,
    pub(super) field: &'r str,
    pub(super) month: i64,
    pub(super) takes_back: bool,
    after: Option<&'r str>,
}

impl<'r> ChangeRow<'r> {
    pub(super) fn new(row: Row<'r>) -> Result<Self> {
        let number = |column: ChangeColumn| row.get::<i64>(column.at());
        Ok(Self {
            operation: number(ChangeColumn::Operation)?,
            user: number(ChangeColumn::User)?,
            id: number(ChangeColumn::Id)?,
            field: row.text(ChangeColumn::Field.at())?,
            month: number(ChangeColumn::Month)?,
            takes_back: row.get::<Option<i64>>(ChangeColumn::Reverses.at())?.is_some(),
            after: row.optional_text(ChangeColumn::After.at())?,
        })
    }

    pub(super) fn creates(&self) -> bool {
        self.field == "created"
    }

    /// Returns the row of allowances that the change sets or removes: its month, and its content if it is set.
    pub(super) fn allowance(&self) -> Option<(i64, Option<Allowance>)> {
        if self.month == 0 || !(self.creates() || self.field == "allowance") {
            return None;
        }
        let Some(after) = self.after else { return Some((self.month, None)) };
        if !self.creates() {
            return Some((self.month, Allowance::from_stored(after)));
        }
        let made: Option<serde_json::Value> = serde_json::from_str(after).ok();
        let amount = made.and_then(|made| made.get("allowance")?.as_i64()).and_then(Credits::new);
        Some((self.month, amount.map(|amount| Allowance { amount, ..Allowance::NONE })))
    }
}
