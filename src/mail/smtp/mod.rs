//! The transport `smtp`, which sends many messages over one connection to a server.
//!
//! It does not use lettre's client, because that reads lines of any length, restarts its time limit with every byte, and takes
//! replies that came before TLS for replies under TLS.

mod advice;
mod dialogue;
mod error;
mod reply;
mod stream;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::ClientConfig;
use zeroize::Zeroizing;

use self::dialogue::Dialogue;
use self::error::{SmtpCause, SmtpError, SmtpStep};
use self::reply::Reply;
use super::settings::{Security, SmtpServer};
use super::{Message, Secret, SendFailure};

/// How long the server may take to answer QUIT.
const FAREWELL_TIMEOUT: Duration = Duration::from_secs(2);

pub(super) struct Login {
    pub(super) username: String,
    pub(super) password: Secret,
}

impl Login {
    /// Returns the argument of `AUTH PLAIN`.
    fn plain(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(format!("\0{}\0{}", self.username, self.password.reveal()));
        Zeroizing::new(STANDARD.encode(text.as_bytes()))
    }

    /// Removes the password from a text, plain or encoded for `AUTH PLAIN` or `AUTH LOGIN`. A server may repeat a line that it
    /// did not understand.
    fn mask(&self, text: &str) -> String {
        let password = self.password.reveal();
        let masked = [self.plain().as_str(), &STANDARD.encode(password), password].map(str::to_owned);
        masked.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[password]"))
    }
}

/// An SMTP server, and the dialogue with it once it is connected.
pub(super) struct Smtp {
    server: SmtpServer,
    login: Option<Login>,
    /// The argument of EHLO.
    hello: String,
    /// Created with the first connection, because it reads the system's certificates.
    tls: Option<Arc<ClientConfig>>,
    dialogue: Option<Dialogue>,
}

impl Smtp {
    /// Connects to nothing yet.
    pub(super) fn new(server: SmtpServer, login: Option<Login>, host_name: &str) -> Self {
        let is_name =
            !host_name.is_empty() && host_name.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
        let hello = if is_name { host_name.to_owned() } else { "[127.0.0.1]".to_owned() };
        Self { server, login, hello, tls: None, dialogue: None }
    }

    /// Sends the message, over the connection of the last one if it is still open.
    pub(super) fn send(&mut self, message: &Message) -> Result<(), SendFailure> {
        let reused = self.dialogue.is_some();
        let mut result = self.attempt(message);
        // Servers end a connection after some messages or some idle time. It ended before this message began, so a second
        // attempt cannot send it twice.
        if reused && result.as_ref().is_err_and(SmtpError::is_worn_out) {
            result = self.attempt(message);
        }
        result.map_err(|error| self.explained(error, message))
    }

    /// Connects and logs in, without sending the message.
    pub(super) fn try_out(&mut self, message: &Message) -> Result<(), SendFailure> {
        let connected = self.connect();
        connected
            .map(|dialogue| self.dialogue = Some(dialogue))
            .map_err(|error| self.explained(error, message))
    }

    fn explained(&self, mut error: SmtpError, message: &Message) -> SendFailure {
        if let (Some(login), SmtpCause::Reply { text, .. }) = (&self.login, &mut error.cause) {
            *text = login.mask(text);
        }
        error.explain(&self.server, message)
    }

    fn attempt(&mut self, message: &Message) -> Result<(), SmtpError> {
        let mut dialogue = match self.dialogue.take() {
            Some(mut dialogue) => {
                dialogue.begin_message();
                dialogue
            }
            None => self.connect()?,
        };
        let result = hand_over(&mut dialogue, message);
        let usable = match &result {
            Ok(()) => true,
            Err(error) => {
                error.leaves_connection() && dialogue.command(SmtpStep::Sender, "RSET", &[250]).is_ok()
            }
        };
        self.dialogue = usable.then_some(dialogue);
        result
    }

    fn connect(&mut self) -> Result<Dialogue, SmtpError> {
        let mut dialogue = Dialogue::open(&self.server)?;
        if self.server.security == Security::Tls {
            dialogue = dialogue.encrypt(SmtpStep::Greeting, self.tls()?, &self.server.host)?;
        }
        dialogue.greet()?;
        self.greet(&mut dialogue)?;
        if self.server.security == Security::Starttls {
            if offered(&dialogue, "STARTTLS").is_none() {
                return Err(SmtpError::new(SmtpStep::Starttls, SmtpCause::NoStarttls));
            }
            dialogue.command(SmtpStep::Starttls, "STARTTLS", &[220])?;
            dialogue = dialogue.encrypt(SmtpStep::Starttls, self.tls()?, &self.server.host)?;
            self.greet(&mut dialogue)?;
        }
        if let Some(login) = &self.login {
            log_in(&mut dialogue, login)?;
        }
        Ok(dialogue)
    }

    fn greet(&self, dialogue: &mut Dialogue) -> Result<(), SmtpError> {
        let reply = dialogue.command(SmtpStep::Greeting, format_args!("EHLO {}", self.hello), &[250])?;
        dialogue.offers = Some(reply);
        Ok(())
    }

    fn tls(&mut self) -> Result<Arc<ClientConfig>, SmtpError> {
        let config = match self.tls.take() {
            Some(config) => config,
            None => stream::trusting_the_system()
                .map(Arc::new)
                .map_err(|cause| SmtpError::new(SmtpStep::Greeting, cause))?,
        };
        Ok(Arc::clone(self.tls.insert(config)))
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(dialogue) = &mut self.dialogue {
            dialogue.hurry(FAREWELL_TIMEOUT);
            dialogue.begin_message();
            // Every message is already accepted or refused, so the answer to QUIT does not matter.
            let _ = dialogue.command(SmtpStep::Content, "QUIT", &[221]);
        }
    }
}

fn offered<'a>(dialogue: &'a Dialogue, keyword: &str) -> Option<Vec<&'a str>> {
    dialogue.offers.as_ref().and_then(|reply: &Reply| reply.offer(keyword)).map(Iterator::collect)
}

fn log_in(dialogue: &mut Dialogue, login: &Login) -> Result<(), SmtpError> {
    let offers = |mechanism: &str| {
        offered(dialogue, "AUTH")
            .is_some_and(|offers| offers.iter().any(|offer| offer.eq_ignore_ascii_case(mechanism)))
    };
    let step = SmtpStep::Login;
    if offers("PLAIN") {
        dialogue.command(step, format_args!("AUTH PLAIN {}", login.plain().as_str()), &[235])?;
    } else if offers("LOGIN") {
        dialogue.command(step, "AUTH LOGIN", &[334])?;
        dialogue.command(step, STANDARD.encode(&login.username), &[334])?;
        let password = Zeroizing::new(STANDARD.encode(login.password.reveal()));
        dialogue.command(step, password.as_str(), &[235])?;
    } else {
        return Err(SmtpError::new(step, SmtpCause::NoLogin));
    }
    Ok(())
}

fn hand_over(dialogue: &mut Dialogue, message: &Message) -> Result<(), SmtpError> {
    let (sender, recipient): (&str, &str) = (message.sender().as_ref(), message.recipient().as_ref());
    let beyond_ascii = !sender.is_ascii() || !recipient.is_ascii();
    if beyond_ascii && offered(dialogue, "SMTPUTF8").is_none() {
        return Err(SmtpError::new(SmtpStep::Recipient, SmtpCause::NoSmtputf8));
    }
    let parameters = if beyond_ascii { " SMTPUTF8 BODY=8BITMIME" } else { "" };
    dialogue.command(SmtpStep::Sender, format_args!("MAIL FROM:<{sender}>{parameters}"), &[250])?;
    dialogue.command(SmtpStep::Recipient, format_args!("RCPT TO:<{recipient}>"), &[250, 251, 252])?;
    dialogue.command(SmtpStep::Content, "DATA", &[354])?;
    dialogue.send(SmtpStep::Content, content(message.bytes()).as_bytes(), &[250]).map(drop)
}

/// Returns the message with its final dot as one text, for a single write. Two writes would wait for each other (Nagle's
/// algorithm), about 40 ms per message.
fn content(bytes: &[u8]) -> String {
    let text: Cow<'_, str> = String::from_utf8_lossy(bytes);
    let stuffed = text.replace("\r\n.", "\r\n..");
    let end = if stuffed.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    stuffed + end
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
