//! `invite revoke`: withdraws invitations.

use super::receipt::{InviteReceipt, effect, invited, nothing};
use crate::app::{About, App};
use crate::cli::invite::InvitedUsers;
use crate::domain::Status;
use crate::error::{Error, Result};
use crate::store::{InvitationStatus, LeaveOut};
use crate::text::shell_word;

/// Withdraws invitations that are not accepted. Their users never joined, and become inactive.
pub(crate) fn run(app: &mut App, arguments: &InvitedUsers) -> Result<()> {
    let (selection, filter) = invited(app, arguments)?;
    let header = app.header(&About::plain("invite revoke"), None);
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let receipt = app.mutate(None, |writer, gate| {
        let mut selected = writer.select(&selection, LeaveOut::default())?;
        if !filter.is_empty() {
            selected = writer.keep_invited(&filter, now)?;
        }
        let mut draft = writer.begin(header.clone())?;
        let (mut revoked, mut deactivated) = (Vec::new(), Vec::new());
        for (user, email, status) in writer.selected_invitees()? {
            match writer.invitation_of(user, now)?.map(|invitation| invitation.status) {
                None => {
                    return Err(Error::not_found(format!(
                        "'{email}' has no invitation; nothing was changed"
                    ))
                    .hint("see who has one with: rad-admin invite list"));
                }
                Some(InvitationStatus::Accepted) => {
                    return Err(Error::refused(format!(
                        "'{email}' has accepted already; nothing was changed"
                    ))
                    .reason("accepted")
                    .datum("email", email.as_str())
                    .hint(format!(
                        "deactivate the account with: rad-admin user edit {} --active off",
                        shell_word(&email)
                    )));
                }
                Some(InvitationStatus::Revoked | InvitationStatus::Replaced) => {}
                Some(InvitationStatus::Invited | InvitationStatus::Expired) => {
                    // Nobody ever used the account. `set_status` withdraws the invitation.
                    if status == Status::Invited {
                        draft.set_status(user, status, Status::Inactive)?;
                        deactivated.push(email);
                    } else {
                        draft.revoke_invitation(user)?;
                    }
                    revoked.push(user);
                }
            }
        }
        let Some(sealed) = draft.seal_if_changed()? else { return Ok(nothing(dry_run)) };
        gate.require(effect(&selected, "no longer be invited, and become inactive"))?;
        let receipt =
            InviteReceipt::of(writer, &revoked, now, (sealed, dry_run), "Revoked the invitation of")?;
        Ok(InviteReceipt { deactivated, ..receipt })
    })?;
    app.printer.receipt(&receipt)
}
