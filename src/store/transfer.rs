//! The whole ledger, row by row, from one database into another of either engine.

use super::engine::new_database::NewDatabase;
use super::engine::session::{Access, Row, Session};
use super::engine::value::OwnedValue;
use crate::error::Result;

/// Every table, in an order that the triggers accept: an operation before what it did, and its seal at the very end.
const TABLES: [&str; 17] = [
    "ledger",
    "operations",
    "users",
    "allowances",
    "entries",
    "reversals",
    "repayments",
    "monthly_grants",
    "months",
    "changes",
    "invitations",
    "invitation_tokens",
    "outbox",
    "mail_state",
    "tombstones",
    "redactions",
    "seals",
];

/// How many rows go to a server at once.
const ROWS_AT_ONCE: usize = 200;

/// Copies all rows into a new file of SQLite. The session is in a transaction.
pub(super) fn copy_into_file(from: &Session, file: &NewDatabase) -> Result<()> {
    let to = file.build()?;
    let transaction = to.begin(Access::Write)?;
    copy(from, &to)?;
    transaction.commit()?;
    to.close()
}

/// Copies all rows. Both sessions are in a transaction, and the tables of `to` are empty.
pub(super) fn copy(from: &Session, to: &Session) -> Result<()> {
    to.defer_references()?;
    let at_once = if to.server().is_some() { ROWS_AT_ONCE } else { 1 };
    for table in TABLES {
        let mut rows = RowBatch { table, to, at_once, width: 0, values: Vec::new() };
        from.each(&format!("SELECT * FROM {table} ORDER BY 1, 2"), (), |row| rows.add(row))?;
        rows.flush()?;
    }
    Ok(())
}

/// Rows on their way, which are written together.
struct RowBatch<'a> {
    table: &'static str,
    to: &'a Session,
    at_once: usize,
    width: usize,
    values: Vec<OwnedValue>,
}

impl RowBatch<'_> {
    fn add(&mut self, row: Row<'_>) -> Result<()> {
        self.width = row.columns();
        for column in 0..self.width {
            self.values.push(row.value(column)?.into());
        }
        if self.values.len() == self.width * self.at_once { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        let numbers: Vec<String> = (1..=self.values.len()).map(|number| format!("?{number}")).collect();
        let rows: Vec<String> =
            numbers.chunks(self.width).map(|row| format!("({})", row.join(", "))).collect();
        self.to.execute(
            &format!("INSERT INTO {} VALUES {}", self.table, rows.join(", ")),
            self.values.as_slice(),
        )?;
        self.values.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::TABLES;

    #[test]
    fn every_table_of_the_schema_is_copied() {
        let schema = include_str!("migrations/sqlite/0001_ledger.sql");
        let mut made: Vec<&str> = schema
            .lines()
            .filter_map(|line| line.strip_prefix("CREATE TABLE "))
            .filter_map(|rest| rest.split_whitespace().next())
            .collect();
        let mut copied = TABLES.to_vec();
        made.sort_unstable();
        copied.sort_unstable();
        assert_eq!(copied, made);
    }
}
