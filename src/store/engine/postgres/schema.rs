//! Makes the ledger's tables on a server from the text of the schema, and finds them again.

use tokio_postgres::Row;

use super::catalog;
use super::connection::{Connection, ServerLogin};
use super::dialect::{quoted, translated};
use super::failure::of_postgres;
use super::features::{FEATURE_COLUMNS, FEATURES, Features, REQUIRE_HOME};
use super::functions;
use super::pipeline::Pending;
use super::roles;
use super::server::Server;
use crate::domain::Timestamp;
use crate::error::{Error, Result};
use crate::store::engine::migrations::{newest, statements};
use crate::text::shell_word;

/// How many ledgers can be set aside within one second.
const NAMES_A_SECOND: u32 = 99;

/// The tables from which nothing is ever removed.
const KEPT: [&str; 7] =
    ["operations", "entries", "changes", "seals", "monthly_grants", "repayments", "reversals"];

/// The one row that each write locks first. It has the version of the schema, and the key of the schema's rows in the catalog.
const TURN: &str = "CREATE TABLE turn (id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL, catalog TEXT NOT NULL)";

/// Returns the names of the tables.
pub(super) fn tables() -> Vec<&'static str> {
    let made = statements().into_iter().filter_map(|statement| statement.strip_prefix("CREATE TABLE "));
    made.filter_map(|rest| rest.split_once(' ')).map(|(name, _)| name).chain(["turn"]).collect()
}

/// Returns the statements that make the tables, functions and triggers in the first schema of the search path.
pub(super) fn objects(schema: &str) -> Vec<String> {
    let mut script = vec![TURN.to_owned()];
    script.extend(functions::of_tables(schema));
    for statement in statements() {
        match Trigger::parse(statement) {
            // A server has no REPLACE, and a check of each row would slow a grant down.
            Some(trigger) if trigger.name.ends_with("_keep_replace") => {}
            Some(trigger) => script.extend(trigger.statements(schema)),
            None => script.push(of_table(statement, schema)),
        }
    }
    for table in KEPT {
        let what = if table == "monthly_grants" { "closed months" } else { table };
        script.extend(
            Trigger {
                name: &format!("{table}_keep_truncate"),
                event: "TRUNCATE",
                table,
                condition: None,
                message: &format!("{what} are append-only"),
            }
            .statements(schema),
        );
    }
    script.push(functions::REPAYMENT_TRIGGER.to_owned());
    script.extend(roles::GUARD.map(str::to_owned));
    script
}

/// Returns the statements that make a ledger's schema in one transaction.
pub(crate) fn script(schema: &str) -> Vec<String> {
    let mut script = roles::make(schema);
    script.extend([roles::make_schema(schema), format!("SET LOCAL search_path = {}", quoted(schema))]);
    let objects = objects(schema);
    let given = rights(schema, &objects);
    script.extend(objects);
    script.extend(given);
    // Last, because the rights are in the catalog too.
    script.push(turn_row(schema, newest().number));
    script
}

/// Returns the statements that give each of these objects to its owner, and the other roles their rights.
pub(super) fn rights(schema: &str, objects: &[String]) -> Vec<String> {
    let functions = objects.iter().filter_map(|statement| {
        statement.strip_prefix("CREATE FUNCTION ").and_then(|rest| rest.split('(').next())
    });
    roles::grant(schema, &tables(), &functions.collect::<Vec<_>>())
}

fn turn_row(schema: &str, version: i64) -> String {
    format!("INSERT INTO turn (id, version, catalog) VALUES (1, {version}, {})", catalog::key(schema))
}

/// Reads the number of the ledger's schema.
pub(super) fn version(connection: &Connection) -> Result<i64> {
    let rows = connection.all("SELECT version FROM turn", ())?;
    let row = rows.first().ok_or_else(|| no_ledger(connection.server()))?;
    row.try_get(0).map_err(of_postgres)
}

/// Translates the statement for a table or an index. References are left out: `verify` follows them, and a grant would take
/// four times as long if the server did.
fn of_table(statement: &str, schema: &str) -> String {
    let without_comments: Vec<&str> =
        statement.lines().map(|line| line.split("--").next().unwrap_or(line).trim_end()).collect();
    let mut text = without_comments.join("\n");
    if let Some(at) = text.find(",\n    FOREIGN KEY ") {
        let end = text[at + 1..].find("\n)").map_or(text.len(), |end| at + 1 + end);
        text.replace_range(at..end, "");
    }
    while let Some(at) = text.find(" REFERENCES ") {
        let end = text[at..].find(')').map_or(text.len(), |end| at + end + 1);
        text.replace_range(at..end, "");
    }
    let mut made = translated(&text, schema);
    if made.starts_with("CREATE TABLE users ") {
        // Half of each page stays free, so that a grant can write the new version of each user beside the old one.
        made.push_str(" WITH (fillfactor = 45)");
    }
    made
}

/// A trigger that refuses an event.
struct Trigger<'a> {
    name: &'a str,
    /// `UPDATE` (also with `OF` and columns), `DELETE`, `INSERT` or `TRUNCATE`.
    event: &'a str,
    table: &'a str,
    condition: Option<&'a str>,
    message: &'a str,
}

impl<'a> Trigger<'a> {
    fn parse(statement: &'a str) -> Option<Self> {
        let (heading, body) = statement.strip_prefix("CREATE TRIGGER ")?.split_once("\nBEGIN ")?;
        let (_, message) = body.split_once("raise(ABORT, '")?;
        let (message, _) = message.split_once("')")?;
        let (heading, condition) = match heading.split_once("WHEN ") {
            Some((heading, condition)) => (heading.trim_end(), Some(condition)),
            None => (heading, None),
        };
        let (name, heading) = heading.split_once(" BEFORE ")?;
        let (event, table) = heading.rsplit_once(" ON ")?;
        Some(Self { name, event, table, condition, message })
    }

    fn statements(&self, schema: &str) -> [String; 2] {
        let Self { name, event, table, condition, message } = self;
        let raise = format!("RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'");
        let body = match condition {
            Some(condition) => format!("IF ({}) THEN {raise}; END IF;", translated(condition, schema)),
            None => format!("{raise};"),
        };
        let row = if *event == "DELETE" || *event == "TRUNCATE" { "OLD" } else { "NEW" };
        let each = if *event == "TRUNCATE" { "STATEMENT" } else { "ROW" };
        let back = if *event == "TRUNCATE" { "NULL" } else { row };
        [
            format!(
                "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = {}, pg_temp AS $trigger$ BEGIN {body} RETURN {back}; END $trigger$",
                quoted(schema)
            ),
            format!(
                "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
            ),
        ]
    }
}

/// A ledger on a server, and what the server says of the session.
pub(crate) struct FoundLedger {
    /// The number of its schema.
    pub(crate) schema: i64,
    /// Its time zone, and when it was made; `None` if its row is gone.
    pub(crate) row: Option<(String, Timestamp)>,
    pub(crate) login: ServerLogin,
}

/// Returns whether a ledger is there. Fails (exit 7) if the server is too old.
pub(crate) fn is_there(connection: &Connection) -> Result<bool> {
    is_said_to_be_there(connection, &ask_whether_there(connection)?)
}

fn ask_whether_there(connection: &Connection) -> Result<Pending<Vec<Row>>> {
    let sql = format!(
        "SELECT {FEATURES}, to_regclass('{0}.turn') IS NOT NULL AND to_regclass('{0}.ledger') IS NOT NULL",
        quoted(connection.server().schema())
    );
    connection.send(&sql, ())
}

fn is_said_to_be_there(connection: &Connection, asked: &Pending<Vec<Row>>) -> Result<bool> {
    let rows = connection.wait(asked)?;
    let row = rows.first().ok_or_else(|| Error::setup("the server does not say its version"))?;
    connection.learn(Features::of_row(row)?);
    row.try_get(FEATURE_COLUMNS).map_err(of_postgres)
}

/// Finds the ledger. Fails (exit 7) if there is none.
pub(crate) fn find(connection: &Connection) -> Result<FoundLedger> {
    // An upgrade keeps others out until it is done.
    connection.begin_look();
    let found = look(connection);
    connection.rollback();
    found
}

fn look(connection: &Connection) -> Result<FoundLedger> {
    let server = connection.server();
    let look = ask_whether_there(connection)?;
    // Without a ledger this fails, and nobody looks at the answer.
    let sql = format!(
        "SELECT t.version, l.timezone, l.created_at, CAST(session_user AS TEXT),
                CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)
         FROM {schema}.turn t LEFT JOIN {schema}.ledger l ON TRUE",
        schema = quoted(server.schema())
    );
    let found = connection.send(&sql, ())?;
    if !is_said_to_be_there(connection, &look)? {
        return Err(no_ledger(server));
    }
    let rows = connection.wait(&found)?;
    let row = rows.first().ok_or_else(|| no_ledger(server))?;
    let (timezone, created_at): (Option<String>, Option<i64>) =
        (row.try_get(1).map_err(of_postgres)?, row.try_get(2).map_err(of_postgres)?);
    Ok(FoundLedger {
        schema: row.try_get(0).map_err(of_postgres)?,
        row: timezone.zip(created_at.map(Timestamp::from_seconds)),
        login: ServerLogin {
            account: row.try_get(3).map_err(of_postgres)?,
            clock_seconds: row.try_get(4).map_err(of_postgres)?,
        },
    })
}

fn no_ledger(server: &Server) -> Error {
    Error::setup(format!("there is no ledger in schema '{}' of {server}", server.schema()))
        .reason("no_ledger")
        .hint(format!("to begin a new one: rad-admin --db {} init", shell_word(server)))
}

/// Returns all that `init` does as SQL, for somebody else to run.
pub(crate) fn printed(schema: &str, ledger_row: &str) -> String {
    let mut text = format!("BEGIN;\n{REQUIRE_HOME};\n");
    for statement in script(schema) {
        text.push_str(&statement);
        text.push_str(";\n");
    }
    text + ledger_row + ";\nCOMMIT;\n"
}

/// Makes the ledger's tables in the open transaction. Fails (exit 7) if the database cannot have them.
pub(crate) fn make(connection: &Connection) -> Result<()> {
    connection.features().require_home()?;
    for statement in script(connection.server().schema()) {
        connection.batch_as_is(statement);
    }
    Ok(())
}

/// Removes the ledger's schema in the open transaction.
pub(crate) fn drop_ledger(connection: &Connection) {
    connection.batch_as_is(format!("DROP SCHEMA {} CASCADE", quoted(connection.server().schema())));
}

/// Renames the ledger's schema, which goes on to work under its new name: `kept`, or a name that begins with it. The row of
/// `turn` is replaced, so whoever waits for it finds that it is gone.
pub(crate) fn set_aside(connection: &Connection, kept: &str) -> Result<String> {
    let schema = connection.server().schema();
    connection.one_change_of_schemas();
    let kept = free_name(connection, kept)?;
    // A newer version may have upgraded it, and this one goes back to a copy from before that.
    let version = version(connection)?;
    connection.batch_as_is(format!(
        "DELETE FROM turn; ALTER SCHEMA {} RENAME TO {name}; SET LOCAL search_path = {name}",
        quoted(schema),
        name = quoted(&kept)
    ));
    for statement in objects(&kept) {
        if let Some(function) = statement.strip_prefix("CREATE FUNCTION ") {
            connection.batch_as_is(format!("CREATE OR REPLACE FUNCTION {function}"));
        }
    }
    connection.batch_as_is(turn_row(&kept, version));
    Ok(kept)
}

/// Returns this name, or the first one with a number after it that no schema has.
fn free_name(connection: &Connection, name: &str) -> Result<String> {
    let names =
        (1..=NAMES_A_SECOND).map(|nth| if nth == 1 { name.to_owned() } else { format!("{name}_{nth}") });
    for name in names {
        let rows = connection.all("SELECT to_regnamespace($1) IS NULL", [name.as_str()])?;
        let is_free = rows.first().map(|row| row.try_get::<_, bool>(0)).transpose().map_err(of_postgres)?;
        if is_free == Some(true) {
            return Ok(name);
        }
    }
    Err(Error::refused(format!("there are too many schemas of the name {name}"))
        .hint("try again in a second"))
}
