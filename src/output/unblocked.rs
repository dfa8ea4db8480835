//! Writes to a stream without waiting for a reader who has stopped reading. The writer may hold a snapshot of the
//! ledger, and the ledger's log grows as long as the snapshot is held.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileTypeExt;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use tempfile::SpooledTempFile;

/// How long the writer waits for the reader.
const PATIENCE: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };
/// A pipe that is ready takes at least this much without blocking.
const PIPE_BYTES: usize = 4096;
/// Other streams usually take this much.
const STREAM_BYTES: usize = 256;
/// Bytes to hold in memory. More goes into a file without a name.
const MEMORY_BYTES: usize = 1 << 20;

/// A stream, and the output that it has not taken yet.
pub(super) struct UnblockedWriter {
    out: Out,
    held: Option<SpooledTempFile>,
}

enum Out {
    /// A stream that can block the writer, and how many bytes to write to it at once.
    Stream(File, usize),
    /// A stream that never blocks.
    Other(Box<dyn Write>),
}

impl UnblockedWriter {
    pub(super) fn of(stream: OwnedFd) -> Self {
        let file = File::from(stream);
        let kind = file.metadata().map(|found| found.file_type());
        let out = match kind {
            Ok(kind) if kind.is_fifo() => Out::Stream(file, PIPE_BYTES),
            Ok(kind) if kind.is_socket() || rustix::termios::isatty(&file) => Out::Stream(file, STREAM_BYTES),
            _ => Out::Other(Box::new(file)),
        };
        Self { out, held: None }
    }

    pub(super) fn stdout() -> Self {
        match io::stdout().as_fd().try_clone_to_owned() {
            Ok(stream) => Self::of(stream),
            Err(_) => Self::over(Box::new(io::stdout())),
        }
    }

    /// Creates a writer on a stream that never blocks.
    pub(super) fn over(out: Box<dyn Write>) -> Self {
        Self { out: Out::Other(out), held: None }
    }

    /// Holds back everything from now on, until [`Self::write_held`].
    pub(super) fn hold_back(&mut self) {
        self.held.get_or_insert_with(|| SpooledTempFile::new(MEMORY_BYTES));
    }

    pub(super) fn holds_back(&self) -> bool {
        self.held.is_some()
    }

    /// Writes what was held back, however long that takes.
    pub(super) fn write_held(&mut self) -> io::Result<()> {
        let Some(mut held) = self.held.take() else { return Ok(()) };
        held.seek(SeekFrom::Start(0))?;
        match &mut self.out {
            Out::Stream(stream, _) => io::copy(&mut held, stream),
            Out::Other(out) => io::copy(&mut held, out),
        }
        .map(drop)
    }

    /// Drops what was held back.
    pub(super) fn discard_held(&mut self) {
        self.held = None;
    }
}

impl Write for UnblockedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match (&mut self.held, &mut self.out) {
            (Some(held), _) => held.write(bytes),
            (None, Out::Other(out)) => out.write(bytes),
            (None, Out::Stream(stream, at_once_bytes)) if takes_more(stream)? => {
                stream.write(&bytes[..whole(bytes, *at_once_bytes)])
            }
            (None, Out::Stream(..)) => {
                self.hold_back();
                self.write(bytes)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Other(out) if self.held.is_none() => out.flush(),
            _ => Ok(()),
        }
    }
}

/// Returns the length of the longest prefix of whole characters within `most_bytes`. A terminal may show the parts of a
/// split character as garbage.
fn whole(text: &[u8], most_bytes: usize) -> usize {
    let is_within = |at: &usize| text.get(*at).is_some_and(|byte| byte & 0xC0 == 0x80);
    (1..=most_bytes.min(text.len())).rev().find(|at| !is_within(at)).unwrap_or(text.len())
}

/// Waits until the stream takes more or is closed. Returns false if the reader makes the writer wait too long.
fn takes_more(stream: &File) -> io::Result<bool> {
    loop {
        match poll(&mut [PollFd::new(stream, PollFlags::OUT)], Some(&PATIENCE)) {
            Ok(ready) => return Ok(ready > 0),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
