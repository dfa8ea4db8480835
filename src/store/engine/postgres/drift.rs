//! Checks whether the schema on the server is the one that this program makes.
//!
//! Each write compares one key with the one that the ledger keeps: the versions of the catalog's rows. To read them takes the
//! server less than half the time of describing the whole schema. A row can have a new version and still say the same, for
//! example after a GRANT or an upgrade of the server. So if the key differs, and in each proof, the schema is made once more
//! among the temporary tables, and the two are compared line by line, in the server's own words. If they agree, the next write
//! stores the new key.

use super::catalog::{key, lines};
use super::connection::Connection;
use super::failure::of_postgres;
use super::pipeline::Pending;
use super::schema::{objects, tables};
use tokio_postgres::Row;

use crate::error::{Error, Result};

/// Returns what differs, unless the schema has the stored key; `None` if nothing differs.
pub(crate) fn difference(connection: &Connection) -> Result<Option<String>> {
    if is_known(connection)? { Ok(None) } else { thorough_difference(connection) }
}

/// Does the same as [`difference`] in a transaction that writes and has asked for the key: if the schema is right, it stores the
/// new key.
pub(crate) fn difference_before_write(
    connection: &Connection,
    asked: &Pending<Vec<Row>>,
) -> Result<Option<String>> {
    if connection.has_failed() {
        // Only another transaction can look.
        connection.rollback();
        connection.begin(false)?;
        return difference(connection);
    }
    if same(&connection.wait(asked)?)? {
        return Ok(None);
    }
    let difference = thorough_difference(connection)?;
    if difference.is_none() {
        connection.batch_as_is(format!("UPDATE turn SET catalog = {}", key(connection.server().schema())));
    }
    Ok(difference)
}

/// Asks whether the schema has the key that is kept.
pub(crate) fn ask(connection: &Connection) -> Result<Pending<Vec<Row>>> {
    connection.send(&format!("SELECT catalog = {} FROM turn", key(connection.server().schema())), ())
}

fn is_known(connection: &Connection) -> Result<bool> {
    same(&connection.wait(&ask(connection)?)?)
}

fn same(rows: &[Row]) -> Result<bool> {
    let same = rows.first().map(|row| row.try_get::<_, Option<bool>>(0)).transpose().map_err(of_postgres)?;
    Ok(same.flatten() == Some(true))
}

/// Returns what differs between the schema and what this program makes. A standby cannot make anything, so there the key has to
/// do: it fails (exit 7) if the key differs.
pub(crate) fn thorough_difference(connection: &Connection) -> Result<Option<String>> {
    if connection.features().is_standby {
        return if is_known(connection)? { Ok(None) } else { Err(not_on_standby()) };
    }
    let schema = connection.server().schema();
    connection.batch_as_is("SAVEPOINT reference; SET LOCAL search_path = pg_temp");
    for statement in objects(schema) {
        connection.batch_as_is(statement.replace("EXECUTE FUNCTION ", "EXECUTE FUNCTION pg_temp."));
    }
    let tables: Vec<String> = tables().iter().map(|table| format!("'{table}'")).collect();
    let sql = format!(
        "WITH made AS ({made}), found AS ({found})
         SELECT line, is_there
         FROM (SELECT f.line, TRUE AS is_there FROM (SELECT line FROM found EXCEPT SELECT line FROM made) f
               UNION ALL SELECT m.line, FALSE FROM (SELECT line FROM made EXCEPT SELECT line FROM found) m) d
         ORDER BY is_there DESC, line LIKE 'table %' DESC, line LIMIT 1",
        made = lines("pg_my_temp_schema()", &format!("c.relname IN ({})", tables.join(", "))),
        found = lines(&format!("'{schema}'::regnamespace"), "TRUE"),
    );
    let rows = connection.all(&sql, ())?;
    connection.batch("ROLLBACK TO reference; RELEASE reference");
    let Some(row) = rows.first() else { return Ok(None) };
    let line: String = row.try_get(0).map_err(of_postgres)?;
    let is_there: bool = row.try_get(1).map_err(of_postgres)?;
    let named: Vec<&str> = line.split(' ').collect();
    let what = match named.as_slice() {
        [kind, name, "of", table, ..] => format!("{kind} '{name}' of '{table}'"),
        [kind, name, ..] => format!("{kind} '{name}'"),
        _ => line.clone(),
    };
    Ok(Some(if is_there {
        format!("{what} is not as rad-admin makes it")
    } else {
        format!("it lacks: {what}")
    }))
}

fn not_on_standby() -> Error {
    Error::setup("a standby cannot compare the schema, which has changed since the last write")
        .hint("run the command on the server that can be written")
}
