//! Upgrades a ledger on a server to the schema of this program.

use super::catalog;
use super::connection::Connection;
use super::dialect::quoted;
use super::drift::thorough_difference;
use super::failure::of_postgres;
use super::schema::{objects, rights, version};
use crate::crash::{self, CrashPoint};
use crate::error::Result;
use crate::store::engine::migrations::{newest, not_upgraded, require_known, wrongly_upgraded};

/// Upgrades the ledger from this schema in one transaction, while nobody else reads or writes. Fails (exit 7) for a newer schema, and if this
/// login may not change the tables.
pub(crate) fn upgrade(connection: &Connection, found: i64) -> Result<()> {
    require_known(found)?;
    if found == newest().number {
        return Ok(());
    }
    if connection.features().is_standby {
        return Err(not_upgraded(found, "a standby cannot be upgraded")
            .hint("run any command of this version on the server that can be written"));
    }
    let schema = connection.server().schema();
    let owner = quoted(&format!("{schema}_owner"));
    if !is_member(connection, &owner)? {
        return Err(not_upgraded(found, "this login does not own them").hint(format!(
            "let a superuser, or a login that was given the role {owner}, run any command of this version, such as: rad-admin status"
        )));
    }
    // Whoever opens the ledger reads `turn` first, so this keeps them out before they have other tables.
    connection.begin(false)?;
    connection.batch_as_is(format!("SET LOCAL ROLE {owner}; LOCK TABLE turn IN ACCESS EXCLUSIVE MODE"));
    match run(connection, schema, &owner) {
        Ok(()) => connection.commit(),
        Err(error) => {
            connection.rollback();
            Err(error)
        }
    }
}

fn is_member(connection: &Connection, role: &str) -> Result<bool> {
    let sql = "SELECT coalesce(pg_has_role(current_user, to_regrole($1), 'MEMBER'), FALSE)";
    let rows = connection.all(sql, [role])?;
    let is_member = rows.first().map(|row| row.try_get(0)).transpose().map_err(of_postgres)?;
    Ok(is_member.unwrap_or_default())
}

fn run(connection: &Connection, schema: &str, owner: &str) -> Result<()> {
    // Another process may have been faster while this waited.
    let present = version(connection)?;
    require_known(present)?;
    if present == newest().number {
        return Ok(());
    }
    connection.one_change_of_schemas();
    // Whatever is new belongs to the owner too.
    for step in newest().steps_from(present) {
        connection.batch_as_is(step.server);
    }
    let objects = objects(schema);
    for statement in objects.iter().filter_map(|statement| made_again(statement)) {
        connection.batch_as_is(statement);
    }
    // The owner need not have the right to make temporary tables.
    connection.batch_as_is("SET LOCAL ROLE NONE");
    if let Some(what) = thorough_difference(connection)? {
        return Err(wrongly_upgraded(&what));
    }
    connection.batch_as_is(format!("SET LOCAL ROLE {owner}"));
    for statement in rights(schema, &objects) {
        connection.batch_as_is(statement);
    }
    connection.batch_as_is(format!(
        "UPDATE turn SET version = {}, catalog = {}",
        newest().number,
        catalog::key(schema)
    ));
    connection.settle()?;
    crash::point(CrashPoint::SchemaChanged);
    Ok(())
}

/// Returns the statement so that it makes what is missing, and replaces functions and triggers. `None` for a constraint trigger,
/// which cannot be replaced: a step makes it.
fn made_again(statement: &str) -> Option<String> {
    const KINDS: [(&str, &str); 5] = [
        ("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "),
        ("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS "),
        ("CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX IF NOT EXISTS "),
        ("CREATE FUNCTION ", "CREATE OR REPLACE FUNCTION "),
        ("CREATE TRIGGER ", "CREATE OR REPLACE TRIGGER "),
    ];
    KINDS.iter().find_map(|(begin, again)| Some(format!("{again}{}", statement.strip_prefix(begin)?)))
}
