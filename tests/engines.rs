//! PostgreSQL beside SQLite: the same commands print the same and end in the same head. Also what only happens on a
//! server.

use std::process::Stdio;
use std::thread;

use crate::harness::Home;
use crate::harness::postgres::{PostgresServer, server};

/// Returns a home whose ledger is on a server, and the name of its database.
fn on_server(server: &PostgresServer) -> (Home, String) {
    let (database, url) = server.new_database();
    (at(&url), database)
}

fn at(url: &str) -> Home {
    Home::new().with("RAD_ADMIN_DB", url).with("RAD_ADMIN_TEST_FIXED_RANDOM", "1")
}

fn head(home: &Home) -> String {
    let proof = home.json(&["verify"]);
    assert_eq!(proof["ok"], true, "{proof}");
    proof["head"].as_str().unwrap().to_owned()
}

/// Command lines. Quotes (`'`) keep words together.
const COMMANDS: &str = "
init --timezone UTC
init --timezone Europe/Berlin
user add ada@example.org --name Ada --role admin --yes
user add bob@example.org --name Bob --role partner --awarded 50 --purchased 7
user add cy@example.org --role partner
users list
users list --sort -balance --json
partner set role:partner 120 --yes
partner set bob@example.org 90 --from 2027-01
partner list
credits award bob@example.org 10 --reason 'a gift' --key k1
credits award bob@example.org 10 --reason 'a gift' --key k1
credits award bob@example.org 11 --reason 'a gift' --key k1
credits deduct bob@example.org 1000
credits deduct all 60 --yes
credits set cy@example.org --purchased 44
credits award role:partner 5 --yes --reference T-1
grant-monthly --check --print-head
grant-monthly
grant-monthly
user show bob@example.org
user show nobody@example.org
credits history
credits history bob@example.org -o csv
credits history bob@example.org --where total_after>50 --json
credits history all --sort -total_after --where total_after>=0
log --where 'arguments~award bob' --field operation
partner forecast --where credits>0 --sort -credits --limit 2
log
log --json
log show 5
undo 5
undo last --yes
undo 7 --yes
credits apply a.csv --bucket awarded --yes
credits apply a.csv --bucket awarded --yes
users import u.csv --yes
users import u.csv --update --yes
users import v.csv --update --yes
verify
users list --search DEE
user edit d1@example.org --name 'D Two' --email d9@example.org
user edit d1@example.org --name x
user edit role:partner --add-role support --allowance 33 --mail off --yes
user edit role:support --remove-role support --active off --yes
undo last --as-far-as-possible --yes
user edit all --partner off --yes
undo last --yes
user deactivate d9@example.org --yes
credits award role:partner 1 --yes
users list --at 2026-11-01
credits history --at 2026-10-30
invite new@example.org --role partner
invite list
mail list
invite revoke new@example.org
status
user deactivate cy@example.org --yes
user edit cy@example.org --remove-role partner
user erase cy@example.org --reason left --forfeit --confirm cy@example.org
user erasures
user erasures --where domain=erased.invalid --count
users list --status erased
user add cy@example.org
user restore cy@example.org
partner set role:partner 80 --cap 100 --yes
partner set d9@example.org 30 --reset --until 2026-12 --yes
partner pause bob@example.org --until 2026-11 --yes
partner list --json
partner set bob@example.org 70 --yes
user edit role:partner --add-role agent --allowance +5 --yes
user edit role:agent --remove-role agent --yes --json
credits spend bob@example.org 12 --reference J-1 --key s1
credits spend bob@example.org 12 --reference J-1 --key s1
credits spend bob@example.org 100000
credits spend all 3 --leave 1 --at-most --yes --json
credits refund --reference J-1 --amount 5
credits refund --reference J-1
credits refund --reference J-1
users list --where 'name~B' --sort -balance --count
users list --where 'balance>=5' --where 'domain=example.org' --field email
users list --where 'role=partner,agent' --where 'status!=inactive' -o markdown
credits history --where 'kind=spend,refund' --where 'at>=2026-01' --json
log --where 'command~credits' --sort credits --limit 3 --json
report --month 2026-11
report --by kind,user --json
report --by month,role,domain -o csv
report --gross --by actor,command,reference -o markdown
user export bob@example.org
user statement bob@example.org --json
notify low
partner pause role:partner --yes
undo last --yes
credits history -o hledger
grant-monthly --month 2026-11 -n
verify
log show last
";

/// Splits a line into words.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(index, part)| match index % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

#[test]
fn a_newer_ledger_is_refused_with_the_version_that_can_read_it() {
    let home = Home::seeded();
    let newer = if home.is_on_server() {
        "UPDATE turn SET version = 1012003"
    } else {
        "PRAGMA user_version = 1012003"
    };
    home.tamper(newer).unwrap();
    for line in [&["users", "list"][..], &["grant-monthly"], &["verify"]] {
        let run = home.fails(7, line);
        assert!(run.stderr.contains("hint: install rad-admin 1.12.3 or a newer version"), "{run}");
    }
}

#[test]
fn both_engines_say_the_same_and_end_in_the_same_head() {
    let Some(server) = server() else { return };
    let (on_server, _) = on_server(server);
    let on_file = Home::new().with("RAD_ADMIN_TEST_FIXED_RANDOM", "1");
    for home in [&on_server, &on_file] {
        home.write(
            "a.csv",
            "email,amount,key\nbob@example.org,5,r1\ncy@example.org,7,r2\ncy@example.org,-3,r3\n",
        );
        home.write(
            "u.csv",
            "email,name,roles,awarded,allowance\nd1@example.org,Dee,partner,5,10\nd2@example.org,,,,\n",
        );
        home.write("v.csv", "email,name\nd2@example.org,Dan\nd3@example.org,Dot\n");
    }
    for line in COMMANDS.lines().filter(|line| !line.is_empty()) {
        let [server, file] = [&on_server, &on_file].map(|home| {
            let words = words(line);
            let run = home.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
            let plain = |text: &str| {
                let here = home.path().display().to_string();
                // Remove the place of the database and the sizes of files.
                let is_place = |line: &str| {
                    ["database", "postgres://", "rad-admin.db"].iter().any(|place| line.contains(place))
                };
                let lines = text.lines().filter(|line| !is_place(line) && !line.starts_with("Ledger "));
                let kept = lines.filter(|line| !line.contains("old row versions"));
                kept.map(|line| line.replace(&here, "HOME")).collect::<Vec<_>>().join("\n")
            };
            (plain(&run.stdout), plain(&run.stderr), run.status)
        });
        assert_eq!(server, file, "{line}");
    }
    assert_eq!(head(&on_server), head(&on_file));
}

#[test]
fn a_ledger_moves_to_a_server_and_back_with_the_same_head() {
    let Some(server) = server() else { return };
    let (_, url) = server.new_database();
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.ok(&["move", &url, "--yes"]);
    let run = home.fails(7, &["credits", "award", "bob@example.org", "1", "--json"]);
    assert_eq!(run.json_error()["reason"], "moved");
    let there = home.with("RAD_ADMIN_DB", &url);
    assert_eq!(head(&home), head(&there));
    there.ok(&["credits", "award", "bob@example.org", "1"]);
    let back = home.path().join("back.db").display().to_string();
    there.ok(&["move", &back, "--yes"]);
    let here = home.with("RAD_ADMIN_DB", &back);
    assert_eq!(head(&here), head(&there));
    assert_eq!(here.balances("bob@example.org"), (151, 0));
    home.with("RAD_ADMIN_DB", &back).ok(&["credits", "award", "bob@example.org", "1"]);
    let run = here.fails(4, &["move", &url, "--yes", "--json"]);
    assert_eq!(run.json_error()["reason"], "exists");
}

#[test]
fn a_backup_of_a_server_is_a_ledger_of_sqlite_with_the_same_head() {
    let Some(server) = server() else { return };
    let (home, _) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    home.ok(&["backup", "copy.db"]);
    let copy = home.with("RAD_ADMIN_DB", "copy.db");
    assert_eq!(head(&copy), head(&home));
    assert_eq!(copy.balances("bob@example.org"), (5, 0));
}

#[test]
fn several_hosts_that_grant_at_the_same_moment_grant_once_and_all_succeed() {
    let Some(server) = server() else { return };
    let (home, _) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "bob@example.org", "100"]);
    let hosts: Vec<_> = (0..6)
        .map(|_| {
            let mut command = home.command(&["grant-monthly", "--json"]);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut changed = 0;
    for host in hosts {
        let output = host.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let receipt: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        changed += usize::from(receipt["changed"] == true);
    }
    assert_eq!((changed, home.balances("bob@example.org")), (1, (100, 0)));
    head(&home);
}

#[test]
fn awards_of_many_processes_all_count_and_are_numbered_without_a_gap() {
    let Some(server) = server() else { return };
    let (home, _) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org"]);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..5 {
                    home.ok(&["credits", "award", "bob@example.org", "1", "--lock-timeout", "60"]);
                }
            });
        }
    });
    assert_eq!(home.balances("bob@example.org"), (30, 0));
    let log = home.json(&["log", "--limit", "100"]);
    let numbers: Vec<i64> =
        log.as_array().unwrap().iter().map(|one| one["operation"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=31).rev().collect::<Vec<_>>());
    head(&home);
}

#[test]
fn an_operator_cannot_rewrite_history_or_name_another_account() {
    let Some(server) = server() else { return };
    let (home, database) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    for sql in [
        "UPDATE rad_admin.entries SET amount = 6",
        "DELETE FROM rad_admin.changes",
        "TRUNCATE rad_admin.seals",
        "UPDATE rad_admin.operations SET command = 'x'",
    ] {
        let error = server.psql(&database, sql).unwrap_err();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    let operator = format!("op_{database}");
    let reader = format!("reader_{database}");
    server.psql(&database, &format!("CREATE ROLE {operator} LOGIN IN ROLE rad_admin_operator")).unwrap();
    server.psql(&database, &format!("CREATE ROLE {reader} LOGIN IN ROLE rad_admin_reader")).unwrap();
    let forged = "INSERT INTO rad_admin.operations (id, at, actor, os_user, command, arguments) VALUES (100, 1, 'x', 'root', 'x', '[]')";
    let error = server.psql_as(&operator, &database, forged).unwrap_err();
    assert!(error.contains("names the account of its session"), "{error}");
    let error = server.psql_as(&operator, &database, "DELETE FROM rad_admin.entries").unwrap_err();
    assert!(error.contains("permission denied"), "{error}");
    let home_of = |account: &str| home.with("RAD_ADMIN_DB", &server.url(account, &database));
    let by_operator = home_of(&operator);
    by_operator.write(
        ".config/rad-admin/config.toml",
        "[invite]\nurl = 'https://p.example.org/join?token={token}'\n[notify]\nlow_balance = 2\n\
         [mail]\nfrom = 'no-reply@example.org'\ntransport = 'file'\nfolder = 'messages'\n",
    );
    by_operator.write("a.csv", "email,amount\nbob@example.org,5\n");
    by_operator.write("u.csv", "email,name\ncy@example.org,Cy\n");
    for line in [
        "credits award bob@example.org 1",
        "user add dee@example.org --role partner --awarded 3",
        "user edit dee@example.org --name Dee --add-role agent",
        "partner set dee@example.org 10",
        "grant-monthly",
        "undo last --yes",
        "credits spend dee@example.org 2 --key k --reference J",
        "credits refund --reference J",
        "credits apply a.csv --bucket awarded --yes",
        "users import u.csv --yes",
        "invite fay@example.org",
        "invite resend fay@example.org",
        "invite revoke fay@example.org",
        "user erase fay@example.org --reason left --confirm fay@example.org",
        "user restore fay@example.org",
        "notify low",
    ] {
        let words = words(line);
        by_operator.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let log = home.json(&["log", "--where", "operation>2"]);
    assert!(log.as_array().unwrap().iter().all(|one| one["os_user"] == operator.as_str()), "{log}");
    let reader = home_of(&reader);
    head(&reader);
    reader.ok(&["users", "list"]);
    reader.fails(7, &["credits", "award", "bob@example.org", "1"]);
    head(&home);
}

#[test]
fn a_login_that_may_make_roles_and_schemas_can_init_and_restore() {
    let Some(server) = server() else { return };
    let (_, database) = on_server(server);
    let maker = format!("maker_{database}");
    server
        .psql(
            &database,
            &format!("CREATE ROLE {maker} LOGIN CREATEROLE; GRANT CREATE ON DATABASE {database} TO {maker}"),
        )
        .unwrap();
    let home = at(&format!("{}&schema=of_{maker}", server.url(&maker, &database)));
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    home.ok(&["backup", "copy.db"]);
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    home.ok(&["restore", "copy.db", "--yes"]);
    home.ok(&["credits", "award", "bob@example.org", "2"]);
    assert_eq!(home.balances("bob@example.org"), (7, 0));
    head(&home);
}

#[test]
fn servers_that_fail_are_named_with_what_to_do() {
    let Some(server) = server() else { return };
    let (home, database) = on_server(server);
    let at = |url: &str| home.with("RAD_ADMIN_DB", url);
    let run = home.fails(7, &["users", "list", "--json"]);
    assert_eq!(run.json_error()["reason"], "no_ledger");
    let run = at(&server.url("postgres", "nowhere")).fails(7, &["users", "list"]);
    assert!(run.stderr.contains("no such database"), "{run}");
    let run = at(&server.url("nobody_at_all", &database)).fails(7, &["users", "list"]);
    assert!(run.stderr.contains("login"), "{run}");
    let run = at("postgres://ada@127.0.0.1:1/rad?sslmode=disable").fails(7, &["users", "list"]);
    assert!(run.stderr.contains("cannot connect"), "{run}");
    let run = at("postgres://ada:secret@db.example.org/rad").fails(2, &["users", "list"]);
    assert!(run.stderr.contains("password") && !run.stderr.contains("secret@"), "{run}");
    home.write(".config/rad-admin/config.toml", "database = \"postgres://ada:secret@db.example.org/rad\"\n");
    let run = home.without("RAD_ADMIN_DB").fails(7, &["users", "list"]);
    assert!(!run.stderr.contains("secret@"), "{run}");
}

#[test]
fn the_printed_sql_makes_the_ledger_that_init_makes() {
    let Some(server) = server() else { return };
    let (home, database) = on_server(server);
    let sql = home.ok(&["init", "--timezone", "UTC", "--print-sql"]).stdout;
    server.psql(&database, &sql).unwrap();
    home.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    let (other, _) = on_server(server);
    other.ok(&["init", "--timezone", "UTC"]);
    other.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    assert_eq!(head(&home), head(&other));
}

#[test]
fn a_connection_cut_before_the_commit_writes_nothing() {
    let Some(server) = server() else { return };
    let (home, database) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org"]);
    let pausing = home.with("RAD_ADMIN_TEST_PAUSE", "BeforeCommit");
    let mut command = pausing.command(&["credits", "award", "bob@example.org", "1"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let cut = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE datname = '{database}' AND pid <> pg_backend_pid() AND state = 'idle in transaction'"
    );
    crate::harness::wait_until(|| server.psql(&database, &cut).unwrap() == "1");
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(7), "{error}");
    assert!(error.contains("nothing was written"), "{error}");
    assert_eq!(home.balances("bob@example.org"), (0, 0));
    head(&home);
}

#[test]
fn a_restore_on_a_server_keeps_the_replaced_ledger_as_a_schema() {
    let Some(server) = server() else { return };
    let (_, url) = server.new_database();
    let home = at(&url);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    home.ok(&["backup", "old.db"]);
    let old = head(&home);
    home.ok(&["credits", "award", "bob@example.org", "7"]);
    let new = head(&home);
    let run = home.fails(5, &["restore", "old.db"]);
    assert!(run.stderr.contains("it is replaced by old.db"), "{run}");
    assert_eq!(home.json(&["restore", "old.db", "--yes", "-n"])["dry_run"], true);
    assert_eq!(head(&home), new);
    let receipt = home.json(&["restore", "old.db", "--yes"]);
    assert_eq!(receipt["head"].as_str(), Some(old.as_str()));
    assert_eq!((head(&home), home.balances("bob@example.org")), (old, (5, 0)));
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    head(&home);
    let kept = home.with("RAD_ADMIN_DB", &format!("{url}&schema={}", receipt["kept"].as_str().unwrap()));
    assert_eq!((head(&kept), kept.balances("bob@example.org")), (new, (12, 0)));
    kept.ok(&["credits", "award", "bob@example.org", "1"]);
    // Another restore in the same second gets another name.
    let same_second = home.with("RAD_ADMIN_TEST_NOW", "2026-11-20T09:00:00Z");
    let [first, second] = [(); 2].map(|()| same_second.json(&["restore", "old.db", "--yes"])["kept"].clone());
    assert_eq!(second, format!("{}_2", first.as_str().unwrap()));
    // On a server without a ledger, a restore creates one.
    let (empty, _) = on_server(server);
    std::fs::copy(home.path().join("old.db"), empty.path().join("old.db")).unwrap();
    assert!(empty.json(&["restore", "old.db"])["kept"].is_null());
    assert_eq!(empty.balances("bob@example.org"), (5, 0));
}

#[test]
fn every_write_and_verify_find_a_changed_schema_on_a_server() {
    let Some(server) = server() else { return };
    for (sql, what) in [
        ("DROP TRIGGER entries_keep_truncate ON entries", "trigger 'entries_keep_truncate'"),
        ("ALTER TABLE seals DISABLE TRIGGER ALL", "trigger 'seals_"),
        ("CREATE RULE silent AS ON INSERT TO changes DO INSTEAD NOTHING", "rule 'silent' of 'changes'"),
        (
            "CREATE OR REPLACE FUNCTION seals_keep_truncate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "function 'seals_keep_truncate'",
        ),
        ("ALTER TABLE users ENABLE ROW LEVEL SECURITY", "table 'users'"),
        ("ALTER TABLE users ALTER COLUMN awarded SET DEFAULT 7", "column 'users.awarded'"),
        ("ALTER TABLE users DROP CONSTRAINT users_check", "constraint 'users_check' of 'users'"),
        ("DROP INDEX users_admins", "index 'users_admins'"),
        ("CREATE VIEW everybody AS SELECT * FROM users", "table 'everybody'"),
        ("ALTER TABLE outbox SET UNLOGGED", "table 'outbox'"),
        ("ALTER TABLE seals DISABLE TRIGGER USER", "trigger 'seals_"),
        (
            "ALTER TABLE entries DISABLE TRIGGER entries_follow_repayment",
            "trigger 'entries_follow_repayment'",
        ),
        (
            "CREATE SCHEMA more; CREATE TABLE more.people () INHERITS (users)",
            "inheritance 'people' of 'users'",
        ),
        (
            "CREATE SCHEMA more; CREATE TABLE more.all_seals (LIKE seals); ALTER TABLE seals INHERIT more.all_seals",
            "inheritance 'all_seals' of 'seals'",
        ),
    ] {
        let (home, database) = on_server(server);
        home.ok(&["init", "--timezone", "UTC"]);
        home.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
        server.psql(&database, &format!("SET search_path = rad_admin; {sql}")).unwrap();
        let run = home.fails(9, &["credits", "award", "bob@example.org", "1"]);
        assert!(run.stderr.contains(what) && run.stderr.contains("nothing was written"), "{sql}: {run}");
        let run = home.fails(9, &["verify"]);
        assert!(run.stderr.contains(what), "{sql}: {run}");
    }
}

#[test]
fn a_server_pays_a_month_again_only_with_permission() {
    let Some(server) = server() else { return };
    let (home, database) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org", "--awarded", "5"]);
    let pay = |attempt: &str| {
        let sql = format!(
            "INSERT INTO rad_admin.entries (id, operation, user_id, bucket, kind, amount, balance_after, previous, month, attempt)
             VALUES (2, 1, 1, 'awarded', 'monthly', 1, 6, 1, 202611, {attempt})"
        );
        server.psql(&database, &sql)
    };
    assert!(pay("1").unwrap_err().contains("a month is paid again only after it was taken back"));
    pay("NULL").unwrap();
}

#[test]
fn a_server_knows_a_ledger_right_after_an_operator_has_filled_it() {
    let Some(server) = server() else { return };
    let (home, database) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    let operator = format!("op_{database}");
    server.psql(&database, &format!("CREATE ROLE {operator} LOGIN IN ROLE rad_admin_operator")).unwrap();
    let by_operator = home.with("RAD_ADMIN_DB", &server.url(&operator, &database));
    let users: Vec<String> = (1..=1000).map(|number| format!("u{number}@example.org,5")).collect();
    by_operator.write("users.csv", format!("email,awarded\n{}\n", users.join("\n")));
    by_operator.ok(&["users", "import", "users.csv", "--yes"]);
    let known = "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'rad_admin' ORDER BY 1";
    assert_eq!(
        server.psql(&database, known).unwrap().split_whitespace().collect::<Vec<_>>(),
        ["changes", "entries", "users"]
    );
}

#[test]
fn an_unchanged_schema_with_a_new_catalog_is_compared_once() {
    let Some(server) = server() else { return };
    let (home, database) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "bob@example.org"]);
    let operator = format!("op_{database}");
    server.psql(&database, &format!("CREATE ROLE {operator} LOGIN IN ROLE rad_admin_operator")).unwrap();
    let by_operator = home.with("RAD_ADMIN_DB", &server.url(&operator, &database));
    let key = || server.psql(&database, "SELECT catalog FROM rad_admin.turn").unwrap();
    let first = key();
    by_operator.ok(&["credits", "award", "bob@example.org", "1"]);
    for sql in ["ANALYZE", "VACUUM"] {
        server.psql(&database, sql).unwrap();
    }
    by_operator.ok(&["credits", "award", "bob@example.org", "1"]);
    assert_eq!(key(), first);
    server.psql(&database, &format!("GRANT SELECT ON rad_admin.users TO {operator}")).unwrap();
    by_operator.ok(&["credits", "award", "bob@example.org", "1"]);
    let second = key();
    assert_ne!(second, first);
    by_operator.ok(&["credits", "award", "bob@example.org", "1"]);
    assert_eq!(key(), second);
    head(&home);
}

#[test]
fn a_clock_far_from_the_servers_is_refused() {
    let Some(server) = server() else { return };
    let (home, _) = on_server(server);
    home.ok(&["init", "--timezone", "UTC"]);
    let run = home.with("RAD_ADMIN_TEST_CLOCKS", "compare").fails(7, &["users", "list", "--json"]);
    assert_eq!(run.json_error()["reason"], "clocks");
}
