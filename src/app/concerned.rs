//! Lists everybody whom an effect concerns, for a person who wants to see them before agreeing.

use serde_json::Value;

use crate::domain::{Allowance, OperationId};
use crate::error::Result;
use crate::output::grouped;
use crate::store::{Change, Reader};

/// Returns a line for each change and each entry of the operations after `before`, in order.
pub(super) fn lines(reader: &Reader<'_>, before: Option<OperationId>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for operation in reader.operations_after(before)? {
        reader.changes_of(operation, None, |change| {
            lines.push(format!("  {}  {}", change.email, described(change)));
            Ok(())
        })?;
        reader.entries_of(operation, None, |entry| {
            let [before, after] = [entry.balance_before, entry.balance_after].map(grouped);
            lines.push(format!("  {}  {}: {before} → {after}", entry.email, entry.bucket.as_str()));
            Ok(())
        })?;
    }
    Ok(lines)
}

/// Returns the old and the new value of a changed field.
pub fn described(change: &Change) -> String {
    let (before, after) = (shown(&change.before), shown(&change.after));
    match (change.field.as_str(), change.month) {
        ("monthly", Some(month)) if change.after.is_null() => format!("{month}: not received"),
        ("monthly", Some(month)) => format!("{month}: received with 0 credits"),
        (field, Some(month)) if change.after.is_null() => {
            format!("{field}: {before} from {month} on → none")
        }
        (field, Some(month))
            if change.after.get("carried").is_some() && change.after.get("held").is_none() =>
        {
            format!("{field}: {after} again from {month} on")
        }
        (field, Some(month)) => format!("{field}: {before} → {after} from {month} on"),
        (field, None) => format!("{field}: {before} → {after}"),
    }
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        Value::Object(_) => Allowance::stored_in_words(value).unwrap_or_default(),
        other => other.as_i64().map(grouped).unwrap_or_default(),
    };
    if text.is_empty() { "none".to_owned() } else { text }
}
