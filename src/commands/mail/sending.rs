//! Sends the outbox: claims messages one by one, renders each, passes it to the server, and marks it at once.

use super::facts::facts_of;
use super::outcome::{SendOutcome, invite_url_not_set, mail_not_configured};
use super::preview::MessagePreview;
use crate::app::App;
use crate::crash::{self, CrashPoint};
use crate::domain::{MessageKind, Timestamp, Zone};
use crate::error::{Error, Result};
use crate::mail::{
    InvitationLink, Mailer, Message, MessageContent, MessageFacts, MessageTemplates, SendFailure,
    SendFailureKind, Token,
};
use crate::output::counted;
use crate::store::{Attempt, Mode, OutboxId, OutgoingMessage, Store, Waiting, Writer};
use crate::text::shell_word;

/// Renders and sends messages. Its settings are checked before anything is written.
pub(crate) struct MessageSender {
    mailer: Mailer,
    templates: MessageTemplates,
    /// Without a link, invitations wait and all other messages are sent.
    link: Option<InvitationLink>,
}

/// Whether the settings allow sending.
pub(crate) enum MailState {
    Ready(Box<MessageSender>),
    /// A setting is missing and none is wrong, so messages wait. The error names the setting.
    Unconfigured(Error),
}

impl MailState {
    /// Checks the settings and connects to nothing. Exit 7 if a setting is wrong.
    pub(crate) fn check(app: &App) -> Result<Self> {
        let settings = &app.settings;
        let templates = MessageTemplates::load(&settings.templates)?;
        let link = settings.invite_url().map(InvitationLink::parse).transpose()?;
        if !settings.mail.is_configured() {
            return Ok(Self::Unconfigured(mail_not_configured(app)));
        }
        let mailer = Mailer::new(&settings.mail, app.surroundings()?)?;
        Ok(Self::Ready(Box::new(MessageSender { mailer, templates, link })))
    }

    /// Like [`Self::check`], for a command that sends only invitations: a missing link counts as a missing setting.
    pub(crate) fn check_for_invitations(app: &App) -> Result<Self> {
        Ok(match Self::check(app)? {
            Self::Ready(sender) if sender.link.is_none() => Self::Unconfigured(invite_url_not_set(app)),
            state => state,
        })
    }

    /// Sends queued messages. Failures are part of the result and no error, because the operation is already committed.
    pub(crate) fn send(self, app: &mut App, which: &Waiting<'_>) -> SendOutcome {
        app.has_sent = true;
        let mut sender = match self {
            Self::Unconfigured(missing) => return SendOutcome::missing_setting(missing),
            Self::Ready(sender) => sender,
        };
        let mut outcome = match sender.link {
            None => SendOutcome::missing_setting(invite_url_not_set(app)),
            Some(_) => SendOutcome::default(),
        };
        if let Err(error) = sender.send(app, which, &mut outcome) {
            outcome.stop(&error);
        }
        outcome
    }
}

/// Sends the messages that this command queued, after its commit. A dry run shows the first.
pub(crate) fn send_notices(app: &mut App) -> Result<()> {
    if !(app.settings.notify_adjusted() || app.settings.notify_granted()) || app.has_sent {
        return Ok(());
    }
    if app.globals.dry_run {
        return show_first_notice(app);
    }
    let Some(run) = app.message_run_if_any() else { return Ok(()) };
    let which = Waiting::OfRun(&run);
    let now = app.now;
    let waiting = |app: &mut App| app.ledger()?.0.read(|reader| reader.queued_messages(&which, true, now));
    if waiting(app)?.is_empty() {
        return Ok(());
    }
    let outcome = MailState::check(app)?.send(app, &which);
    if outcome.sent > 0 {
        app.printer.remark(&format!("{} sent", counted(outcome.sent, "message", "messages")));
    }
    let queued = waiting(app)?.len() as u64;
    outcome.check_all_sent(queued)
}

fn show_first_notice(app: &mut App) -> Result<()> {
    let (store, printer) = app.ledger()?;
    let Some((first, count)) = store.take_preview() else { return Ok(()) };
    let zone = store.zone();
    let formatter = printer.formatter();
    let content = MessageTemplates::load(&app.settings.templates)?.render(&facts_of(&first, "", zone));
    let preview = MessagePreview::new(first.email.clone(), content);
    let would = counted(count, "message would be sent. It reads", "messages would be sent. The first reads");
    app.printer.remark(&format!("{would}:\n{}", preview.lines(&formatter).trim_end()));
    Ok(())
}

fn record(writer: &Writer<'_>, previous: Option<&(OutboxId, Attempt)>, now: Timestamp) -> Result<()> {
    previous.map_or(Ok(()), |(id, attempt)| writer.record_attempt(*id, attempt, now))
}

/// Explains a failed write after a message was sent: the outbox does not know that it was.
fn explain_unrecorded<T>(written: Result<T>, previous: Option<&(OutboxId, Attempt)>) -> Result<T> {
    written.map_err(|error| match previous {
        Some((_, Attempt::Sent)) => {
            let what =
                format!("the last message was sent, and the outbox could not record it: {}", error.message());
            Error::new(error.code(), what)
                .hint("the next 'rad-admin mail flush' sends it again, under the same Message-ID")
        }
        _ => error,
    })
}

impl MessageSender {
    fn send(&mut self, app: &mut App, which: &Waiting<'_>, outcome: &mut SendOutcome) -> Result<()> {
        let (now, timeout) = (app.now, app.lock_timeout());
        let (store, printer) = app.ledger()?;
        let progress = printer.counting("messages");
        let Some(_lock) = store.lock_outbox(timeout)? else {
            outcome.found_locked();
            return Ok(());
        };
        let zone = store.zone();
        outcome.expired = store.write(Mode::Real, |writer| writer.settle_outbox(now))?;
        let mut previous = None;
        let invitations = self.link.is_some();
        for id in store.read(|reader| reader.queued_messages(which, invitations, now))? {
            let token = Token::generate()?;
            let next = self.claim(store, previous.as_ref(), id, &token, now)?;
            previous = None;
            let Some(outgoing) = next else { continue };
            crash::point(CrashPoint::MessageClaimed);
            let delivered = self.deliver(&outgoing, &token, zone);
            crash::point(CrashPoint::MessageDelivered);
            previous = Some((id, outcome.count(&outgoing, delivered)));
            progress.advance();
            outcome.stop_if_interrupted();
            if outcome.is_stopped() {
                break;
            }
        }
        let recorded = store.write(Mode::Real, |writer| record(writer, previous.as_ref(), now));
        explain_unrecorded(recorded, previous.as_ref())
    }

    /// Records the attempt at the previous message and claims the next, in one transaction.
    fn claim(
        &self,
        store: &mut Store,
        previous: Option<&(OutboxId, Attempt)>,
        id: OutboxId,
        token: &Token,
        now: Timestamp,
    ) -> Result<Option<OutgoingMessage>> {
        let domain = self.mailer.sender().domain();
        let next = store.write(Mode::Real, |writer| {
            record(writer, previous, now)?;
            writer.claim_message(id, now, &token.hash(), domain)
        });
        explain_unrecorded(next, previous)
    }

    /// Sends the message. One that cannot be built fails for good.
    fn deliver(&mut self, outgoing: &OutgoingMessage, token: &Token, zone: Zone) -> Result<(), SendFailure> {
        let link = self.link.as_ref().map(|link| link.with_token(token)).unwrap_or_default();
        let content = self.templates.render(&facts_of(outgoing, &link, zone));
        let message = Message::new(
            self.mailer.sender(),
            &outgoing.email,
            outgoing.name.as_deref(),
            &content,
            &outgoing.message_id,
            outgoing.queued_at,
        )
        .map_err(|error| SendFailure {
            kind: SendFailureKind::Permanent,
            words: error.message(),
            advice: format!(
                "correct the address with: rad-admin user edit {} --email NEW",
                shell_word(&outgoing.email)
            ),
            halts: false,
        })?;
        self.mailer.send(&message)
    }

    /// Renders the message with a word in place of the token.
    pub(crate) fn preview(&self, facts: MessageFacts) -> MessageContent {
        use crate::mail::Placeholder::Link;
        let link = self.link.as_ref().map(InvitationLink::without_token).unwrap_or_default();
        let is_invitation = facts.kind == MessageKind::Invitation;
        self.templates.render(&if is_invitation { facts.with(Link, link) } else { facts })
    }
}
