//! Sends the outbox: takes messages one by one, renders each, passes it to the server, and marks it at once.

use super::facts::facts_of;
use super::outcome::{Sending, Unset};
use super::preview::MessagePreview;
use crate::app::App;
use crate::crash::{self, CrashPoint};
use crate::domain::{MessageKind, Timestamp, Zone};
use crate::error::{Error, Result};
use crate::mail::{InvitationLink, Mailer, Message, MessageFacts, MessageTemplates, SendFailure, Token};
use crate::output::counted;
use crate::store::{Attempt, Mode, OutboxId, OutgoingMessage, Store, Waiting, Writer};

/// The settings for sending, checked before anything is written.
pub(crate) struct PostOffice {
    mailer: Mailer,
    templates: MessageTemplates,
    /// Without a link, invitations wait and all other messages are sent.
    link: Option<InvitationLink>,
}

/// Whether the settings allow sending.
pub(crate) enum Post {
    /// Every needed setting is there.
    Open(Box<PostOffice>),
    /// A setting is missing and none is wrong, so messages wait.
    Unconfigured(Unset),
}

impl Post {
    /// Checks the settings and connects to nothing. Exit 7 if a setting is wrong.
    pub(crate) fn open(app: &App) -> Result<Self> {
        let settings = &app.settings;
        let templates = MessageTemplates::load(&settings.templates)?;
        let link = settings.invite_url().map(InvitationLink::parse).transpose()?;
        if !settings.mail.is_configured() {
            return Ok(Self::Unconfigured(Unset::mail(app)));
        }
        let mailer = Mailer::new(&settings.mail, app.surroundings()?)?;
        Ok(Self::Open(Box::new(PostOffice { mailer, templates, link })))
    }

    /// Like [`Self::open`], for a command that sends only invitations: a missing link counts as a missing setting.
    pub(crate) fn open_for_invitations(app: &App) -> Result<Self> {
        Ok(match Self::open(app)? {
            Self::Open(office) if office.link.is_none() => Self::Unconfigured(Unset::url(app)),
            post => post,
        })
    }

    /// Sends queued messages. Failures are part of the result and no error, because the operation is already committed.
    pub(crate) fn send(self, app: &mut App, which: &Waiting<'_>) -> Sending {
        app.has_sent = true;
        let mut sending = Sending::default();
        match self {
            Self::Unconfigured(unset) => return Sending::unconfigured(unset),
            Self::Open(mut office) => {
                if office.link.is_none() {
                    sending.unconfigured = Some(Unset::url(app));
                }
                if let Err(error) = office.send(app, which, &mut sending) {
                    sending.stop(&error);
                }
            }
        }
        sending
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
    let sending = Post::open(app)?.send(app, &which);
    if sending.sent > 0 {
        app.printer.remark(&format!("{} sent", counted(sending.sent, "message", "messages")));
    }
    let queued = waiting(app)?.len() as u64;
    sending.verdict(queued)
}

fn show_first_notice(app: &mut App) -> Result<()> {
    let (store, printer) = app.ledger()?;
    let Some((first, count)) = store.take_preview() else { return Ok(()) };
    let zone = store.zone();
    let paper = printer.paper();
    let content = MessageTemplates::load(&app.settings.templates)?.render(&facts_of(&first, "", zone));
    let preview = MessagePreview::new(first.email.clone(), content);
    let would = counted(count, "message would be sent. It reads", "messages would be sent. The first reads");
    app.printer.remark(&format!("{would}:\n{}", preview.lines(&paper).trim_end()));
    Ok(())
}

fn record(writer: &Writer<'_>, ended: Option<&(OutboxId, Attempt)>, now: Timestamp) -> Result<()> {
    ended.map_or(Ok(()), |(id, attempt)| writer.record_attempt(*id, attempt, now))
}

/// Explains a failed write after a message was sent: the outbox does not know that it was.
fn marked<T>(written: Result<T>, ended: Option<&(OutboxId, Attempt)>) -> Result<T> {
    written.map_err(|error| match ended {
        Some((_, Attempt::Sent)) => {
            let what =
                format!("the last message was sent, and the outbox could not record it: {}", error.message());
            Error::new(error.code(), what)
                .hint("the next 'rad-admin mail flush' sends it again, under the same Message-ID")
        }
        _ => error,
    })
}

impl PostOffice {
    fn send(&mut self, app: &mut App, which: &Waiting<'_>, sending: &mut Sending) -> Result<()> {
        let (now, timeout) = (app.now, app.lock_timeout());
        let (store, printer) = app.ledger()?;
        let progress = printer.counting("messages");
        let Some(_lock) = store.lock_outbox(timeout)? else {
            sending.busy = true;
            return Ok(());
        };
        let zone = store.zone();
        sending.expired = store.write(Mode::Real, |writer| writer.settle_outbox(now))?;
        let mut ended = None;
        let invitations = self.link.is_some();
        for id in store.read(|reader| reader.queued_messages(which, invitations, now))? {
            let token = Token::generate()?;
            let next = self.take(store, ended.as_ref(), id, &token, now)?;
            ended = None;
            let Some(outgoing) = next else { continue };
            crash::point(CrashPoint::MessageTaken);
            let sent = self.deliver(&outgoing, &token, zone);
            crash::point(CrashPoint::MessageDelivered);
            ended = Some((id, sending.note(&outgoing, sent)));
            progress.advance();
            sending.obey_signal();
            if sending.is_stopped() {
                break;
            }
        }
        marked(store.write(Mode::Real, |writer| record(writer, ended.as_ref(), now)), ended.as_ref())
    }

    /// Marks the previous message and takes the next, in one transaction.
    fn take(
        &self,
        store: &mut Store,
        ended: Option<&(OutboxId, Attempt)>,
        id: OutboxId,
        token: &Token,
        now: Timestamp,
    ) -> Result<Option<OutgoingMessage>> {
        let domain = self.mailer.sender().domain();
        let next = store.write(Mode::Real, |writer| {
            record(writer, ended, now)?;
            writer.take_message(id, now, &token.hash(), domain)
        });
        marked(next, ended)
    }

    /// Sends the message. The outer error means that it cannot be built, which is permanent.
    fn deliver(
        &mut self,
        outgoing: &OutgoingMessage,
        token: &Token,
        zone: Zone,
    ) -> Result<Result<(), SendFailure>> {
        let link = self.link.as_ref().map(|link| link.with_token(token)).unwrap_or_default();
        let content = self.templates.render(&facts_of(outgoing, &link, zone));
        let message = Message::new(
            self.mailer.sender(),
            &outgoing.email,
            outgoing.name.as_deref(),
            &content,
            &outgoing.message_id,
            outgoing.queued_at,
        )?;
        Ok(self.mailer.send(&message))
    }

    /// Renders the message with a word in place of the token.
    pub(crate) fn preview(&self, facts: MessageFacts) -> crate::mail::MessageContent {
        use crate::mail::Placeholder::Link;
        let link = self.link.as_ref().map(InvitationLink::without_token).unwrap_or_default();
        let is_invitation = facts.kind == MessageKind::Invitation;
        self.templates.render(&if is_invitation { facts.with(Link, link) } else { facts })
    }
}
