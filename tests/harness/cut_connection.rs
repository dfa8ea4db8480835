//! Cuts the connection to a PostgreSQL server at the first COMMIT.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tempfile::TempDir;

/// When to cut the connection, and what happens to later ones.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before the server receives the COMMIT.
    Before,
    /// After the server's answer, before the client receives it.
    After,
    /// Like `After`, and later connections are closed.
    ForGood,
    /// Like `After`, and later connections are accepted but never answered.
    Silent,
}

/// A folder with a socket that leads to the server's.
pub struct CutConnection {
    folder: TempDir,
}

impl CutConnection {
    pub fn to(socket: PathBuf, cut: Cut) -> Self {
        let folder = tempfile::Builder::new().prefix("cut").tempdir_in("/tmp").unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let is_cut = Arc::new(AtomicBool::new(false));
        thread::spawn(move || {
            let mut unanswered = Vec::new();
            for client in listener.incoming().flatten() {
                if cut == Cut::Silent && is_cut.load(Ordering::SeqCst) {
                    unanswered.push(client);
                    continue;
                }
                if cut == Cut::ForGood && is_cut.load(Ordering::SeqCst) {
                    continue;
                }
                let server = UnixStream::connect(&socket).unwrap();
                let is_cut = Arc::clone(&is_cut);
                thread::spawn(move || forward(client, server, cut, &is_cut));
            }
        });
        Self { folder }
    }

    /// Returns the host of a URL that leads through this connection.
    pub fn host(&self) -> String {
        self.folder.path().to_str().unwrap().replace('/', "%2F")
    }
}

fn forward(mut client: UnixStream, mut server: UnixStream, cut: Cut, is_cut: &AtomicBool) {
    let is_muted = Arc::new(AtomicBool::new(false));
    let answers = {
        let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        let is_muted = Arc::clone(&is_muted);
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                let answer = &bytes[..count];
                if is_muted.load(Ordering::SeqCst) {
                    // The server may still answer what was sent with the COMMIT, before it.
                    if answer.windows(7).any(|part| part == b"COMMIT\0") {
                        break;
                    }
                } else if to.write_all(answer).is_err() {
                    break;
                }
            }
            let _ = to.shutdown(Shutdown::Both);
        })
    };
    let mut bytes = [0; 8192];
    while let Ok(count @ 1..) = client.read(&mut bytes) {
        let asked = &bytes[..count];
        if asked.windows(7).any(|part| part == b"COMMIT\0") && !is_cut.swap(true, Ordering::SeqCst) {
            if cut == Cut::Before {
                break;
            }
            is_muted.store(true, Ordering::SeqCst);
        }
        if server.write_all(asked).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
    let _ = client.shutdown(Shutdown::Both);
    let _ = answers.join();
}
