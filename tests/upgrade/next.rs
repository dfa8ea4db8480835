//! A later version of the program, invented for tests, with another schema.
//!
//! It has a new column, a new table, a table whose check allows more, and another index and trigger.

use crate::harness::Home;

const SCHEMA: &str = include_str!("../../src/store/migrations/sqlite/0001_ledger.sql");

/// What the invented version makes, and the steps to it.
pub(crate) struct Next {
    pub(crate) schema: String,
    pub(crate) sqlite: String,
    pub(crate) server: String,
}

const COLUMN: (&str, &str) = ("updated_at INTEGER NOT NULL,", "updated_at INTEGER NOT NULL, nickname TEXT,");
const KINDS: (&str, &str) = ("OR kind = 'corrected'),", "OR kind = 'corrected' OR kind = 'reminder'),");
const INDEX: (&str, &str) = (
    "CREATE INDEX outbox_failed ON outbox (id) WHERE status = 'failed';",
    "CREATE INDEX outbox_failed ON outbox (queued_at) WHERE status = 'failed';",
);
const TRIGGER: (&str, &str) = (
    "BEFORE DELETE ON seals\nBEGIN SELECT raise(ABORT, 'seals",
    "BEFORE DELETE ON seals\nBEGIN SELECT raise(ABORT, 'all seals",
);
const TABLE: &str = "CREATE TABLE notes (
    id      INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    text    TEXT    NOT NULL
) STRICT;
CREATE TRIGGER notes_keep_delete BEFORE DELETE ON notes
BEGIN SELECT raise(ABORT, 'notes are append-only'); END;
";

/// Returns the statement of the schema that begins so.
fn statement<'s>(schema: &'s str, begin: &str, end: &str) -> &'s str {
    let start = schema.find(begin).unwrap();
    &schema[start..start + schema[start..].find(end).unwrap() + end.len()]
}

impl Next {
    pub(crate) fn new() -> Self {
        let mut schema = SCHEMA.to_owned();
        for (old, new) in [COLUMN, KINDS, INDEX, TRIGGER] {
            assert_eq!(schema.matches(old).count(), 1, "{old}");
            schema = schema.replace(old, new);
        }
        let at = schema.find("-- History is never rewritten").unwrap();
        schema.insert_str(at, TABLE);
        let outbox = statement(&schema, "CREATE TABLE outbox (", "\n) STRICT;");
        let queued = statement(&schema, "CREATE INDEX outbox_queued", ";");
        let trigger = statement(&schema, "CREATE TRIGGER seals_keep_delete", "END;");
        let sqlite = format!(
            "ALTER TABLE users ADD COLUMN nickname TEXT;
             CREATE TEMP TABLE kept AS SELECT * FROM outbox;\nDROP TABLE outbox;\n{outbox}
             INSERT INTO outbox SELECT * FROM kept;\nDROP TABLE temp.kept;\n{queued}\n{}
             DROP TRIGGER seals_keep_delete;\n{trigger}\n{TABLE}",
            INDEX.1
        );
        let server = "ALTER TABLE users ADD COLUMN nickname TEXT COLLATE \"C\";
            ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check CHECK (
                kind = 'invitation' OR kind = 'low_balance' OR kind = 'adjusted' OR kind = 'granted' OR kind = 'corrected'
                OR kind = 'reminder');
            DROP INDEX outbox_failed"
            .to_owned();
        Self { schema, sqlite, server }
    }

    /// Returns the home as one with the invented version.
    pub(crate) fn installed(&self, home: &Home) -> Home {
        home.write("next/schema.sql", &self.schema);
        home.write("next/sqlite.sql", &self.sqlite);
        let folder = home.write("next/server.sql", &self.server);
        home.with("RAD_ADMIN_TEST_SCHEMA", folder.strip_suffix("/server.sql").unwrap())
    }
}

/// Returns the home as one with the invented version.
pub(crate) fn installed(home: &Home) -> Home {
    Next::new().installed(home)
}
