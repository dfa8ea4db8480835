//! Checks which database a file is, and upgrades an older schema to the newest.

use rusqlite::Connection;

use super::answer::Awaited;
use super::failure::of_sqlite;
use super::migrations::{FIRST, newest, not_upgraded, require_known, statements, wrongly_upgraded};
use super::postgres::drift;
use super::session::{Access, Session};
use crate::crash::{self, CrashPoint};
use crate::error::{Error, Result};

/// "RADA", which marks the file as ours (`PRAGMA application_id`).
const APPLICATION_ID: i64 = 0x5241_4441;

/// Returns the number of the schema that the file claims to have, and touches nothing else in it. Fails (exit 7) for a file of
/// another program and for a newer schema.
pub(super) fn check(connection: &Connection) -> Result<i64> {
    let id = number(connection, "application_id")?;
    let schema = schema_number(connection)?;
    if id != APPLICATION_ID || schema < FIRST {
        return Err(Error::setup("the file is not a rad-admin ledger").hint(
            "give the right one with --db, or make a new one elsewhere with: rad-admin --db PATH init",
        ));
    }
    require_known(schema)?;
    Ok(schema)
}

/// Makes the schema in an empty database, in one transaction.
pub(super) fn make(session: &Session) -> Result<()> {
    let transaction = session.begin(Access::Exclusive)?;
    session.batch(newest().sql)?;
    mark(session)?;
    transaction.commit()
}

/// Upgrades a database of this schema to the newest in one transaction. A second run changes nothing.
pub(super) fn upgrade(session: &Session, found: i64) -> Result<()> {
    if found == newest().number {
        return Ok(());
    }
    // A step may have to make a table anew, and other rows refer to its rows meanwhile. All references are checked at the end.
    session.batch("PRAGMA foreign_keys = OFF")?;
    let transaction = session.begin(Access::Exclusive)?;
    // Another process may have been faster.
    let present = schema_number(session.sqlite()?)?;
    require_known(present)?;
    if present < newest().number {
        for step in newest().steps_from(present) {
            session.batch(step.sqlite)?;
        }
        if let Some(what) = difference(session)? {
            return Err(wrongly_upgraded(&what));
        }
        let stray = session.optional("PRAGMA foreign_key_check", (), |row| row.get::<String>(0))?;
        if let Some(table) = stray {
            return Err(wrongly_upgraded(&format!("a row of '{table}' refers to one that is not there")));
        }
        mark(session)?;
        crash::point(CrashPoint::SchemaChanged);
    }
    transaction.commit()?;
    session.batch("PRAGMA foreign_keys = ON")
}

/// Marks the database as a ledger with the newest schema.
fn mark(session: &Session) -> Result<()> {
    let number = newest().number;
    session.batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}"))
}

/// Fails (exit 7) if this schema is older than the program's, where it can only be read.
pub(super) fn require_newest(found: i64) -> Result<()> {
    if found == newest().number {
        return Ok(());
    }
    Err(not_upgraded(found, "it may only be read here").hint(
        "upgrade it with any command, as the account that writes the ledger; of a copy, read a copy that may be written",
    ))
}

/// Fails (exit 7) if another process has upgraded the ledger since it was opened.
pub(crate) fn require_still_known(session: &Session) -> Result<()> {
    require_known(match session.server() {
        None => schema_number(session.sqlite()?)?,
        Some(_) => session.value("SELECT version FROM turn", ())?,
    })
}

/// Returns the first difference between the database's schema and this program's; `None` if there is none. SQLite stores the
/// text of each statement, so the texts are compared. SQLite's own statistics do not count.
pub(crate) fn difference(session: &Session) -> Result<Option<String>> {
    if let Some(connection) = session.server() {
        return drift::difference(connection);
    }
    let mut expected = statements();
    let mut foreign = None;
    session.each("SELECT type, name, sql FROM main.sqlite_schema", (), |row| {
        let (kind, name, sql) = (row.text(0)?, row.text(1)?, row.optional_text(2)?);
        let known = sql.and_then(|sql| expected.iter().position(|statement| *statement == sql));
        match known {
            Some(known) => _ = expected.swap_remove(known),
            None if sql.is_none() && kind == "index" && name.starts_with("sqlite_autoindex_") => {}
            None if kind == "table" && STATISTICS.contains(&(name, sql.unwrap_or_default())) => {}
            None => {
                foreign.get_or_insert_with(|| format!("{kind} '{name}' is not as rad-admin makes it"));
            }
        }
        Ok(())
    })?;
    let missing = || expected.first().map(|statement| format!("it lacks: {}", heading(statement)));
    Ok(foreign.or_else(missing))
}

/// Does the same as [`difference`], in a transaction that writes. A server is asked, and waited for when the answer is needed.
pub(crate) fn ask_difference_before_write(session: &Session) -> Result<Awaited<'_, Option<String>>> {
    let Some(connection) = session.server() else {
        let difference = difference(session)?;
        return Ok(Awaited::new(move || Ok(difference)));
    };
    let asked = drift::ask(connection)?;
    Ok(Awaited::new(move || drift::difference_before_write(connection, &asked)))
}

/// Does the same as [`difference`] for a proof: it trusts nothing that the database stores about its own schema.
pub(crate) fn thorough_difference(session: &Session) -> Result<Option<String>> {
    session.server().map_or_else(|| difference(session), drift::thorough_difference)
}

/// The tables that `ANALYZE` makes.
const STATISTICS: [(&str, &str); 2] = [
    ("sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
    ("sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
];

/// Returns the first words of a statement, which say what it makes.
fn heading(statement: &str) -> &str {
    statement.split(['(', '\n']).next().unwrap_or(statement).trim_end()
}

fn schema_number(connection: &Connection) -> Result<i64> {
    number(connection, "user_version")
}

fn number(connection: &Connection, pragma: &str) -> Result<i64> {
    connection.pragma_query_value(None, pragma, |row| row.get(0)).map_err(of_sqlite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statements_of_the_schema_are_those_that_sqlite_keeps() {
        let session = Session::over(Connection::open_in_memory().expect("a database"));
        make(&session).expect("the schema");
        assert_eq!(difference(&session).expect("a schema"), None);
        assert!(statements().len() > 30);
        session.batch("CREATE VIEW all_users AS SELECT * FROM users").expect("a view");
        let found = difference(&session).expect("a schema");
        assert_eq!(found.as_deref(), Some("view 'all_users' is not as rad-admin makes it"));
        session.batch("DROP VIEW all_users; DROP INDEX users_admins").expect("no index");
        let found = difference(&session).expect("a schema");
        assert_eq!(found.as_deref(), Some("it lacks: CREATE INDEX users_admins ON users"));
    }
}
