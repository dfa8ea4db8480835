//! What went wrong in a dialogue with an SMTP server, and what that means for the message and those behind it.

use std::io;

use rustls::CertificateError;

use super::advice::{advice_on, words_of};
use crate::mail::settings::SmtpServer;
use crate::mail::{Message, SendFailure};

/// How far the dialogue had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) enum SmtpStep {
    /// Finding the server, connecting, its greeting.
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
    /// No address for the host's name.
    Unresolved(String),
    /// No server on the port.
    ConnectionRefused,
    /// One step took longer than its limit.
    TimedOut,
    /// All steps together took longer than theirs.
    MessageTimedOut,
    /// The server ended the connection.
    Closed,
    Certificate(CertificateError),
    /// TLS failed otherwise.
    Tls(String),
    /// The server said no.
    Reply {
        code: u16,
        text: String,
    },
    /// What the server sent is no reply.
    NotSmtp,
    /// A reply longer than any server has use for.
    EndlessReply,
    /// The server sent a reply before it was asked. Under STARTTLS it would count as one that came under TLS.
    Unasked,
    NoStarttls,
    NoLogin,
    NoSmtputf8,
    Other(String),
}

/// A failure and its place in the dialogue.
#[derive(Debug)]
pub(super) struct SmtpFault {
    step: SmtpStep,
    pub(super) cause: SmtpCause,
}

impl SmtpFault {
    pub(super) fn new(step: SmtpStep, cause: SmtpCause) -> Self {
        Self { step, cause }
    }

    /// Whether the connection was at its end before anything of the message was said.
    pub(super) fn is_worn_out(&self) -> bool {
        self.step == SmtpStep::Sender
            && matches!(
                self.cause,
                SmtpCause::Closed | SmtpCause::Unasked | SmtpCause::Reply { code: 421, .. }
            )
    }

    /// Whether the connection can take another message: the server said no and stays (421: it goes).
    pub(super) fn leaves_connection(&self) -> bool {
        match self.cause {
            SmtpCause::NoSmtputf8 => true,
            SmtpCause::Reply { code, .. } => code != 421,
            _ => false,
        }
    }

    /// The failure in words. A refusal before the message's turn (greeting, STARTTLS, login, or a login that is missing)
    /// is temporary whatever its code: it lies with the settings, and the message must not be lost for it.
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

/// RFC 4954: the server wants a login, another one, or a better protected one.
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
