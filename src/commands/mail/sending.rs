//! Sending what is in the outbox: messages are taken out one by one, rendered with a token of their own, handed to the
//! server, and marked at once.

use crate::app::App;
use crate::crash::{self, CrashPoint};
use crate::domain::{Timestamp, Zone};
use crate::error::{Code, Error, Result};
use crate::interrupt;
use crate::mail::{
    FailureKind, Invitation, InvitationLink, MailSettings, Mailer, Message, MessageContent, MessageTemplates,
    SendFailure, Token,
};
use crate::output::counted;
use crate::store::{Attempt, Mode, OutboxId, OutgoingMessage, Writer};

/// Everything that sending needs, checked before anything is written.
pub(crate) struct PostOffice {
    mailer: Mailer,
    templates: MessageTemplates,
    link: InvitationLink,
}

/// Whether messages can leave.
pub(crate) enum Post {
    /// They can, as far as the settings tell.
    Open(Box<PostOffice>),
    /// Settings are missing, none is wrong: messages wait.
    Unconfigured(Unset),
}

/// What is missing from the settings, and how to set it.
#[derive(Debug)]
pub(crate) struct Unset {
    pub(crate) what: &'static str,
    pub(crate) hint: String,
}

impl Unset {
    /// Nothing is set below `[mail]`.
    pub(crate) fn mail(app: &App) -> Self {
        let file = app.settings.config.value.display();
        let hint = format!("under [mail] in {file}, set {}", MailSettings::KEYS_TO_SET);
        Self { what: "mail is not configured", hint }
    }

    fn url(app: &App) -> Self {
        let file = app.settings.config.value.display();
        let hint = format!("under [invite] in {file}, set url = \"https://…/join?token={{token}}\"");
        Self { what: "invite.url, the link of an invitation, is not set", hint }
    }
}

/// Why a message was not sent, and what to do about it.
#[derive(Debug)]
struct Trouble {
    words: String,
    advice: Option<String>,
    /// Whether the messages behind it would meet the same.
    halts: bool,
}

/// How a run of sending ended.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) sent: u64,
    pub(crate) failed: u64,
    /// Messages that were given up because their invitations have expired.
    pub(crate) expired: u64,
    /// Why messages were not sent, from the first that was not or from what stopped the run.
    trouble: Option<Trouble>,
    /// Whether another process was sending all the while.
    pub(crate) busy: bool,
    /// What to set first.
    pub(crate) unconfigured: Option<Unset>,
}

impl Post {
    /// Checks the settings; nothing is connected. What is wrong in them is exit 7.
    pub(crate) fn open(app: &App) -> Result<Self> {
        let settings = &app.settings;
        let templates = MessageTemplates::load(&settings.templates)?;
        let link = settings.invite_url().map(InvitationLink::parse).transpose()?;
        if !settings.mail.is_configured() {
            return Ok(Self::Unconfigured(Unset::mail(app)));
        }
        let mailer = Mailer::new(&settings.mail, app.surroundings()?)?;
        Ok(match link {
            Some(link) => Self::Open(Box::new(PostOffice { mailer, templates, link })),
            None => Self::Unconfigured(Unset::url(app)),
        })
    }

    /// Sends the messages that are queued: those of one operation, or all. What goes wrong is told by the run, for all that
    /// the messages belong to has been committed before.
    pub(crate) fn send(self, app: &mut App, operation: Option<i64>) -> Run {
        let mut run = Run::default();
        match self {
            Self::Unconfigured(unset) => return Run::unconfigured(unset),
            Self::Open(mut office) => {
                if let Err(error) = office.send(app, operation, &mut run) {
                    let advice = error.hints().first().cloned();
                    run.trouble = Some(Trouble { words: error.message(), advice, halts: true });
                }
            }
        }
        run
    }
}

fn record(writer: &Writer<'_>, ended: Option<&(OutboxId, Attempt)>, now: Timestamp) -> Result<()> {
    ended.map_or(Ok(()), |(id, attempt)| writer.record_attempt(*id, attempt, now))
}

impl PostOffice {
    fn send(&mut self, app: &mut App, operation: Option<i64>, run: &mut Run) -> Result<()> {
        let (now, timeout) = (app.now, app.lock_timeout());
        let (store, printer) = app.ledger()?;
        let progress = printer.counting("messages");
        let Some(_lock) = store.lock_outbox(timeout)? else {
            run.busy = true;
            return Ok(());
        };
        let zone = store.zone();
        run.expired = store.write(Mode::Real, |writer| writer.fail_expired_messages(now))?;
        let mut ended = None;
        for id in store.read(|reader| reader.queued_messages(operation, now))? {
            let token = Token::generate()?;
            let next = store.write(Mode::Real, |writer| {
                record(writer, ended.as_ref(), now)?;
                writer.take_message(id, now, &token.hash(), self.mailer.sender().domain())
            })?;
            ended = None;
            let Some(outgoing) = next else { continue };
            crash::point(CrashPoint::MessageTaken);
            let sent = self.deliver(&outgoing, &token, zone);
            crash::point(CrashPoint::MessageDelivered);
            ended = Some((id, run.note(&outgoing, sent)));
            progress.advance();
            run.heed_signal();
            if run.halted() {
                break;
            }
        }
        store.write(Mode::Real, |writer| record(writer, ended.as_ref(), now))
    }

    /// The outer result: a message that cannot even be written is an error of its own, and permanent.
    fn deliver(
        &mut self,
        outgoing: &OutgoingMessage,
        token: &Token,
        zone: Zone,
    ) -> Result<Result<(), SendFailure>> {
        let rendered = self.templates.render(&Invitation {
            to: &outgoing.email,
            name: outgoing.name.as_deref(),
            inviter: &outgoing.inviter,
            roles: outgoing.roles,
            awarded: outgoing.awarded,
            link: &self.link.with_token(token),
            expires: &expiry(outgoing.expires_at, zone),
        });
        let message = Message::new(
            self.mailer.sender(),
            &outgoing.email,
            outgoing.name.as_deref(),
            &rendered,
            &outgoing.message_id,
            outgoing.queued_at,
        )?;
        Ok(self.mailer.send(&message))
    }

    /// The message as it would be, with a word in the place of the token.
    pub(crate) fn preview(&self, invitation: &Invitation<'_>) -> MessageContent {
        self.templates.render(&Invitation { link: &self.link.without_token(), ..*invitation })
    }
}

/// The end of an invitation, ready to read.
pub(crate) fn expiry(expires_at: Timestamp, zone: Zone) -> String {
    format!("{} ({zone})", zone.format(expires_at))
}

impl Run {
    /// A run that could not begin for want of settings.
    pub(crate) fn unconfigured(unset: Unset) -> Self {
        Self { unconfigured: Some(unset), ..Self::default() }
    }

    /// How the attempt is to be recorded.
    fn note(&mut self, outgoing: &OutgoingMessage, sent: Result<Result<(), SendFailure>>) -> Attempt {
        let failure = match sent {
            Ok(Ok(())) => {
                self.sent += 1;
                return Attempt::Sent;
            }
            Ok(Err(failure)) => failure,
            Err(error) => SendFailure {
                kind: FailureKind::Permanent,
                words: error.message(),
                advice: format!(
                    "correct the address with: rad-admin user edit {} --email NEW",
                    outgoing.email
                ),
                halts: false,
            },
        };
        let words = failure.words.clone();
        // A failure that halts explains all the messages behind it, too.
        if self.trouble.is_none() || failure.halts {
            self.trouble = Some(Trouble {
                words: format!("{}: {failure}", outgoing.email),
                advice: Some(failure.advice),
                halts: failure.halts,
            });
        }
        match failure.kind {
            FailureKind::Temporary => Attempt::Postponed(words),
            FailureKind::Permanent => {
                self.failed += 1;
                Attempt::Failed(words)
            }
        }
    }

    /// A signal after the commit ends the sending between two messages.
    fn heed_signal(&mut self) {
        if interrupt::is_asked() {
            self.trouble = Some(Trouble { words: "interrupted".to_owned(), advice: None, halts: true });
        }
    }

    fn halted(&self) -> bool {
        self.trouble.as_ref().is_some_and(|trouble| trouble.halts)
    }

    /// Exit 8 when messages should have gone out and did not: `queued` of them wait, `failed` of them were refused.
    pub(crate) fn verdict(&self, queued: u64, failed: u64) -> Result<()> {
        let unsent = queued + failed;
        if unsent == 0 {
            return Ok(());
        }
        let messages = counted(unsent, "message was", "messages were");
        if let Some(Unset { what, hint }) = &self.unconfigured {
            return Err(Error::new(Code::MailUnsent, format!("{messages} not sent: {what}"))
                .hint(format!("{hint}; then run 'rad-admin mail flush'")));
        }
        let mut error = match &self.trouble {
            Some(trouble) => Error::new(Code::MailUnsent, format!("{messages} not sent ({})", trouble.words))
                .maybe_hint(trouble.advice.clone()),
            None if self.busy => Error::new(
                Code::MailUnsent,
                format!("{messages} not sent: another process is sending, and may send them yet"),
            ),
            None => Error::new(Code::MailUnsent, format!("{messages} not sent")),
        };
        if queued > 0 {
            error = error.hint("try what is queued again with: rad-admin mail flush");
        }
        if failed > 0 {
            error = error.hint(
                "see why with: rad-admin mail list; then invite again with: rad-admin invite resend USER",
            );
        }
        Err(error)
    }
}
