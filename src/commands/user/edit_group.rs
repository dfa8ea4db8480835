//! `user edit` of several users: changes the same fields of each, as one operation.

use serde::Serialize;

use super::save::roles_changed;
use crate::app::{About, App, Consent, Effect};
use crate::cli::user::{UserEdit, UserFields};
use crate::commands::shared::changes::ChangedFields;
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::domain::{Month, Roles};
use crate::error::{Error, Result};
use crate::output::{Document, Formatter, counted};
use crate::store::{GroupEdit, GroupEdited, LeaveOut};

#[derive(Serialize)]
struct GroupReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    /// The number of changed users.
    users: u64,
    #[serde(flatten)]
    changed: ChangedFields,
    /// The first month of a changed allowance.
    allowance_from: Option<Month>,
}

impl Document for GroupReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let what = format!("Changed {}", counted(self.users, "user", "users"));
        self.outcome.headline(&what) + &self.changed.lines(formatter, self.outcome)
    }
}

/// Changes the same fields of all selected users, all or none.
pub(crate) fn run(app: &mut App, arguments: &UserEdit) -> Result<()> {
    let edit = group_edit(arguments)?;
    let selection = selection::resolve(app, &arguments.whom.users, &arguments.whom.narrowed.conditions)?;
    let (header, dry_run) = (app.header(&About::plain("user edit"), None), app.globals.dry_run);
    let month = app.month()?;
    // Only a change of allowances leaves out inactive users. Changes of status, roles and messages apply to all selected users.
    let inactive = edit.allowance.is_some() && edit.active.is_none() && !arguments.whom.include_inactive;
    let concerns_own = edit.allowance.is_some() || edit.add.bits() | edit.remove.bits() != 0;
    let mut found = None;
    let done = app.mutate(arguments.reason.clone(), |writer, gate| {
        let leave_out = LeaveOut { actor: concerns_own.then_some(&*header.actor), inactive };
        let selected = found.insert(writer.select(&selection, leave_out)?);
        gate.note(selection::notes(selected));
        let next = writer.next_grant(month)?;
        let mut draft = writer.begin(gate.header(&header))?;
        let edited = draft.edit_selected(&edit, next)?;
        let changed = ChangedFields::of_draft(&draft)?;
        let moves_several = draft.moves_several_users()?;
        let allowance_from = draft.changes_allowances()?.then_some(next);
        let Some(sealed) = draft.seal_if_changed()? else {
            gate.require(Effect::NO_ADJUSTMENT)?;
            let outcome = Outcome::nothing(dry_run);
            return Ok(GroupReceipt { outcome, users: 0, changed, allowance_from: None });
        };
        let outcome = Outcome::done(sealed.operation, dry_run);
        let receipt = GroupReceipt { outcome, users: sealed.users, changed, allowance_from };
        gate.require(Effect {
            summary: summary(&receipt, edited),
            needs: Consent::yes_if(moves_several || edited != GroupEdited::default()),
            total_credits: 0,
        })?;
        Ok(receipt)
    });
    selection::warn_if_nobody_fits(app, found.as_ref());
    let receipt = done?;
    app.printer.receipt(&receipt)
}

/// Builds the edit. Fails (exit 2) for a field that only one user can have.
fn group_edit(arguments: &UserEdit) -> Result<GroupEdit> {
    let UserFields { name, email, awarded, purchased, active, mail, allowance, .. } = &arguments.fields;
    let of_one = [
        ("--name", name.is_some()),
        ("--email", email.is_some()),
        ("--awarded", awarded.is_some()),
        ("--purchased", purchased.is_some()),
        ("--if-version", arguments.if_version.is_some()),
    ];
    if let Some((flag, _)) = of_one.iter().find(|(_, is_given)| *is_given) {
        let error = Error::usage(format!("{flag} changes one user: name them by their address"));
        return Err(match *flag {
            "--awarded" | "--purchased" => {
                error.hint("change the credits of several with: rad-admin credits award USERS AMOUNT")
            }
            _ => error,
        });
    }
    let (add, remove): (Roles, Roles) = roles_changed(&arguments.fields)?;
    Ok(GroupEdit { add, remove, active: *active, mail: *mail, allowance: *allowance })
}

/// Describes the change, for the confirmation.
fn summary(receipt: &GroupReceipt, edited: GroupEdited) -> String {
    let mut lines = vec![format!("{} would change", counted(receipt.users, "user", "users"))];
    lines.extend(receipt.changed.preview(receipt.users));
    if edited.admins_changed > 0 {
        lines.push(format!(
            "  {} would gain or lose the role admin",
            counted(edited.admins_changed, "user", "users")
        ));
    }
    if edited.deactivated > 0 {
        lines.push(format!("  {} would be deactivated", counted(edited.deactivated, "user", "users")));
    }
    lines.join("\n")
}
