//! A list that ends at a limit and knows whether there are more rows.

use crate::Result;
use crate::output::{ColumnChoice, List, ListColumn, Printer, grouped};

/// Prints rows up to a limit. The caller reads [`limit_and_one`] rows, one more than the limit.
pub(crate) struct Limited<'p, R: 'static> {
    list: List<'p, R>,
    remaining: Option<u64>,
    more: bool,
}

/// Returns the number of rows to read under this limit.
pub(crate) fn limit_and_one(limit: Option<u64>) -> Option<u64> {
    limit.map(|limit| limit.saturating_add(1))
}

impl<'p, R> Limited<'p, R> {
    /// Starts a list.
    pub(crate) fn new(
        printer: &'p mut Printer,
        columns: &'static [ListColumn<R>],
        choice: ColumnChoice,
        limit: Option<u64>,
    ) -> Result<Self> {
        Ok(Self::of(printer.list_choosing(columns, choice)?, limit))
    }

    pub(crate) fn of(list: List<'p, R>, limit: Option<u64>) -> Self {
        Self { list, remaining: limit, more: false }
    }

    /// Prints the row, unless it is beyond the limit.
    pub(crate) fn push(&mut self, row: &R) -> Result<()> {
        match &mut self.remaining {
            Some(0) => {
                self.more = true;
                return Ok(());
            }
            Some(remaining) => *remaining -= 1,
            None => {}
        }
        self.list.push(row)
    }

    /// Ends the list, before which `offset` rows were passed over. If the limit cut it, returns the note for standard error.
    pub(crate) fn finish(self, offset: u64) -> Result<Option<String>> {
        if !self.more {
            return self.list.finish().map(|_| None);
        }
        let (rows, way) = self.list.finish_cut()?;
        let way = way.as_deref().unwrap_or("raise --limit");
        let shown = match offset {
            _ if rows == 0 => "no rows".to_owned(),
            0 => format!("the first {}", grouped(rows)),
            before if rows == 1 => format!("row {}", grouped(before + 1)),
            before => format!("rows {} to {}", grouped(before + 1), grouped(before + rows)),
        };
        Ok(Some(format!("showing {shown}; more match: {way}")))
    }
}
