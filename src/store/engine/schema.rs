//! Which database this is, and how an older schema becomes the newest.

use rusqlite::Connection;

use super::failure::of_sqlite;
use super::session::{Access, Session};
use crate::error::{Error, Result};

/// "RADA": marks the file as ours (`PRAGMA application_id`).
const APPLICATION_ID: i64 = 0x5241_4441;

/// Applied in order, once each; `PRAGMA user_version` counts them. Append only.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/sqlite/0001_ledger.sql")];

/// The number of the schema that the file says it has, before anything in it is touched. Exit 7 for another program's
/// file, and for a newer schema.
pub(super) fn check(connection: &Connection) -> Result<usize> {
    let id = number(connection, "application_id")?;
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
pub(super) fn migrate(session: &Session, version_found: usize) -> Result<()> {
    if version_found == MIGRATIONS.len() {
        return Ok(());
    }
    let transaction = session.begin(Access::Exclusive)?;
    for migration in &MIGRATIONS[version(&session.connection)?..] {
        session.batch(migration)?;
    }
    session.batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}",
        MIGRATIONS.len()
    ))?;
    transaction.commit()
}

fn version(connection: &Connection) -> Result<usize> {
    Ok(usize::try_from(number(connection, "user_version")?).unwrap_or(0))
}

fn number(connection: &Connection, pragma: &str) -> Result<i64> {
    connection.pragma_query_value(None, pragma, |row| row.get(0)).map_err(of_sqlite)
}
