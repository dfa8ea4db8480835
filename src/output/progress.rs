//! The progress of long work: on standard error, on a terminal only, and gone when the work is done.

use std::io::Read;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use super::printer::Printer;

/// A count of pieces of work that are done.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Counts one more.
    pub fn advance(&self) {
        self.0.inc(1);
    }
}

impl Printer {
    /// The same source, with a bar of how much of it is read.
    pub fn reading<R: Read>(&self, source: R, length_bytes: Option<u64>) -> impl Read + use<R> {
        let template = if length_bytes.is_some() { "reading {bar:30} {percent}%" } else { "reading {bytes}" };
        self.bar(length_bytes, template).wrap_read(source)
    }

    /// Counts pieces of work of this name, such as `messages`.
    pub fn counting(&self, what: &str) -> Progress {
        Progress(self.bar(None, &format!("{{pos}} {what}")))
    }

    /// Hidden unless standard error is a terminal, and with `--quiet`.
    fn bar(&self, length: Option<u64>, template: &str) -> ProgressBar {
        let target =
            if self.is_quiet() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(length, target).with_style(style).with_finish(ProgressFinish::AndClear)
    }
}
