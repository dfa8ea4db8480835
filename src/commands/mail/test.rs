//! `mail test`: sends a test message.

use serde::Serialize;

use super::outcome::mail_not_configured;
use super::preview::MessagePreview;
use crate::app::App;
use crate::domain::Email;
use crate::error::{Code, Error, Result};
use crate::mail::{Mailer, Message, MessageContent, new_message_name};
use crate::output::{Document, Formatter};

#[derive(Serialize)]
struct TestReceipt {
    dry_run: bool,
    sent: bool,
    email: Email,
    message_id: String,
    /// The folder that holds the message, with the transport `file`.
    folder: Option<String>,
    /// Set only in a dry run.
    message: Option<MessagePreview>,
}

impl Document for TestReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        match (&self.message, &self.folder) {
            (Some(message), _) => {
                format!("Dry run, nothing sent: the settings are complete.\n{}", message.lines(formatter))
            }
            (None, Some(folder)) => format!(
                "Wrote a test message to {} into the folder {}; nothing was sent.\n",
                self.email,
                formatter.clean(folder)
            ),
            (None, None) => format!("Sent a test message to {}: look into that mailbox.\n", self.email),
        }
    }
}

/// Sends a test message at once, without the outbox. Exit 7 for wrong settings, exit 8 if the message is not accepted.
pub(crate) fn run(app: &mut App, address: &Email) -> Result<()> {
    let dry_run = app.globals.dry_run;
    if !app.settings.mail.is_configured() {
        return Err(mail_not_configured(app));
    }
    let mut mailer = Mailer::new(&app.settings.mail, app.surroundings()?)?;
    let message_id = format!("{}@{}", new_message_name()?, mailer.sender().domain());
    let content = MessageContent::test();
    let message = Message::new(mailer.sender(), address, None, &content, &message_id, app.now)?;
    let preview = dry_run.then(|| MessagePreview::new(address.clone(), content));
    let folder = mailer.folder().map(|folder| folder.display().to_string());
    let (email, sent) = (address.clone(), !dry_run);
    let receipt = TestReceipt { dry_run, sent, email, message_id, folder, message: preview };
    app.require_plain(&receipt)?;
    if !dry_run {
        mailer.send(&message).map_err(|failure| {
            Error::new(Code::MailUnsent, format!("the test message was not sent: {failure}"))
                .hint(failure.advice)
                .users([address.as_str()], 1)
        })?;
    }
    app.printer.receipt(&receipt)
}
