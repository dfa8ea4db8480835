//! Rows within a document. There may be a million, so they are read while they are printed.

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::Result;

/// Passes the rows to a function one by one, up to a limit. Stops at the function's first error.
type Read<'r, T> = dyn Fn(Option<u64>, &mut dyn FnMut(&T) -> Result<()>) -> Result<()> + 'r;

/// Rows that are read again each time they are needed.
pub(crate) struct Streamed<'r, T> {
    /// The first rows, for people. Empty before [`Self::look`].
    pub(crate) first: Vec<T>,
    /// Whether there are more rows. False before [`Self::look`].
    pub(crate) has_more: bool,
    limit: Option<u64>,
    read: Box<Read<'r, T>>,
}

impl<'r, T: Clone> Streamed<'r, T> {
    /// Takes the rows from `read`, up to the limit. Reads nothing yet.
    pub(crate) fn of(
        limit: Option<u64>,
        read: impl Fn(Option<u64>, &mut dyn FnMut(&T) -> Result<()>) -> Result<()> + 'r,
    ) -> Self {
        Self { first: Vec::new(), has_more: false, limit, read: Box::new(read) }
    }

    /// Keeps the first rows, up to the limit or, without one, up to `usual`. Reads one row more.
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
        // The writer's own error is kept, because a reader that went away is no failure.
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
