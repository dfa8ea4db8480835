//! Holds the text of the schema.

use crate::error::{Error, Result};

/// A step from one schema to the next.
pub(super) struct Migration {
    /// The number of the schema that it leads to.
    pub(super) schema: i64,
    pub(super) sql: &'static str,
}

/// Applied in order, once each. Append only. A database keeps the number of its schema (`PRAGMA user_version`).
pub(super) const MIGRATIONS: &[Migration] =
    &[Migration { schema: schema_of([0, 2, 0]), sql: include_str!("../migrations/sqlite/0001_ledger.sql") }];

/// The schema that this program makes.
pub(super) const NEWEST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].schema;

/// Returns the number of the schema that a version of rad-admin brings. So an older program can name the version that can read
/// a newer ledger.
const fn schema_of([major, minor, patch]: [i64; 3]) -> i64 {
    major * 1_000_000 + minor * 1_000 + patch
}

/// Exit 7 if the schema is newer than this program's.
pub(super) fn require_known(schema: i64) -> Result<()> {
    if schema <= NEWEST {
        return Ok(());
    }
    let [major, minor, patch] = [schema / 1_000_000, schema / 1_000 % 1_000, schema % 1_000];
    let (needed, own) = (format!("{major}.{minor}.{patch}"), env!("CARGO_PKG_VERSION"));
    Err(Error::setup(format!(
        "the ledger was last changed for rad-admin {needed}, and this is rad-admin {own}"
    ))
    .hint(format!("install rad-admin {needed} or a newer version")))
}

/// Cuts off the comments on the next statement.
fn without_comments_behind(statement: &str) -> &str {
    let lines = statement.split_inclusive('\n').rev();
    let behind = lines
        .take_while(|line| line.trim().is_empty() || line.starts_with("--"))
        .map(str::len)
        .sum::<usize>();
    statement[..statement.len() - behind].trim_end()
}

/// Returns the statements of all migrations as SQLite stores them. Each has to begin a line.
pub(super) fn statements() -> Vec<&'static str> {
    let statement = |migration: &'static str, (start, _): (usize, &str)| {
        let rest = &migration[start..];
        let next = rest[1..].find("\nCREATE ").map_or(rest.len(), |next| next + 2);
        without_comments_behind(&rest[..next]).strip_suffix(';')
    };
    let of_one = |migration: &&'static str| {
        let migration: &'static str = migration;
        let starts = migration.match_indices("CREATE ");
        let begins_line =
            |(start, _): &(usize, &str)| *start == 0 || migration.as_bytes()[start - 1] == b'\n';
        starts.filter(begins_line).filter_map(move |start| statement(migration, start)).collect::<Vec<_>>()
    };
    MIGRATIONS.iter().flat_map(|migration| of_one(&migration.sql)).collect()
}
