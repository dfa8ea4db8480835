//! How `invite` and `invite resend` end: the messages go out, then the receipt is printed.

use super::receipt::{InviteReceipt, invites_of};
use crate::app::App;
use crate::commands::mail::preview::MessagePreview;
use crate::commands::mail::sending::{Post, Run, expiry};
use crate::domain::Timestamp;
use crate::error::Result;
use crate::mail::Invitation;
use crate::store::{MessageStatus, UserId};

/// When an invitation of now ends.
pub(crate) fn expires_at(app: &App) -> Timestamp {
    app.now.plus_days(app.settings.invite_expires_days())
}

/// Sends the messages of the operation, or shows the first one in a dry run; prints the receipt; exit 8 if any message
/// should have gone out and did not.
pub(crate) fn conclude(
    app: &mut App,
    post: Post,
    users: &[UserId],
    mut receipt: InviteReceipt,
    example: &Invitation<'_>,
) -> Result<()> {
    let now = app.now;
    let run = if app.globals.dry_run {
        let expires = expiry(expires_at(app), app.ledger()?.0.zone());
        match post {
            Post::Open(office) => {
                let content = office.preview(&Invitation { expires: &expires, ..*example });
                receipt.message = Some(MessagePreview::new(example.to.clone(), content));
                app.printer.receipt(&receipt)?;
                return Ok(());
            }
            Post::Unconfigured(unset) => Run::unconfigured(unset),
        }
    } else {
        let run = post.send(app, receipt.outcome.operation);
        receipt.invites = app.ledger()?.0.read(|reader| invites_of(reader, users, now))?;
        run
    };
    app.printer.receipt(&receipt)?;
    run.verdict(receipt.count(MessageStatus::Queued), receipt.count(MessageStatus::Failed))
}
