//! Parses the rows of `credits apply`.

use super::columns::{ColumnOptions, ColumnSpec, Columns};
use super::row::FileRow;
use crate::domain::{Amount, Bucket};
use crate::error;
use crate::row::{AdjustmentRow, RowFault};

const USER: usize = 0;
const BUCKET: usize = 1;
const AMOUNT: usize = 2;
const REASON: usize = 3;
const REFERENCE: usize = 4;
const KEY: usize = 5;

/// The values that flags give for rows without their own.
#[derive(Clone, Copy, Debug, Default)]
pub struct AdjustmentDefaults {
    /// Used if the column is missing or the cell is empty.
    pub bucket: Option<Bucket>,
    /// Used if the column is missing or the cell is empty.
    pub amount: Option<Amount>,
}

impl AdjustmentDefaults {
    /// Returns the columns of a file of adjustments. Exit 2 for a wrong `--map`.
    pub fn columns(&self, options: &ColumnOptions) -> error::Result<Columns> {
        let table = vec![
            ColumnSpec { name: "user", alias: Some("email"), required: true },
            ColumnSpec { name: "bucket", alias: None, required: self.bucket.is_none() },
            ColumnSpec { name: "amount", alias: None, required: self.amount.is_none() },
            ColumnSpec::optional("reason"),
            ColumnSpec::optional("reference"),
            ColumnSpec::optional("key"),
        ];
        Columns::new(table, options)
    }

    /// Returns the adjustment that a row asks for, or all faults of the row.
    pub fn parse<'a>(&self, row: &FileRow<'a>) -> Result<AdjustmentRow<'a>, Vec<RowFault>> {
        row.collect(|faults| {
            let user = faults.keep(row.email(USER));
            let bucket =
                faults.keep(row.parsed(BUCKET).and_then(|bucket| row.required(BUCKET, bucket, self.bucket)));
            let amount = faults.keep(self.amount(row));
            let reason = faults.keep(row.text(REASON));
            let reference = faults.keep(row.text(REFERENCE));
            let key = faults.keep(row.text(KEY));
            Some(AdjustmentRow {
                line: row.line(),
                user: user?,
                bucket: bucket?,
                amount: amount?,
                reason: reason?.value(),
                reference: reference?.value(),
                key: key?.value(),
            })
        })
    }

    fn amount(&self, row: &FileRow) -> Result<Amount, RowFault> {
        let amount: Amount = row.required(AMOUNT, row.parsed(AMOUNT)?, self.amount)?;
        if amount.get() == 0 {
            return Err(row.fault(AMOUNT, "an amount of 0 changes nothing"));
        }
        Ok(amount)
    }
}
