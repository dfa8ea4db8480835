//! Copies the whole ledger, row by row, between databases of either engine.

use super::engine::new_database::NewDatabase;
use super::engine::row_batch::RowBatch;
use super::engine::session::{Access, Session};
use crate::error::Result;

/// All tables, in an order that the triggers accept: an operation comes before what it did, and its seal comes last.
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

/// Copies all rows into a new SQLite file. The session has to be in a transaction.
pub(super) fn copy_into_file(from: &Session, file: &NewDatabase) -> Result<()> {
    let to = file.build()?;
    let transaction = to.begin(Access::Write)?;
    copy(from, &to)?;
    transaction.commit()?;
    to.close()
}

/// Copies all rows. Both sessions have to be in a transaction, and the tables of `to` empty.
pub(super) fn copy(from: &Session, to: &Session) -> Result<()> {
    to.defer_references()?;
    for table in TABLES {
        let mut batch = None;
        from.each(&format!("SELECT * FROM {table} ORDER BY 1, 2"), (), |row| {
            let batch = match &mut batch {
                Some(batch) => batch,
                None => batch.insert(RowBatch::new(to, table, row.columns())?),
            };
            batch.add(row)
        })?;
        batch.into_iter().for_each(RowBatch::finish);
    }
    // What is left of erased texts in the other database is not copied.
    to.run("UPDATE ledger SET unscrubbed = NULL", ())?;
    to.gather_statistics();
    Ok(())
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
