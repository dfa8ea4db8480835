//! The end of `invite` and `invite resend`: sends the messages, then prints the receipt.

use super::receipt::{InviteReceipt, invites_of};
use crate::app::App;
use crate::commands::mail::facts::{moment, some_credits};
use crate::commands::mail::outcome::SendOutcome;
use crate::commands::mail::preview::MessagePreview;
use crate::commands::mail::sending::MailState;
use crate::domain::{Credits, Email, MessageKind, Role, Roles, Timestamp};
use crate::error::Result;
use crate::mail::{MessageFacts, Placeholder};
use crate::store::{MessageStatus, UserId, Waiting};

/// The first invited person, whose message a dry run shows.
pub(crate) struct Invitee<'a> {
    pub(crate) email: &'a Email,
    pub(crate) name: Option<&'a str>,
    pub(crate) roles: Roles,
    pub(crate) awarded: Credits,
}

/// Returns when an invitation made now expires.
pub(crate) fn expires_at(app: &App) -> Timestamp {
    app.now.plus_days(app.settings.invite_expires_days())
}

/// Sends the messages of the operation, or previews the first one in a dry run, and prints the receipt. Exit 8 if a message was
/// not sent.
pub(crate) fn conclude(
    app: &mut App,
    mail: MailState,
    users: &[UserId],
    mut receipt: InviteReceipt,
    first: &Invitee<'_>,
) -> Result<()> {
    let now = app.now;
    let outcome = if app.globals.dry_run {
        app.has_sent = true;
        match mail {
            MailState::Ready(sender) => {
                let content = sender.preview(facts_of(app, first)?);
                receipt.message = Some(MessagePreview::new(first.email.clone(), content));
                return app.printer.receipt(&receipt);
            }
            MailState::Unconfigured(missing) => SendOutcome::missing_setting(missing),
        }
    } else {
        let run = app.message_run()?;
        let outcome = mail.send(app, &Waiting::OfRun(&run));
        receipt.invites = app.ledger()?.0.read(|reader| invites_of(reader, users, now))?;
        outcome
    };
    app.printer.receipt(&receipt)?;
    outcome.check_all_sent(receipt.count(MessageStatus::Queued))
}

fn facts_of(app: &mut App, first: &Invitee<'_>) -> Result<MessageFacts> {
    let expires = moment(expires_at(app), app.ledger()?.0.zone());
    Ok(MessageFacts::new(MessageKind::Invitation, first.email, first.name)
        .with(Placeholder::Inviter, app.settings.actor.value.clone())
        .with(Placeholder::Roles, first.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(", "))
        .with(Placeholder::Awarded, some_credits(first.awarded.get()))
        .with(Placeholder::Expires, expires))
}
