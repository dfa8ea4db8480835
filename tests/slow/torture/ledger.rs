//! A ledger with a command to run on it, and a digest of all its content.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::harness::Home;

/// The number of users for commands that should take some time.
const USERS: usize = 3000;

/// Every table, with a digest of its rows. Without the outbox and its tokens, which change with every attempt to send;
/// the tests look at the messages instead.
pub(crate) type State = BTreeMap<String, u64>;

/// A command and its ledger.
pub(crate) struct Scenario {
    pub(crate) home: Home,
    pub(crate) line: String,
    /// The exit status of a repeat.
    pub(crate) repeat: i32,
}

impl Scenario {
    pub(crate) fn new(home: Home, line: &str, repeat: i32) -> Self {
        Self { home, line: line.to_owned(), repeat }
    }

    pub(crate) fn arguments(&self) -> Vec<&str> {
        self.line.split(' ').collect()
    }
}

/// Returns all content of the ledger. `verify` runs first, so that the program itself recovers the ledger.
#[track_caller]
pub(crate) fn state(home: &Home) -> State {
    home.ok(&["verify"]);
    let sql = home.sql();
    let mut tables = sql
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                     AND name NOT IN ('outbox', 'invitation_tokens') ORDER BY name",
        )
        .unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    names.into_iter().map(|name| (name.clone(), digest(&sql, &name))).collect()
}

fn digest(sql: &rusqlite::Connection, table: &str) -> u64 {
    let mut statement = sql.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
    let columns = statement.column_count();
    let mut hasher = DefaultHasher::new();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            format!("{:?}", row.get_ref(column).unwrap()).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Writes a table with the same value for each user.
fn write_rows(home: &Home, name: &str, header: &str, value: &str, users: std::ops::Range<usize>) {
    let mut rows = format!("{header}\n");
    for number in users {
        writeln!(rows, "user{number}@example.org,{value}").unwrap();
    }
    home.write(name, rows);
}

/// Many partners with an allowance of 1, and files of adjustments, users and people to invite. Messages go into a
/// folder.
pub(crate) fn large() -> Home {
    // Two runs must be identical to the byte.
    let home = crate::harness::messages::home_with_folder().with("RAD_ADMIN_TEST_FIXED_RANDOM", "1");
    write_rows(&home, "users.csv", "email,roles,allowance", "partner,1", 0..USERS);
    write_rows(&home, "rows.csv", "user,amount", "2", 0..USERS);
    write_rows(&home, "more.csv", "email,name", "New Name", USERS / 2..USERS * 3 / 2);
    let people: Vec<String> = (0..60).map(|number| format!("guest{number}@example.org")).collect();
    home.write("people.txt", people.join("\n"));
    home.ok(&["users", "import", "users.csv", "--yes", "--quiet"]);
    home.ok(&["credits", "award", "all", "1", "--yes", "--quiet"]);
    home
}
