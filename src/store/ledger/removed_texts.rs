//! The texts of a row that an erasure removes, and the commitment that stays in their place.

use super::commitment::{TEXTS, commitment_of_all};
use crate::error::Result;
use crate::store::engine::session::Row;

/// A value to remove from a row.
pub(super) struct Gone {
    /// The column, or [`TEXTS`].
    pub(super) field: &'static str,
    pub(super) commitment: [u8; 32],
    /// For a key: the hash by which a repeat is recognised.
    pub(super) key_hash: Option<[u8; 32]>,
    pub(super) texts: Vec<String>,
}

/// Computes the commitment to the texts in these columns of a row. `salt` is the column with the salt.
pub(super) fn commitment_to(row: Row<'_>, columns: &[usize], salt: usize) -> Result<[u8; 32]> {
    let texts: Vec<_> =
        columns.iter().map(|column| Ok((TEXTS, row.optional_text(*column)?))).collect::<Result<_>>()?;
    let salt: Vec<u8> = row.get(salt)?;
    Ok(commitment_of_all(&salt, &texts))
}

pub(super) fn texts_in(row: Row<'_>, columns: &[usize]) -> Result<Vec<String>> {
    let texts = columns.iter().map(|column| Ok(row.optional_text(*column)?.map(str::to_owned)));
    Ok(texts.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Returns the name that a change stores of a new user.
pub(super) fn name_of(person: &str) -> Option<String> {
    let person: serde_json::Value = serde_json::from_str(person).ok()?;
    person.get("name")?.as_str().map(str::to_owned)
}
