//! The way of a list's text: straight out, through a pager, or cut short on a screen that has none.

use std::io;

use super::pager::Pager;
use super::printer::Printer;
use crate::{Error, Result};

/// Rows of a long list that a terminal without a pager shows.
pub(super) const SHOWN_ROWS: u64 = 100;

/// Where the text goes.
pub(super) enum Route {
    /// To standard output.
    Out,
    /// To the screen: nothing has been written, for it is not known yet whether the list is longer.
    Screen(Screen),
    /// To a pager. The head is shown instead should there turn out to be none.
    Pager(Pager, String),
    /// The head has been shown, further rows are only counted.
    Counted,
}

/// The screen that a list may fit.
pub(super) struct Screen {
    /// The rows that fit, without the header.
    pub(super) rows: u64,
    /// Whether a header stands above them.
    pub(super) header: bool,
    /// The pager's command line.
    pub(super) pager: Option<String>,
}

impl Route {
    /// Hands on text, which ends with the last of so many rows.
    pub(super) fn write(&mut self, printer: &mut Printer, text: &str, rows: u64) -> Result<()> {
        if let Self::Screen(screen) = self {
            *self = screen.leave(printer, text, rows)?;
        }
        match self {
            Self::Out => printer.write(text),
            Self::Pager(pager, _) => match pager.write(text) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                    self.finish(printer)?;
                    if matches!(self, Self::Counted) {
                        Ok(())
                    } else {
                        Err(Error::failed("the pager was left", error))
                    }
                }
                written => written.map_err(|error| Error::failed("cannot write to the pager", error)),
            },
            Self::Screen(_) | Self::Counted => Ok(()),
        }
    }

    /// Waits for the pager, where there is one. Where there turns out to be none, the head is printed.
    pub(super) fn finish(&mut self, printer: &mut Printer) -> Result<()> {
        if let Self::Pager(pager, head) = self {
            let was_there =
                pager.wait().map_err(|error| Error::failed("cannot wait for the pager", error))?;
            if was_there {
                *self = Self::Out;
            } else {
                printer.write(head)?;
                *self = Self::Counted;
            }
        }
        printer.flush()
    }
}

impl Screen {
    /// The way of a list whose first rows these are. The head is written where that is all there will be.
    fn leave(&self, printer: &mut Printer, text: &str, rows: u64) -> Result<Route> {
        if rows <= self.rows {
            return Ok(Route::Out);
        }
        let head = self.head(text);
        match self.pager.as_deref().map(Pager::start) {
            Some(Ok(pager)) => Ok(Route::Pager(pager, head.to_owned())),
            Some(Err(_)) | None => printer.write(head).map(|()| Route::Counted),
        }
    }

    /// The text up to the last row that is shown without a pager. A row is always one line.
    fn head<'t>(&self, text: &'t str) -> &'t str {
        let lines = SHOWN_ROWS + u64::from(self.header);
        let mut ends = (1_u64..).zip(text.match_indices('\n'));
        ends.find(|&(line, _)| line == lines).map_or(text, |(_, (end, _))| &text[..=end])
    }
}
