//! Describes the months of an allowance.

use crate::domain::{Allowance, Credits, Month};

/// Says in which months an allowance is in force, and what is planned after them.
pub(crate) fn in_force(month: Month, planned: &[(Month, Allowance)]) -> String {
    let from = match last_month(month, planned) {
        None => return format!("from {month} on"),
        Some(last) if last == month => format!("for {month} only"),
        Some(last) => format!("from {month} to {last}"),
    };
    let planned: Vec<_> = planned.iter().filter(|(_, planned)| planned.amount > Credits::ZERO).collect();
    if planned.is_empty() {
        return from;
    }
    let plan = |(month, planned): &&(Month, Allowance)| format!("{} from {month} on", planned.in_words());
    let plans = planned.iter().map(plan).collect::<Vec<_>>().join(", ");
    format!("{from}; {plans}, as planned before")
}

/// Returns the last month before the first planned allowance.
pub(crate) fn last_month(month: Month, planned: &[(Month, Allowance)]) -> Option<Month> {
    planned.first().and_then(|(next, _)| month.until(*next).last())
}
