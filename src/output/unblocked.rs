//! A writer that does not wait for a reader who has stopped reading: whoever writes may hold a snapshot of the ledger, and its
//! log grows for as long as that is held.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileTypeExt;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use tempfile::SpooledTempFile;

/// How long the reader may let the writer wait.
const PATIENCE: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };
/// What a pipe takes without waiting once it says that it takes something.
const PIPE_BYTES: usize = 4096;
/// What other streams take, mostly.
const STREAM_BYTES: usize = 256;
/// What is kept in memory; the rest of it goes into a file without a name.
const MEMORY_BYTES: usize = 1 << 20;

/// A stream, and what it has not taken yet.
pub(super) struct UnblockedWriter {
    out: Out,
    kept: Option<SpooledTempFile>,
}

enum Out {
    /// A stream that may let a writer wait, and how much it is given at once.
    Stream(File, usize),
    /// One that takes everything.
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
        Self { out, kept: None }
    }

    pub(super) fn stdout() -> Self {
        match io::stdout().as_fd().try_clone_to_owned() {
            Ok(stream) => Self::of(stream),
            Err(_) => Self::over(Box::new(io::stdout())),
        }
    }

    /// A writer that takes everything at once.
    pub(super) fn over(out: Box<dyn Write>) -> Self {
        Self { out: Out::Other(out), kept: None }
    }

    /// Keeps everything from here on until it is drained.
    pub(super) fn keep(&mut self) {
        self.kept.get_or_insert_with(|| SpooledTempFile::new(MEMORY_BYTES));
    }

    pub(super) fn keeps(&self) -> bool {
        self.kept.is_some()
    }

    /// Hands on what was kept, however long that takes.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        let Some(mut kept) = self.kept.take() else { return Ok(()) };
        kept.seek(SeekFrom::Start(0))?;
        match &mut self.out {
            Out::Stream(stream, _) => io::copy(&mut kept, stream),
            Out::Other(out) => io::copy(&mut kept, out),
        }
        .map(drop)
    }

    /// Forgets what was kept.
    pub(super) fn discard(&mut self) {
        self.kept = None;
    }
}

impl Write for UnblockedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match (&mut self.kept, &mut self.out) {
            (Some(kept), _) => kept.write(bytes),
            (None, Out::Other(out)) => out.write(bytes),
            (None, Out::Stream(stream, at_once_bytes)) if takes_more(stream)? => {
                stream.write(&bytes[..whole(bytes, *at_once_bytes)])
            }
            (None, Out::Stream(..)) => {
                self.keep();
                self.write(bytes)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Other(out) if self.kept.is_none() => out.flush(),
            _ => Ok(()),
        }
    }
}

/// The length of the first part of the text, of at most so many bytes, that ends with a whole character: a terminal may show
/// the parts of one as garbage.
fn whole(text: &[u8], most_bytes: usize) -> usize {
    let is_within = |at: &usize| text.get(*at).is_some_and(|byte| byte & 0xC0 == 0x80);
    (1..=most_bytes.min(text.len())).rev().find(|at| !is_within(at)).unwrap_or(text.len())
}

/// Waits until the stream takes more, or will never; false where its reader let the writer wait for too long.
fn takes_more(stream: &File) -> io::Result<bool> {
    loop {
        match poll(&mut [PollFd::new(stream, PollFlags::OUT)], Some(&PATIENCE)) {
            Ok(ready) => return Ok(ready > 0),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
