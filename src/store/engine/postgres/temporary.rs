//! Knows which temporary tables have other rows than the server's planner was told.

use std::collections::BTreeSet;

const PREFIX: &str = "pg_temp.";

/// The temporary tables whose rows have changed since they were last counted.
#[derive(Default)]
pub(super) struct TemporaryTables {
    changed: BTreeSet<String>,
}

impl TemporaryTables {
    /// Takes note of what a translated statement writes, and returns the tables to count before it runs.
    pub(super) fn changed_before(&mut self, sql: &str) -> Vec<String> {
        let (mut read, mut filled) = (Vec::new(), Vec::new());
        for (at, _) in sql.match_indices(PREFIX) {
            let name =
                sql[at + PREFIX.len()..].split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
            let (name, before) = (name.unwrap_or_default().to_owned(), sql[..at].trim_end());
            if before.ends_with("INTO") {
                filled.push(name);
            } else if before.ends_with("TRUNCATE") {
                // What it has afterwards is counted if a later statement reads it.
                self.changed.remove(&name);
            } else {
                read.push(name);
            }
        }
        read.retain(|name| self.changed.remove(name));
        self.changed.extend(filled);
        read
    }
}

#[cfg(test)]
mod tests {
    use super::TemporaryTables;

    #[test]
    fn a_temporary_table_is_counted_before_it_is_read_again() {
        let mut tables = TemporaryTables::default();
        assert!(tables.changed_before("INSERT INTO pg_temp.plan (row) SELECT 1").is_empty());
        assert_eq!(
            tables.changed_before("SELECT 1 FROM pg_temp.plan p JOIN pg_temp.plan q ON TRUE"),
            ["plan"]
        );
        assert!(tables.changed_before("SELECT 1 FROM pg_temp.plan").is_empty());
    }

    #[test]
    fn an_emptied_table_is_counted_only_after_it_was_filled() {
        let mut tables = TemporaryTables::default();
        tables.changed_before("INSERT INTO pg_temp.seen SELECT row FROM pg_temp.spool");
        assert!(tables.changed_before("TRUNCATE pg_temp.seen RESTART IDENTITY;").is_empty());
        assert!(tables.changed_before("SELECT count(*) FROM pg_temp.seen").is_empty());
    }
}
