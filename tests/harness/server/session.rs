//! One connection to the server.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Fault, Log, Protection, Received, Script, Step, lock};

pub(crate) enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Stream {
    fn tls(stream: TcpStream, config: &Arc<ServerConfig>) -> Self {
        let connection = ServerConnection::new(Arc::clone(config)).expect("a TLS connection");
        Self::Tls(Box::new(StreamOwned::new(connection, stream)))
    }

    fn read_byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        match self {
            Self::Plain(stream) => stream.read_exact(&mut byte)?,
            Self::Tls(stream) => stream.read_exact(&mut byte)?,
        }
        Ok(byte[0])
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.write_all(text.as_bytes()),
            Self::Tls(stream) => stream.write_all(text.as_bytes()).and_then(|()| stream.flush()),
        }
    }
}

pub(crate) struct Session {
    stream: Stream,
    script: Script,
    log: Arc<Mutex<Log>>,
    messages: usize,
    mail_line: String,
    recipients: Vec<String>,
}

impl Session {
    pub(crate) fn new(stream: TcpStream, script: Script, log: Arc<Mutex<Log>>) -> Self {
        let stream = match &script.protection {
            Protection::Tls(config) => Stream::tls(stream, config),
            _ => Stream::Plain(stream),
        };
        Self { stream, script, log, messages: 0, mail_line: String::new(), recipients: Vec::new() }
    }

    pub(crate) fn run(mut self) -> io::Result<()> {
        self.answer(Step::Greeting, "220 test.example.org ready")?;
        loop {
            let line = self.line()?;
            let over_tls = matches!(self.stream, Stream::Tls(_));
            lock(&self.log).commands.push((over_tls, line.clone()));
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.ehlo()?,
                "STARTTLS" => self.starttls()?,
                "AUTH" => self.auth(&line)?,
                "MAIL" => self.mail(line)?,
                "RCPT" => self.rcpt(line)?,
                "DATA" => self.data()?,
                "RSET" => self.stream.write("250 forgotten\r\n")?,
                "QUIT" => return self.stream.write("221 bye\r\n"),
                _ => self.stream.write("502 what?\r\n")?,
            }
        }
    }

    fn ehlo(&mut self) -> io::Result<()> {
        let mut reply = String::from("250-test.example.org greets you\r\n250-8BITMIME\r\n");
        if matches!((&self.script.protection, &self.stream), (Protection::Starttls(_), Stream::Plain(_))) {
            reply.push_str("250-STARTTLS\r\n");
        } else if self.script.login.is_some() {
            reply.push_str("250-AUTH PLAIN LOGIN\r\n");
        }
        if self.script.smtputf8 {
            reply.push_str("250-SMTPUTF8\r\n");
        }
        self.answer(Step::Ehlo, &format!("{reply}250 HELP"))
    }

    fn starttls(&mut self) -> io::Result<()> {
        self.answer(Step::Starttls, "220 go ahead")?;
        if let (Protection::Starttls(config), Stream::Plain(stream)) = (&self.script.protection, &self.stream)
        {
            self.stream = Stream::tls(stream.try_clone()?, config);
        }
        Ok(())
    }

    fn auth(&mut self, line: &str) -> io::Result<()> {
        let right =
            self.script.login.map(|(name, password)| STANDARD.encode(format!("\0{name}\0{password}")));
        if right.is_some_and(|right| line == format!("AUTH PLAIN {right}")) {
            self.answer(Step::Auth, "235 welcome")
        } else {
            // Some servers repeat the line that they refuse.
            self.answer(Step::Auth, &format!("535 5.7.8 bad login: {line}"))
        }
    }

    fn mail(&mut self, line: String) -> io::Result<()> {
        if self.messages >= self.script.messages_per_connection {
            self.stream.write("421 enough for one connection\r\n")?;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        self.mail_line = line;
        self.recipients.clear();
        self.answer(Step::Mail, "250 sender ok")
    }

    fn rcpt(&mut self, line: String) -> io::Result<()> {
        if self.script.unknown_recipient.is_some_and(|unknown| line.contains(unknown)) {
            return self.stream.write("550-5.1.1 nobody of that name\r\n550 5.1.1 lives here\r\n");
        }
        self.recipients.push(line);
        self.answer(Step::Rcpt, "250 recipient ok")
    }

    fn data(&mut self) -> io::Result<()> {
        let refused = self.breaks(Step::Data);
        self.answer(Step::Data, "354 go on")?;
        if refused {
            return Ok(());
        }
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n.\r\n") {
            bytes.push(self.stream.read_byte()?);
        }
        bytes.truncate(bytes.len() - 3);
        let bytes = String::from_utf8_lossy(&bytes).replace("\r\n..", "\r\n.").into_bytes();
        if !self.breaks(Step::Content) {
            let (mail_line, recipients) = (self.mail_line.clone(), self.recipients.clone());
            lock(&self.log).messages.push(Received { mail_line, recipients, bytes });
            self.messages += 1;
        }
        self.answer(Step::Content, "250 accepted")
    }

    /// Whether the step does not end as it should.
    fn breaks(&self, step: Step) -> bool {
        self.script.faults.iter().any(|(faulty, fault)| *faulty == step && !matches!(fault, Fault::Slow))
    }

    fn answer(&mut self, step: Step, right: &str) -> io::Result<()> {
        let fault = self.script.faults.iter().find(|(faulty, _)| *faulty == step).map(|(_, fault)| *fault);
        match fault {
            None => self.stream.write(&format!("{right}\r\n")),
            Some(Fault::Reply(reply)) => self.stream.write(&format!("{reply}\r\n")),
            Some(Fault::HangUp) => Err(io::ErrorKind::ConnectionAborted.into()),
            // Until the client disconnects.
            Some(Fault::Silence) => loop {
                self.stream.read_byte()?;
            },
            Some(Fault::EndlessLine) => loop {
                self.stream.write(&"2".repeat(4096))?;
            },
            Some(Fault::EndlessReply) => loop {
                self.stream.write("250-and\r\n")?;
            },
            Some(Fault::Trickle) => loop {
                self.stream.write("2")?;
                thread::sleep(Duration::from_millis(100));
            },
            Some(Fault::Slow) => {
                thread::sleep(Duration::from_millis(850));
                self.stream.write(&format!("{right}\r\n"))
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n") {
            bytes.push(self.stream.read_byte()?);
        }
        bytes.truncate(bytes.len() - 2);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
