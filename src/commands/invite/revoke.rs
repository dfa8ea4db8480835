//! `invite revoke`.

use super::receipt::{InviteReceipt, effect, nothing};
use crate::app::{About, App};
use crate::cli::values::Users;
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::error::{Error, Result};
use crate::store::InvitationStatus;

/// Withdraws invitations that are not accepted.
pub(crate) fn run(app: &mut App, users: &Users) -> Result<()> {
    let selection = selection::resolve(app, users)?;
    let header = app.header(&About::plain("invite revoke"), None);
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let receipt = app.mutate(None, |writer, gate| {
        let selected = writer.select(&selection, None)?;
        let draft = writer.begin(header.clone())?;
        let mut revoked = Vec::new();
        for (user, email, _) in writer.selected_invitees()? {
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
                    .hint(format!("deactivate the account with: rad-admin user edit {email} --active off")));
                }
                Some(InvitationStatus::Revoked | InvitationStatus::Replaced) => {}
                Some(InvitationStatus::Invited | InvitationStatus::Expired) => {
                    draft.revoke_invitation(user)?;
                    revoked.push(user);
                }
            }
        }
        let Some(sealed) = draft.seal_if_changed()? else { return Ok(nothing(dry_run)) };
        gate.require(effect(&selected, "no longer be invited"))?;
        let outcome = Outcome::done(sealed.operation, dry_run);
        InviteReceipt::of(writer, &revoked, now, outcome, "Revoked the invitation of")
    })?;
    app.printer.receipt(&receipt)
}
