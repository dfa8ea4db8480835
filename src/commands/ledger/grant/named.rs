//! `grant-monthly --user`: pays months to users who did not get them.

use super::limit::{missed_before, require_within_limit};
use super::receipt::GrantReceipt;
use crate::app::{About, App};
use crate::cli::grant::GrantMonthly;
use crate::cli::users::Users;
use crate::commands::ledger::month_row::{MonthRow, MonthStatus};
use crate::commands::shared::receipt::Moved;
use crate::commands::shared::selection;
use crate::domain::{Credits, Email, Month, Status};
use crate::error::{Error, Result};
use crate::output::counted;
use crate::store::{LeaveOut, PaidToSelected, SomeUsers, Writer};
use crate::text::shell_word;

/// Pays the selected users what they did not get: for one month or, with `--catch-up`, for every granted month in which they
/// had an allowance.
pub(super) fn run(
    app: &mut App,
    users: &Users,
    arguments: &GrantMonthly,
    current: Month,
) -> Result<GrantReceipt> {
    let selection = selection::resolve(app, users, &arguments.conditions)?;
    let (header, dry_run) = (app.header(&About::plain("grant-monthly"), None), app.globals.dry_run);
    let at_once = app.settings.months_at_once();
    let mut inactive = SomeUsers::default();
    let receipt = app.mutate(None, |writer, gate| {
        let newest = writer.newest_month()?;
        writer.select(&selection, LeaveOut::default())?;
        let mut receipt = GrantReceipt::new(Vec::new(), Vec::new(), dry_run);
        let months = months(writer, arguments, current)?;
        inactive = writer.inactive_among_selected(&months)?;
        for month in months {
            let paid = writer.grant_month_to_selected(header.clone(), month)?;
            let (zone, known) = (writer.zone(), writer.months()?);
            let (figures, closed) = (known.figures(month), known.get(month));
            if let Some(PaidToSelected { sealed, expired }) = paid {
                let operation = sealed.operation;
                let row = MonthRow::of_paid_users(month, operation, figures, (zone, header.at));
                let paid_now = Some((sealed.users, sealed.total + expired));
                let stays_due = closed.is_none();
                receipt.add(MonthRow { paid_now, stays_due, ..row }, operation);
                receipt.expired += expired;
                receipt.moved.append(Moved::of(writer, sealed)?);
            } else if !arguments.catch_up {
                if let Some(email) = selection.only_user() {
                    explain(writer, email, month, current)?;
                }
                receipt.months.push(closed.map_or_else(
                    || MonthRow::of_open(month, MonthStatus::Due, zone, header.at).with(figures),
                    |closed| MonthRow::of_already_closed(closed, zone),
                ));
            }
        }
        receipt.count_users(writer)?;
        receipt.missed = missed_before(writer, current)?;
        // The limit is for new months that a wrong clock could pay. With `--catch-up` there are none: it pays only closed
        // months.
        let paid: Vec<Month> =
            if arguments.catch_up { Vec::new() } else { receipt.granted_months().collect() };
        require_within_limit(gate, &receipt, &paid, (newest, at_once))?;
        Ok(receipt)
    })?;
    if inactive.users > 0 {
        let verb = if inactive.users == 1 { "is" } else { "are" };
        let users = counted(inactive.users, "user", "users");
        app.printer.warning(&format!("{users} {verb} not active and got nothing: {}", inactive.named()));
    }
    Ok(receipt)
}

/// Returns the months of the command, oldest first.
fn months(writer: &Writer<'_>, arguments: &GrantMonthly, current: Month) -> Result<Vec<Month>> {
    if !arguments.catch_up {
        return Ok(vec![arguments.month.unwrap_or(current)]);
    }
    let mut months = writer.months()?.granted();
    months.retain(|month| *month <= current);
    Ok(months)
}

/// Explains why a named user got nothing. It is no error if they already have the month.
fn explain(writer: &Writer<'_>, email: &Email, month: Month, current: Month) -> Result<()> {
    let (id, user) = writer.user(email, current)?;
    if writer.was_granted(id, month)? {
        return Ok(());
    }
    if writer.allowance(id, month)? == Credits::ZERO {
        let next = writer.next_grant(month)?;
        let hint = if month < current {
            format!(
                "no allowance begins in the past; give credits with: rad-admin credits award {} AMOUNT",
                shell_word(email)
            )
        } else if month < next {
            format!(
                "{month} is closed, so a new allowance begins with {next}; \
                 give credits for {month} with: rad-admin credits award {} AMOUNT",
                shell_word(email)
            )
        } else if !user.partner() {
            format!(
                "give the role and an allowance with: rad-admin user edit {} --partner on --allowance AMOUNT",
                shell_word(email)
            )
        } else {
            format!("set one with: rad-admin partner set {} AMOUNT --from {month}", shell_word(email))
        };
        return Err(Error::refused(format!("'{email}' has no allowance for {month}"))
            .reason("no_allowance")
            .datum("email", email.as_str())
            .datum("month", month.to_string())
            .hint(hint));
    }
    debug_assert_ne!(user.status, Status::Active, "an active user with an allowance is due");
    Err(Error::refused(format!("'{email}' is {}, and only active users are granted", user.status))
        .reason("inactive")
        .datum("email", email.as_str())
        .datum("status", user.status.as_str())
        .datum("month", month.to_string())
        .hint(format!(
            "activate the account first, with: rad-admin user edit {} --active on",
            shell_word(email)
        )))
}
