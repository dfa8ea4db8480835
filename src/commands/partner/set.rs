//! `partner set`, and the change that `partner clear` and `partner pause` share with it.

use serde::Serialize;

use crate::app::{About, App, Consent, Effect};
use crate::cli::partner::PartnerSet;
use crate::cli::users::Whom;
use crate::commands::shared::allowance::{in_force, last_month, paused};
use crate::commands::shared::changes::ChangedFields;
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::domain::{Allowance, Credits, Month, Policy, Role};
use crate::error::{Error, Result};
use crate::output::{Document, Formatter, counted, grouped};
use crate::store::{LeaveOut, Reader, Selected};
use crate::text::shell_word;

#[derive(Serialize)]
struct AllowanceReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    users: u64,
    amount: Credits,
    policy: Policy,
    cap: Option<Credits>,
    /// The first month in which the allowance is in force.
    month: Month,
    /// The last month: the one asked for or, for a single user, the last one before a planned allowance.
    until: Option<Month>,
    /// The number of users who keep a different allowance that was planned for a later month.
    planned: u64,
    #[serde(flatten)]
    changed: ChangedFields,
    /// The months in words.
    #[serde(skip)]
    in_force: String,
    #[serde(skip)]
    pauses: bool,
}

/// The requested allowance.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewAllowance {
    pub(super) allowance: Allowance,
    /// The last month of the allowance or of the pause.
    pub(super) until: Option<Month>,
    /// Whether this is a pause, so that the former allowance is in force again after `until`.
    pub(super) pauses: bool,
}

impl AllowanceReceipt {
    /// Makes the receipt of the allowance that the users of the current selection now have.
    fn of(
        reader: &Reader<'_>,
        outcome: Outcome,
        (users, changed): (u64, ChangedFields),
        selected: &Selected,
        (month, new): (Month, NewAllowance),
    ) -> Result<Self> {
        let NewAllowance { allowance: Allowance { amount, policy }, until: end, pauses } = new;
        let planned = reader.selected_with_plans(month, amount)?;
        let only = if selected.users == 1 { reader.selected()?.first().copied() } else { None };
        let (month, until, in_force) = match only {
            Some(only) => {
                let waits = if amount > Credits::ZERO { reader.after_pause(only, month)? } else { None };
                let first = waits.and_then(|(first, _)| first).unwrap_or(month);
                let plans = reader.planned_after(only, first, amount)?;
                let after = if waits.is_some() { ", after the pause" } else { "" };
                let months = if pauses { paused(first, &plans) } else { in_force(first, &plans) };
                (first, last_month(first, &plans), months + after)
            }
            None if planned > 0 => {
                (month, None, format!("from {month} on; a later plan stays for {} of them", grouped(planned)))
            }
            None => match end {
                Some(end) if end == month => (month, Some(end), format!("for {month} only")),
                Some(end) => (month, Some(end), format!("from {month} to {end}")),
                None => (month, None, in_force(month, &[])),
            },
        };
        let cap = policy.cap();
        Ok(Self { outcome, users, amount, policy, cap, month, until, planned, changed, in_force, pauses })
    }

    /// Says what was done, or what would be done.
    fn what(&self) -> String {
        let (users, in_force) = (counted(self.users, "user", "users"), &self.in_force);
        let mut policy = self.policy.in_words();
        if !policy.is_empty() {
            policy.push(',');
        }
        match self.amount {
            Credits::ZERO if self.pauses => format!("Paused the allowance of {users} {in_force}"),
            Credits::ZERO => format!("Ended the allowance of {users} {in_force}"),
            amount => {
                format!("{users}: {} a month{policy} {in_force}", counted(amount.get(), "credit", "credits"))
            }
        }
    }
}

impl Document for AllowanceReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let lines = self.changed.lines(formatter, self.outcome);
        self.outcome.headline(&self.what()) + &lines
    }
}

pub(crate) fn run(app: &mut App, arguments: &PartnerSet) -> Result<()> {
    let policy = match (arguments.cap, arguments.reset) {
        (Some(cap), _) => Policy::Cap(cap),
        (None, true) => Policy::Reset,
        (None, false) => Policy::Plain,
    };
    if arguments.amount == Credits::ZERO && (policy != Policy::Plain || arguments.until.is_some()) {
        return Err(Error::usage(
            "an amount of 0 ends the allowance: --cap, --reset and --until need an amount",
        )
        .hint("for a break, use: rad-admin partner pause USERS --until MONTH"));
    }
    if policy == Policy::Cap(Credits::ZERO) {
        return Err(Error::usage("--cap 0 would let no month grant anything")
            .hint("to end the allowance, use: rad-admin partner clear USERS"));
    }
    if let (Some(from), Some(until)) = (arguments.from, arguments.until)
        && until < from
    {
        return Err(Error::usage(format!("--until {until} is before --from {from}"))
            .hint("name the last month with --until, and the first with --from"));
    }
    let allowance = Allowance { amount: arguments.amount, policy };
    let new = NewAllowance { allowance, until: arguments.until, pauses: false };
    change(app, "partner set", &arguments.whom, new, arguments.from)
}

pub(super) fn change(
    app: &mut App,
    command: &'static str,
    whom: &Whom,
    new: NewAllowance,
    from: Option<Month>,
) -> Result<()> {
    let selection = selection::resolve(app, &whom.users, &whom.narrowed.conditions)?;
    let current = app.month()?;
    if let Some(past) = from.filter(|from| *from < current) {
        return Err(Error::usage(format!(
            "--from {past} is past: an allowance begins in {current} or later"
        )));
    }
    let (header, dry_run) = (app.header(&About::plain(command), None), app.globals.dry_run);
    let mut notes = Notes { first: current, granted: 0, waiting: 0 };
    let mut found = None;
    let done = app.mutate(None, |writer, gate| {
        let month = writer.next_grant(from.unwrap_or(current))?;
        notes.first = month;
        if let Some(past) = new.until.filter(|until| *until < month) {
            return Err(Error::usage(format!(
                "--until {past} is before {month}, the first month that is open"
            )));
        }
        let leave_out = LeaveOut { actor: Some(&header.actor), inactive: !whom.include_inactive };
        let selected = found.insert(writer.select(&selection, leave_out)?);
        gate.note(selection::notes(selected));
        require_partners(writer)?;
        let mut draft = writer.begin(gate.header(&header))?;
        if new.pauses {
            draft.pause_allowances(month, new.until)?;
        } else {
            draft.set_allowances(month, new.allowance, new.until)?;
        }
        let changed = ChangedFields::of_draft(&draft)?;
        let Some(sealed) = draft.seal_if_changed()? else {
            let nothing = (0, ChangedFields::default());
            return AllowanceReceipt::of(writer, Outcome::nothing(dry_run), nothing, selected, (month, new));
        };
        let outcome = Outcome::done(sealed.operation, dry_run);
        let touched = (sealed.users, changed);
        let receipt = AllowanceReceipt::of(writer, outcome, touched, selected, (month, new))?;
        gate.require(Effect {
            summary: summary(&receipt),
            needs: Consent::yes_if(selected.users > 1),
            total_credits: 0,
        })?;
        notes.granted = writer.granted_among_selected(month)?;
        notes.waiting = if new.pauses { 0 } else { writer.paused_among_selected(month)? };
        Ok(receipt)
    });
    selection::warn_if_nobody_fits(app, found.as_ref());
    let receipt = done?;
    notes.print(app, from);
    app.printer.receipt(&receipt)
}

/// What is said about a changed allowance besides its receipt.
struct Notes {
    /// The first month of the allowance.
    first: Month,
    /// How many users got that month already.
    granted: u64,
    /// How many users are paused in it.
    waiting: u64,
}

impl Notes {
    fn print(&self, app: &mut App, from: Option<Month>) {
        let Self { first, granted, waiting } = *self;
        if let Some(closed) = from.filter(|from| *from < first) {
            app.printer.warning(&format!("{closed} is closed: the allowance begins with {first}"));
        }
        if waiting > 0 {
            let are =
                if waiting == 1 { "1 user is".to_owned() } else { format!("{} users are", grouped(waiting)) };
            app.printer.remark(&format!(
                "{are} paused in {first}: the new amount waits for the end of the pause; without --from, it ends the pause"
            ));
        }
        if granted > 0 {
            let users = counted(granted, "user", "users");
            app.printer.warning(&format!(
                "{users} got {first} already: the new amount changes nothing for that month"
            ));
        }
    }
}

/// Describes the change, for the confirmation.
fn summary(receipt: &AllowanceReceipt) -> String {
    let mut lines = vec![receipt.what()];
    lines.extend(receipt.changed.preview(receipt.users));
    lines.join("\n")
}

fn require_partners(reader: &Reader<'_>) -> Result<()> {
    let without = reader.selected_without(Role::Partner)?;
    let Some(first) = without.first.first() else { return Ok(()) };
    let who = match without.users {
        1 => format!("'{first}' is not a partner"),
        _ => format!("{} are not partners", without.named()),
    };
    let error = Error::refused(format!("{who}; nothing was changed"))
        .reason("not_a_partner")
        .hint(format!("give the role with: rad-admin user edit {} --partner on", shell_word(first)));
    Err(without.in_data_of(error))
}
