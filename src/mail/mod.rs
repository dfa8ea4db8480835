//! Turns settings, templates and facts into messages, and sends them.
//!
//! [`MessageTemplates`] render [`MessageFacts`] to a [`MessageContent`]. A [`Message`] adds sender, recipient and Message-ID. A
//! [`Mailer`] sends it. This module does not know the outbox.

mod address;
mod content;
mod facts;
mod failure;
mod folder;
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
mod templates;
mod token;

pub use address::{Sender, check_deliverable};
pub use content::MessageContent;
pub use facts::{MessageFacts, Placeholder};
pub use failure::{SendFailure, SendFailureKind};
pub use link::InvitationLink;
pub use mailer::{Mailer, Surroundings};
pub use message::Message;
pub use secret::Secret;
pub use settings::{MailSettings, Security, TransportKind};
pub use templates::{MessageTemplates, TemplateFiles, TemplateSettings};
pub use token::{Token, new_message_name};
