//! The way out for messages, whichever transport the settings name.

use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::sendmail::Sendmail;
use super::settings::TransportSettings;
use super::smtp::{Login, Smtp};
use super::{MailSettings, Message, Secret, SendFailure, Sender, password};
use crate::Result;

/// What the settings file does not hold: values of the environment and the machine.
pub struct Surroundings {
    /// The password from `RAD_ADMIN_SMTP_PASSWORD`.
    pub password: Option<Secret>,
    /// systemd's `CREDENTIALS_DIRECTORY`.
    pub credentials_directory: Option<PathBuf>,
    /// This machine's name, with which it greets a server.
    pub host_name: String,
}

/// Sends messages, one after the other; to an SMTP server, over one connection.
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
    /// Checks the settings and fetches the password; nothing is connected before the first message. Every error is one
    /// of the set-up.
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

    /// The sender of every message.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// The folder in which messages are laid down, where they are not sent.
    pub fn folder(&self) -> Option<&Path> {
        match &self.transport {
            Transport::Folder(Folder(folder)) => Some(folder),
            Transport::Smtp(_) | Transport::Sendmail(_) => None,
        }
    }

    /// Goes as far as it can without sending the message: connects to the server and logs in, or finds the program or the folder.
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
            // The folder is made with the first message.
            Transport::Folder(_) => Ok("messages are written into a folder"),
        }
    }

    /// Hands the message over. When it returns `Ok`, the server has taken responsibility for it: mark it as sent at
    /// once. A time-out or a lost connection leaves open whether the server has it.
    pub fn send(&mut self, message: &Message) -> Result<(), SendFailure> {
        match &mut self.transport {
            Transport::Smtp(smtp) => smtp.send(message),
            Transport::Sendmail(sendmail) => sendmail.send(message),
            Transport::Folder(folder) => folder.send(message),
        }
    }
}
