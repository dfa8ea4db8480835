//! Decides where the text of a list goes: to standard output, to a pager, or to a screen that shows only its first
//! rows.

use std::io;

use super::pager::Pager;
use super::streams::Streams;
use crate::{Error, Result};

/// The rows of a long list that a terminal without a pager shows.
pub(super) const SHOWN_ROWS: u64 = 100;

/// Where the text of a list goes.
pub(super) enum ListRoute {
    /// To standard output.
    Out,
    /// To the screen. Nothing is written until it is known whether the list fits.
    Screen(Screen),
    Pager {
        pager: Pager,
        /// The first rows, printed if the pager cannot be started.
        head: String,
    },
    /// The head is on the screen; further rows are only counted.
    Counted,
}

/// A screen onto which the list may fit.
pub(super) struct Screen {
    /// The number of rows that fit below the header.
    pub(super) rows: u64,
    /// Whether the list has a header.
    pub(super) header: bool,
    /// The command line of the pager.
    pub(super) pager: Option<String>,
}

impl ListRoute {
    /// Writes text. `rows` is the number of rows so far, including those in this text.
    pub(super) fn write(&mut self, streams: &mut Streams, text: &str, rows: u64) -> Result<()> {
        if let Self::Screen(screen) = self {
            *self = screen.leave(streams, text, rows)?;
        }
        match self {
            Self::Out => streams.write(text),
            Self::Pager { pager, .. } => match pager.write(text) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                    self.finish(streams)?;
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

    /// Waits until the person leaves the pager. If the pager could not be started, prints the head.
    pub(super) fn finish(&mut self, streams: &mut Streams) -> Result<()> {
        if let Self::Pager { pager, head } = self {
            let was_there =
                pager.wait().map_err(|error| Error::failed("cannot wait for the pager", error))?;
            if was_there {
                *self = Self::Out;
            } else {
                streams.write(head)?;
                *self = Self::Counted;
            }
        }
        streams.flush()
    }
}

impl Screen {
    /// Chooses the route, given the first rows. Without a pager, writes the head.
    fn leave(&self, streams: &mut Streams, text: &str, rows: u64) -> Result<ListRoute> {
        if rows <= self.rows {
            return Ok(ListRoute::Out);
        }
        let head = self.head(text);
        match self.pager.as_deref().map(Pager::start) {
            Some(Ok(mut pager)) => {
                if streams.out.holds_back() {
                    pager.hold_back();
                }
                Ok(ListRoute::Pager { pager, head: head.to_owned() })
            }
            Some(Err(_)) | None => streams.write(head).map(|()| ListRoute::Counted),
        }
    }

    /// Returns the rows that a screen without a pager shows. A row is always one line.
    fn head<'t>(&self, text: &'t str) -> &'t str {
        let lines = SHOWN_ROWS + u64::from(self.header);
        let mut ends = (1_u64..).zip(text.match_indices('\n'));
        ends.find(|&(line, _)| line == lines).map_or(text, |(_, (end, _))| &text[..=end])
    }
}
