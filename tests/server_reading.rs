//! PostgreSQL ledgers that may only be read, and databases that cannot hold a ledger.

use crate::harness::Home;
use crate::harness::postgres::{PostgresServer, account, server};

/// Commands that need no temporary tables.
const LISTS: [&str; 8] = [
    "users list",
    "log",
    "log show 1",
    "credits history",
    "partner list",
    "mail list",
    "invite list",
    "status",
];

/// Commands that need temporary tables.
const REPORTS: [&str; 3] =
    ["report --by user", "user statement bob@example.org", "users list --at 2026-11-01"];

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

/// Returns a home with a ledger in a database in which not everybody may create temporary tables, and the database's
/// name.
fn home_on(server: &PostgresServer) -> (Home, String) {
    let (database, url) = server.new_database();
    server.psql(&database, &format!("REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")).unwrap();
    let home = Home::new().with("RAD_ADMIN_DB", &url);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--role", "partner", "--awarded", "5"]);
    (home, database)
}

/// Returns the home for a login with this role.
fn login(home: &Home, server: &PostgresServer, database: &str, role: &str) -> (Home, String) {
    let name = format!("{role}_of_{database}");
    server.psql(database, &format!("CREATE ROLE {name} LOGIN IN ROLE rad_admin_{role}")).unwrap();
    (home.with("RAD_ADMIN_DB", &server.url(&name, database)), name)
}

#[test]
fn readers_and_operators_can_make_temporary_tables() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    let (operator, _) = login(&home, server, &database, "operator");
    operator.ok(&["credits", "award", "role:partner", "1", "--yes"]);
    let (reader, name) = login(&home, server, &database, "reader");
    for line in LISTS.iter().chain(&REPORTS).chain(&["verify", "backup copy.db"]) {
        reader.ok(&words(line));
    }
    server
        .psql(&database, &format!("REVOKE TEMPORARY ON DATABASE {database} FROM rad_admin_reader"))
        .unwrap();
    let run = reader.fails(7, &["report", "--by", "user"]);
    assert!(run.stderr.contains("temporary tables") && run.stderr.contains("GRANT TEMPORARY"), "{run}");
    let run = reader.run(&["doctor"]);
    assert!(run.stdout.contains("GRANT TEMPORARY"), "{run}");
    server.psql(&database, &format!("GRANT TEMPORARY ON DATABASE {database} TO {name}")).unwrap();
    reader.ok(&["report", "--by", "user"]);
}

#[test]
fn a_login_with_read_only_transactions_reads_and_cannot_write() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    let (operator, name) = login(&home, server, &database, "operator");
    server.psql(&database, &format!("ALTER ROLE {name} SET default_transaction_read_only = on")).unwrap();
    for line in LISTS.iter().chain(&REPORTS).chain(&["verify"]) {
        operator.ok(&words(line));
    }
    let run = operator.fails(7, &["credits", "award", "bob@example.org", "1"]);
    assert!(run.stderr.contains("may only be read"), "{run}");
}

#[test]
fn a_login_that_sees_all_names_in_quotes_verifies_the_ledger() {
    let Some(server) = server() else { return };
    let (home, database) = home_on(server);
    server.psql("postgres", &format!("ALTER DATABASE {database} SET quote_all_identifiers = on")).unwrap();
    home.ok(&["verify"]);
}

#[test]
fn a_standby_is_listed_and_verified_and_what_needs_the_primary_says_so() {
    let Some(server) = PostgresServer::alone() else { return };
    let (home, database) = home_on(&server);
    let standby = server.standby();
    let there = home.with("RAD_ADMIN_DB", &standby.url(&account(), &database));
    for line in LISTS.iter().chain(&["verify"]) {
        there.ok(&words(line));
    }
    for line in REPORTS.iter().chain(&["credits award bob@example.org 1"]) {
        let run = there.fails(7, &words(line));
        assert!(run.stderr.contains("may only be read") && run.stderr.contains("standby"), "{run}");
    }
    // The program takes the first host to which it can write; with `any`, the first that answers.
    let [first, second] = [&standby, &server].map(|server| {
        let url = server.url(&account(), &database);
        url.split("host=").nth(1).unwrap().to_owned()
    });
    let both = format!("postgres://{}@/{database}?host={first}&host={second}", account());
    home.with("RAD_ADMIN_DB", &both).ok(&["credits", "award", "bob@example.org", "1"]);
    let any = home.with("RAD_ADMIN_DB", &format!("{both}&target_session_attrs=any"));
    any.ok(&["users", "list"]);
    any.fails(7, &["credits", "award", "bob@example.org", "1"]);
}

#[test]
fn init_and_its_printed_sql_refuse_a_database_without_utf8_or_icu() {
    let Some(server) = server() else { return };
    let (database, url) = server.new_database();
    let latin = format!("{database}_latin");
    server
        .psql("postgres", &format!("CREATE DATABASE {latin} ENCODING 'LATIN1' TEMPLATE template0"))
        .unwrap();
    server.psql(&database, "DROP COLLATION pg_catalog.\"und-x-icu\"").unwrap();
    for (database, url, what) in [
        (&latin, server.url(&account(), &latin), "the encoding of the database is LATIN1"),
        (&database, url, "und-x-icu"),
    ] {
        let home = Home::new().with("RAD_ADMIN_DB", &url);
        let run = home.fails(7, &["init", "--timezone", "UTC"]);
        assert!(run.stderr.contains(what), "{run}");
        let sql = home.ok(&["init", "--timezone", "UTC", "--print-sql"]).stdout;
        let error = server.psql(database, &sql).unwrap_err();
        assert!(error.contains(what), "{error}");
    }
}
