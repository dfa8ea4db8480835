//! Writes many rows into one table.

use super::rows::Statement;
use super::session::Session;
use super::value::{OwnedValue, Values};
use crate::error::Result;

/// How many rows go to a server in one round trip.
const ROWS_AT_ONCE: usize = 200;

/// Writes rows one by one into a file, or many at once to a server. Call [`RowBatch::finish`] at the end, which writes the last
/// of them.
pub(crate) struct RowBatch<'s> {
    session: &'s Session,
    target: &'static str,
    width: usize,
    /// Writes one row into a file; `None` on a server.
    one: Option<Statement<'s>>,
    values: Vec<OwnedValue>,
}

impl<'s> RowBatch<'s> {
    /// Begins a batch of rows with `width` values. The target is a table, followed by its columns in parentheses unless all are
    /// meant.
    pub(crate) fn new(session: &'s Session, target: &'static str, width: usize) -> Result<Self> {
        let is_file = session.server().is_none();
        let one = is_file.then(|| session.prepare(&insert(target, width, 1))).transpose()?;
        Ok(Self { session, target, width, one, values: Vec::new() })
    }

    pub(crate) fn add(&mut self, row: impl Values) -> Result<()> {
        if let Some(one) = &mut self.one {
            return one.run(row);
        }
        row.each(|value| {
            self.values.push(value.into());
            Ok(())
        })?;
        if self.values.len() == self.width * ROWS_AT_ONCE { self.flush() } else { Ok(()) }
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()
    }

    fn flush(&mut self) -> Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        let rows = self.values.len() / self.width;
        self.session.run(&insert(self.target, self.width, rows), self.values.as_slice())?;
        self.values.clear();
        Ok(())
    }
}

fn insert(target: &str, width: usize, rows: usize) -> String {
    let row = |first: usize| {
        let places: Vec<String> = (first..first + width).map(|number| format!("?{number}")).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(|number| row(number * width + 1)).collect();
    format!("INSERT INTO {target} VALUES {}", rows.join(", "))
}

#[cfg(test)]
mod tests {
    use super::insert;

    #[test]
    fn rows_are_written_by_one_statement_with_numbered_places() {
        assert_eq!(insert("t (a, b)", 2, 2), "INSERT INTO t (a, b) VALUES (?1, ?2), (?3, ?4)");
    }
}
