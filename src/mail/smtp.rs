//! The transport `smtp`: one conversation with a server, in which many messages are handed over.

use std::borrow::Cow;
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;

use super::settings::{Security, SmtpServer};
use super::smtp_fault::{SmtpCause, SmtpFault, SmtpStep};
use super::{Message, Secret, SendFailure};

/// A server that does not answer our farewell is not waited for.
const FAREWELL_TIMEOUT: Duration = Duration::from_secs(2);

/// A name and its password.
pub(super) struct Login {
    pub(super) username: String,
    pub(super) password: Secret,
}

impl Login {
    /// The text without the password, plain or as `AUTH PLAIN` and `AUTH LOGIN` send it: a server may repeat a line
    /// that it did not understand.
    fn mask(&self, text: &str) -> String {
        let password = self.password.reveal();
        let plain = STANDARD.encode(format!("\0{}\0{password}", self.username));
        let masked = [plain.as_str(), &STANDARD.encode(password), password];
        masked.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[password]"))
    }
}

/// An SMTP server, and the connection to it once there is one.
pub(super) struct Smtp {
    route: SmtpServer,
    login: Option<Login>,
    hello: ClientId,
    /// Made with the first connection: it reads the system's certificates, or those that `SSL_CERT_FILE` names.
    tls: Option<TlsParameters>,
    connection: Option<SmtpConnection>,
}

impl Smtp {
    /// Connects to nothing yet.
    pub(super) fn new(route: SmtpServer, login: Option<Login>, host_name: &str) -> Self {
        let is_name =
            !host_name.is_empty() && host_name.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
        let hello = if is_name {
            ClientId::Domain(host_name.to_owned())
        } else {
            ClientId::Ipv4(Ipv4Addr::LOCALHOST)
        };
        Self { route, login, hello, tls: None, connection: None }
    }

    /// Hands the message over, on the connection of the last one where there is one.
    pub(super) fn send(&mut self, message: &Message) -> Result<(), SendFailure> {
        let reused = self.connection.is_some();
        let mut result = self.attempt(message);
        // Servers end a connection after some messages or some idle time. Nothing of this message was said yet.
        if reused && result.as_ref().is_err_and(SmtpFault::is_worn_out) {
            result = self.attempt(message);
        }
        result.map_err(|mut trouble| {
            if let (Some(login), SmtpCause::Reply { text, .. }) = (&self.login, &mut trouble.cause) {
                *text = login.mask(text);
            }
            trouble.explain(&self.route, message)
        })
    }

    fn attempt(&mut self, message: &Message) -> Result<(), SmtpFault> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect()?,
        };
        let result = hand_over(&mut connection, message);
        let usable = match &result {
            Ok(()) => true,
            Err(trouble) => trouble.leaves_connection() && connection.command(Rset).is_ok(),
        };
        self.connection = usable.then_some(connection);
        result
    }

    fn connect(&mut self) -> Result<SmtpConnection, SmtpFault> {
        let addresses = resolve(&self.route)?;
        let tls = match self.route.security {
            Security::None => None,
            Security::Starttls | Security::Tls => Some(self.tls()?),
        };
        let from_the_start = tls.as_ref().filter(|_| self.route.security == Security::Tls);
        let timeout = Some(self.route.timeout);
        let mut connection =
            SmtpConnection::connect(addresses.as_slice(), timeout, &self.hello, from_the_start, None)
                .map_err(|error| SmtpFault::of(SmtpStep::Greeting, &error))?;
        if let (Security::Starttls, Some(tls)) = (self.route.security, &tls) {
            if !connection.can_starttls() {
                return Err(SmtpFault::new(SmtpStep::Starttls, SmtpCause::NoStarttls));
            }
            connection
                .starttls(tls, &self.hello)
                .map_err(|error| SmtpFault::of(SmtpStep::Starttls, &error))?;
        }
        if let Some(login) = &self.login {
            log_in(&mut connection, login)?;
        }
        Ok(connection)
    }

    fn tls(&mut self) -> Result<TlsParameters, SmtpFault> {
        let tls = match self.tls.take() {
            Some(tls) => tls,
            None => TlsParameters::new(self.route.host.clone())
                .map_err(|error| SmtpFault::of(SmtpStep::Greeting, &error))?,
        };
        Ok(self.tls.insert(tls).clone())
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.connection {
            // All messages are accepted or refused: how the farewell ends changes nothing.
            let _ = connection.set_timeout(Some(FAREWELL_TIMEOUT)).map(|()| connection.quit());
        }
    }
}

fn resolve(route: &SmtpServer) -> Result<Vec<SocketAddr>, SmtpFault> {
    let addresses = (route.host.as_str(), route.port).to_socket_addrs();
    addresses
        .map(Iterator::collect)
        .map_err(|error| SmtpFault::new(SmtpStep::Greeting, SmtpCause::Unresolved(error.to_string())))
}

fn log_in(connection: &mut SmtpConnection, login: &Login) -> Result<(), SmtpFault> {
    if connection.server_info().get_auth_mechanism(DEFAULT_MECHANISMS).is_none() {
        return Err(SmtpFault::new(SmtpStep::Login, SmtpCause::NoLogin));
    }
    let credentials = Credentials::new(login.username.clone(), login.password.reveal().to_owned());
    expect(connection.auth(DEFAULT_MECHANISMS, &credentials), SmtpStep::Login, &[235])
}

fn hand_over(connection: &mut SmtpConnection, message: &Message) -> Result<(), SmtpFault> {
    let (sender, recipient) = (message.sender(), message.recipient());
    let beyond_ascii = [sender, recipient].iter().any(|address| !AsRef::<str>::as_ref(address).is_ascii());
    if beyond_ascii && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Err(SmtpFault::new(SmtpStep::Recipient, SmtpCause::NoSmtputf8));
    }
    let parameters = if beyond_ascii {
        vec![MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)]
    } else {
        Vec::new()
    };
    expect(connection.command(Mail::new(Some(sender.clone()), parameters)), SmtpStep::Sender, &[250])?;
    expect(
        connection.command(Rcpt::new(recipient.clone(), Vec::new())),
        SmtpStep::Recipient,
        &[250, 251, 252],
    )?;
    expect(connection.command(Data), SmtpStep::Content, &[354])?;
    expect(connection.command(content(message.bytes())), SmtpStep::Content, &[250])
}

/// The message with its end, as one write: two would wait for each other (Nagle's algorithm) some 40 ms a message.
fn content(bytes: &[u8]) -> String {
    let text: Cow<'_, str> = String::from_utf8_lossy(bytes);
    let stuffed = text.replace("\r\n.", "\r\n..");
    let end = if stuffed.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    stuffed + end
}

/// Only the very code that belongs to the step counts: so no answer can be taken for that of another step.
fn expect(
    answer: Result<Response, lettre::transport::smtp::Error>,
    stage: SmtpStep,
    codes: &[u16],
) -> Result<(), SmtpFault> {
    let response = answer.map_err(|error| SmtpFault::of(stage, &error))?;
    let code = u16::from(response.code());
    if codes.contains(&code) {
        Ok(())
    } else {
        Err(SmtpFault::new(stage, SmtpCause::Other(format!("unexpected answer {code}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_begins_with_a_dot_does_not_end_the_message() {
        assert_eq!(content(b"a\r\n.\r\n..b\r\n"), "a\r\n..\r\n...b\r\n.\r\n");
        assert_eq!(content(b"a"), "a\r\n.\r\n");
    }

    #[test]
    fn a_server_that_repeats_the_password_is_not_repeated() {
        let login = Login { username: "rad".into(), password: Secret::new("hunter2".into()) };
        for echo in ["hunter2", "AHJhZABodW50ZXIy", "aHVudGVyMg=="] {
            assert_eq!(login.mask(&format!("bad line: {echo}!")), "bad line: [password]!");
        }
    }
}
