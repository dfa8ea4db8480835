//! Whether the schema on the server is what this program makes.
//!
//! Each write compares one digest of the catalog with that of the day the ledger was made. The digest is of the server's own
//! words, which may change with its version. So where it differs, and in each proof, the schema is made once more among the
//! temporary tables, and the two are compared line by line.

use super::catalog::{digest, lines};
use super::connection::Connection;
use super::failure::of_postgres;
use super::schema::{objects, tables};
use crate::error::Result;

/// What differs, where the digest of the schema is not the one of the day it was made.
pub(crate) fn difference(connection: &Connection) -> Result<Option<String>> {
    let sql = format!("SELECT catalog = {} FROM turn", digest(connection.server().schema()));
    let rows = connection.all(&sql, ())?;
    let same = rows.first().map(|row| row.try_get::<_, Option<bool>>(0)).transpose().map_err(of_postgres)?;
    if same.flatten() == Some(true) { Ok(None) } else { thorough_difference(connection) }
}

/// What differs between the schema and what this program makes. Both are in the server's own words.
pub(crate) fn thorough_difference(connection: &Connection) -> Result<Option<String>> {
    let schema = connection.server().schema();
    connection.batch_as_is("SAVEPOINT reference; SET LOCAL search_path = pg_temp")?;
    for statement in objects(schema) {
        connection.batch_as_is(&statement.replace("EXECUTE FUNCTION ", "EXECUTE FUNCTION pg_temp."))?;
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
    connection.batch_as_is("ROLLBACK TO reference; RELEASE reference")?;
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
