//! A small SMTP server that follows a test's script and records what it receives.

pub(crate) mod certificate;
mod session;

use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// A step of the dialogue at which a fault can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Greeting,
    Ehlo,
    Starttls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Content,
}

/// What the server does instead of the right thing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    Reply(&'static str),
    HangUp,
    Silence,
    /// A line that never ends.
    EndlessLine,
    /// A reply that always continues on another line.
    EndlessReply,
    /// A byte now and then, never a whole line.
    Trickle,
    /// The right reply, late.
    Slow,
}

#[derive(Clone)]
pub(crate) enum Protection {
    Plain,
    Starttls(Arc<rustls::ServerConfig>),
    Tls(Arc<rustls::ServerConfig>),
}

/// How the server behaves.
#[derive(Clone)]
pub(crate) struct Script {
    pub(crate) protection: Protection,
    /// The only name and password that may log in; `None`: no login is needed.
    pub(crate) login: Option<(&'static str, &'static str)>,
    pub(crate) faults: Vec<(Step, Fault)>,
    pub(crate) smtputf8: bool,
    /// After this many messages, the server ends the connection with 421.
    pub(crate) messages_per_connection: usize,
    /// A recipient whom the server refuses.
    pub(crate) unknown_recipient: Option<&'static str>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            protection: Protection::Plain,
            login: None,
            faults: Vec::new(),
            smtputf8: false,
            messages_per_connection: usize::MAX,
            unknown_recipient: None,
        }
    }
}

impl Script {
    pub(crate) fn with_fault(step: Step, fault: Fault) -> Self {
        Self { faults: vec![(step, fault)], ..Self::default() }
    }
}

/// A message, as received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) mail_line: String,
    pub(crate) recipients: Vec<String>,
    pub(crate) bytes: Vec<u8>,
}

/// Everything that the server received.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) connections: usize,
    pub(crate) messages: Vec<Received>,
    /// Each command, and whether it came over TLS.
    pub(crate) commands: Vec<(bool, String)>,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    log: Arc<Mutex<Log>>,
}

impl Server {
    pub(crate) fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let log = Arc::new(Mutex::new(Log::default()));
        let shared = Arc::clone(&log);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, log) = (script.clone(), Arc::clone(&shared));
                lock(&log).connections += 1;
                thread::spawn(move || serve(stream, script, log));
            }
        });
        Self { port, log }
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }
}

fn serve(stream: TcpStream, script: Script, log: Arc<Mutex<Log>>) {
    // Some tests are about a client that disconnects.
    let _ = session::Session::new(stream, script, log).run();
}

fn lock(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}
