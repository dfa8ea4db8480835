//! `partner`: monthly allowances.

use serde::Serialize;

use super::receipt::Outcome;
use super::records::Partner;
use super::selection;
use crate::app::{About, App, Consent, Effect};
use crate::cli::partner::{Clear, Set};
use crate::cli::values::Users;
use crate::domain::{Credits, Month, Role};
use crate::error::{Error, Result};
use crate::output::{Document, Paper, counted};
use crate::store::{Header, ListQuery, Reader, Selection};

#[derive(Serialize)]
struct Receipt {
    #[serde(flatten)]
    outcome: Outcome,
    users: i64,
    /// Credits a month.
    amount: Credits,
    /// In force from this month on.
    month: Month,
}

impl Document for Receipt {
    fn human(&self, _: &Paper) -> String {
        let users = counted(self.users, "user", "users");
        let what = match self.amount {
            Credits::ZERO => format!("Ended the allowance of {users} from {} on", self.month),
            amount => {
                let credits = counted(amount.get(), "credit", "credits");
                format!("{users}: {credits} a month from {} on", self.month)
            }
        };
        self.outcome.headline(&what)
    }
}

/// Sets the allowance.
pub(super) fn set(app: &mut App, arguments: &Set) -> Result<()> {
    change(app, "partner set", &arguments.users, arguments.amount, arguments.from)
}

/// Ends the allowance.
pub(super) fn clear(app: &mut App, arguments: &Clear) -> Result<()> {
    change(app, "partner clear", &arguments.users, Credits::ZERO, None)
}

fn change(
    app: &mut App,
    command: &'static str,
    users: &Users,
    amount: Credits,
    from: Option<Month>,
) -> Result<()> {
    let selection = selection::resolve(users)?;
    let current = app.month()?;
    if let Some(past) = from.filter(|from| *from < current) {
        return Err(Error::usage(format!(
            "--from {past} is past: an allowance begins in {current} or later"
        )));
    }
    let (header, dry_run) = (app.header(&About::plain(command), None), app.globals.dry_run);
    let mut closed = false;
    let receipt = app.mutate(None, |writer, gate| {
        let month = from.map_or_else(|| writer.next_grant(current), Ok)?;
        closed = writer.closed_month(month)?.is_some();
        let selected = writer.select(&selection, None)?;
        require_partners(writer, &selection)?;
        let mut draft = writer.begin(Header { reason: gate.reason(), ..header.clone() })?;
        for user in writer.selected()? {
            draft.set_allowance(user, month, amount)?;
        }
        let Some(sealed) = draft.seal_if_changed()? else {
            return Ok(Receipt { outcome: Outcome::nothing(dry_run), users: 0, amount, month });
        };
        gate.require(Effect {
            summary: format!(
                "the allowance of {} would be {amount} from {month} on",
                counted(sealed.users, "user", "users")
            ),
            needs: Consent::yes_if(selected.users > 1),
            total_credits: 0,
        })?;
        Ok(Receipt { outcome: Outcome::done(sealed.operation, dry_run), users: sealed.users, amount, month })
    })?;
    if closed && receipt.outcome.changed {
        app.printer.warning(&format!(
            "{0} was granted already; pay it too with: rad-admin grant-monthly --month {0} --user USERS",
            receipt.month
        ));
    }
    app.printer.receipt(&receipt)
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

/// The partners and their allowances, by address.
pub(super) fn list(app: &mut App) -> Result<()> {
    let month = app.month()?;
    let (store, printer) = app.ledger()?;
    let mut list = printer.list::<Partner>()?;
    let query = ListQuery { roles: vec![Role::Partner], ..ListQuery::default() };
    store.read(|reader| reader.list_users(&query, month, |user| list.push(&Partner(user.clone()))))?;
    list.finish().map(drop)
}
