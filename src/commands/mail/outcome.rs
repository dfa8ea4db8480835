//! The outcome of a run that sends messages.

use crate::app::App;
use crate::domain::Email;
use crate::error::{Code, Error, MAX_NAMED, Result};
use crate::interrupt;
use crate::mail::{MailSettings, SendFailure, SendFailureKind};
use crate::output::counted;
use crate::store::{Attempt, OutgoingMessage};

/// The error that no key is set under `[mail]`.
pub(crate) fn mail_not_configured(app: &App) -> Error {
    let file = app.settings.config.value.display();
    Error::setup("mail is not configured")
        .hint(format!("under [mail] in {file}, set {}", MailSettings::KEYS_TO_SET))
}

/// The error that the link of invitations is not set.
pub(crate) fn invite_url_not_set(app: &App) -> Error {
    let file = app.settings.config.value.display();
    Error::setup("invite.url, the link of an invitation, is not set")
        .hint(format!("under [invite] in {file}, set url = \"https://…/join?token={{token}}\""))
}

/// Why messages were not sent.
#[derive(Debug)]
enum Obstacle {
    /// The outbox is locked by another process.
    Locked,
    MissingSetting(Error),
    /// The first failure.
    Failure(Error),
    /// An error that also meets all messages after it.
    Stopped(Error),
}

/// How many messages were sent and how many were not, and why.
#[derive(Debug, Default)]
pub(crate) struct SendOutcome {
    pub(crate) sent: u64,
    /// Messages given up because they were refused for good.
    pub(crate) failed: u64,
    /// Messages given up because their invitations have expired.
    pub(crate) expired: u64,
    obstacle: Option<Obstacle>,
    /// The first of the messages that were refused for good, and why.
    first_refusal: Option<String>,
    /// The addresses of the first attempts that failed, and the number of all.
    unreached: (Vec<Email>, u64),
}

impl SendOutcome {
    /// Begins without a setting: messages that need it are not sent.
    pub(crate) fn missing_setting(error: Error) -> Self {
        Self { obstacle: Some(Obstacle::MissingSetting(error)), ..Self::default() }
    }

    /// Stops the run because of an error of the ledger.
    pub(crate) fn stop(&mut self, error: &Error) {
        let advice = error.hints().first().cloned();
        self.stop_with(error.message(), advice);
    }

    /// Stops the run if a signal has arrived. After the commit, signals take effect only between two messages.
    pub(crate) fn stop_if_interrupted(&mut self) {
        if interrupt::is_asked() {
            self.stop_with("interrupted", None);
        }
    }

    fn stop_with(&mut self, message: impl Into<String>, advice: Option<String>) {
        self.obstacle = Some(Obstacle::Stopped(Error::new(Code::MailUnsent, message).maybe_hint(advice)));
    }

    pub(crate) fn is_stopped(&self) -> bool {
        matches!(self.obstacle, Some(Obstacle::Stopped(_)))
    }

    /// Records that another process holds the lock of the outbox.
    pub(crate) fn found_locked(&mut self) {
        self.obstacle.get_or_insert(Obstacle::Locked);
    }

    /// Counts the result of one attempt, and returns how to record it.
    pub(crate) fn count(
        &mut self,
        outgoing: &OutgoingMessage,
        delivered: Result<(), SendFailure>,
    ) -> Attempt {
        let Err(failure) = delivered else {
            self.sent += 1;
            return Attempt::Sent;
        };
        let (first, attempts) = &mut self.unreached;
        *attempts += 1;
        if first.len() < MAX_NAMED {
            first.push(outgoing.email.clone());
        }
        let message = format!("{}: {failure}", outgoing.email);
        if failure.kind == SendFailureKind::Permanent {
            self.failed += 1;
            self.first_refusal.get_or_insert_with(|| message.clone());
        }
        if failure.halts {
            self.stop_with(message, Some(failure.advice));
        } else if !matches!(self.obstacle, Some(Obstacle::Failure(_) | Obstacle::Stopped(_))) {
            let error = Error::new(Code::MailUnsent, message).hint(failure.advice);
            self.obstacle = Some(Obstacle::Failure(error));
        }
        match failure.kind {
            SendFailureKind::Temporary => Attempt::Postponed(failure.words),
            SendFailureKind::Permanent => Attempt::Failed(failure.words),
        }
    }

    /// Fails (exit 8) if messages were not sent. `queued` of them still wait.
    pub(crate) fn check_all_sent(&self, queued: u64) -> Result<()> {
        self.find_unsent(queued).map_err(|error| self.with_figures(error).datum("queued", queued))
    }

    /// Adds what this run did, and whom its attempts did not reach.
    fn with_figures(&self, error: Error) -> Error {
        let (first, attempts) = &self.unreached;
        let figures = [("sent", self.sent), ("failed", self.failed), ("expired", self.expired)];
        let error = figures.into_iter().fold(error, |error, (key, count)| error.datum(key, count));
        if *attempts == 0 { error } else { error.users(first.iter().map(Email::as_str), *attempts) }
    }

    fn find_unsent(&self, queued: u64) -> Result<()> {
        let unsent = queued + self.failed;
        if unsent == 0 && !self.is_stopped() {
            return Ok(());
        }
        let not_sent = format!("{} not sent", counted(unsent, "message was", "messages were"));
        let (message, hints) = match &self.obstacle {
            Some(Obstacle::MissingSetting(missing)) => {
                let error = Error::new(Code::MailUnsent, format!("{not_sent}: {}", missing.message()));
                let then_flush = |hint| format!("{hint}; then run 'rad-admin mail flush'");
                return Err(missing.hints().iter().map(then_flush).fold(error, Error::hint));
            }
            Some(Obstacle::Failure(error) | Obstacle::Stopped(error)) if unsent > 0 => {
                (format!("{not_sent} ({})", error.message()), error.hints())
            }
            Some(Obstacle::Failure(error) | Obstacle::Stopped(error)) => (error.message(), error.hints()),
            Some(Obstacle::Locked) => {
                (format!("{not_sent}: another process is sending, and may send them yet"), &[][..])
            }
            None => (not_sent, &[][..]),
        };
        let mut error = hints.iter().fold(Error::new(Code::MailUnsent, message), Error::hint);
        if queued > 0 {
            error = error.hint("try what is queued again with: rad-admin mail flush");
        }
        if self.failed > 0 {
            error = error.hint(RETRY);
        }
        Err(error)
    }

    /// Adds to the error of this run the messages that were given up because their invitations have expired.
    pub(crate) fn add_expired(&self, error: Error, queued: u64) -> Error {
        let Some(expired) = (self.expired > 0).then(|| self.given_up_error()).flatten() else { return error };
        let both = Error::new(error.code(), format!("{}; {}", error.message(), expired.message()));
        let both = error.hints().iter().chain(expired.hints()).fold(both, Error::hint);
        self.with_figures(both).datum("queued", queued)
    }

    /// Returns the error about messages that were given up, with the first reason; `None` if there are none.
    pub(crate) fn given_up_error(&self) -> Option<Error> {
        let count = counted(self.failed + self.expired, "message was given up", "messages were given up");
        let why = match &self.first_refusal {
            Some(refusal) => refusal.as_str(),
            None if self.expired > 0 => "the invitation expired first",
            None => return None,
        };
        let hint =
            if self.failed > 0 { RETRY } else { "invite again with: rad-admin invite resend --expired" };
        Some(self.with_figures(Error::new(Code::MailUnsent, format!("{count} ({why})")).hint(hint)))
    }
}

const RETRY: &str = "see why with: rad-admin mail list; then try again with: rad-admin mail retry, or give up with: rad-admin mail drop";
