//! The two streams: data on standard output, everything else on standard error.

use std::io::{self, Write};

use super::color::Tone;
use super::message::labelled;
use super::options::Options;
use super::unblocked::UnblockedWriter;
use crate::text::json;
use crate::{Error, Result};

/// Standard output and standard error, and how to write to them.
pub(super) struct Streams {
    pub(super) options: Options,
    pub(super) out: UnblockedWriter,
    err: Box<dyn Write>,
}

impl Streams {
    pub(super) fn new(options: Options, out: UnblockedWriter, err: Box<dyn Write>) -> Self {
        Self { options, out, err }
    }

    /// Writes to standard output without making sure that it arrives.
    pub(super) fn write(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(cannot_write)
    }

    /// Makes sure that what was written arrives, as far as its reader takes it.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(cannot_write)
    }

    /// Hands on what the reader has not taken yet, however long that takes.
    pub(super) fn drain(&mut self) -> Result<()> {
        self.out.drain().map_err(cannot_write)
    }

    /// A note on standard error, unless people want quiet.
    pub(super) fn remark(&mut self, text: &str) {
        if !self.options.quiet {
            self.say("note", Tone::Dim, text);
        }
    }

    /// A line on standard error; with JSON output, an object. Where that is closed, nobody can read it.
    pub(super) fn say(&mut self, label: &str, tone: Tone, text: &str) {
        let line = if self.options.format.is_json() {
            // A script reads standard error line by line too.
            format!("{{{}:{}}}\n", json::string(label), json::string(text))
        } else {
            labelled(label, tone, text, self.options.color_stderr)
        };
        let _ = self.err.write_all(line.as_bytes()).and_then(|()| self.err.flush());
    }
}

/// Writes bytes to standard output, before there is a printer.
pub fn write_out(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(cannot_write)
}

fn cannot_write(error: io::Error) -> Error {
    Error::failed("cannot write to standard output", error)
}
