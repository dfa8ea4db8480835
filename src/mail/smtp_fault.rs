//! What went wrong in a conversation with an SMTP server, and what that means for who has to mend it.

use std::error::Error as _;
use std::io;

use lettre::transport::smtp::Error as SmtpError;
use rustls::CertificateError;

use super::settings::SmtpServer;
use super::{Message, SendFailure};

/// How far the conversation had come.
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
    TimedOut,
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
    NoStarttls,
    NoLogin,
    NoSmtputf8,
    Other(String),
}

/// A failure and its place in the conversation.
#[derive(Debug)]
pub(super) struct SmtpFault {
    stage: SmtpStep,
    pub(super) cause: SmtpCause,
}

impl SmtpFault {
    pub(super) fn new(stage: SmtpStep, cause: SmtpCause) -> Self {
        Self { stage, cause }
    }

    pub(super) fn of(stage: SmtpStep, error: &SmtpError) -> Self {
        Self { stage, cause: SmtpCause::of(error) }
    }

    /// Whether the connection was at its end before anything of the message was said.
    pub(super) fn is_worn_out(&self) -> bool {
        self.stage == SmtpStep::Sender
            && matches!(self.cause, SmtpCause::Closed | SmtpCause::Reply { code: 421, .. })
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
    pub(super) fn explain(self, route: &SmtpServer, message: &Message) -> SendFailure {
        let Self { stage, cause } = self;
        let words = words_of(&cause, stage, route);
        let advice = match &cause {
            SmtpCause::Reply { code, .. } => advice_on_reply(*code, stage, route, message),
            SmtpCause::Certificate(error) => advice_on_certificate(error, route),
            other => advice_on_connection(other, stage, route, message),
        };
        match cause {
            SmtpCause::Reply { code, .. } if stage < SmtpStep::Sender || is_about_login(code) => {
                SendFailure::halting(words, advice)
            }
            SmtpCause::Reply { code: 500.., .. } if stage == SmtpStep::Sender => {
                SendFailure { halts: true, ..SendFailure::permanent(words, advice) }
            }
            SmtpCause::Reply { code: 500.., .. } | SmtpCause::NoSmtputf8 => {
                SendFailure::permanent(words, advice)
            }
            SmtpCause::TimedOut => SendFailure::halting(words, advice),
            _ if stage < SmtpStep::Sender => SendFailure::halting(words, advice),
            _ => SendFailure::temporary(words, advice),
        }
    }
}

/// RFC 4954: the server wants a login, another one, or a better protected one.
const fn is_about_login(code: u16) -> bool {
    matches!(code, 454 | 530 | 534 | 535 | 538)
}

impl SmtpCause {
    fn of(error: &SmtpError) -> Self {
        let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        if let Some(code) = error.status() {
            return Self::Reply { code: code.into(), text: reason };
        }
        // lettre's words for a connection that ends where an answer was due.
        if error.is_response() && reason == "incomplete response" {
            return Self::Closed;
        }
        let mut next = error.source();
        while let Some(source) = next {
            if let Some(error) = source.downcast_ref::<io::Error>() {
                return Self::of_io(error);
            }
            next = source.source();
        }
        Self::Other(reason)
    }

    fn of_io(error: &io::Error) -> Self {
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

fn words_of(cause: &SmtpCause, stage: SmtpStep, route: &SmtpServer) -> String {
    let server = format!("{}:{}", route.host, route.port);
    match cause {
        SmtpCause::Unresolved(reason) => format!("no address is known for '{}': {reason}", route.host),
        SmtpCause::ConnectionRefused => format!("{server} refuses the connection"),
        SmtpCause::TimedOut => {
            format!("{server} did not answer within {} s ({})", route.timeout.as_secs(), stage.name())
        }
        SmtpCause::Closed => format!("{server} ended the connection ({})", stage.name()),
        SmtpCause::Certificate(error) => {
            format!("the certificate of {server} {}", fault_of_certificate(error))
        }
        SmtpCause::Tls(reason) => format!("no TLS with {server}: {reason}"),
        SmtpCause::Reply { code, text } => format!("{code} {text}"),
        SmtpCause::NoStarttls => format!("{server} offers no STARTTLS"),
        SmtpCause::NoLogin => format!("{server} offers no login by password (PLAIN or LOGIN)"),
        SmtpCause::NoSmtputf8 => format!("{server} takes only ASCII before the '@' (it offers no SMTPUTF8)"),
        SmtpCause::Other(reason) => format!("{server}: {reason} ({})", stage.name()),
    }
}

impl SmtpStep {
    const fn name(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Starttls => "STARTTLS",
            Self::Login => "login",
            Self::Sender => "MAIL FROM",
            Self::Recipient => "RCPT TO",
            Self::Content => "DATA",
        }
    }
}

fn fault_of_certificate(error: &CertificateError) -> String {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired".into(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet".into()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is for another name".into()
        }
        CertificateError::UnknownIssuer => "is signed by no authority that this machine trusts".into(),
        other => format!("is not acceptable: {other}"),
    }
}

fn advice_on_certificate(error: &CertificateError, route: &SmtpServer) -> String {
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            "check this machine's clock; if it is right, who runs the server has to renew the certificate".into()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!("set mail.host to the name in the certificate: it is not '{}'", route.host)
        }
        CertificateError::UnknownIssuer => {
            "check mail.host; for an authority of your own, add its certificate to the system's store, or set \
             SSL_CERT_FILE to its file"
                .into()
        }
        _ => "have the server use a server's certificate issued by an authority; an authority's own does not do".into(),
    }
}

fn advice_on_connection(cause: &SmtpCause, stage: SmtpStep, route: &SmtpServer, message: &Message) -> String {
    let ports = "port 587 goes with security = \"starttls\", port 465 with \"tls\"";
    match (cause, stage) {
        (SmtpCause::Unresolved(_), _) => {
            format!(
                "check the spelling of mail.host ('{}'), and that this machine can look names up",
                route.host
            )
        }
        (SmtpCause::ConnectionRefused, _) => {
            format!("check mail.host and mail.port, and that the server runs; {ports}")
        }
        (SmtpCause::TimedOut | SmtpCause::Closed, SmtpStep::Greeting) => {
            format!("check mail.port and mail.security, and that no firewall stands between; {ports}")
        }
        (SmtpCause::Tls(_), _) => format!("check mail.port and mail.security; {ports}"),
        (SmtpCause::NoStarttls, _) => format!("check mail.port; {ports}; nothing is sent in clear"),
        (SmtpCause::NoLogin, _) => {
            "remove mail.username if the server wants no login; else check mail.port".into()
        }
        (SmtpCause::NoSmtputf8, _) => {
            format!("'{}' needs another address, or mail a server that offers SMTPUTF8", message.recipient())
        }
        _ => "it is tried again later; if that stays so, look into the server's log".into(),
    }
}

fn advice_on_reply(code: u16, stage: SmtpStep, route: &SmtpServer, message: &Message) -> String {
    let login = route.username.as_deref();
    match (stage, code, login) {
        (SmtpStep::Login, 500.., Some(name)) => format!(
            "the login was refused: check mail.username ('{name}') and the password; some providers want one made for \
             programs"
        ),
        (_, 530 | 534 | 535 | 538, Some(_)) => {
            "check mail.username, the password and mail.security: the server wants another login".into()
        }
        (_, 530 | 534 | 535 | 538, None) => {
            "the server wants a login: set mail.username and a password".into()
        }
        (SmtpStep::Greeting | SmtpStep::Starttls, ..) => {
            "the server does not serve this machine: ask who runs it, or check mail.host and mail.port".into()
        }
        (SmtpStep::Sender, 500.., _) => {
            format!("set mail.from to an address that may send here: '{}' may not", message.sender())
        }
        (SmtpStep::Recipient, 500.., _) => format!(
            "check the address '{}'; if the words speak of relaying, the server wants a login",
            message.recipient()
        ),
        (SmtpStep::Content, 500.., _) => {
            "the message itself was refused: its words say why; check the templates, and mail.from".into()
        }
        _ => "the server asks for patience: it is tried again later".into(),
    }
}
