//! `mail retry` and `mail drop`.

use serde::Serialize;

use super::outcome::SendOutcome;
use super::sending::MailState;
use crate::app::{App, Consent, Effect};
use crate::cli::mail::{ChosenMessages, Messages};
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::{lists, selection};
use crate::domain::Filter;
use crate::error::Result;
use crate::output::{Document, Formatter, counted};
use crate::store::{MESSAGE_KEYS, MailSelection, Unsent, Waiting};

#[derive(Default, Serialize)]
struct RetryReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    /// Messages that were queued again.
    retried: u64,
    /// Messages that a server accepted.
    sent: u64,
    /// Messages that still wait.
    queued: u64,
    /// Messages that were refused for good again.
    failed: u64,
}

impl Document for RetryReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        if self.retried == 0 {
            return "No message to try again.\n".to_owned();
        }
        let tried = counted(self.retried, "message", "messages");
        if self.outcome.dry_run {
            return format!("Dry run, nothing sent: {tried} would be tried again.\n");
        }
        let [sent, queued, failed] =
            [self.sent, self.queued, self.failed].map(|count| formatter.credits(count));
        format!("Tried {tried} again: {sent} sent, {queued} queued, {failed} failed.\n")
    }
}

#[derive(Serialize)]
struct DropReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    /// Messages that were given up.
    dropped: u64,
}

impl Document for DropReceipt {
    fn human(&self, _: &Formatter) -> String {
        match (self.outcome.dry_run, self.dropped) {
            (_, 0) => "No message to drop.\n".to_owned(),
            (false, dropped) => format!("Dropped {}.\n", counted(dropped, "message", "messages")),
            (true, dropped) => {
                format!("Dry run, nothing dropped: {}.\n", counted(dropped, "message", "messages"))
            }
        }
    }
}

/// The messages that a line selects.
struct Chosen {
    which: Unsent,
    filter: Filter,
}

fn chosen(app: &mut App, arguments: &ChosenMessages) -> Result<Chosen> {
    let filter = lists::filter(app, &arguments.conditions, MESSAGE_KEYS)?;
    // Without messages on the line, only failed ones are selected. A condition on the status includes those that wait.
    let only_failed = arguments.messages.is_none() && !filter.mentions("status");
    let whose = whose(app, arguments.messages.as_ref())?;
    Ok(Chosen { which: Unsent { whose, only_failed }, filter })
}

/// Whose messages the words of a line mean.
pub(super) fn whose(app: &mut App, messages: Option<&Messages>) -> Result<MailSelection> {
    Ok(match messages {
        None => MailSelection::All,
        Some(Messages::Id(id)) => MailSelection::Message(id.clone()),
        Some(Messages::Users(users)) => MailSelection::ToUsers(selection::resolve(app, users, &[])?),
    })
}

/// Retries failed messages, and waiting ones that are named.
pub(crate) fn retry(app: &mut App, arguments: &ChosenMessages) -> Result<()> {
    let Chosen { which, filter } = chosen(app, arguments)?;
    let mail = MailState::check(app)?;
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let (mut receipt, requeued) = app.mutate(None, |writer, gate| {
        gate.require(Effect::NO_ADJUSTMENT)?;
        let requeued = writer.requeue_messages(&which, &filter, now)?;
        let retried = requeued.messages.len() as u64;
        let outcome = Outcome::without_operation(retried > 0, dry_run);
        Ok((RetryReceipt { outcome, retried, ..RetryReceipt::default() }, requeued))
    })?;
    if requeued.left_out > 0 {
        let left_out = counted(requeued.left_out, "invitation that is", "invitations that are");
        app.printer.remark(&format!(
            "left out {left_out} closed or expired: invite again with: rad-admin invite resend USER"
        ));
    }
    let these = Waiting::These(&requeued.messages);
    let outcome =
        if dry_run || requeued.messages.is_empty() { SendOutcome::default() } else { mail.send(app, &these) };
    if !dry_run {
        receipt.queued =
            app.ledger()?.0.read(|reader| reader.queued_messages(&these, true, now))?.len() as u64;
    }
    (receipt.sent, receipt.failed) = (outcome.sent, outcome.failed);
    app.printer.receipt(&receipt)?;
    if dry_run { Ok(()) } else { outcome.check_all_sent(receipt.queued) }
}

/// Gives up failed messages, and waiting ones that are named.
pub(crate) fn drop(app: &mut App, arguments: &ChosenMessages) -> Result<()> {
    let Chosen { which, filter } = chosen(app, arguments)?;
    let dry_run = app.globals.dry_run;
    let receipt = app.mutate(None, |writer, gate| {
        let dropped = writer.drop_messages(&which, &filter)?;
        gate.require(Effect {
            summary: format!("{} would never be sent", counted(dropped, "message", "messages")),
            needs: Consent::yes_if(dropped > 1),
            total_credits: 0,
        })?;
        let outcome = Outcome::without_operation(dropped > 0, dry_run);
        Ok(DropReceipt { outcome, dropped })
    })?;
    app.printer.receipt(&receipt)
}
