//! Describes the months of an allowance.

use crate::domain::{Allowance, Credits, Month};

/// Says in which months an allowance is in force, and what is planned after them.
pub(crate) fn in_force(month: Month, planned: &[(Month, Allowance)]) -> String {
    let (from, plans) = (months(month, planned), later(planned));
    if plans.is_empty() { from } else { format!("{from}; {plans}, as planned before") }
}

/// Says in which months a pause is in force, and what follows it: a plan, or what it stopped.
pub(crate) fn paused(month: Month, planned: &[(Month, Allowance)]) -> String {
    let (from, plans) = (months(month, planned), later(planned));
    if plans.is_empty() { from } else { format!("{from}; then {plans}") }
}

fn months(month: Month, planned: &[(Month, Allowance)]) -> String {
    match last_month(month, planned) {
        None => format!("from {month} on"),
        Some(last) if last == month => format!("for {month} only"),
        Some(last) => format!("from {month} to {last}"),
    }
}

fn later(planned: &[(Month, Allowance)]) -> String {
    let planned: Vec<_> = planned.iter().filter(|(_, planned)| planned.amount > Credits::ZERO).collect();
    let plan = |(month, planned): &&(Month, Allowance)| format!("{} from {month} on", planned.in_words());
    planned.iter().map(plan).collect::<Vec<_>>().join(", ")
}

/// Returns the last month before the first planned allowance.
pub(crate) fn last_month(month: Month, planned: &[(Month, Allowance)]) -> Option<Month> {
    planned.first().and_then(|(next, _)| month.until(*next).last())
}
