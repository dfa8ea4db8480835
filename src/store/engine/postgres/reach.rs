//! Reaching a server, with TLS or without, within a time.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::error::{DbError, Severity};
use postgres::{CancelToken, Client, NoTls};

use super::failure::{of_connect, silent_server};
use super::server::{Server, TlsMode};
use super::tls;
use crate::error::{Error, Result};

/// What a server warned of on one connection.
#[derive(Clone, Default)]
pub(super) struct Warnings(Arc<Mutex<Vec<String>>>);

impl Warnings {
    /// The warnings since the last time.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, notice: &DbError) {
        if notice.parsed_severity() == Some(Severity::Warning) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(notice.message().to_owned());
        }
    }
}

/// Logs in. Exit 7 where that is not done in time.
pub(super) fn connect(server: &Server) -> Result<(Client, Warnings)> {
    let warnings = Warnings::default();
    let mut config = server.config_with_password()?;
    let hosts = u32::try_from(config.get_hosts().len()).unwrap_or(u32::MAX);
    let limit = config.get_connect_timeout().map(|each| each.saturating_mul(hosts));
    let tls = match server.tls {
        TlsMode::Disable => None,
        mode => Some(tls::connector(mode, server.root_certificates.as_deref())?),
    };
    let heard = warnings.clone();
    config.notice_callback(move |notice| heard.add(&notice));
    let client = within(limit, move || match tls {
        None => config.ssl_mode(SslMode::Disable).connect(NoTls),
        Some(tls) => config.ssl_mode(SslMode::Require).connect(tls),
    })?
    .map_err(of_connect)?;
    Ok((client, warnings))
}

/// The driver limits how long it waits for a socket, and not how long for what the server then has to say. So the work is left to
/// a thread of its own, which is given up after this time.
fn within<T: Send + 'static>(
    limit: Option<Duration>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let Some(limit) = limit.filter(|limit| !limit.is_zero()) else { return Ok(work()) };
    let (done, awaited) = mpsc::channel();
    thread::Builder::new()
        .spawn(move || done.send(work()))
        .map_err(|error| Error::failed("cannot start a thread", error))?;
    awaited.recv_timeout(limit).map_err(|_| silent_server(limit))
}

/// Ends the statement that a connection runs.
pub(crate) fn cancel(token: &CancelToken, server: &Server) {
    // Nothing more can be done where it fails: the statement comes to its own end.
    let _ = match server.tls {
        TlsMode::Disable => token.cancel_query(NoTls),
        mode => match tls::connector(mode, server.root_certificates.as_deref()) {
            Ok(tls) => token.cancel_query(tls),
            Err(_) => Ok(()),
        },
    };
}
