//! Shows progress on standard error, if that is a terminal, and removes it at the end.

use std::io::Read;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use super::printer::Printer;

/// A counter of finished pieces of work.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    pub fn advance(&self) {
        self.0.inc(1);
    }
}

impl Printer {
    /// Wraps a source so that a bar shows how much of it is read.
    pub fn reading<R: Read>(&self, source: R, length_bytes: Option<u64>) -> impl Read + use<R> {
        let template = if length_bytes.is_some() { "reading {bar:30} {percent}%" } else { "reading {bytes}" };
        self.bar(length_bytes, template).wrap_read(source)
    }

    /// Starts a counter for things of this name, such as `messages`.
    pub fn counting(&self, what: &str) -> Progress {
        Progress(self.bar(None, &format!("{{pos}} {what}")))
    }

    /// Creates a bar. It is hidden with `--quiet`, and if standard error is no terminal.
    fn bar(&self, length: Option<u64>, template: &str) -> ProgressBar {
        let target =
            if self.is_quiet() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(length, target).with_style(style).with_finish(ProgressFinish::AndClear)
    }
}
