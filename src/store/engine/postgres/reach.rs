//! Connects to a server within a time limit, with or without TLS.

use tokio::runtime::Builder;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Config, NoTls, Socket};

use super::failure::{of_connect, silent_server};
use super::pipeline::Pipeline;
use super::server::{Server, TlsMode};
use super::tls;
use crate::error::{Error, Result};

/// Logs in at the first address that has a session of the kind that is looked for. Fails (exit 7) if there is none, or if it
/// takes too long.
pub(super) fn connect(server: &Server) -> Result<Pipeline> {
    let logins = server.logins()?;
    let (first, second) = server.session;
    let mut last = None;
    for session in [Some(first), second].into_iter().flatten() {
        for login in &logins {
            match connect_at(server, login.clone().target_session_attrs(session)) {
                Ok(pipeline) => return Ok(pipeline),
                Err(error) => last = Some(error),
            }
        }
    }
    Err(last.unwrap_or_else(|| Error::setup("the ledger's URL names no server")))
}

fn connect_at(server: &Server, login: &mut Config) -> Result<Pipeline> {
    match server.tls {
        TlsMode::Disable => log_in(login.ssl_mode(SslMode::Disable), NoTls),
        mode => {
            let tls = tls::connector(mode, server.root_certificates.as_deref())?;
            log_in(login.ssl_mode(SslMode::Require), tls)
        }
    }
}

fn log_in<T>(config: &Config, tls: T) -> Result<Pipeline>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let runtime = Builder::new_current_thread().enable_io().enable_time().build();
    let runtime = runtime.map_err(|error| Error::failed("the connection cannot be set up", error))?;
    // The driver limits how long it waits for a socket, but not how long it then waits for the server's answer.
    let limit = config.get_connect_timeout().copied();
    let connected = runtime.block_on(async {
        match limit.filter(|limit| !limit.is_zero()) {
            Some(limit) => tokio::time::timeout(limit, config.connect(tls)).await.map_err(|_| limit),
            None => Ok(config.connect(tls).await),
        }
    });
    match connected.map_err(silent_server).and_then(|connected| connected.map_err(of_connect)) {
        Ok((client, connection)) => Ok(Pipeline::over(runtime, client, connection)),
        Err(error) => {
            // The search for the address of a host may go on.
            runtime.shutdown_background();
            Err(error)
        }
    }
}
