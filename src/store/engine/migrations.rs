//! The one text of the schema.

/// Applied in order, once each; `PRAGMA user_version` counts them. Append only.
pub(super) const MIGRATIONS: &[&str] = &[include_str!("../migrations/sqlite/0001_ledger.sql")];

/// The statements of all migrations, as SQLite keeps them. Each begins a line.
pub(super) fn statements() -> Vec<&'static str> {
    let statement = |migration: &'static str, (start, _): (usize, &str)| {
        let rest = &migration[start..];
        let next = rest[1..].find("\nCREATE ").map_or(rest.len(), |next| next + 2);
        rest[..next].rfind(";\n").map(|end| &rest[..end])
    };
    let of_one = |migration: &&'static str| {
        let migration: &'static str = migration;
        let starts = migration.match_indices("CREATE ");
        let begins_line =
            |(start, _): &(usize, &str)| *start == 0 || migration.as_bytes()[start - 1] == b'\n';
        starts.filter(begins_line).filter_map(move |start| statement(migration, start)).collect::<Vec<_>>()
    };
    MIGRATIONS.iter().flat_map(of_one).collect()
}
