//! `grant-monthly`: pays each month's allowances exactly once.

mod limit;
mod named;
mod receipt;
mod warnings;

use crate::app::{About, App, Effect};
use crate::cli::grant::GrantMonthly;
use crate::commands::ledger::month_row::{MonthRow, MonthStatus};
use crate::commands::shared::receipt::Moved;
use crate::domain::Month;
use crate::error::{Code, Error, Result};
use crate::store::{ClosedMonth, Header, JustClosed, Reader, Writer};
use limit::{missed_before, require_within_limit};
use receipt::GrantReceipt;

pub(crate) use warnings::{CATCH_UP, command_for, granted_early, span, undo_of};

/// What a run would grant.
struct GrantPlan {
    /// The months of the command.
    months: Vec<MonthRow>,
    /// Owed months before the current one that the command does not grant.
    missed: Vec<Month>,
    /// Closed months that have not begun, newest first.
    early: Vec<ClosedMonth>,
}

pub(crate) fn run(app: &mut App, arguments: &GrantMonthly) -> Result<()> {
    app.printer.require_fields(&GrantReceipt::new(Vec::new(), Vec::new(), app.globals.dry_run))?;
    let current = app.month()?;
    let made_in = warnings::refuse_early_clock(app, current)?;
    let named = arguments.month.or(arguments.skip);
    if let Some(future) = named.filter(|month| *month > current) {
        return Err(Error::usage(format!("{future} has not begun: the current month is {current}"))
            .hint("wait until it has begun"));
    }
    let now = app.now;
    let planned = app.ledger()?.0.read(|reader| plan(reader, arguments, current, now))?;
    if arguments.user.is_none()
        && let Some(row) = planned.months.iter().find(|row| named == Some(row.month) && row.month < made_in)
        && row.status == MonthStatus::NotOwed
    {
        return Err(Error::usage(format!(
            "{} is before the ledger, which was made in {made_in}: nobody had an allowance",
            row.month
        )));
    }
    warnings::warn_of_late_clock(app, &planned.early);
    let left_out = planned.missed.clone();
    let done = match (&arguments.user, arguments.skip) {
        (Some(users), _) => named::run(app, users, arguments, current),
        (None, Some(month)) => skip(app, arguments, month, current),
        (None, None) => grant(app, arguments, current, planned),
    };
    let mut receipt = done.inspect_err(|error| {
        // A ledger that has moved takes none of the commands that the warning names.
        if !error.has_reason("moved") {
            warnings::warn_of_missed(app, &left_out);
        }
    })?;
    warnings::warn_of_late_months(app, &receipt);
    warnings::warn_of_missed(app, &receipt.missed);
    let due = receipt.due == Some(true);
    if arguments.print_head {
        receipt.head = Some(app.ledger()?.0.head()?);
    }
    app.printer.receipt(&receipt)?;
    if due { Err(Error::silent(Code::Due)) } else { Ok(()) }
}

fn grant(
    app: &mut App,
    arguments: &GrantMonthly,
    current: Month,
    planned: GrantPlan,
) -> Result<GrantReceipt> {
    let dry_run = app.globals.dry_run;
    let GrantPlan { months, missed, .. } = planned;
    let is_due = months.iter().any(|month| month.status == MonthStatus::Due);
    if arguments.check {
        app.ledger()?.0.require_here()?;
        return Ok(GrantReceipt { due: Some(is_due), ..GrantReceipt::new(months, missed, dry_run) });
    }
    // A closed month stays closed, so a repeated grant ends here and takes no lock.
    if !is_due {
        return Ok(GrantReceipt::new(months, missed, dry_run));
    }
    let (header, now) = (app.header(&About::plain("grant-monthly"), None), app.now);
    let at_once = app.settings.months_at_once();
    app.mutate(None, |writer, gate| {
        let newest = writer.newest_month()?;
        let mut receipt = GrantReceipt::new(Vec::new(), Vec::new(), dry_run);
        for month in plan(writer, arguments, current, now)?.months {
            grant_if_due(writer, &header, month, &mut receipt)?;
        }
        receipt.count_users(writer)?;
        receipt.missed = missed_before(writer, current)?;
        let closed: Vec<Month> = receipt.granted_months().collect();
        require_within_limit(gate, &receipt, &closed, (newest, at_once))?;
        Ok(receipt)
    })
}

/// Finds the months of the command in their present state.
fn plan(
    reader: &Reader<'_>,
    arguments: &GrantMonthly,
    current: Month,
    now: crate::domain::Timestamp,
) -> Result<GrantPlan> {
    let known = reader.months()?;
    let owed = known.owed(current);
    let mut months: Vec<Month> = match arguments.month.or(arguments.skip) {
        Some(month) => vec![month],
        None if arguments.catch_up || arguments.check => owed.clone(),
        None => vec![current],
    };
    // A run closes the current month even if nobody has an allowance.
    if arguments.catch_up && !arguments.check && !months.contains(&current) {
        months.push(current);
    }
    let is_granted = |month: &Month| months.contains(month) && !arguments.check;
    let missed = owed.iter().filter(|month| **month < current && !is_granted(month)).copied().collect();
    let zone = reader.zone();
    let row = |month: Month| {
        if let Some(closed) = known.get(month) {
            return MonthRow::of_already_closed(closed, zone);
        }
        let is_due = owed.contains(&month) || (month == current && !arguments.check);
        let status = if is_due { MonthStatus::Due } else { MonthStatus::NotOwed };
        MonthRow::of_open(month, status, zone, now).with(known.figures(month))
    };
    let early = known.closed().take_while(|closed| closed.month > current).collect();
    Ok(GrantPlan { months: months.into_iter().map(row).collect(), missed, early })
}

/// Grants the month and adds it to the receipt; a month that is not due is only added.
fn grant_if_due(
    writer: &Writer<'_>,
    header: &Header,
    month: MonthRow,
    receipt: &mut GrantReceipt,
) -> Result<()> {
    if month.status != MonthStatus::Due {
        receipt.months.push(month);
        return Ok(());
    }
    let JustClosed { closed, sealed, expired, differing, differing_users } =
        writer.grant_month(header.clone(), month.month)?;
    receipt.add(MonthRow::of_closed(closed, writer.zone()), sealed.operation);
    receipt.expired += expired;
    receipt.moved.append(Moved::of(writer, sealed)?);
    receipt.granted.push(receipt::GrantedMonth { month: month.month, differing, differing_users });
    Ok(())
}

/// Closes an owed month without paying anybody.
fn skip(app: &mut App, arguments: &GrantMonthly, month: Month, current: Month) -> Result<GrantReceipt> {
    let header = app.header(&About::plain("grant-monthly"), arguments.reason.clone());
    let (dry_run, now) = (app.globals.dry_run, app.now);
    app.mutate(arguments.reason.clone(), |writer, gate| {
        let (known, zone) = (writer.months()?, writer.zone());
        let mut receipt = GrantReceipt::new(Vec::new(), Vec::new(), dry_run);
        match known.get(month) {
            Some(closed) => {
                let row = MonthRow::of_already_closed(closed, zone);
                if row.status == MonthStatus::AlreadyGranted {
                    let operation = closed.operation;
                    return Err(Error::refused(format!(
                        "{month} was granted already, by operation {operation}"
                    ))
                    .reason("already_granted")
                    .datum("month", month.to_string())
                    .datum("operation", operation)
                    .hint(format!("take the grant back first, with: rad-admin undo {operation}")));
                }
                receipt.months.push(row);
            }
            None if known.owed(current).contains(&month) => {
                let closed = writer.skip_month(header.clone(), month)?;
                gate.require(Effect::NO_ADJUSTMENT)?;
                receipt.add(MonthRow::of_closed(closed, zone), closed.operation);
            }
            None => receipt.months.push(MonthRow::of_open(month, MonthStatus::NotOwed, zone, now)),
        }
        receipt.missed = missed_before(writer, current)?;
        Ok(receipt)
    })
}
