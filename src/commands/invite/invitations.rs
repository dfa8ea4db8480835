//! `invite list`, `resend`, `revoke` and `accept`.

use std::io::{Read, stdin};

use super::create::{conclude, expires_at};
use super::receipt::InviteReceipt;
use crate::app::{About, App, Consent, Effect};
use crate::cli::values::Users;
use crate::commands::mail::sending::Post;
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::domain::{Status, Timestamp, User};
use crate::error::{Error, Result};
use crate::mail::{Invitation, Token, new_message_name};
use crate::output::counted;
use crate::store::{InvitationStatus, Invited, Selected, Selection, TokenHolder};

/// A token is 43 characters long; a line end and some space around it are no fault.
const TOKEN_BYTES_MAX: u64 = 1024;

/// The newest invitation of everybody who was ever invited.
pub(crate) fn list(app: &mut App) -> Result<()> {
    let now = app.now;
    let (store, printer) = app.ledger()?;
    let mut list = printer.list::<Invited>()?;
    store.read(|reader| reader.invitations(now, |invited| list.push(invited)))?;
    list.finish().map(drop)
}

/// Invites again those who have not accepted. Whose invitation was revoked has to be named.
pub(crate) fn resend(app: &mut App, users: &Users) -> Result<()> {
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
        let whose = counted(left_out as u64, "user whose invitation was", "users whose invitations were");
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

/// Withdraws invitations that are not accepted.
pub(crate) fn revoke(app: &mut App, users: &Users) -> Result<()> {
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

/// Makes the user who was invited by this token active, once.
pub(crate) fn accept(app: &mut App, token: &str) -> Result<()> {
    let hash = read_token(token)?.hash();
    let header = app.header(&About::plain("invite accept"), None);
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let receipt = app.mutate(None, |writer, _| {
        let holder = writer.holder_of_token(&hash, now)?.ok_or_else(unknown_token)?;
        require_open(&holder, now)?;
        let mut draft = writer.begin(header.clone())?;
        draft.accept_invitation(holder.user)?;
        let outcome = Outcome::done(draft.seal()?.operation, dry_run);
        InviteReceipt::of(writer, &[holder.user], now, outcome, "Accepted the invitation of")
    })?;
    app.printer.receipt(&receipt)
}

/// The token of the line, or of standard input. What can be no token is unknown like any other.
fn read_token(argument: &str) -> Result<Token> {
    if argument != "-" {
        return Token::parse(argument).ok_or_else(unknown_token);
    }
    let mut text = String::new();
    stdin()
        .take(TOKEN_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|error| Error::usage("standard input holds no token").caused_by(error))?;
    Token::parse(&text).ok_or_else(unknown_token)
}

fn unknown_token() -> Error {
    Error::not_found("no invitation has this token")
        .hint("copy the part of the link after 'token=': 43 characters, all of them")
        .hint("invite again with: rad-admin invite resend USER")
}

fn require_open(holder: &TokenHolder, now: Timestamp) -> Result<()> {
    let email = &holder.email;
    let again = format!("invite again with: rad-admin invite resend {email}");
    let (what, hint) = match holder.status {
        InvitationStatus::Accepted => {
            ("was accepted already", format!("see the account with: rad-admin user show {email}"))
        }
        _ if holder.user_status != Status::Invited => {
            let message = format!("'{email}' is {}: there is nothing to accept", holder.user_status);
            return Err(
                Error::refused(message).hint(format!("see the account with: rad-admin user show {email}"))
            );
        }
        InvitationStatus::Revoked => ("was revoked", again),
        InvitationStatus::Replaced => {
            ("was replaced by a newer one", "use the link in the newest message".to_owned())
        }
        InvitationStatus::Expired => {
            let message =
                format!("the invitation of '{email}' expired at {}, and it is {now}", holder.expires_at);
            return Err(Error::refused(message).hint(again));
        }
        InvitationStatus::Invited if holder.mailed_to != *email => {
            ("went to another address than the account has now", again)
        }
        InvitationStatus::Invited => return Ok(()),
    };
    Err(Error::refused(format!("the invitation of '{email}' {what}")).hint(hint))
}

fn effect(selected: &Selected, what: &str) -> Effect {
    Effect {
        summary: format!("{} ({}) would {what}", counted(selected.users, "user", "users"), selected.named()),
        needs: Consent::yes_if(selected.users > 1),
        total_credits: 0,
    }
}

fn nothing(dry_run: bool) -> InviteReceipt {
    InviteReceipt { outcome: Outcome::nothing(dry_run), invites: Vec::new(), message: None, what: "" }
}
