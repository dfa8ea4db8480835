//! What a file with this or that in it comes to.

mod adjustments;
mod files;
mod hostile;
mod round_trip;
mod users;

use super::*;
use crate::domain::{Amount, Bucket};
use crate::error::{Code, Error, Result};
use crate::row::{AdjustmentRow, Given, RowFault, UserRow};

/// The options with these renames.
fn renaming(renames: &[&str]) -> ColumnOptions {
    let renames = renames.iter().map(|rename| rename.parse().expect("a rename")).collect();
    ColumnOptions { renames, ignore_unknown: false }
}

/// The options that pass over unknown columns.
fn ignoring() -> ColumnOptions {
    ColumnOptions { renames: Vec::new(), ignore_unknown: true }
}

/// A file of adjustments, opened.
fn open<'a>(
    bytes: &'a [u8],
    defaults: &AdjustmentDefaults,
    options: &ColumnOptions,
) -> Result<FileRows<&'a [u8]>> {
    FileRows::open(bytes, "awards", None, defaults.columns(options)?)
}

/// A file of adjustments in short: each row as `line user bucket amount reason reference key`, or the error.
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

/// The same without flags.
fn plain(text: &str) -> Result<Vec<String>> {
    adjustments(text.as_bytes(), AdjustmentDefaults::default(), &ColumnOptions::default())
}

/// The faults of a file, a line each; for one fault, that line.
fn faults(text: &str) -> Vec<String> {
    let message = plain(text).expect_err("faults").message();
    message.lines().filter(|line| !line.ends_with(" faults in awards:")).map(str::to_owned).collect()
}

/// The hash of the content of a file without faults.
fn hash(bytes: &[u8], defaults: AdjustmentDefaults) -> [u8; 32] {
    let mut rows = open(bytes, &defaults, &ColumnOptions::default()).expect("a table");
    let mut hash = ContentHash::default();
    while let Some(row) = rows.next_row().expect("readable") {
        hash.add(&defaults.parse(&row).expect("a good row"));
    }
    hash.finish()
}

/// Reads a whole file of adjustments and writes every row that is wrong to a rejects file, which it returns.
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

/// Five awarded credits, for files that name only users.
fn five_awarded() -> AdjustmentDefaults {
    AdjustmentDefaults { bucket: Some(Bucket::Awarded), amount: Amount::new(5) }
}
