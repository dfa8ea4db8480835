//! Describes an error of the dialogue, and says what to do about it.

use rustls::CertificateError;

use super::dialogue::STEPS_PER_MESSAGE;
use super::error::{SmtpCause, SmtpStep};
use crate::mail::Message;
use crate::mail::settings::SmtpServer;

/// Says in one line what happened.
pub(super) fn words_of(cause: &SmtpCause, step: SmtpStep, server: &SmtpServer) -> String {
    let place = format!("{}:{}", server.host, server.port);
    match cause {
        SmtpCause::Unresolved(reason) => format!("no address is known for '{}': {reason}", server.host),
        SmtpCause::ConnectionRefused => format!("{place} refuses the connection"),
        SmtpCause::TimedOut => {
            format!("{place} did not answer within {} s ({})", server.timeout.as_secs(), step.name())
        }
        SmtpCause::MessageTimedOut => {
            let limit = server.timeout * STEPS_PER_MESSAGE;
            format!("{place} took longer than {} s for one message ({})", limit.as_secs(), step.name())
        }
        SmtpCause::Closed => format!("{place} ended the connection ({})", step.name()),
        SmtpCause::Certificate(error) => {
            format!("the certificate of {place} {}", certificate_error(error))
        }
        SmtpCause::Tls(reason) => format!("no TLS with {place}: {reason}"),
        SmtpCause::Reply { code, text } => format!("{code} {text}"),
        SmtpCause::NotSmtp => format!("{place} does not speak SMTP ({})", step.name()),
        SmtpCause::EndlessReply => format!("{place} sent a reply without end ({})", step.name()),
        SmtpCause::Unasked => format!("{place} sent a reply before it was asked ({})", step.name()),
        SmtpCause::NoStarttls => format!("{place} offers no STARTTLS"),
        SmtpCause::NoLogin => format!("{place} offers no login by password (PLAIN or LOGIN)"),
        SmtpCause::NoSmtputf8 => format!("{place} takes only ASCII before the '@' (it offers no SMTPUTF8)"),
        SmtpCause::Other(reason) => format!("{place}: {reason} ({})", step.name()),
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

fn certificate_error(error: &CertificateError) -> String {
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

/// Says in one line what to check or do.
pub(super) fn advice_on(cause: &SmtpCause, step: SmtpStep, server: &SmtpServer, message: &Message) -> String {
    match cause {
        SmtpCause::Reply { code, .. } => advice_on_reply(*code, step, server, message),
        SmtpCause::Certificate(error) => advice_on_certificate(error, server),
        other => advice_on_connection(other, step, server, message),
    }
}

fn advice_on_certificate(error: &CertificateError, server: &SmtpServer) -> String {
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            "check this machine's clock; if it is right, the certificate has to be renewed by the people who run the server".into()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!("set mail.host to the name in the certificate: it is not '{}'", server.host)
        }
        CertificateError::UnknownIssuer => {
            "check mail.host; for an authority of your own, add its certificate to the system's store, or set \
             SSL_CERT_FILE to its file"
                .into()
        }
        _ => "have the server use a server's certificate issued by an authority; an authority's own does not do".into(),
    }
}

fn advice_on_connection(cause: &SmtpCause, step: SmtpStep, server: &SmtpServer, message: &Message) -> String {
    let ports = "port 587 goes with security = \"starttls\", port 465 with \"tls\"";
    match (cause, step) {
        (SmtpCause::Unresolved(_), _) => {
            format!(
                "check the spelling of mail.host ('{}'), and that this machine can look names up",
                server.host
            )
        }
        (SmtpCause::ConnectionRefused, _) => {
            format!("check mail.host and mail.port, and that the server runs; {ports}")
        }
        (SmtpCause::TimedOut | SmtpCause::Closed, SmtpStep::Greeting) => {
            format!("check mail.port and mail.security, and that no firewall stands between; {ports}")
        }
        (SmtpCause::MessageTimedOut, _) => {
            "the server is slow: look into its log, or raise mail.timeout_seconds".into()
        }
        (SmtpCause::NotSmtp | SmtpCause::EndlessReply, _) => {
            format!("check mail.host and mail.port: this is no mail server; {ports}")
        }
        (SmtpCause::Unasked, _) => {
            "somebody between this machine and the server may have put words in: ask the people who run the server, and \
             set mail.security = \"tls\", with port 465, if it offers that"
                .into()
        }
        (SmtpCause::Tls(_), _) => format!("check mail.port and mail.security; {ports}"),
        (SmtpCause::NoStarttls, _) => format!("check mail.port; {ports}; nothing is sent in clear"),
        (SmtpCause::NoLogin, _) => {
            "remove mail.username if the server wants no login; else check mail.port".into()
        }
        (SmtpCause::NoSmtputf8, _) => {
            format!("'{}' needs another address, or mail a server that offers SMTPUTF8", message.recipient())
        }
        _ => "if that stays so, look into the server's log".into(),
    }
}

fn advice_on_reply(code: u16, step: SmtpStep, server: &SmtpServer, message: &Message) -> String {
    let login = server.username.as_deref();
    match (step, code, login) {
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
            "the server does not serve this machine: ask the people who run it, or check mail.host and mail.port".into()
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
        _ => "the server asks for patience: try again later".into(),
    }
}
