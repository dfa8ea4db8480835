//! Which database this is, and how an older one becomes the newest.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Error, Result};

/// "RADA": marks the file as ours (`PRAGMA application_id`).
const APPLICATION_ID: i32 = 0x5241_4441;

/// Applied in order, once each; `PRAGMA user_version` counts them. Append only.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/sqlite/0001_ledger.sql")];

/// The number of the schema that the file says it has, before anything in it is touched. Exit 7 for another program's file, and
/// for a newer schema.
pub(crate) fn check(connection: &Connection) -> Result<usize> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = version(connection)?;
    if id != APPLICATION_ID || version == 0 {
        return Err(Error::setup("the file is not a rad-admin database").hint(
            "give the right one with --db, or make a new one elsewhere with: rad-admin --db PATH init",
        ));
    }
    if version > MIGRATIONS.len() {
        return Err(Error::setup(format!(
            "the database has schema {version}, and this program knows schemas up to {}",
            MIGRATIONS.len()
        ))
        .hint("install the newer version of rad-admin that has used it"));
    }
    Ok(version)
}

/// Brings a database of this schema to the newest in one transaction. Running it twice changes nothing.
pub(crate) fn migrate(connection: &mut Connection, version_found: usize) -> Result<()> {
    if version_found == MIGRATIONS.len() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for migration in &MIGRATIONS[version(&transaction)?..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", MIGRATIONS.len().to_string())?;
    transaction.commit()?;
    Ok(())
}

fn version(connection: &Connection) -> Result<usize> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(0))
}
