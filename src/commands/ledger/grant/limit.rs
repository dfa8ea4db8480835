//! Limits how far a run of the grant may go, and finds the owed months that it leaves out.

use std::fmt::Write as _;

use super::receipt::GrantReceipt;
use super::warnings::span;
use crate::app::{Consent, Effect, Gate};
use crate::domain::Month;
use crate::error::Result;
use crate::output::counted;
use crate::store::Reader;

/// Returns the owed months before the current one.
pub(super) fn missed_before(reader: &Reader<'_>, current: Month) -> Result<Vec<Month>> {
    let mut owed = reader.months()?.owed(current);
    owed.retain(|month| *month < current);
    Ok(owed)
}

/// Checks rule *Too far*: a wrong clock must not pay a year.
pub(super) fn require_within_limit(
    gate: &mut Gate,
    receipt: &GrantReceipt,
    months: &[Month],
    (newest, at_once): (Month, u64),
) -> Result<()> {
    // Expired credits do not count: the total to confirm is that of the `monthly` entries.
    let total = receipt.moved.total + receipt.expired;
    let ahead = months.last().map_or(0, |last| newest.until(*last).count() as u64);
    let is_too_far = ahead > at_once || months.len() as u64 > at_once;
    let mut summary = String::new();
    if is_too_far {
        let which = span(months);
        let users = counted(receipt.moved.users, "user", "users");
        let credits = counted(total, "credit", "credits");
        summary = format!("{which} would be granted at once: {users}, {credits}");
        if ahead > at_once {
            let _ = write!(
                summary,
                "\nthat is up to {ahead} months after the newest operation, in {newest}: is the clock right?"
            );
        }
    }
    gate.datum("months", months.iter().map(Month::to_string).collect::<Vec<_>>());
    gate.datum("users", receipt.moved.users);
    gate.require(Effect {
        summary,
        needs: Consent::total_if(is_too_far),
        total_credits: total.unsigned_abs(),
    })
}
