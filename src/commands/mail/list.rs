//! `mail`: the outbox.

use serde::Serialize;

use super::sending::{Post, Run, Unset};
use crate::app::App;
use crate::commands::invite::receipt::MessagePreview;
use crate::commands::shared::receipt::Outcome;
use crate::domain::Email;
use crate::error::{Code, Error, Result};
use crate::mail::{Mailer, Message, MessageContent, new_message_name};
use crate::output::{Document, Paper, counted};
use crate::store::{Mode, OutboxMessage};

/// All messages, newest first.
pub(crate) fn list(app: &mut App) -> Result<()> {
    let (store, printer) = app.ledger()?;
    let mut list = printer.list::<OutboxMessage>()?;
    store.read(|reader| reader.outbox_messages(|message| list.push(message)))?;
    list.finish().map(drop)
}

#[derive(Serialize)]
struct FlushReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    /// Messages that a server took in this run.
    sent: u64,
    /// Messages that still wait.
    queued: u64,
    /// Messages that were refused for good in this run.
    failed: u64,
    /// Messages that were given up in this run: their invitations have expired.
    expired: u64,
}

impl Document for FlushReceipt {
    fn human(&self, paper: &Paper) -> String {
        let count = |messages: u64| paper.credits(messages);
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
        tried + &self.given_up()
    }
}

impl FlushReceipt {
    fn given_up(&self) -> String {
        let messages = match (self.outcome.dry_run, self.expired) {
            (_, 0) => return String::new(),
            (false, expired) => counted(expired, "message was", "messages were"),
            (true, expired) => counted(expired, "message would be", "messages would be"),
        };
        let whose = if self.expired == 1 { "its invitation has" } else { "their invitations have" };
        format!("{messages} given up: {whose} expired.\n")
    }
}

/// Sends what is queued, however lately it was tried. Exit 8 if any of it did not go out.
pub(crate) fn flush(app: &mut App) -> Result<()> {
    let (now, dry_run) = (app.now, app.globals.dry_run);
    let post = Post::open(app)?;
    let mut run = match post {
        Post::Unconfigured(unset) => Run::unconfigured(unset),
        Post::Open(_) if dry_run => Run::default(),
        Post::Open(_) => post.send(app, None),
    };
    if dry_run && run.unconfigured.is_none() {
        run.expired = app.ledger()?.0.write(Mode::DryRun, |writer| writer.fail_expired_messages(now))?;
    }
    let queued = app.ledger()?.0.read(|reader| reader.queued_messages(None, now))?.len() as u64;
    let Run { sent, failed, expired, .. } = run;
    let outcome = Outcome { changed: sent + failed + expired > 0, dry_run, operation: None };
    app.printer.receipt(&FlushReceipt { outcome, sent, queued, failed, expired })?;
    if dry_run && run.unconfigured.is_none() { Ok(()) } else { run.verdict(queued, run.failed) }
}

#[derive(Serialize)]
struct TestReceipt {
    dry_run: bool,
    sent: bool,
    email: Email,
    message_id: String,
    /// Where the message lies, with the transport `file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
    /// Only in a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessagePreview>,
}

impl Document for TestReceipt {
    fn human(&self, paper: &Paper) -> String {
        match (&self.message, &self.folder) {
            (Some(message), _) => {
                format!("Dry run, nothing sent: the settings are complete.\n{}", message.lines(paper))
            }
            (None, Some(folder)) => format!(
                "Wrote a test message to {} into the folder {}; nothing was sent.\n",
                self.email,
                paper.clean(folder)
            ),
            (None, None) => format!("Sent a test message to {}: look into that mailbox.\n", self.email),
        }
    }
}

/// Sends a test message at once, past the outbox. Exit 7 for wrong settings, exit 8 when the message is not taken.
pub(crate) fn test(app: &mut App, address: &Email) -> Result<()> {
    let dry_run = app.globals.dry_run;
    if !app.settings.mail.is_configured() {
        let Unset { what, hint } = Unset::mail(app);
        return Err(Error::setup(what).hint(hint));
    }
    let mut mailer = Mailer::new(&app.settings.mail, app.surroundings())?;
    let message_id = format!("{}@{}", new_message_name()?, mailer.sender().domain());
    let content = MessageContent::test();
    let message = Message::new(mailer.sender(), address, None, &content, &message_id, app.now)?;
    if !dry_run {
        mailer.send(&message).map_err(|failure| {
            Error::new(Code::MailUnsent, format!("the test message was not sent: {failure}"))
                .hint(failure.advice)
        })?;
    }
    let preview = dry_run.then(|| MessagePreview::new(address.clone(), content));
    let folder = mailer.folder().map(|folder| folder.display().to_string());
    let (email, sent) = (address.clone(), !dry_run);
    app.printer.receipt(&TestReceipt { dry_run, sent, email, message_id, folder, message: preview })
}
