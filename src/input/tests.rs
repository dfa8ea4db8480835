//! Tests how files are read.

mod adjustments;
mod files;
mod hostile;
mod round_trip;
mod users;

use super::*;
use crate::domain::{Amount, Bucket};
use crate::error::{Code, Error, Result};
use crate::row::{AdjustmentRow, RowFault, RowValue, UserRow};

/// Returns options with these renames.
fn renaming(renames: &[&str]) -> ColumnOptions {
    let renames = renames.iter().map(|rename| rename.parse().expect("a rename")).collect();
    ColumnOptions { renames, ignore_unknown: false }
}

/// Returns options that ignore unknown columns.
fn ignoring() -> ColumnOptions {
    ColumnOptions { renames: Vec::new(), ignore_unknown: true }
}

/// Opens a file of adjustments.
fn open<'a>(
    bytes: &'a [u8],
    defaults: &AdjustmentDefaults,
    options: &ColumnOptions,
) -> Result<FileRows<&'a [u8]>> {
    FileRows::open(bytes, "awards", None, defaults.columns(options)?)
}

/// Reads a file of adjustments: each row as `line user bucket amount reason reference key`, or the error.
fn adjustments(bytes: &[u8], defaults: AdjustmentDefaults, options: &ColumnOptions) -> Result<Vec<String>> {
    let mut rows = open(bytes, &defaults, options)?;
    let mut faults = Faults::new(rows.name());
    let mut found = Vec::new();
    while let Some(row) = rows.next_row()? {
        match defaults.parse(&row) {
            Ok(AdjustmentRow { line, user, bucket, amount, reason, reference, key }) => found.push(format!(
                "{line} {user} {} {amount} {} {} {}",
                bucket.as_str(),
                reason.as_deref().unwrap_or("~"),
                reference.as_deref().unwrap_or("~"),
                key.as_deref().unwrap_or("~")
            )),
            Err(wrong) => faults.extend(wrong),
        }
    }
    faults.into_result(Code::Usage).map(|()| found)
}

/// Like [`adjustments`], without flags.
fn plain(text: &str) -> Result<Vec<String>> {
    adjustments(text.as_bytes(), AdjustmentDefaults::default(), &ColumnOptions::default())
}

/// Returns the faults of a file, one per line.
fn faults(text: &str) -> Vec<String> {
    let message = plain(text).expect_err("faults").message();
    message.lines().filter(|line| !line.ends_with(" faults in awards:")).map(str::to_owned).collect()
}

/// Returns the content hash of a file without faults.
fn hash(bytes: &[u8], defaults: AdjustmentDefaults) -> [u8; 32] {
    let mut rows = open(bytes, &defaults, &ColumnOptions::default()).expect("a table");
    let mut hash = ContentHash::default();
    while let Some(row) = rows.next_row().expect("readable") {
        hash.add(&defaults.parse(&row).expect("a good row"));
    }
    hash.finish()
}

/// Reads a file of adjustments. Returns the number of good rows, and the rejects file of the others.
fn rejects(
    bytes: &[u8],
    defaults: AdjustmentDefaults,
    options: &ColumnOptions,
) -> Result<(u64, Vec<u8>), Error> {
    let mut rows = open(bytes, &defaults, options)?;
    let mut rejects = rows.rejects(Vec::new())?;
    let (mut good, mut original) = (0, Vec::new());
    while let Some(row) = rows.next_row()? {
        match defaults.parse(&row) {
            Ok(_) => good += 1,
            Err(wrong) => {
                original.clear();
                row.write_original(&mut original);
                let why: Vec<String> = wrong.iter().map(RowFault::text).collect();
                rejects.write(row.line(), &original, Code::Usage, &why.join("; "))?;
            }
        }
    }
    Ok((good, rejects.finish()?))
}

/// Defaults of five awarded credits, for files that only name users.
fn five_awarded() -> AdjustmentDefaults {
    AdjustmentDefaults { bucket: Some(Bucket::Awarded), amount: Amount::new(5) }
}
