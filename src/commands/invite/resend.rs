//! `invite resend`: invites people again.

use super::conclude::{Invitee, conclude, expires_at};
use super::receipt::{InviteReceipt, effect, invited, nothing};
use crate::app::{About, App};
use crate::cli::invite::InvitedUsers;
use crate::commands::mail::sending::MailState;
use crate::domain::{Status, User};
use crate::error::{Error, Result};
use crate::store::{InvitationStatus, LeaveOut};

/// Invites again everybody who has not accepted. People with a revoked invitation have to be named.
pub(crate) fn run(app: &mut App, arguments: &InvitedUsers) -> Result<()> {
    let (selection, filter) = invited(app, arguments)?;
    let mail = MailState::check_for_invitations(app)?;
    let message_run = app.message_run()?;
    let header = app.header(&About::plain("invite resend"), None);
    let (now, month, dry_run, expires_at) = (app.now, app.month()?, app.globals.dry_run, expires_at(app));
    let is_named = selection.names_everybody();
    let (receipt, invited_again) = app.mutate(None, |writer, gate| {
        let mut selected = writer.select(&selection, LeaveOut::default())?;
        if !filter.is_empty() {
            selected = writer.keep_invited(&filter, now)?;
        }
        let invitees = writer.selected_invitees()?;
        let mut withdrawn = Vec::new();
        for (user, email, status) in &invitees {
            let newest = writer.invitation_of(*user, now)?.map(|invitation| invitation.status);
            match status {
                Status::Invited => {}
                // They never joined: revoking the invitation made them inactive.
                Status::Inactive if is_named && newest == Some(InvitationStatus::Revoked) => {
                    withdrawn.push(*user);
                }
                _ => {
                    return Err(Error::refused(format!("'{email}' is {status}: there is nothing to accept"))
                        .reason("not_invited")
                        .datum("email", email.as_str())
                        .datum("status", status.as_str())
                        .hint("name everybody who has not accepted with: status:invited"));
                }
            }
        }
        let Some((_, first, _)) = invitees.first() else { return Ok((nothing(dry_run), None)) };
        let mut draft = writer.begin(header.clone())?;
        for user in withdrawn {
            draft.set_status(user, Status::Inactive, Status::Invited)?;
        }
        for (user, ..) in &invitees {
            draft.invite(*user, &message_run, expires_at)?;
        }
        let sealed = draft.seal()?;
        gate.require(effect(&selected, "be invited again"))?;
        let users: Vec<_> = invitees.iter().map(|(user, ..)| *user).collect();
        let receipt = InviteReceipt::of(writer, &users, now, (sealed, dry_run), "Invited again")?;
        Ok((receipt, Some((users, writer.user(first, month)?.1))))
    })?;
    match invited_again {
        None => app.printer.receipt(&receipt),
        Some((users, first)) => {
            let User { email, name, roles, awarded, .. } = &first;
            let first = Invitee { email, name: name.as_deref(), roles: *roles, awarded: *awarded };
            conclude(app, mail, &users, receipt, &first)
        }
    }
}
