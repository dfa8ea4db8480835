//! The outcome of a run that sends messages.

use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::interrupt;
use crate::mail::{MailSettings, SendFailure, SendFailureKind};
use crate::output::counted;
use crate::store::{Attempt, OutgoingMessage};

/// A missing setting, and how to set it.
#[derive(Debug)]
pub(crate) struct Unset {
    pub(crate) what: &'static str,
    pub(crate) hint: String,
}

impl Unset {
    /// Reports that no key is set under `[mail]`.
    pub(crate) fn mail(app: &App) -> Self {
        let file = app.settings.config.value.display();
        let hint = format!("under [mail] in {file}, set {}", MailSettings::KEYS_TO_SET);
        Self { what: "mail is not configured", hint }
    }

    /// Reports that the link of invitations is not set.
    pub(crate) fn url(app: &App) -> Self {
        let file = app.settings.config.value.display();
        let hint = format!("under [invite] in {file}, set url = \"https://…/join?token={{token}}\"");
        Self { what: "invite.url, the link of an invitation, is not set", hint }
    }
}

/// The reason why messages were not sent, and what to do about it.
#[derive(Debug)]
struct Obstacle {
    what: String,
    advice: Option<String>,
    /// Whether the next messages would fail too.
    stops: bool,
}

/// The counts and errors of a run.
#[derive(Debug, Default)]
pub(crate) struct Sending {
    pub(crate) sent: u64,
    /// Messages given up because they were refused for good.
    pub(crate) failed: u64,
    /// Messages given up because their invitations have expired.
    pub(crate) expired: u64,
    /// The first failure, or the one that stopped the run.
    obstacle: Option<Obstacle>,
    /// The first message that was given up, and why.
    given_up: Option<String>,
    /// Whether another process held the lock of the outbox.
    pub(crate) busy: bool,
    /// The setting to set first.
    pub(crate) unconfigured: Option<Unset>,
}

impl Sending {
    /// Returns the outcome of a run that could not start because a setting is missing.
    pub(crate) fn unconfigured(unset: Unset) -> Self {
        Self { unconfigured: Some(unset), ..Self::default() }
    }

    /// Stops the run because of an error of the ledger.
    pub(crate) fn stop(&mut self, error: &Error) {
        let advice = error.hints().first().cloned();
        self.obstacle = Some(Obstacle { what: error.message(), advice, stops: true });
    }

    /// Counts the result of one attempt, and returns how to record it.
    pub(crate) fn note(
        &mut self,
        outgoing: &OutgoingMessage,
        sent: Result<Result<(), SendFailure>>,
    ) -> Attempt {
        let failure = match sent {
            Ok(Ok(())) => {
                self.sent += 1;
                return Attempt::Sent;
            }
            Ok(Err(failure)) => failure,
            Err(error) => SendFailure {
                kind: SendFailureKind::Permanent,
                words: error.message(),
                advice: format!(
                    "correct the address with: rad-admin user edit {} --email NEW",
                    outgoing.email
                ),
                halts: false,
            },
        };
        let words = failure.words.clone();
        let what = format!("{}: {failure}", outgoing.email);
        if failure.kind == SendFailureKind::Permanent {
            self.failed += 1;
            self.given_up.get_or_insert_with(|| what.clone());
        }
        // A failure that stops the run also explains all messages after it.
        if self.obstacle.is_none() || failure.halts {
            self.obstacle = Some(Obstacle { what, advice: Some(failure.advice), stops: failure.halts });
        }
        match failure.kind {
            SendFailureKind::Temporary => Attempt::Postponed(words),
            SendFailureKind::Permanent => Attempt::Failed(words),
        }
    }

    /// Stops the run if a signal has arrived. After the commit, signals take effect only between two messages.
    pub(crate) fn obey_signal(&mut self) {
        if interrupt::is_asked() {
            self.obstacle = Some(Obstacle { what: "interrupted".to_owned(), advice: None, stops: true });
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.obstacle.as_ref().is_some_and(|obstacle| obstacle.stops)
    }

    /// Counts the messages that were given up.
    pub(crate) fn given_up(&self) -> u64 {
        self.failed + self.expired
    }

    /// Fails (exit 8) if messages were not sent. `queued` of them still wait.
    pub(crate) fn verdict(&self, queued: u64) -> Result<()> {
        let unsent = queued + self.failed;
        if unsent == 0 && !self.is_stopped() {
            return Ok(());
        }
        let messages = counted(unsent, "message was", "messages were");
        let mut error = match (&self.obstacle, &self.unconfigured) {
            (Some(obstacle), _) if unsent == 0 => {
                Error::new(Code::MailUnsent, obstacle.what.clone()).maybe_hint(obstacle.advice.clone())
            }
            (Some(obstacle), _) => {
                Error::new(Code::MailUnsent, format!("{messages} not sent ({})", obstacle.what))
                    .maybe_hint(obstacle.advice.clone())
            }
            (None, Some(Unset { what, hint })) => {
                return Err(Error::new(Code::MailUnsent, format!("{messages} not sent: {what}"))
                    .hint(format!("{hint}; then run 'rad-admin mail flush'")));
            }
            (None, None) if self.busy => Error::new(
                Code::MailUnsent,
                format!("{messages} not sent: another process is sending, and may send them yet"),
            ),
            (None, None) => Error::new(Code::MailUnsent, format!("{messages} not sent")),
        };
        if queued > 0 {
            error = error.hint("try what is queued again with: rad-admin mail flush");
        }
        if self.failed > 0 {
            error = error.hint(RETRY);
        }
        Err(error)
    }

    /// Adds to the error of this run the messages that were given up because their invitations have expired.
    pub(crate) fn with_farewell(&self, fault: Error) -> Error {
        let Some(expired) = (self.expired > 0).then(|| self.farewell()).flatten() else { return fault };
        let both = Error::new(fault.code(), format!("{}; {}", fault.message(), expired.message()));
        fault.hints().iter().chain(expired.hints()).fold(both, Error::hint)
    }

    /// Returns the error about messages that were given up, with the first reason; `None` if there are none.
    pub(crate) fn farewell(&self) -> Option<Error> {
        let count = counted(self.given_up(), "message was given up", "messages were given up");
        let why = match &self.given_up {
            Some(what) => what.as_str(),
            None if self.expired > 0 => "the invitation expired first",
            None => return None,
        };
        Some(Error::new(Code::MailUnsent, format!("{count} ({why})")).hint(if self.failed > 0 {
            RETRY
        } else {
            "invite again with: rad-admin invite resend --expired"
        }))
    }
}

const RETRY: &str = "see why with: rad-admin mail list; then try again with: rad-admin mail retry, or give up with: rad-admin mail drop";
