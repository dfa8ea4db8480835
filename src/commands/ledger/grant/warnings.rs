//! The warnings of a grant: a wrong clock, late months, owed months that were left out.

use super::receipt::{GrantReceipt, GrantedMonth};
use crate::app::App;
use crate::domain::{Email, Month};
use crate::error::{Error, Result};
use crate::output::counted;
use crate::store::ClosedMonth;
use crate::text::and_more;

/// Refuses a clock from before the ledger, by which every month since would be owed. Returns the month in which the ledger was
/// created.
pub(super) fn refuse_early_clock(app: &mut App, current: Month) -> Result<Month> {
    let now = app.now;
    let store = app.ledger()?.0;
    let made_in = store.zone().month_of(store.created_at());
    if current >= made_in {
        return Ok(made_in);
    }
    Err(Error::setup(format!("the clock of this machine says {now}, and the ledger was made in {made_in}"))
        .hint("set it, then run the command again: months are granted by it"))
}

/// Warns of months that are closed and have not begun. It is no error, because the clock may have been corrected since.
pub(super) fn warn_of_late_clock(app: &mut App, early: &[ClosedMonth]) {
    let now = app.now;
    for closed in early {
        app.printer.warning(&format!(
            "{}, and the clock of this machine says {now}: it is behind now, or was ahead then; \
             if it was ahead, take the month back with: {}",
            granted_early(closed),
            undo_of(closed)
        ));
    }
}

/// Says which operation closed a month that has not begun.
pub(crate) fn granted_early(closed: &ClosedMonth) -> String {
    format!("{} was granted by operation {} and has not begun", closed.month, closed.operation)
}

/// The command that opens a closed month again.
pub(crate) fn undo_of(closed: &ClosedMonth) -> String {
    format!("rad-admin undo {}", closed.operation)
}

/// Warns of each month that was granted after its end, and names the users whose status has changed since that end. `--quiet`
/// does not suppress it.
pub(super) fn warn_of_late_months(app: &mut App, receipt: &GrantReceipt) {
    for GrantedMonth { month, differing, differing_users } in &receipt.granted {
        let Some(row) = receipt.months.iter().find(|row| row.month == *month) else { continue };
        let current = app.ledger().map(|(store, _)| store.zone()).ok().map(|zone| zone.month_of(app.now));
        if current.is_none_or(|current| *month >= current) {
            continue;
        }
        let late = match row.late_days {
            0 => "less than a day".to_owned(),
            days => counted(days, "day", "days"),
        };
        let granted = if receipt.outcome.dry_run { "would be granted" } else { "was granted" };
        let mut what = format!("{month} {granted} {late} after it ended");
        if *differing_users > 0 {
            what += ", to those who were active partners then; the status of ";
            what += &counted(*differing_users, "user", "users");
            what += " is another now: ";
            what += &and_more(differing.iter().map(with_payment), *differing_users);
        }
        app.printer.warning(&what);
    }
}

fn with_payment((email, was_active): &(Email, bool)) -> String {
    format!("{email} ({})", if *was_active { "paid" } else { "not paid" })
}

pub(super) fn warn_of_missed(app: &mut App, missed: &[Month]) {
    let Some(command) = command_for(missed) else { return };
    let what =
        if missed.len() == 1 { "is owed and was not granted" } else { "are owed and were not granted" };
    app.printer.warning(&format!("{} {what}; grant with: {command}", span(missed)));
}

/// The command that grants all owed months.
pub(crate) const CATCH_UP: &str = "rad-admin grant-monthly --catch-up";

/// Returns the command that grants these months; `None` if there are none.
pub(crate) fn command_for(missed: &[Month]) -> Option<String> {
    match missed {
        [] => None,
        [only] => Some(format!("rad-admin grant-monthly --month {only}")),
        _ => Some(CATCH_UP.to_owned()),
    }
}

/// Describes months in a few words.
pub(crate) fn span(months: &[Month]) -> String {
    match months {
        [] => "no month".to_owned(),
        [only] => only.to_string(),
        [first, last] => format!("{first} and {last}"),
        [first, .., last] => format!("{} months from {first} to {last}", months.len()),
    }
}
