//! A ledger with the first schema, as version 0.2.0 left it, in a file and on a server. It holds something of everything.
//!
//! Once 0.2.0 is released, the files in `tests/fixtures/` stay as they are. Before that, when the schema changes, remove
//! `ledger-0.2.0.db` and run this module: it makes all three anew.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Once, OnceLock};

use serde_json::Value;

use crate::harness::messages::configure;
use crate::harness::postgres::{PostgresServer, server};
use crate::harness::{Home, on_file};

/// Its newest digest.
pub(super) fn head() -> &'static str {
    static HEAD: OnceLock<String> = OnceLock::new();
    HEAD.get_or_init(|| fs::read_to_string(fixture("head")).unwrap().trim_end().to_owned())
}

fn fixture(end: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/ledger-0.2.0.{end}"))
}

/// Returns a home with a copy of that ledger, on the engine that is tested.
pub(super) fn first_ledger() -> Home {
    static MADE: Once = Once::new();
    MADE.call_once(make);
    let home = Home::new().at("2026-12-20T09:00:00Z");
    let Some(server) = home.is_on_server().then(server).flatten() else {
        fs::create_dir_all(home.database().parent().unwrap()).unwrap();
        fs::copy(fixture("db"), home.database()).unwrap();
        return home;
    };
    let (database, url) = server.new_database();
    let mut session = server.session(&database);
    session.stdin.take().unwrap().write_all(&fs::read(fixture("sql")).unwrap()).unwrap();
    assert!(session.wait().unwrap().success(), "the server takes the ledger");
    home.with("RAD_ADMIN_DB", &url)
}

/// Fills a ledger with something of everything.
fn fill(home: &Home) {
    configure(home, "transport = 'file'\nfolder = 'messages'");
    let year = |time: &str| home.at(time);
    let ok = |home: &Home, line: &str| {
        let words = shlex_words(line);
        home.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
    };
    let september = year("2026-09-03T09:00:00Z");
    for line in [
        "init --timezone Europe/Berlin",
        "user add ada@example.org --name 'Ada Moreno' --role admin --yes",
        "user add paul@example.org --name 'Paul Brandt' --role partner --allowance 100",
        "user add zoe@example.org --name 'Zoë Lindqvist' --role partner --role agent --awarded 7 --purchased 9",
        "user add leo@old.example --name 'Leo Grau' --role partner --awarded 1",
        "partner set zoe@example.org 50 --cap 80",
        "partner set leo@old.example 30 --reset",
        "grant-monthly",
        "credits award paul@example.org,zoe@example.org 5 --reason Bonus --reference R-1 --key bonus --yes",
        "credits purchase zoe@example.org 40",
        "credits spend zoe@example.org 20 --reference job-1",
        "credits refund --reference job-1 --amount 5",
        "credits set paul@example.org --awarded 11",
        "credits deduct paul@example.org 30 --from awarded --at-most --key take",
        "invite guest@example.org --awarded 3",
        "invite late@example.org other@example.org --yes",
        "invite resend late@example.org",
        "invite revoke other@example.org",
    ] {
        ok(&september, line);
    }
    home.write(
        "users.csv",
        "email,name,roles,awarded\nmia@example.org,Mia,trainer,4\ntom@example.org,Tom,support,0\n",
    );
    home.write("rows.csv", "user,bucket,amount,reason,reference,key\nmia@example.org,awarded,2,hers,m-1,row-1\npaul@example.org,purchased,6,his,p-1,row-2\n");
    let october = year("2026-10-05T09:00:00Z");
    for line in [
        "users import users.csv --yes",
        "credits apply rows.csv --yes --reason 'From a file'",
        "user edit leo@old.example --email leo@example.org --name 'Leo Braun'",
        "partner pause paul@example.org --until 2026-11",
        "grant-monthly",
        "undo last --yes",
        "grant-monthly",
        "credits award mia@example.org 50",
        "undo last",
        "user edit tom@example.org --mail off --add-role finance",
    ] {
        ok(&october, line);
    }
    let december = year("2026-12-02T09:00:00Z");
    for line in [
        "grant-monthly --skip 2026-11 --reason 'Nobody was paid'",
        "grant-monthly",
        "user edit leo@example.org --active off --yes --reason 'Leo leaves'",
        "user erase leo@example.org --reason 'Request 7' --forfeit --confirm leo@example.org",
        "user restore leo@example.org --yes",
        "config set notify.low_balance 10",
        "notify low",
    ] {
        ok(&december, line);
    }
}

fn shlex_words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(index, part)| match index % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

/// Makes the files in `tests/fixtures/`, if they are not there.
fn make() {
    if fixture("db").exists() {
        return;
    }
    let _on_file = on_file();
    let home = Home::new().with("RAD_ADMIN_ACTOR", "ada@example.org");
    fill(&home);
    let late = home.at("2026-12-02T10:00:00Z");
    late.ok(&["backup", fixture("db").to_str().unwrap()]);
    fs::write(fixture("head"), late.json(&["verify"])["head"].as_str().unwrap().to_owned() + "\n").unwrap();
    let Some(server) = server() else { return };
    let (database, url) = server.new_database();
    late.with("RAD_ADMIN_DB", &url).ok(&["restore", fixture("db").to_str().unwrap()]);
    fs::write(fixture("sql"), dumped(server, &database)).unwrap();
}

/// Returns the ledger on the server as a script, which other versions of the server take too.
fn dumped(server: &PostgresServer, database: &str) -> String {
    let role = |role: &str| {
        format!(
            "DO $$ BEGIN CREATE ROLE rad_admin_{role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;\n"
        )
    };
    let mut script = ["owner", "operator", "reader"].map(role).concat();
    let is_foreign = |line: &&str| {
        line.is_empty()
            || line.starts_with("--")
            || line.starts_with('\\') && *line != "\\."
            || line.starts_with("SET ") && !line.contains("check_function_bodies")
    };
    let dump = server.dump(database);
    script.extend(dump.lines().filter(|line| !is_foreign(line)).flat_map(|line| [line, "\n"]));
    script
}

#[test]
fn a_ledger_of_the_first_release_proves_and_goes_on() {
    let home = first_ledger();
    let proof = home.json(&["verify", "--head", head()]);
    assert_eq!(proof["ok"], true);
    assert!(proof["redacted"].as_u64().unwrap() > 3, "{proof}");
    let users = home.json(&["users", "list", "--where", "status!=erased"]);
    let of = |email: &str| {
        let user = users.as_array().unwrap().iter().find(|user| user["email"] == email).unwrap();
        [&user["name"], &user["awarded"], &user["purchased"]].map(Value::to_string).join(" ")
    };
    assert_eq!(of("zoe@example.org"), "\"Zoë Lindqvist\" 80 49");
    for line in [
        "status",
        "log",
        "credits history",
        "partner list",
        "invite list",
        "mail list",
        "user erasures",
        "report --since 2026-09-01 --by kind",
        "user statement zoe@example.org --month 2026-10",
        "user export zoe@example.org",
        "users list --at 2026-10-01",
        "partner forecast",
        "doctor --json",
    ] {
        let run = home.run(&line.split(' ').collect::<Vec<_>>());
        assert!([0, 10].contains(&run.status), "{run}");
    }
    assert_eq!(
        home.json(&[
            "credits",
            "award",
            "zoe@example.org",
            "5",
            "--reason",
            "Bonus",
            "--reference",
            "R-1",
            "--key",
            "new"
        ])["changed"],
        true
    );
    let again = home.json(&[
        "credits",
        "award",
        "paul@example.org,zoe@example.org",
        "5",
        "--reason",
        "Bonus",
        "--reference",
        "R-1",
        "--key",
        "bonus",
        "--yes",
    ]);
    assert_eq!(again["changed"], false, "a key of then is known now");
    home.ok(&["undo", "last", "--yes"]);
    home.at("2027-01-02T09:00:00Z").ok(&["grant-monthly"]);
    home.fails(4, &["user", "add", "leo@old.example"]);
    home.ok(&["verify", "--head", head()]);
}

#[test]
fn a_ledger_of_the_first_release_is_upgraded_and_keeps_its_head() {
    let home = first_ledger();
    let before = home.everything();
    let later = super::next::installed(&home);
    assert_eq!(later.everything(), before);
    later.ok(&["verify", "--head", head()]);
    later.ok(&["credits", "award", "zoe@example.org", "1"]);
    later.ok(&["verify", "--head", head()]);
}

/// The schema is part of what is released: a change of it has to be a step.
#[test]
fn the_first_schema_is_that_of_the_kept_ledger() {
    first_ledger();
    let kept = rusqlite::Connection::open(fixture("db")).unwrap();
    let texts = |connection: &rusqlite::Connection| {
        let mut statement =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
        let texts = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        texts.map(Result::unwrap).collect::<Vec<_>>()
    };
    let made = rusqlite::Connection::open_in_memory().unwrap();
    made.execute_batch(include_str!("../../src/store/migrations/sqlite/0001_ledger.sql")).unwrap();
    assert!(texts(&kept) == texts(&made), "a released schema has changed");
}
