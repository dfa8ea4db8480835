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
fn described(change: &Change) -> String {
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
        (field, Some(month)) if before == after => format!("{field}: {after} again from {month} on"),
        (field, Some(month)) => format!("{field}: {before} → {after} from {month} on"),
        (field, None) => format!("{field}: {before} → {after}"),
    }
}

/// Returns the changes of one user in one line. A field that changes from several months on is named once.
pub fn described_together(changes: &[Change]) -> String {
    let mut line = String::new();
    let mut previous: Option<&Change> = None;
    for change in changes {
        let follows = previous.is_some_and(|previous| previous.field == change.field);
        if follows && previous.is_some_and(|previous| goes_on(previous, change)) {
            continue;
        }
        let what = described(change);
        let name = format!("{}: ", change.field);
        let what = if follows { what.strip_prefix(&name).unwrap_or(&what) } else { &what };
        line += if line.is_empty() { "" } else { "; " };
        line += what;
        previous = Some(change);
    }
    line
}

/// Whether the change leaves an allowance as it was, and as the previous change made it.
fn goes_on(previous: &Change, change: &Change) -> bool {
    let amount = |value: &Value| value.get("amount").unwrap_or(value).as_i64();
    let (before, after) = (amount(&change.before), amount(&change.after));
    let is_same = before.is_some() && before == after && after == amount(&previous.after);
    is_same && change.after.get("carried").is_none() && change.month.is_some()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(month: &str, before: Value, after: Value) -> Change {
        Change {
            email: "bob@example.org".parse().expect("an address"),
            field: "allowance".to_owned(),
            month: month.parse().ok(),
            before,
            after,
        }
    }

    #[test]
    fn changes_of_an_allowance_read_as_one_sentence() {
        let until = [change("2026-11", json!(0), json!(30)), change("2027-01", json!(0), json!(0))];
        assert_eq!(described_together(&until), "allowance: 0 → 30 from 2026-11 on; 0 again from 2027-01 on");
        let paused = |held: i64| json!({ "amount": 0, "policy": "plain", "held": held });
        let carried = json!({ "amount": 0, "policy": "plain", "carried": true });
        let pause = [
            change("2026-11", json!(50), paused(50)),
            change("2027-02", json!(0), paused(0)),
            change("2027-04", json!(0), carried),
        ];
        assert_eq!(
            described_together(&pause),
            "allowance: 50 → 0 (50 after the pause) from 2026-11 on; 0 again from 2027-04 on"
        );
    }
}
