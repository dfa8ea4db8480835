//! A connection to a PostgreSQL server that is far away, and counts the round trips of a command.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// How long an answer travels, so that what a client sends without waiting for one comes before it.
const DELAY: Duration = Duration::from_millis(20);

/// What a client says last.
const TERMINATE: [u8; 5] = [b'X', 0, 0, 0, 4];

/// A folder with a socket that leads to the server's.
pub struct FarConnection {
    folder: TempDir,
    trips: Arc<AtomicU32>,
}

impl FarConnection {
    pub fn to(socket: PathBuf) -> Self {
        let folder = tempfile::Builder::new().prefix("far").tempdir_in("/tmp").unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let trips = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&trips);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = UnixStream::connect(&socket).unwrap();
                let counted = Arc::clone(&counted);
                thread::spawn(move || forward(client, server, &counted));
            }
        });
        Self { folder, trips }
    }

    /// What stands in a URL in the place of the server's folder.
    pub fn host(&self) -> String {
        self.folder.path().to_str().unwrap().replace('/', "%2F")
    }

    /// How often somebody waited for an answer since the last time, connecting included.
    pub fn take_trips(&self) -> u32 {
        self.trips.swap(0, Ordering::SeqCst)
    }
}

fn forward(mut client: UnixStream, mut server: UnixStream, trips: &AtomicU32) {
    let has_heard = Arc::new(AtomicBool::new(true));
    let answers = {
        let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        let has_heard = Arc::clone(&has_heard);
        thread::spawn(move || {
            let mut bytes = vec![0; 65536];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                thread::sleep(DELAY);
                has_heard.store(true, Ordering::SeqCst);
                if to.write_all(&bytes[..count]).is_err() {
                    break;
                }
            }
            let _ = to.shutdown(Shutdown::Both);
        })
    };
    let mut bytes = vec![0; 65536];
    while let Ok(count @ 1..) = client.read(&mut bytes) {
        let asked = &bytes[..count];
        if has_heard.swap(false, Ordering::SeqCst) && asked != TERMINATE {
            trips.fetch_add(1, Ordering::SeqCst);
        }
        if server.write_all(asked).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
    let _ = answers.join();
}
