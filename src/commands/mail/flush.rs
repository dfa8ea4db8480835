//! `mail flush`: sends the messages in the outbox.

use serde::Serialize;

use super::outcome::SendOutcome;
use super::sending::MailState;
use crate::app::App;
use crate::commands::shared::receipt::Outcome;
use crate::error::{Code, Error, Result};
use crate::output::{Document, Formatter, counted};
use crate::store::{Mode, Waiting};

/// The time after which `--quiet` reports a lasting error again: a day, less ten minutes because cron is not exact.
const REMINDER_SECONDS: i64 = 86_400 - 600;

#[derive(Default, Serialize)]
struct FlushReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    /// Messages that a server accepted in this run.
    sent: u64,
    /// Messages that still wait.
    queued: u64,
    /// Messages that were refused for good in this run.
    failed: u64,
    /// Messages given up in this run because their invitations have expired.
    expired: u64,
}

impl Document for FlushReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let count = |messages: u64| formatter.credits(messages);
        let tried = match (self.outcome.dry_run, self.sent + self.queued + self.failed) {
            (_, 0) if self.expired > 0 => String::new(),
            (_, 0) => "Nothing to send.\n".to_owned(),
            (true, _) => {
                format!(
                    "Dry run, nothing sent: {}.\n",
                    counted(self.queued, "message is waiting", "messages are waiting")
                )
            }
            (false, _) => format!(
                "{} sent, {} queued, {} failed.\n",
                count(self.sent),
                count(self.queued),
                count(self.failed)
            ),
        };
        tried + &self.expired_line()
    }
}

impl FlushReceipt {
    fn expired_line(&self) -> String {
        let messages = match (self.outcome.dry_run, self.expired) {
            (_, 0) => return String::new(),
            (false, expired) => counted(expired, "message was", "messages were"),
            (true, expired) => counted(expired, "message would be", "messages would be"),
        };
        let whose = if self.expired == 1 { "its invitation has" } else { "their invitations have" };
        format!("{messages} given up: {whose} expired.\n")
    }
}

/// Tries all queued messages, even those that were tried a moment ago. Exit 8 if any was not sent.
pub(crate) fn run(app: &mut App) -> Result<()> {
    app.require_plain(&FlushReceipt::default())?;
    app.ledger()?.0.require_here()?;
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let mail = MailState::check(app)?;
    let is_ready = matches!(mail, MailState::Ready(_));
    let shows_only = dry_run && is_ready;
    // A ledger that cannot be written is an error of its own, and nothing is sent.
    let mode = if dry_run { Mode::DryRun } else { Mode::Real };
    let expired = app.ledger()?.0.write(mode, |writer| writer.settle_outbox(now))?;
    let mut outcome = if shows_only { SendOutcome::default() } else { mail.send(app, &Waiting::All) };
    outcome.expired += expired;
    let queued =
        app.ledger()?.0.read(|reader| reader.queued_messages(&Waiting::All, true, now))?.len() as u64;
    let SendOutcome { sent, failed, expired, .. } = outcome;
    app.printer.receipt(&FlushReceipt {
        outcome: Outcome::without_operation(sent + failed + expired > 0, dry_run),
        sent,
        queued,
        failed,
        expired,
    })?;
    if shows_only { Ok(()) } else { conclude(app, &outcome, queued) }
}

/// Returns the final error. With `--quiet`, for cron, a lasting error is reported once and then once a day. A message
/// that was given up is always reported.
fn conclude(app: &mut App, outcome: &SendOutcome, queued: u64) -> Result<()> {
    let all_sent = outcome.check_all_sent(queued);
    if app.globals.dry_run {
        return all_sent;
    }
    let now = app.now;
    let quiet = app.globals.quiet;
    let (store, _) = app.ledger()?;
    let age_seconds = store.read(|reader| reader.send_error_age_seconds(now))?;
    let Err(error) = all_sent else {
        if age_seconds.is_some() {
            store.write(Mode::Real, |writer| writer.remember_send_error(None))?;
        }
        return outcome.given_up_error().map_or(Ok(()), Err);
    };
    let is_known = age_seconds.is_some_and(|age| (0..REMINDER_SECONDS).contains(&age));
    if quiet && is_known {
        return Err(outcome.given_up_error().unwrap_or_else(|| Error::silent(Code::MailUnsent)));
    }
    if queued > 0 {
        store.write(Mode::Real, |writer| writer.remember_send_error(Some(now)))?;
    }
    Err(outcome.add_expired(error, queued))
}
