//! Rows within a document, of which there may be a million: they are read while they are printed.

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::Result;

/// Hands over the rows one by one, at most so many. Ends with the first error of what they are handed to.
type Read<'r, T> = dyn Fn(Option<u64>, &mut dyn FnMut(&T) -> Result<()>) -> Result<()> + 'r;

/// Rows that are read again each time they are needed.
pub(crate) struct Streamed<'r, T> {
    /// The first of them, for people. None before [`Self::look`].
    pub(crate) first: Vec<T>,
    /// Whether there are more. False before [`Self::look`].
    pub(crate) has_more: bool,
    limit: Option<u64>,
    read: Box<Read<'r, T>>,
}

impl<'r, T: Clone> Streamed<'r, T> {
    /// The rows that `read` hands over, at most so many. It is not asked yet.
    pub(crate) fn of(
        limit: Option<u64>,
        read: impl Fn(Option<u64>, &mut dyn FnMut(&T) -> Result<()>) -> Result<()> + 'r,
    ) -> Self {
        Self { first: Vec::new(), has_more: false, limit, read: Box::new(read) }
    }

    /// Keeps the first of the rows: the limit, or else so many. Reads one row beyond them.
    pub(crate) fn look(&mut self, usual: u64) -> Result<()> {
        let kept = self.limit.unwrap_or(usual);
        let Self { first, has_more, read, .. } = self;
        read(Some(kept.saturating_add(1)), &mut |row| {
            if (first.len() as u64) < kept {
                first.push(row.clone());
            } else {
                *has_more = true;
            }
            Ok(())
        })
    }
}

impl<T: Serialize> Serialize for Streamed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        // What the writer says is kept as it is: that a reader went away is no failure.
        let mut failed = None;
        let read = (self.read)(self.limit, &mut |row| {
            rows.serialize_element(row).map_err(|error| {
                failed = Some(error);
                crate::Error::silent(crate::Code::Failed)
            })
        });
        match (failed, read) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(S::Error::custom(error)),
            (None, Ok(())) => rows.end(),
        }
    }
}
