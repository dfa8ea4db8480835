//! Writes data to standard output and everything else to standard error.

use std::io::{self, Write};

use super::color::Tone;
use super::message::labelled;
use super::options::Options;
use super::unblocked::UnblockedWriter;
use crate::text::json;
use crate::{Error, Result};

pub(super) struct Streams {
    pub(super) options: Options,
    pub(super) out: UnblockedWriter,
    err: Box<dyn Write>,
}

impl Streams {
    pub(super) fn new(options: Options, out: UnblockedWriter, err: Box<dyn Write>) -> Self {
        Self { options, out, err }
    }

    /// Writes to standard output, perhaps only into a buffer.
    pub(super) fn write(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(cannot_write)
    }

    /// Flushes what was written, as far as the reader takes it.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(cannot_write)
    }

    /// Writes what the reader has not taken yet, however long that takes.
    pub(super) fn write_held(&mut self) -> Result<()> {
        self.out.write_held().map_err(cannot_write)
    }

    /// Prints a note on standard error, unless `--quiet` is set.
    pub(super) fn remark(&mut self, text: &str) {
        if !self.options.quiet {
            self.say("note", Tone::Dim, text);
        }
    }

    /// Prints a line on standard error; a JSON object with JSON output. Ignores failures, since there is nowhere to
    /// report them.
    pub(super) fn say(&mut self, label: &str, tone: Tone, text: &str) {
        let text = &*self.options.with_ledger_flags(text);
        let line = if self.options.format.is_json() {
            // Scripts read standard error line by line, too.
            format!("{{{}:{}}}\n", json::string(label), json::string(text))
        } else {
            labelled(label, tone, text, self.options.color_stderr)
        };
        let _ = self.err.write_all(line.as_bytes()).and_then(|()| self.err.flush());
    }
}

/// Writes bytes to standard output, for use without a printer.
pub fn write_out(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(cannot_write)
}

fn cannot_write(error: io::Error) -> Error {
    Error::failed("cannot write to standard output", error)
}
