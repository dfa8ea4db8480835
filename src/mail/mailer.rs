//! Sends messages by the transport that the settings name.

use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::sendmail::Sendmail;
use super::settings::TransportSettings;
use super::smtp::{Login, Smtp};
use super::{MailSettings, Message, Secret, SendFailure, Sender, password};
use crate::Result;

/// Values from the environment and the machine that the settings file does not hold.
pub struct Surroundings {
    /// The value of `RAD_ADMIN_SMTP_PASSWORD`.
    pub password: Option<Secret>,
    /// The value of systemd's `CREDENTIALS_DIRECTORY`.
    pub credentials_directory: Option<PathBuf>,
    /// This machine's name, which EHLO sends to the server.
    pub host_name: String,
}

/// Sends messages one after the other. All messages to an SMTP server share one connection.
pub struct Mailer {
    sender: Sender,
    transport: Transport,
}

enum Transport {
    Smtp(Box<Smtp>),
    Sendmail(Sendmail),
    Folder(Folder),
}

impl Mailer {
    /// Checks the settings and reads the password. It connects to nothing: the first message does that. Every error is a setup
    /// error.
    pub fn new(settings: &MailSettings, mut surroundings: Surroundings) -> Result<Self> {
        let sender = settings.sender()?;
        let transport = match settings.route()? {
            TransportSettings::Smtp(route) => {
                let login = match &route.username {
                    Some(username) => {
                        let password = password::read(settings, &mut surroundings)?;
                        Some(Login { username: username.clone(), password })
                    }
                    None => None,
                };
                Transport::Smtp(Box::new(Smtp::new(route, login, &surroundings.host_name)))
            }
            TransportSettings::Sendmail { program, timeout } => {
                Transport::Sendmail(Sendmail { program, timeout })
            }
            TransportSettings::Folder(folder) => Transport::Folder(Folder(folder)),
        };
        Ok(Self { sender, transport })
    }

    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Returns the folder of the transport `file`, and `None` for the other transports.
    pub fn folder(&self) -> Option<&Path> {
        match &self.transport {
            Transport::Folder(Folder(folder)) => Some(folder),
            Transport::Smtp(_) | Transport::Sendmail(_) => None,
        }
    }

    /// Does everything but send the message: connects to the server and logs in, or looks for the program.
    pub fn try_out(&mut self, message: &Message) -> Result<&'static str, SendFailure> {
        match &mut self.transport {
            Transport::Smtp(smtp) => smtp.try_out(message).map(|()| "the server answers and takes the login"),
            Transport::Sendmail(sendmail) => match sendmail.program.metadata() {
                Ok(found) if found.is_file() => Ok("sendmail is there"),
                _ => Err(SendFailure::halting(
                    format!("there is no program {}", sendmail.program.display()),
                    "install a mail server, or name its sendmail in mail.sendmail_path",
                )),
            },
            // The first message creates the folder.
            Transport::Folder(_) => Ok("messages are written into a folder"),
        }
    }

    /// Sends the message. `Ok` means that the server is now responsible for it, so mark it as sent at once. After a timeout or
    /// a lost connection, the server may or may not have it.
    pub fn send(&mut self, message: &Message) -> Result<(), SendFailure> {
        match &mut self.transport {
            Transport::Smtp(smtp) => smtp.send(message),
            Transport::Sendmail(sendmail) => sendmail.send(message),
            Transport::Folder(folder) => folder.send(message),
        }
    }
}
