//! Rows within a document, of which there may be a million: they are read while they are printed.

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::Result;

/// Hands over all rows one by one. Ends with the first error of what they are handed to.
type Read<'r, T> = dyn Fn(&mut dyn FnMut(&T) -> Result<()>) -> Result<()> + 'r;

/// Rows that are read again each time they are needed.
pub(crate) struct Streamed<'r, T> {
    /// The first of them, for people. None before [`Self::look`].
    pub(crate) first: Vec<T>,
    /// How many there are. 0 before [`Self::look`].
    pub(crate) count: usize,
    read: Box<Read<'r, T>>,
}

impl<'r, T: Clone> Streamed<'r, T> {
    /// The rows that `read` hands over. It is not asked yet.
    pub(crate) fn of(read: impl Fn(&mut dyn FnMut(&T) -> Result<()>) -> Result<()> + 'r) -> Self {
        Self { first: Vec::new(), count: 0, read: Box::new(read) }
    }

    /// Counts the rows and keeps the first of them, so many. Only people need that: it reads them all.
    pub(crate) fn look(&mut self, kept: usize) -> Result<()> {
        let Self { first, count, read } = self;
        read(&mut |row| {
            if *count < kept {
                first.push(row.clone());
            }
            *count += 1;
            Ok(())
        })
    }
}

impl<T: Serialize> Serialize for Streamed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        // What the writer says is kept as it is: that a reader went away is no failure.
        let mut failed = None;
        let read = (self.read)(&mut |row| {
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
