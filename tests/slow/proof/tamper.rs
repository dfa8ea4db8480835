//! `verify` finds whatever is changed, removed, added or moved in the database. The tests take the columns from the
//! database itself, so a new column is either covered or fails a test.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::ledger;
use crate::harness::Home;

/// Columns whose changes do not matter to the proof, and why.
const IMMATERIAL: &[(&str, &str, &str)] = &[];

/// Tables that the proof leaves out, and why. Everyday work changes and removes their rows, and the operations record
/// what they do to users.
const WORKING: &[(&str, &str)] = &[
    ("outbox", "messages to be sent"),
    ("mail_state", "what was last reported, to whom nothing is owed by it"),
];

struct Column {
    name: String,
    kind: String,
    key: i64,
}

struct Table {
    name: String,
    columns: Vec<Column>,
    rows: i64,
}

impl Table {
    fn all(sql: &Connection) -> Vec<Self> {
        let mut names = sql
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .unwrap();
        let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let material = |name: &String| WORKING.iter().all(|(working, _)| working != name);
        names.map(Result::unwrap).filter(material).map(|name| Self::named(sql, name)).collect()
    }

    fn named(sql: &Connection, name: String) -> Self {
        let mut info = sql.prepare("SELECT name, type, pk FROM pragma_table_info(?1)").unwrap();
        let column =
            |row: &rusqlite::Row<'_>| Ok(Column { name: row.get(0)?, kind: row.get(1)?, key: row.get(2)? });
        let columns = info.query_map([&name], column).unwrap().map(Result::unwrap).collect();
        let rows = sql.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0)).unwrap();
        Self { name, columns, rows }
    }

    fn key(&self) -> String {
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Returns a condition that selects the row of this number.
    fn row(&self, number: i64) -> String {
        let (name, key) = (&self.name, self.key());
        format!("({key}) = (SELECT {key} FROM {name} ORDER BY {key} LIMIT 1 OFFSET {number})")
    }
}

/// Opens a copy and removes all protection. [`guard`] restores it.
fn unguarded(copy: &Path) -> (Connection, Vec<String>) {
    let sql = Connection::open(copy).unwrap();
    sql.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON",
    )
    .unwrap();
    let mut statement = sql.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let triggers: Vec<(String, String)> = rows.map(Result::unwrap).collect();
    drop(statement);
    for (name, _) in &triggers {
        sql.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    (sql, triggers.into_iter().map(|(_, sql)| sql).collect())
}

/// Restores the schema, so that only the changes of rows can be found.
fn guard(sql: Connection, triggers: &[String]) {
    for trigger in triggers {
        sql.execute_batch(trigger).unwrap();
    }
    sql.close().unwrap();
}

/// The columns from which texts are erased.
const REDACTED: [&str; 6] = ["texts", "actor", "reason", "reference", "key", "arguments"];

/// Returns another plausible value.
fn other(column: &Column, value: &Value) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    match (column.name.as_str(), value) {
        ("status", Value::Text(status)) if status == "active" => text("inactive"),
        ("status", _) => text("active"),
        ("bucket", Value::Text(bucket)) if bucket == "awarded" => text("purchased"),
        ("bucket", _) => text("awarded"),
        ("kind", Value::Text(kind)) if kind == "award" => text("purchase"),
        ("kind", _) => text("award"),
        ("field", Value::Text(field)) if field == "status" => text("email"),
        ("field", Value::Text(field)) if !REDACTED.contains(&field.as_str()) => text("status"),
        ("timezone", _) => text("Europe/Vienna"),
        ("roles", Value::Integer(bits)) => Value::Integer(bits ^ 16),
        ("id" | "operation" | "user_id" | "row_id", Value::Integer(number)) => Value::Integer(number + 1000),
        ("attempt", Value::Integer(number)) => Value::Integer(number + 5),
        ("month" | "from_month", Value::Integer(month)) => Value::Integer(month + 100),
        (_, Value::Integer(number)) => Value::Integer(number + 1),
        (_, Value::Text(before)) => Value::Text(format!("{before}x")),
        (_, Value::Blob(bytes)) if bytes.is_empty() => Value::Blob(vec![7; 16]),
        (_, Value::Blob(bytes)) => Value::Blob(bytes.iter().map(|byte| byte ^ 1).collect()),
        (_, _) if column.kind == "INTEGER" => Value::Integer(202_611),
        (_, _) if column.kind == "BLOB" => Value::Blob(vec![7; 32]),
        _ => text("x"),
    }
}

/// Tampers with a copy of the ledger and returns how `verify` ends.
fn verified_after(home: &Home, name: &str, tamper: impl FnOnce(&Connection)) -> (i32, String) {
    let copy = ledger::copy(home, name);
    let (sql, triggers) = unguarded(&copy);
    tamper(&sql);
    guard(sql, &triggers);
    let run = home.run(&["verify", "--db", copy.to_str().unwrap()]);
    (run.status, run.stderr)
}

#[track_caller]
fn is_found(home: &Home, what: &str, tamper: impl FnOnce(&Connection)) -> String {
    let (status, error) = verified_after(home, &format!("{}.db", what.replace(' ', "-")), tamper);
    assert_eq!(status, 9, "{what}: {error}");
    error
}

#[test]
fn every_changed_value_of_every_column_is_found() {
    let home = ledger::undone();
    let mut tried = 0;
    for table in Table::all(&home.sql()) {
        for column in &table.columns {
            if IMMATERIAL.iter().any(|(named, name, _)| *named == table.name && *name == column.name) {
                continue;
            }
            assert!(table.rows > 0, "the ledger of this test needs rows in {}", table.name);
            for number in 0..table.rows {
                let (name, field, row) = (&table.name, &column.name, table.row(number));
                // The index refuses a second open invitation.
                let replaced = format!("SELECT count(*) FROM {name} WHERE {row} AND {field} = 'replaced'");
                if home.sql().query_row(&replaced, [], |row| row.get::<_, i64>(0)).unwrap() > 0 {
                    continue;
                }
                is_found(&home, &format!("change {name} {field} {number}"), |sql| {
                    let query = format!("SELECT {field} FROM {name} WHERE {row}");
                    let value: Value = sql.query_row(&query, [], |row| row.get(0)).unwrap();
                    let other = other(column, &value);
                    let update = format!("UPDATE {name} SET {field} = ?1 WHERE {row}");
                    assert_eq!(sql.execute(&update, params_from_iter([other])).unwrap(), 1);
                });
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "only {tried} values were tried");
}

#[test]
fn the_list_of_unproven_columns_names_only_real_ones() {
    let home = ledger::empty();
    let tables = Table::all(&home.sql());
    for (name, why) in WORKING {
        let exists = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        let count: i64 = home.sql().query_row(exists, [name], |row| row.get(0)).unwrap();
        assert_eq!(count, 1, "{name} is no table, but said not to matter: {why}");
    }
    for (name, field, why) in IMMATERIAL {
        let exists = tables
            .iter()
            .any(|table| table.name == *name && table.columns.iter().any(|column| column.name == *field));
        assert!(exists, "{name}.{field} is no column, but said not to matter: {why}");
    }
}

#[test]
fn every_removed_row_is_found() {
    let home = ledger::undone();
    // A missing token opens nothing.
    for table in Table::all(&home.sql()).into_iter().filter(|table| table.name != "invitation_tokens") {
        for number in 0..table.rows {
            is_found(&home, &format!("delete {} {number}", table.name), |sql| {
                let delete = format!("DELETE FROM {} WHERE {}", table.name, table.row(number));
                assert_eq!(sql.execute(&delete, []).unwrap(), 1);
            });
        }
    }
}

#[test]
fn a_row_that_is_added_to_any_table_is_found() {
    let home = ledger::undone();
    for table in Table::all(&home.sql()) {
        let (name, row) = (&table.name, table.row(0));
        let key =
            table.columns.iter().filter(|column| column.key > 0).max_by_key(|column| column.key).unwrap();
        let next = if key.kind == "BLOB" {
            "zeroblob(32)".to_owned()
        } else {
            format!("(SELECT max({}) + 1 FROM {name})", key.name)
        };
        let key = &key.name;
        is_found(&home, &format!("insert {name}"), |sql| {
            sql.execute_batch(&format!(
                "CREATE TEMP TABLE made AS SELECT * FROM {name} WHERE {row};
                 UPDATE made SET {key} = {next};"
            ))
            .unwrap();
            if name == "monthly_grants" {
                sql.execute("UPDATE made SET operation = 1", []).unwrap();
            }
            if table.columns.iter().any(|column| column.name == "email") {
                sql.execute("UPDATE made SET email = 'mallory@example.org'", []).unwrap();
            }
            sql.execute_batch(&format!("INSERT INTO {name} SELECT * FROM made; DROP TABLE made")).unwrap();
        });
    }
}

#[test]
fn operations_in_another_order_are_found() {
    let home = ledger::rich();
    is_found(&home, "swap operations", |sql| {
        let columns = [
            ("operations", "id"),
            ("seals", "operation"),
            ("changes", "operation"),
            ("entries", "operation"),
            ("monthly_grants", "operation"),
        ];
        for (table, column) in columns {
            for (from, to) in [(5, -1), (6, 5), (-1, 6)] {
                sql.execute(&format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1"), [from, to])
                    .unwrap();
            }
        }
    });
}

#[test]
fn two_entries_in_another_order_are_found() {
    let home = ledger::rich();
    is_found(&home, "swap entries", |sql| {
        for (from, to) in [(5, -1), (6, 5), (-1, 6)] {
            sql.execute("UPDATE entries SET id = ?2 WHERE id = ?1", [from, to]).unwrap();
        }
    });
}

/// Removes the reason of an operation like an erasure does, with its salt.
const REMOVE: &str = "UPDATE operations SET reason = NULL, salt = CAST(substr(salt, 1, 16) || zeroblob(16) || substr(salt, 33) AS BLOB)
     WHERE id = 9";

#[test]
fn a_text_that_was_removed_without_an_erasure_is_found() {
    let home = ledger::undone();
    let error = is_found(&home, "removed reason", |sql| sql.execute_batch(REMOVE).unwrap());
    assert!(error.contains("operation 9: its content"), "{error}");
    is_found(&home, "removed name", |sql| {
        sql.execute_batch(
            "UPDATE changes SET person = '{\"email\":\"erased-1@erased.invalid\",\"name\":null}', salt = x'' WHERE id = 1;
             UPDATE users SET email = 'erased-1@erased.invalid', name = NULL WHERE id = 1;",
        )
        .unwrap();
    });
}

/// Whoever has the ledger knows the commitment with which the reason enters the digest.
#[test]
fn a_text_that_is_passed_off_as_erased_is_found() {
    let home = ledger::undone();
    let error = is_found(&home, "redacted by an old erasure", |sql| {
        sql.execute_batch(
            "INSERT INTO redactions SELECT 'operation', 9, 'reason', user_id, operation, randomblob(32), NULL
             FROM redactions LIMIT 1;",
        )
        .unwrap();
        sql.execute_batch(REMOVE).unwrap();
    });
    assert!(error.contains("operation 9: its content"), "{error}");
    let error = is_found(&home, "redacted by no erasure", |sql| {
        sql.execute_batch(
            "UPDATE redactions SET operation = 3 WHERE row_id = (SELECT min(row_id) FROM redactions)",
        )
        .unwrap();
    });
    assert!(error.contains("its content") || error.contains("no erasure"), "{error}");
}

#[test]
fn the_operation_and_the_user_that_do_not_fit_are_named() {
    let home = ledger::rich();
    let error = is_found(&home, "balance after", |sql| {
        sql.execute("UPDATE entries SET balance_after = balance_after + 1 WHERE id = 4", []).unwrap();
    });
    assert!(error.contains("operation 7") && error.contains("bob@example.org"), "{error}");
    let error = is_found(&home, "balance", |sql| {
        sql.execute("UPDATE users SET awarded = 1000000 WHERE email = 'caro@example.org'", []).unwrap();
    });
    assert!(error.contains("caro@example.org: the awarded balance is 1000000"), "{error}");
    let error = is_found(&home, "reason", |sql| {
        sql.execute("UPDATE operations SET reason = 'Gift' WHERE id = 9", []).unwrap();
    });
    assert!(error.contains("operation 9: its content"), "{error}");
}

#[test]
fn the_newest_operations_cut_off_are_found_with_the_head_kept_elsewhere() {
    let home = ledger::rich();
    let head = home.json(&["verify"])["head"].as_str().unwrap().to_owned();
    let copy = ledger::copy(&home, "cut.db");
    let (sql, triggers) = unguarded(&copy);
    let last: i64 = sql.query_row("SELECT max(id) FROM operations", [], |row| row.get(0)).unwrap();
    // The last operation ended an allowance from December on, and did nothing else.
    for delete in [
        "DELETE FROM seals WHERE operation = ?1",
        "DELETE FROM changes WHERE operation = ?1",
        "DELETE FROM operations WHERE id = ?1",
        "DELETE FROM allowances WHERE from_month = 202612 AND ?1",
        "DELETE FROM months WHERE month = 202612 AND ?1",
        "UPDATE users SET version = version - 1, updated_at = (SELECT at FROM operations WHERE id = ?1 - 1)
         WHERE email = 'bob@example.org'",
    ] {
        sql.execute(delete, [last]).unwrap();
    }
    guard(sql, &triggers);
    let copy = copy.to_str().unwrap();
    home.fails(0, &["verify", "--db", copy]);
    home.fails(9, &["verify", "--db", copy, "--head", &head]);
}

/// Changes the schema of a copy, and checks that `verify` and an award on it fail with this message.
#[track_caller]
fn schema_is_found(home: &Home, name: &str, change: &str, what: &str) {
    let copy = ledger::copy(home, name);
    let sql = Connection::open(&copy).unwrap();
    sql.execute_batch(change).unwrap();
    sql.close().unwrap();
    let path = copy.to_str().unwrap();
    for arguments in
        [&["verify", "--db", path][..], &["credits", "award", "bob@example.org", "5", "--db", path]]
    {
        let run = home.fails(9, arguments);
        assert!(run.stderr.contains(what), "{run}");
    }
}

#[test]
fn a_trigger_that_pays_somebody_else_is_found_before_anything_is_written() {
    let change = "CREATE TRIGGER pays AFTER INSERT ON entries WHEN NEW.kind = 'award'
                  BEGIN UPDATE users SET awarded = awarded + 1000 WHERE id = 1; END;";
    schema_is_found(&ledger::rich(), "trigger.db", change, "trigger 'pays'");
}

#[test]
fn a_view_in_the_place_of_a_table_is_found() {
    let change = "ALTER TABLE allowances RENAME TO hidden;
                  CREATE VIEW allowances AS SELECT user_id, from_month, 100000 AS amount FROM hidden;";
    schema_is_found(&ledger::rich(), "view.db", change, "is not as rad-admin makes it");
}

#[test]
fn a_check_that_was_cut_out_of_the_schema_is_found() {
    let change = "PRAGMA writable_schema = ON;
                  UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (awarded BETWEEN 0 AND 9007199254740991)', '')
                  WHERE name = 'users';";
    schema_is_found(&ledger::rich(), "check.db", change, "table 'users'");
}

#[test]
fn a_dropped_index_and_a_dropped_trigger_are_found() {
    let home = ledger::rich();
    schema_is_found(&home, "index.db", "DROP INDEX users_admins", "CREATE INDEX users_admins");
    let trigger = "CREATE TRIGGER entries_keep_update";
    schema_is_found(&home, "guard.db", "DROP TRIGGER entries_keep_update", trigger);
}

#[test]
fn statistics_that_sqlite_keeps_are_no_fault() {
    let home = ledger::rich();
    home.sql().execute_batch("ANALYZE; VACUUM").unwrap();
    home.ok(&["credits", "award", "bob@example.org", "5"]);
    home.ok(&["verify"]);
}
