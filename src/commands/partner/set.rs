//! `partner set`, and the change that `partner clear` shares with it.

use serde::Serialize;

use crate::app::{About, App, CommandLine, Consent, Effect};
use crate::cli::partner::PartnerSet;
use crate::cli::values::Users;
use crate::commands::shared::allowance::{in_force, last_month};
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::domain::{Credits, Email, Month, Role};
use crate::error::{Error, Result};
use crate::output::{Document, Paper, counted, grouped};
use crate::store::{Header, Reader, Selected, Selection, UserId};

#[derive(Serialize)]
struct AllowanceReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    users: i64,
    /// Credits a month.
    amount: Credits,
    /// In force from this month on.
    month: Month,
    /// The last month of it, where it is one user's and another allowance is planned for later.
    until: Option<Month>,
    /// How many users have another allowance planned for later, which stays.
    planned: i64,
    /// The words for all that.
    #[serde(skip)]
    in_force: String,
}

impl AllowanceReceipt {
    /// The receipt of an allowance that these users have now, `changed` of them anew.
    fn of(
        reader: &Reader<'_>,
        outcome: Outcome,
        changed: i64,
        users: &[UserId],
        (month, amount): (Month, Credits),
    ) -> Result<Self> {
        let planned = reader.selected_with_plans(month, amount)?;
        let (until, in_force) = match users {
            [only] => {
                let plans = reader.planned_after(*only, month, amount)?;
                (last_month(month, &plans), in_force(month, &plans))
            }
            _ if planned > 0 => {
                (None, format!("from {month} on; a later plan stays for {} of them", grouped(planned)))
            }
            _ => (None, in_force(month, &[])),
        };
        Ok(Self { outcome, users: changed, amount, month, until, planned, in_force })
    }
}

impl Document for AllowanceReceipt {
    fn human(&self, _: &Paper) -> String {
        let (users, in_force) = (counted(self.users, "user", "users"), &self.in_force);
        let what = match self.amount {
            Credits::ZERO => format!("Ended the allowance of {users} {in_force}"),
            amount => {
                format!("{users}: {} a month {in_force}", counted(amount.get(), "credit", "credits"))
            }
        };
        self.outcome.headline(&what)
    }
}

/// Sets the allowance.
pub(crate) fn run(app: &mut App, arguments: &PartnerSet) -> Result<()> {
    change(app, "partner set", &arguments.users, arguments.amount, arguments.from)
}

pub(crate) fn change(
    app: &mut App,
    command: &'static str,
    users: &Users,
    amount: Credits,
    from: Option<Month>,
) -> Result<()> {
    let selection = selection::resolve(app, users)?;
    let current = app.month()?;
    if let Some(past) = from.filter(|from| *from < current) {
        return Err(Error::usage(format!(
            "--from {past} is past: an allowance begins in {current} or later"
        )));
    }
    let (header, dry_run) = (app.header(&About::plain(command), None), app.globals.dry_run);
    let mut standing = None;
    let receipt = app.mutate(None, |writer, gate| {
        let month = from.map_or_else(|| writer.next_grant(current), Ok)?;
        let selected = writer.select(&selection, None)?;
        require_partners(writer, &selection)?;
        let mut draft = writer.begin(Header { reason: gate.reason(), ..header.clone() })?;
        let users = writer.selected()?;
        for user in &users {
            draft.set_allowance(*user, month, amount)?;
        }
        let Some(sealed) = draft.seal_if_changed()? else {
            return AllowanceReceipt::of(writer, Outcome::nothing(dry_run), 0, &users, (month, amount));
        };
        let outcome = Outcome::done(sealed.operation, dry_run);
        let receipt = AllowanceReceipt::of(writer, outcome, sealed.users, &users, (month, amount))?;
        gate.require(Effect {
            summary: format!(
                "the allowance of {} would be {} {}",
                counted(sealed.users, "user", "users"),
                grouped(amount.get()),
                receipt.in_force
            ),
            needs: Consent::yes_if(selected.users > 1),
            total_credits: 0,
        })?;
        standing = Some(Standing::of(writer, &selected, month)?);
        Ok(receipt)
    })?;
    if let Some(standing) = standing {
        standing.warn(app, users, receipt.month);
    }
    app.printer.receipt(&receipt)
}

/// How far the first month of an allowance has been granted to those who are to have it.
struct Standing {
    only: Option<Email>,
    granted: i64,
    /// Whom the grant of the month has passed by, and who would be granted now.
    late: i64,
}

impl Standing {
    fn of(reader: &Reader<'_>, selected: &Selected, month: Month) -> Result<Self> {
        let closed = reader.closed_month(month)?.is_some();
        Ok(Self {
            only: selected.only().cloned(),
            granted: reader.granted_among_selected(month)?,
            late: if closed { reader.due_among_selected(month)? } else { 0 },
        })
    }

    fn warn(&self, app: &mut App, users: &Users, month: Month) {
        let who =
            |count| self.only.as_ref().map_or_else(|| counted(count, "user", "users"), Email::to_string);
        if self.granted > 0 {
            app.printer.warning(&format!(
                "{} got {month} already: the new amount changes nothing for that month",
                who(self.granted)
            ));
        }
        if self.late > 0 {
            let mut line = CommandLine::new(["rad-admin", "grant-monthly"].map(Into::into));
            line.push_flag("--month", Some(&month.to_string()));
            line.push_flag("--user", Some(&users.to_string()));
            app.printer.warning(&format!(
                "{} did not get {month}, which was granted already; pay it too with: {line}",
                who(self.late)
            ));
        }
    }
}

fn require_partners(reader: &Reader<'_>, selection: &Selection) -> Result<()> {
    match reader.selected_without(Role::Partner)? {
        None => Ok(()),
        Some((count, email)) => {
            let others = if selection.is_single() {
                String::new()
            } else {
                format!(" ({count} of the selection are not)")
            };
            Err(Error::refused(format!("'{email}' is not a partner{others}; nothing was changed"))
                .hint(format!("grant the role with: rad-admin user edit {email} --partner on")))
        }
    }
}
