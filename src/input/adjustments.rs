//! Rows of `credits apply`.

use std::borrow::Cow;

use super::columns::Column;
use super::{ColumnOptions, Columns, Fault, Row};
use crate::domain::{Amount, Bucket, Email};
use crate::error;

const USER: usize = 0;
const BUCKET: usize = 1;
const AMOUNT: usize = 2;
const REASON: usize = 3;
const REFERENCE: usize = 4;
const KEY: usize = 5;

/// One change of one balance that a file asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment<'a> {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// Whose balance.
    pub user: Email,
    /// Which balance.
    pub bucket: Bucket,
    /// By how much; never 0.
    pub amount: Amount,
    /// Why, where the row says so.
    pub reason: Option<Cow<'a, str>>,
    /// What it refers to, where the row says so.
    pub reference: Option<Cow<'a, str>>,
    /// What makes the row idempotent, where it has one.
    pub key: Option<Cow<'a, str>>,
}

/// What the flags say for rows that do not say it themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct AdjustmentDefaults {
    /// The bucket where the column is absent or the cell empty.
    pub bucket: Option<Bucket>,
    /// The amount where the column is absent or the cell empty.
    pub amount: Option<Amount>,
}

impl AdjustmentDefaults {
    /// The columns of a file of adjustments. A wrong `--map` is exit 2.
    pub fn columns(&self, options: &ColumnOptions) -> error::Result<Columns> {
        let table = vec![
            Column { name: "user", alias: Some("email"), required: true },
            Column { name: "bucket", alias: None, required: self.bucket.is_none() },
            Column { name: "amount", alias: None, required: self.amount.is_none() },
            Column::optional("reason"),
            Column::optional("reference"),
            Column::optional("key"),
        ];
        Columns::new(table, options)
    }

    /// The adjustment that a row asks for, or everything that is wrong with the row.
    pub fn parse<'a>(&self, row: &Row<'a>) -> Result<Adjustment<'a>, Vec<Fault>> {
        row.collect(|faults| {
            let user = faults.keep(row.email(USER));
            let bucket =
                faults.keep(row.parsed(BUCKET).and_then(|bucket| row.required(BUCKET, bucket, self.bucket)));
            let amount = faults.keep(self.amount(row));
            let reason = faults.keep(row.text(REASON));
            let reference = faults.keep(row.text(REFERENCE));
            let key = faults.keep(row.text(KEY));
            Some(Adjustment {
                line: row.line(),
                user: user?,
                bucket: bucket?,
                amount: amount?,
                reason: reason?.given(),
                reference: reference?.given(),
                key: key?.given(),
            })
        })
    }

    fn amount(&self, row: &Row) -> Result<Amount, Fault> {
        let amount: Amount = row.required(AMOUNT, row.parsed(AMOUNT)?, self.amount)?;
        if amount.get() == 0 {
            return Err(row.fault(AMOUNT, "an amount of 0 changes nothing"));
        }
        Ok(amount)
    }
}
