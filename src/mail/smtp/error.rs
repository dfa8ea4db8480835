//! The errors of a dialogue with an SMTP server, and what they mean for this message and the next ones.

use std::io;

use rustls::CertificateError;

use super::advice::{advice_on, words_of};
use crate::mail::settings::SmtpServer;
use crate::mail::{Message, SendFailure};

/// A step of the dialogue, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) enum SmtpStep {
    /// Finding the server, connecting, reading its greeting.
    Greeting,
    Starttls,
    Login,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and the message itself.
    Content,
}

#[derive(Debug)]
pub(super) enum SmtpCause {
    /// The host's name has no address.
    Unresolved(String),
    /// No server listens on the port.
    ConnectionRefused,
    /// One step took longer than its limit.
    TimedOut,
    /// All steps together took longer than their limit.
    MessageTimedOut,
    /// The server ended the connection.
    Closed,
    Certificate(CertificateError),
    /// Any other failure of TLS.
    Tls(String),
    /// The server refused.
    Reply {
        code: u16,
        text: String,
    },
    /// The server sent something that is no reply.
    NotSmtp,
    /// The reply is longer than the limit.
    EndlessReply,
    /// The server sent a reply before a command. Under STARTTLS, it would otherwise count as one that came under TLS.
    Unasked,
    NoStarttls,
    NoLogin,
    NoSmtputf8,
    Other(String),
}

/// A failure and its step.
#[derive(Debug)]
pub(super) struct SmtpError {
    step: SmtpStep,
    pub(super) cause: SmtpCause,
}

impl SmtpError {
    pub(super) fn new(step: SmtpStep, cause: SmtpCause) -> Self {
        Self { step, cause }
    }

    /// Whether the connection ended before this message began.
    pub(super) fn is_worn_out(&self) -> bool {
        self.step == SmtpStep::Sender
            && matches!(
                self.cause,
                SmtpCause::Closed | SmtpCause::Unasked | SmtpCause::Reply { code: 421, .. }
            )
    }

    /// Whether the connection can take another message. Code 421 means that the server closes it.
    pub(super) fn leaves_connection(&self) -> bool {
        match self.cause {
            SmtpCause::NoSmtputf8 => true,
            SmtpCause::Reply { code, .. } => code != 421,
            _ => false,
        }
    }

    /// Returns the failure in words. A refusal because of the greeting, STARTTLS or the login is temporary, whatever its code:
    /// the settings cause it, and it must not cost the message.
    pub(super) fn explain(self, server: &SmtpServer, message: &Message) -> SendFailure {
        let Self { step, cause } = self;
        let words = words_of(&cause, step, server);
        let advice = advice_on(&cause, step, server, message);
        match cause {
            SmtpCause::Reply { code, .. } if step < SmtpStep::Sender || is_about_login(code) => {
                SendFailure::halting(words, advice)
            }
            SmtpCause::Reply { code: 500.., .. } if step == SmtpStep::Sender => {
                SendFailure { halts: true, ..SendFailure::permanent(words, advice) }
            }
            SmtpCause::Reply { code: 500.., .. } | SmtpCause::NoSmtputf8 => {
                SendFailure::permanent(words, advice)
            }
            SmtpCause::TimedOut | SmtpCause::MessageTimedOut | SmtpCause::Unasked => {
                SendFailure::halting(words, advice)
            }
            _ if step < SmtpStep::Sender => SendFailure::halting(words, advice),
            _ => SendFailure::temporary(words, advice),
        }
    }
}

/// Whether the server wants a login, a different one, or a better protected one (RFC 4954).
const fn is_about_login(code: u16) -> bool {
    matches!(code, 454 | 530 | 534 | 535 | 538)
}

impl SmtpCause {
    pub(super) fn of(error: &io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(error)) => return Self::Certificate(error.clone()),
            Some(error) => return Self::Tls(error.to_string()),
            None => {}
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::ConnectionRefused,
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::TimedOut,
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Other(error.to_string()),
        }
    }
}
