//! `invite accept`: activates the user whose invitation has this token.

use std::io::{Read, stdin};

use super::receipt::InviteReceipt;
use crate::app::{About, App, Effect};
use crate::domain::{Status, Timestamp};
use crate::error::{Error, Result};
use crate::mail::Token;
use crate::store::{InvitationStatus, TokenHolder};
use crate::text::shell_word;

/// A token has 43 characters. The limit leaves room for white space around it.
const TOKEN_BYTES_MAX: u64 = 1024;

/// Activates the invited user. A token works once.
pub(crate) fn run(app: &mut App, token: &str) -> Result<()> {
    app.ledger()?;
    let hash = read_token(token)?.hash();
    if token != "-" {
        app.line.keep_secret(token);
    }
    let header = app.header(&About::plain("invite accept"), None);
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let receipt = app.mutate(None, |writer, gate| {
        let holder = writer.holder_of_token(&hash, now)?.ok_or_else(unknown_token)?;
        require_open(&holder, now)?;
        let mut draft = writer.begin(header.clone())?;
        draft.accept_invitation(holder.user)?;
        let sealed = draft.seal()?;
        gate.require(Effect::NO_ADJUSTMENT)?;
        InviteReceipt::of(writer, &[holder.user], now, (sealed, dry_run), "Accepted the invitation of")
    })?;
    app.printer.receipt(&receipt)
}

/// Reads the token from the line or from standard input. A malformed token is reported as unknown.
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
    let again = format!("invite again with: rad-admin invite resend {}", shell_word(email));
    let see = format!("see the account with: rad-admin user show {}", shell_word(email));
    let (reason, what, hint) = match holder.status {
        InvitationStatus::Accepted => ("accepted", "was accepted already".to_owned(), see),
        InvitationStatus::Revoked if holder.user_status != Status::Active => {
            ("revoked", "was revoked".to_owned(), again)
        }
        _ if holder.user_status != Status::Invited => {
            let message = format!("'{email}' is {}: there is nothing to accept", holder.user_status);
            return Err(refusal(holder, message, now).reason("not_invited").hint(see));
        }
        InvitationStatus::Revoked | InvitationStatus::Replaced => {
            let what = "was replaced by a newer one".to_owned();
            ("replaced", what, "use the link in the newest message".to_owned())
        }
        InvitationStatus::Expired => {
            ("expired", format!("expired at {}, and it is {now}", holder.expires_at), again)
        }
        InvitationStatus::Invited if holder.mailed_to != *email => {
            ("address_changed", "went to another address than the account has now".to_owned(), again)
        }
        InvitationStatus::Invited => return Ok(()),
    };
    let message = format!("the invitation of '{email}' {what}");
    Err(refusal(holder, message, now).reason(reason).hint(hint))
}

fn refusal(holder: &TokenHolder, message: String, now: Timestamp) -> Error {
    Error::refused(message)
        .datum("email", holder.email.as_str())
        .datum("status", holder.user_status.as_str())
        .datum("invitation", holder.status.as_str())
        .datum("expires_at", holder.expires_at.to_string())
        .datum("now", now.to_string())
}
