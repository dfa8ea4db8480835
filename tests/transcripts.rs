//! Compares what each command prints on both streams, and how it ends, with checked-in files.

use std::fmt::Write as _;

use crate::harness::{Home, on_file};

/// Compares a session with the file of this name, except for the login name and the place and size of the database.
macro_rules! assert_transcript {
    ($home:expr, $name:literal, $lines:expr) => {
        insta::with_settings!({
            omit_expression => true,
            filters => [(r#"postgres://[^\s",]+"#, "[home]/.local/share/rad-admin/rad-admin.db"), (r"\(as [^)\n]+\)", "(as [login])"), (r"\d+\.\d KiB", "[size]"), (r#""os_user": ?"[^"]+""#, "\"os_user\": \"[login]\"")],
        }, { insta::assert_snapshot!($name, transcript($home, $lines)) })
    };
}

/// Runs each line, with words separated by `|`, and returns what a terminal would show.
fn transcript(home: &Home, lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let arguments: Vec<&str> = line.split('|').collect();
        let _ = writeln!(text, "{}", home.run(&arguments));
    }
    text
}

#[test]
fn the_main_job() {
    let home = Home::new();
    let lines = [
        "init|--timezone|UTC",
        "init",
        "user|add|ada@example.org|--name|Ada Lovelace|--role|admin|--yes",
        "user|add|bob@example.org|--name|Bob|--role|partner|--awarded|50",
        "user|add|carol@example.org|--purchased|1200",
        "user|edit|carol@example.org|--name|Carol|--partner|on|--allowance|40|--purchased|1000|--reason|Joined",
        "partner|set|bob@example.org|100",
        "credits|award|carol@example.org|25|--reason|Thanks|--reference|T-1",
        "credits|purchase|role:partner|10|--yes",
        "credits|deduct|bob@example.org|5|--from|awarded",
        "credits|set|bob@example.org|--awarded|20|--purchased|15",
        "grant-monthly|--check",
        "grant-monthly",
        "grant-monthly",
        "grant-monthly|--check",
        "partner|list",
        "partner|clear|carol@example.org",
        "users|list",
        "user|show|bob@example.org",
        "credits|history",
        "log",
        "log|show|4",
        "status",
    ];
    assert_transcript!(&home, "the_main_job", &lines);
}

#[test]
fn the_same_for_programs() {
    let home = Home::seeded();
    let lines = [
        "credits|award|bob@example.org|5|--key|K-1|--json",
        "credits|award|bob@example.org|5|--key|K-1|--json",
        "user|edit|carol@example.org|--name|Caroline|--json",
        "user|edit|carol@example.org|--name|Caroline|--json",
        "partner|set|bob@example.org|60|--json",
        "grant-monthly|--json",
        "grant-monthly|--json",
        "users|list|--json",
        "users|list|-o|jsonl|--fields|email,balance",
        "users|list|-o|csv",
        "users|list|-o|tsv|--no-header|--limit|2",
        "user|show|bob@example.org|--json",
        "credits|history|-o|csv",
        "partner|list|-o|csv",
        "log|-o|jsonl|--fields|operation,at,actor,command,users,total",
        "log|show|6|--json",
        "init|--json",
        "config|path|--json",
    ];
    assert_transcript!(&home, "the_same_for_programs", &lines);
}

#[test]
fn a_dry_run() {
    let home = Home::seeded();
    let lines = [
        "credits|award|all|5|--dry-run",
        "user|add|eve@example.org|-n",
        "user|edit|bob@example.org|--active|off|-n",
        "partner|set|bob@example.org|0|-n",
        "grant-monthly|-n",
        "credits|deduct|bob@example.org|99|--from|awarded|-n",
        "credits|set|bob@example.org|--awarded|50|-n",
    ];
    assert_transcript!(&home, "a_dry_run", &lines);
}

#[test]
fn months_missed_and_caught_up() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let home = home.at("2027-02-10T08:00:00Z");
    let lines = [
        "status",
        "grant-monthly|--check",
        "grant-monthly|--catch-up|--dry-run",
        "grant-monthly|--month|2026-12",
        "grant-monthly",
        "grant-monthly|--month|2027-01",
        "grant-monthly|--catch-up",
        "grant-monthly|--user|bob@example.org",
    ];
    assert_transcript!(&home, "months_missed_and_caught_up", &lines);
}

#[test]
fn each_family_of_errors() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "carol@example.org", "1", "--key", "K-1"]);
    home.write("bad.toml", "[limits]\nconfirm = 5\n");
    home.write("notes.txt", "not a database");
    home.write("list", "bob@example.org\nbop@example.org\nbob\n");
    let lines = [
        "frobnicate",
        "users|lst",
        "users|list|--serach|x",
        "users|list|--fields|emial",
        "users|list|--sort|-hieght",
        "users|list|-o|jsn",
        "credits|award|bob@example.org|-5",
        "credits|award|bob|5",
        "credits|award|@list|5",
        "credits|set|bob@example.org",
        "partner|set|bob@example.org|5|--from|2026-10",
        "grant-monthly|--month|2026-12",
        "user|show|bop@example.org",
        "log|show|99",
        "user|add|bob@example.org",
        "credits|deduct|bob@example.org|51|--from|awarded",
        "credits|award|bob@example.org|9007199254740991|--confirm|9007199254740991|--reason|R",
        "credits|award|carol@example.org|2|--key|K-1",
        "credits|award|ops@example.org|2",
        "credits|award|bob@example.org|2|--actor|bob@example.org",
        "credits|set|bob@example.org|--awarded|2|--if-version|1",
        "user|edit|ada@example.org|--active|off",
        "user|edit|ada@example.org|--remove-role|admin",
        "partner|set|carol@example.org|5",
        "credits|award|all|5",
        "credits|award|bob@example.org|10000",
        "credits|award|bob@example.org|10000|--confirm|1000|--reason|R",
        "user|edit|bob@example.org|--active|off",
        "users|list|--db|missing.db",
        "users|list|--db|notes.txt",
        "users|list|--config|bad.toml",
        "users|list|--config|missing.toml",
    ];
    assert_transcript!(&home, "each_family_of_errors", &lines);
    // A server reports this in other words.
    if !home.is_on_server() {
        let _lock = home.lock();
        assert_transcript!(&home, "a_locked_database", &["grant-monthly|--lock-timeout|0"]);
    }
}

#[test]
fn the_settings() {
    let _on_file = on_file();
    let home = Home::new();
    assert_transcript!(&home, "the_settings", &["config|show|-o|csv", "config|path"]);
}
