//! The connection to a server as bytes, plain or under TLS, with a deadline for every read and write.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::error::SmtpCause;

/// A connection whose reads and writes end by `until`, however slowly the other side sends its bytes.
pub(super) struct TimedStream {
    tcp: TcpStream,
    pub(super) until: Instant,
}

impl TimedStream {
    /// Connects to the first address that answers. The remaining time is shared equally among the remaining addresses.
    pub(super) fn connect(addresses: &[SocketAddr], until: Instant) -> io::Result<Self> {
        let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for (position, address) in addresses.iter().enumerate() {
            let waiting = u32::try_from(addresses.len() - position).unwrap_or(u32::MAX);
            match TcpStream::connect_timeout(address, time_left(until)? / waiting) {
                Ok(tcp) => {
                    tcp.set_nodelay(true)?;
                    return Ok(Self { tcp, until });
                }
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

/// Returns the time until `until`; fails once it has passed.
fn time_left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
}

impl Read for TimedStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tcp.set_read_timeout(Some(time_left(self.until)?))?;
        self.tcp.read(buffer)
    }
}

impl Write for TimedStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(Some(time_left(self.until)?))?;
        self.tcp.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}

/// A timed stream, plain or under TLS.
pub(super) enum SmtpStream {
    Plain(TimedStream),
    Encrypted(Box<StreamOwned<ClientConnection, TimedStream>>),
}

impl SmtpStream {
    /// Switches to TLS and checks the server's certificate against `host`.
    pub(super) fn encrypt(self, config: Arc<ClientConfig>, host: &str) -> Result<Self, SmtpCause> {
        let Self::Plain(mut tcp) = self else { return Ok(self) };
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| SmtpCause::Tls(format!("no certificate can be for the name '{host}'")))?;
        let mut connection =
            ClientConnection::new(config, name).map_err(|error| SmtpCause::Tls(error.to_string()))?;
        while connection.is_handshaking() {
            connection.complete_io(&mut tcp).map_err(|error| SmtpCause::of(&error))?;
        }
        Ok(Self::Encrypted(Box::new(StreamOwned::new(connection, tcp))))
    }

    /// Sets the deadline of all later reads and writes.
    pub(super) fn set_deadline(&mut self, until: Instant) {
        match self {
            Self::Plain(stream) => stream.until = until,
            Self::Encrypted(stream) => stream.sock.until = until,
        }
    }
}

impl Read for SmtpStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Encrypted(stream) => stream.read(buffer),
        }
    }
}

impl Write for SmtpStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Encrypted(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Encrypted(stream) => stream.flush(),
        }
    }
}

/// Looks up the addresses of a host. A thread does it, because the time limit of the system's resolver may be longer than ours.
pub(super) fn resolve(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, SmtpCause> {
    let (found, wait) = mpsc::channel();
    let name = host.to_owned();
    thread::spawn(move || {
        let addresses = (name.as_str(), port).to_socket_addrs().map(Iterator::collect::<Vec<_>>);
        // After the limit, nobody receives the answer.
        let _ = found.send(addresses);
    });
    match wait.recv_timeout(limit) {
        Ok(Ok(addresses)) if addresses.is_empty() => Err(SmtpCause::Unresolved("it has none".to_owned())),
        Ok(Ok(addresses)) => Ok(addresses),
        Ok(Err(error)) => Err(SmtpCause::Unresolved(error.to_string())),
        Err(_) => Err(SmtpCause::Unresolved(format!("no answer within {} s", limit.as_secs()))),
    }
}

/// Trusts the authorities of the system, or those in `SSL_CERT_FILE` or `SSL_CERT_DIR`.
pub(super) fn trusting_the_system() -> Result<ClientConfig, SmtpCause> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SmtpCause::Tls(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
