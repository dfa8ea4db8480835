//! Letters: from settings and templates to a message that a server has accepted.
//!
//! The way of a letter: [`LetterTemplates`] render an [`Invitation`] to a [`Letter`], a [`Message`] makes it bytes
//! with a sender and a Message-ID, and a [`Mailer`] hands those over. Nothing here knows the outbox.

mod address;
mod failure;
mod folder;
mod letter;
mod link;
mod mailer;
mod message;
mod password;
mod process;
mod secret;
mod sendmail;
mod settings;
mod smtp;
mod template;
mod token;
mod trouble;

pub use address::{Sender, check_deliverable};
pub use failure::{FailureKind, SendFailure};
pub use letter::{Invitation, Letter, LetterTemplates, TemplateFiles};
pub use link::InvitationLink;
pub use mailer::{Mailer, Surroundings};
pub use message::Message;
pub use secret::Secret;
pub use settings::{MailSettings, Security, Transport};
pub use token::{Token, new_message_name};
