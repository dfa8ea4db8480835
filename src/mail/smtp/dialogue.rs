//! The dialogue with a server: one command, one reply, each with a time limit.

use std::fmt::Display;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use zeroize::Zeroizing;

use super::error::{SmtpCause, SmtpError, SmtpStep};
use super::reply::{Reply, ReplyReader};
use super::stream::{SmtpStream, TimedStream, resolve};
use crate::mail::settings::SmtpServer;

/// The limit for all steps of one message, a new connection included, as a multiple of the limit of one step.
pub(super) const STEPS_PER_MESSAGE: u32 = 5;

/// An open connection to a server.
pub(super) struct Dialogue {
    stream: SmtpStream,
    replies: ReplyReader,
    /// The reply to the last EHLO.
    pub(super) offers: Option<Reply>,
    step_limit: Duration,
    message_until: Instant,
}

impl Dialogue {
    /// Connects, and sends nothing yet.
    pub(super) fn open(server: &SmtpServer) -> Result<Self, SmtpError> {
        let failed = |cause| SmtpError::new(SmtpStep::Greeting, cause);
        let addresses = resolve(&server.host, server.port, server.timeout).map_err(failed)?;
        let stream = TimedStream::connect(&addresses, Instant::now() + server.timeout)
            .map_err(|error| failed(SmtpCause::of(&error)))?;
        Ok(Self {
            stream: SmtpStream::Plain(stream),
            replies: ReplyReader::default(),
            offers: None,
            step_limit: server.timeout,
            message_until: Instant::now() + server.timeout * STEPS_PER_MESSAGE,
        })
    }

    /// Starts the time limit of the next message.
    pub(super) fn begin_message(&mut self) {
        self.message_until = Instant::now() + self.step_limit * STEPS_PER_MESSAGE;
    }

    /// Sets the limit of each later step.
    pub(super) fn hurry(&mut self, limit: Duration) {
        self.step_limit = limit;
    }

    /// Continues under TLS. Bytes that came in clear could be from anybody, so this fails if any came after the last reply.
    pub(super) fn encrypt(
        self,
        step: SmtpStep,
        config: Arc<ClientConfig>,
        host: &str,
    ) -> Result<Self, SmtpError> {
        let Self { mut stream, replies, step_limit, message_until, .. } = self;
        if replies.has_more() {
            return Err(SmtpError::new(step, SmtpCause::Unasked));
        }
        stream.set_deadline(message_until.min(Instant::now() + step_limit));
        let stream = stream.encrypt(config, host).map_err(|cause| SmtpError::new(step, cause))?;
        Ok(Self { stream, replies: ReplyReader::default(), offers: None, step_limit, message_until })
    }

    /// Reads the server's greeting.
    pub(super) fn greet(&mut self) -> Result<(), SmtpError> {
        self.set_deadline();
        self.reply(SmtpStep::Greeting, &[220]).map(drop)
    }

    /// Sends one line and returns the reply. Fails unless the reply has one of `codes`.
    pub(super) fn command(
        &mut self,
        step: SmtpStep,
        line: impl Display,
        codes: &[u16],
    ) -> Result<Reply, SmtpError> {
        let line = Zeroizing::new(format!("{line}\r\n"));
        self.send(step, line.as_bytes(), codes)
    }

    /// Like [`Self::command`], for bytes that already have their line ends.
    pub(super) fn send(&mut self, step: SmtpStep, bytes: &[u8], codes: &[u16]) -> Result<Reply, SmtpError> {
        if self.replies.has_more() {
            return Err(SmtpError::new(step, SmtpCause::Unasked));
        }
        self.set_deadline();
        let written = self.stream.write_all(bytes).and_then(|()| self.stream.flush());
        written.map_err(|error| self.timed(step, SmtpCause::of(&error)))?;
        self.reply(step, codes)
    }

    fn reply(&mut self, step: SmtpStep, codes: &[u16]) -> Result<Reply, SmtpError> {
        let reply = self.replies.read(&mut self.stream).map_err(|cause| self.timed(step, cause))?;
        let code = reply.code;
        if codes.contains(&code) {
            return Ok(reply);
        }
        let cause = if code < 400 {
            SmtpCause::Other(format!("unexpected answer {code}"))
        } else {
            SmtpCause::Reply { code, text: reply.text() }
        };
        Err(SmtpError::new(step, cause))
    }

    fn set_deadline(&mut self) {
        self.stream.set_deadline(self.message_until.min(Instant::now() + self.step_limit));
    }

    /// Tells a timeout of one step from a timeout of the whole message.
    fn timed(&self, step: SmtpStep, cause: SmtpCause) -> SmtpError {
        let cause = match cause {
            SmtpCause::TimedOut if Instant::now() >= self.message_until => SmtpCause::MessageTimedOut,
            other => other,
        };
        SmtpError::new(step, cause)
    }
}
