//! Holds the text of the schema, and the steps that lead to it.

#[cfg(feature = "test-hooks")]
use std::sync::OnceLock;

use crate::error::{Code, Error, Result};

/// What this program makes and works with. A database keeps the number of its schema (`PRAGMA user_version`, or `turn.version` on
/// a server).
pub(super) struct Schema {
    pub(super) number: i64,
    /// Makes it in an empty database. `DROP` and `ALTER` stand in steps only.
    pub(super) sql: &'static str,
    /// Lead to it from the first released schema, in order. Append only.
    pub(super) steps: &'static [Step],
}

/// Makes a schema out of the one before it.
pub(super) struct Step {
    /// The number of the schema that it leads to.
    pub(super) leads_to: i64,
    /// All statements for a file. What they leave has to be the text of the new schema.
    pub(super) sqlite: &'static str,
    /// For a server: what changes or goes. New tables, indexes, functions and triggers are made from the text of the new schema.
    pub(super) server: &'static str,
}

/// The number of the first schema that was released.
pub(super) const FIRST: i64 = schema_of([0, 2, 0]);

static RELEASED: Schema =
    Schema { number: FIRST, sql: include_str!("../migrations/sqlite/0001_ledger.sql"), steps: &[] };

/// A later schema that a test invents, to prove the way to it.
#[cfg(feature = "test-hooks")]
static INVENTED: OnceLock<Schema> = OnceLock::new();

/// Returns the schema of this program.
pub(super) fn newest() -> &'static Schema {
    #[cfg(feature = "test-hooks")]
    if let Some(invented) = INVENTED.get() {
        return invented;
    }
    &RELEASED
}

/// Makes this process a program of version 99.0.0, with this schema.
#[cfg(feature = "test-hooks")]
pub(crate) fn invent(sql: String, sqlite: String, server: String) {
    let number = schema_of([99, 0, 0]);
    INVENTED.get_or_init(|| {
        let [sqlite, server] = [sqlite, server].map(|step| &*step.leak());
        let steps = vec![Step { leads_to: number, sqlite, server }];
        Schema { number, sql: sql.leak(), steps: steps.leak() }
    });
}

impl Schema {
    /// Returns the steps that a database with this schema still needs.
    pub(super) fn steps_from(&self, present: i64) -> impl Iterator<Item = &'static Step> {
        self.steps.iter().filter(move |step| step.leads_to > present)
    }
}

/// Returns the number of the schema that a version of rad-admin brings. So an older program can name the version that can read
/// a newer ledger.
const fn schema_of([major, minor, patch]: [i64; 3]) -> i64 {
    major * 1_000_000 + minor * 1_000 + patch
}

/// Returns the version of rad-admin that brought a schema.
fn version_of(schema: i64) -> String {
    format!("{}.{}.{}", schema / 1_000_000, schema / 1_000 % 1_000, schema % 1_000)
}

/// The error for a ledger with an older schema that cannot be upgraded here. `why` completes the sentence.
pub(super) fn not_upgraded(schema: i64, why: &str) -> Error {
    let version = version_of(schema);
    Error::setup(format!("the ledger still has the tables of rad-admin {version}, and {why}"))
        .hint(format!("until it is upgraded, rad-admin {version} can read it"))
}

/// The error for a ledger that a step left with another schema. Nothing of the step is kept.
pub(super) fn wrongly_upgraded(what: &str) -> Error {
    Error::new(Code::VerifyFailed, format!("the ledger cannot be upgraded, because its schema was changed: {what}"))
        .hint("nothing was written; something other than rad-admin changed it: compare it with the last intact backup")
}

/// Exit 7 if the schema is newer than this program's.
pub(super) fn require_known(schema: i64) -> Result<()> {
    if schema <= newest().number {
        return Ok(());
    }
    let (needed, own) = (version_of(schema), env!("CARGO_PKG_VERSION"));
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

/// Returns the statements of the schema as SQLite stores them. Each has to begin a line, and not the first one.
///
/// Every command that writes asks for them, so they are looked for in one pass.
pub(super) fn statements() -> Vec<&'static str> {
    let schema = newest().sql;
    let starts = memchr::memmem::find_iter(schema.as_bytes(), "\nCREATE ").map(|line_break| line_break + 1);
    let ends = starts.clone().skip(1).chain([schema.len()]);
    let statements = starts.zip(ends).map(|(start, end)| without_comments_behind(&schema[start..end]));
    statements.filter_map(|statement| statement.strip_suffix(';')).collect()
}
