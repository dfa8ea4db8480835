//! `notify low`: tells users that few credits are left.

use serde::Serialize;

use crate::app::App;
use crate::cli::notify::NotifyLow;
use crate::commands::mail::facts::facts_of;
use crate::commands::mail::outcome::SendOutcome;
use crate::commands::mail::preview::MessagePreview;
use crate::commands::mail::sending::MailState;
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::error::Result;
use crate::output::{Document, Formatter, counted};
use crate::store::{LeaveOut, LowBalanceQuery, LowBalances, SomeUsers, Waiting};

#[derive(Default, Serialize)]
struct LowReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    /// A balance below this is low. With 0, the command does nothing.
    threshold: i64,
    /// Active users with a low balance.
    #[serde(rename = "low")]
    low_users: u64,
    /// Of these, users who fell below the threshold and get a message.
    #[serde(rename = "fell")]
    newly_low_users: u64,
    /// Of these, users who got a message before and get it again.
    #[serde(rename = "repeated")]
    reminded_users: u64,
    /// Messages that a server accepted.
    sent: u64,
    /// Messages that still wait.
    queued: u64,
    /// Messages that were refused for good.
    failed: u64,
    /// The first message, only in a dry run.
    message: Option<MessagePreview>,
}

impl LowReceipt {
    /// Makes the receipt before any message is sent.
    fn of(found: &LowBalances, threshold: i64, dry_run: bool) -> Self {
        let LowBalances { low_users, newly_low_users, reminded_users, .. } = *found;
        let outcome = Outcome::without_operation(newly_low_users + reminded_users > 0, dry_run);
        Self { outcome, threshold, low_users, newly_low_users, reminded_users, ..Self::default() }
    }
}

impl Document for LowReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        if self.threshold == 0 {
            return "Nothing to do: notify.low_balance is 0.\n".to_owned();
        }
        let low = counted(self.low_users, "user has", "users have");
        let [newly_low, reminded] =
            [self.newly_low_users, self.reminded_users].map(|count| formatter.credits(count));
        let [sent, queued, failed] =
            [self.sent, self.queued, self.failed].map(|count| formatter.credits(count));
        let due = if self.newly_low_users + self.reminded_users == 0 {
            "Nobody is due a message.\n".to_owned()
        } else if self.outcome.dry_run {
            format!(
                "Dry run, nothing sent: {newly_low} would be told for the first time, {reminded} reminded.\n"
            )
        } else {
            format!(
                "{newly_low} told for the first time, {reminded} reminded: {sent} sent, {queued} queued, {failed} failed.\n"
            )
        };
        let text = format!("{low} fewer than {} credits. {due}", formatter.credits(self.threshold));
        text + &self.message.as_ref().map(|message| message.lines(formatter)).unwrap_or_default()
    }
}

/// Queues and sends messages to active users: one for each fall below the threshold, and a reminder after some days.
pub(crate) fn run(app: &mut App, arguments: &NotifyLow) -> Result<()> {
    let users = selection::maybe_resolve(app, arguments.users.as_ref(), &arguments.narrowed.conditions)?;
    let (now, dry_run, threshold) = (app.now, app.globals.dry_run, app.settings.low_balance());
    app.require_plain(&LowReceipt::default())?;
    let mail = MailState::check(app)?;
    if threshold == 0 {
        return app.printer.receipt(&LowReceipt::of(&LowBalances::default(), 0, dry_run));
    }
    let (run, repeat_days) = (app.message_run()?, app.settings.repeat_days());
    let (mut receipt, (threshold_changed, first, left_out)) = app.mutate(None, |writer, _| {
        if let Some(users) = &users {
            writer.select(users, LeaveOut::default())?;
        }
        let selected_only = users.is_some();
        let query = LowBalanceQuery { threshold, repeat_days, selected_only, run: &run, now };
        let found = writer.queue_low_balances(&query)?;
        let receipt = LowReceipt::of(&found, threshold, dry_run);
        let left_out = if selected_only { writer.named_without_mail()? } else { SomeUsers::default() };
        Ok((receipt, (found.threshold_changed, writer.first_of_run(&run)?, left_out)))
    })?;
    if left_out.users > 0 {
        let users = counted(left_out.users, "user was", "users were");
        let why = "only active users who want messages are told";
        app.printer.remark(&format!("{users} left out: {}; {why}", left_out.named()));
    }
    if threshold_changed {
        app.printer.remark(
            "notify.low_balance has changed: users who were below the new threshold already are not told until they fall again",
        );
    }
    if dry_run {
        app.has_sent = true;
        let zone = app.ledger()?.0.zone();
        if let (MailState::Ready(sender), Some((first, _))) = (mail, first) {
            let content = sender.preview(facts_of(&first, "", zone));
            receipt.message = Some(MessagePreview::new(first.email, content));
        }
        return app.printer.receipt(&receipt);
    }
    let which = Waiting::OfRun(&run);
    let outcome = if receipt.outcome.changed { mail.send(app, &which) } else { SendOutcome::default() };
    receipt.queued = app.ledger()?.0.read(|reader| reader.queued_messages(&which, true, now))?.len() as u64;
    (receipt.sent, receipt.failed) = (outcome.sent, outcome.failed);
    app.printer.receipt(&receipt)?;
    outcome.check_all_sent(receipt.queued)
}
