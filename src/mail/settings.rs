//! Reads the `[mail]` table of the configuration file, and checks its keys together.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::{Sender, password};
use crate::{Error, Result};

const TIMEOUT_SECONDS: u64 = 30;
const SENDMAIL: &str = "/usr/sbin/sendmail";

/// The `[mail]` table as written. A missing key is `None`; the parser refuses unknown keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The sender, like `RAD Platform <no-reply@example.org>`.
    pub from: Option<String>,
    /// SMTP by default.
    pub transport: Option<TransportKind>,
    /// The SMTP server's name or address.
    pub host: Option<String>,
    /// The SMTP server's port. The default depends on `security`.
    pub port: Option<u16>,
    /// STARTTLS by default.
    pub security: Option<Security>,
    /// The login name. Without one there is no login.
    pub username: Option<String>,
    /// A file that holds the password.
    pub password_file: Option<PathBuf>,
    /// A shell command that prints the password.
    pub password_command: Option<String>,
    /// The folder of the transport `file`.
    pub folder: Option<PathBuf>,
    /// The program of the transport `sendmail`.
    pub sendmail_path: Option<PathBuf>,
    /// The time limit of one step of sending.
    pub timeout_seconds: Option<u64>,
}

/// How messages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransportKind {
    /// To an SMTP server.
    Smtp,
    /// Through the machine's own `sendmail`.
    Sendmail,
    /// Into a folder, with one `.eml` file for each message.
    File,
}

/// How the connection to an SMTP server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// A plain connection that switches to TLS before the login. If the server cannot, nothing is sent.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// No protection. Only allowed for a server on this machine.
    None,
}

impl Security {
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// The checked settings of one transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TransportSettings {
    Smtp(SmtpServer),
    Sendmail { program: PathBuf, timeout: Duration },
    Folder(PathBuf),
}

/// An SMTP server and the login name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SmtpServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) username: Option<String>,
    /// The limit of each step: connecting, one reply, one write.
    pub(super) timeout: Duration,
}

impl MailSettings {
    /// Whether any key is set. Without settings, mail waits in the outbox, and that is no error.
    pub fn is_configured(&self) -> bool {
        *self != Self::default()
    }

    /// Resolves relative paths against this folder.
    #[must_use]
    pub fn below(self, folder: &Path) -> Self {
        let place = |path: Option<PathBuf>| path.map(|path| folder.join(path));
        Self {
            password_file: place(self.password_file),
            folder: place(self.folder),
            sendmail_path: place(self.sendmail_path),
            ..self
        }
    }

    /// Returns the transport, or its default.
    pub fn transport(&self) -> TransportKind {
        self.transport.unwrap_or(TransportKind::Smtp)
    }

    /// Returns the protection of the connection, or its default.
    pub fn security(&self) -> Security {
        self.security.unwrap_or(Security::Starttls)
    }

    /// Returns the SMTP server's port, or its default.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(self.security().default_port())
    }

    /// Returns the program of the transport `sendmail`, or its default.
    pub fn sendmail_path(&self) -> &Path {
        self.sendmail_path.as_deref().unwrap_or(Path::new(SENDMAIL))
    }

    /// Returns the time limit of one step of sending, or its default.
    pub fn timeout_seconds(&self) -> u64 {
        self.timeout_seconds.unwrap_or(TIMEOUT_SECONDS)
    }

    /// The keys to name in a hint if no mail is configured.
    pub const KEYS_TO_SET: &str =
        "from, host, security, username and password_file, or from, transport = \"file\" and folder";

    /// Returns the sender. A missing or malformed `from` is a setup error.
    pub fn sender(&self) -> Result<Sender> {
        let Some(from) = &self.from else {
            return Err(missing("from", "\"RAD Platform <no-reply@example.org>\""));
        };
        Sender::parse(from).map_err(|fault| {
            Error::setup(format!("mail.from: {fault}"))
                .hint("write it like from = \"RAD Platform <no-reply@example.org>\"")
        })
    }

    /// Checks the keys that are set, whatever else is still missing.
    pub fn check(&self) -> Result<()> {
        if self.from.is_some() {
            self.sender()?;
        }
        if self.host.is_some() {
            self.smtp_route(Duration::from_secs(self.timeout_seconds()))?;
        }
        Ok(())
    }

    /// Checks that this file can be the `password_file`.
    pub fn check_password_file(path: &Path) -> Result<()> {
        password::from_file(path).map(drop)
    }

    /// Returns the checked settings of the transport. Missing or contradictory keys are a setup error.
    pub(super) fn route(&self) -> Result<TransportSettings> {
        let timeout = Duration::from_secs(self.timeout_seconds());
        match self.transport() {
            TransportKind::Smtp => self.smtp_route(timeout).map(TransportSettings::Smtp),
            TransportKind::Sendmail => {
                Ok(TransportSettings::Sendmail { program: self.sendmail_path().to_owned(), timeout })
            }
            TransportKind::File => match &self.folder {
                Some(folder) => Ok(TransportSettings::Folder(folder.clone())),
                None => Err(missing("folder", "\"/var/spool/rad-admin\"")),
            },
        }
    }

    fn smtp_route(&self, timeout: Duration) -> Result<SmtpServer> {
        let host = self.host()?;
        let security = self.security();
        if security == Security::None && !is_loopback(&host) {
            return Err(Error::setup(format!(
                "mail.security = \"none\" would send mail to '{host}' unencrypted"
            ))
            .hint("write security = \"starttls\" or \"tls\"")
            .hint("\"none\" is only for a server on this machine: localhost, 127.0.0.1 or ::1"));
        }
        if self.username.as_ref().is_some_and(|name| name.is_empty() || name.contains(char::is_control)) {
            return Err(Error::setup("mail.username is empty or has control characters")
                .hint("write the login name that the provider gave you, or leave the key out for no login"));
        }
        Ok(SmtpServer { host, port: self.port(), security, username: self.username.clone(), timeout })
    }

    fn host(&self) -> Result<String> {
        let Some(host) = &self.host else {
            return Err(missing("host", "\"smtp.example.org\""));
        };
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        let plain = !host.is_empty() && host.chars().all(is_name);
        if plain || host.parse::<IpAddr>().is_ok() {
            return Ok(host.clone());
        }
        Err(Error::setup(format!("mail.host: '{}' is not a host name", host.escape_debug()))
            .hint("write the bare name, like host = \"smtp.example.org\", and the port under the key port"))
    }
}

fn missing(key: &str, example: &str) -> Error {
    Error::setup(format!("mail.{key} is not set"))
        .hint(format!("write {key} = {example} under [mail] in the configuration file"))
}

/// Whether the name or address itself means this machine. Nothing is looked up.
fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
