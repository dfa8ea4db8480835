//! `invite resend`.

use super::conclude::{conclude, expires_at};
use super::receipt::{InviteReceipt, effect, nothing};
use crate::app::{About, App};
use crate::cli::values::Users;
use crate::commands::mail::sending::Post;
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::domain::{Status, User};
use crate::error::{Error, Result};
use crate::mail::{Invitation, new_message_name};
use crate::output::counted;
use crate::store::Selection;

/// Invites again those who have not accepted. Whose invitation was revoked has to be named.
pub(crate) fn run(app: &mut App, users: &Users) -> Result<()> {
    let selection = selection::resolve(app, users)?;
    let post = Post::open(app)?;
    let header = app.header(&About::plain("invite resend"), None);
    let (now, month, dry_run, expires_at) = (app.now, app.month()?, app.globals.dry_run, expires_at(app));
    let mut left_out = 0;
    let done = app.mutate(None, |writer, gate| {
        let mut selected = writer.select(&selection, None)?;
        if !matches!(selection, Selection::User(_) | Selection::Listed(_)) {
            (selected, left_out) = writer.leave_out_revoked()?;
        }
        let invitees = writer.selected_invitees()?;
        if let Some((_, email, status)) = invitees.iter().find(|(.., status)| *status != Status::Invited) {
            return Err(Error::refused(format!("'{email}' is {status}: there is nothing to accept"))
                .hint("name everybody who has not accepted with: status:invited"));
        }
        let Some((_, first, _)) = invitees.first() else { return Ok(None) };
        let mut draft = writer.begin(header.clone())?;
        for (user, ..) in &invitees {
            draft.invite(*user, &new_message_name()?, expires_at)?;
        }
        let sealed = draft.seal()?;
        gate.require(effect(&selected, "be invited again"))?;
        let users: Vec<_> = invitees.iter().map(|(user, ..)| *user).collect();
        let outcome = Outcome::done(sealed.operation, dry_run);
        let receipt = InviteReceipt::of(writer, &users, now, outcome, "Invited again")?;
        Ok(Some((users, receipt, writer.user(first, month)?.1)))
    })?;
    if left_out > 0 {
        let whose = counted(left_out, "user whose invitation was", "users whose invitations were");
        app.printer.remark(&format!("left out {whose} revoked: to invite one again, name the address"));
    }
    match done {
        None => app.printer.receipt(&nothing(dry_run)),
        Some((users, receipt, first)) => {
            conclude(app, post, &users, receipt, &example(&first, &header.actor))
        }
    }
}

fn example<'a>(user: &'a User, inviter: &'a str) -> Invitation<'a> {
    Invitation {
        to: &user.email,
        name: user.name.as_deref(),
        inviter,
        roles: user.roles,
        awarded: user.awarded,
        link: "",
        expires: "",
    }
}
